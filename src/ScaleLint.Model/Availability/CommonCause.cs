namespace ScaleLint.Model;

/// <summary>
/// The beta factor: the share beta of a part's failure q strikes all its replicas, and all attempts of a request, at once.
/// Common: beta q. Given that it did not strike, each replica fails alone with (1 - beta) q / (1 - beta q), so that one replica fails with q exactly.
/// Source: Fleming 1975; IEC 61508-6 annex D.
/// </summary>
public static class CommonCause
{
    /// <summary>Probability of the common failure, and of all replicas failing alone given that it did not strike.</summary>
    public static (double Common, double Alone) Split(double failure, double beta, double replicas)
    {
        var common = beta * failure;
        return (common, common >= 1 ? 0 : Math.Pow((1 - beta) * failure / (1 - common), replicas));
    }

    /// <summary>Probability that all replicas fail.</summary>
    public static double Failure(double failure, double beta, double replicas)
    {
        var (common, alone) = Split(failure, beta, replicas);
        return common + ((1 - common) * alone);
    }
}
