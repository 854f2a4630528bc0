namespace ScaleLint.Model;

/// <summary>
/// X(n) = lambda n / (1 + sigma (n - 1) + kappa n (n - 1)), in units of lambda. Contention sigma caps it, coherency kappa bends it back.
/// Source: N. Gunther; Schwartz's fit of Cisco's data as the reference.
/// </summary>
public static class UniversalScalability
{
    public static double Throughput(double lambda, double sigma, double kappa, double n) => lambda * n / (1 + (sigma * (n - 1)) + (kappa * n * (n - 1)));

    /// <summary>The n of the largest throughput: floor(sqrt((1 - sigma) / kappa)).</summary>
    public static double Peak(double sigma, double kappa) => Math.Floor(Math.Sqrt((1 - sigma) / kappa));
}
