using MathNet.Numerics.Distributions;

namespace ScaleLint.Model;

/// <summary>
/// Closed, it passes calls on; open, it rejects at once. A window of samplingMs with at least minimumThroughput calls and at least
/// failureRatio of failures opens it for breakMs; then one call probes, and a failure opens it again.
/// Fraction open = T_open / (T_open + T_closed), T_open = breakMs / (1 - f), T_closed = calls until the window trips / rate, ms.
/// Source: alternating renewal process; failures of a filling window are a random walk, of a full one a birth and death chain (Ehrenfest 1907).
/// </summary>
public static class WithBreaker
{
    private const double Impossible = 1e-12;
    private const double Endless = 1e12;
    private const int MostFilling = 200;

    // e^-28 is below Impossible, and so is every call's chance to trip.
    private const double Hopeless = 28;

    /// <summary>Share of time open, when calls come at <paramref name="ratePerSecond"/> and fail with <paramref name="failure"/>.</summary>
    public static double FractionOpen(double failure, double ratePerSecond, double failureRatio, double breakMs, double minimumThroughput, double samplingMs)
    {
        if (failure <= 0 || breakMs <= 0)
        {
            return 0;
        }

        var calls = ratePerSecond * samplingMs / 1000;
        if (calls <= 0)
        {
            return 0;
        }

        var f = Math.Min(1, failure);
        var minimum = (int)Math.Min(1e5, Math.Max(1, Math.Ceiling(minimumThroughput)));
        if (f < failureRatio && minimum * Divergence(failureRatio, f) > Hopeless)
        {
            return 0;
        }

        double closed;
        if (calls >= minimum)
        {
            closed = CallsUntilTrip(f, failureRatio, minimum, Math.Min(1e5, calls)) * 1000 / ratePerSecond;
        }
        else
        {
            var trips = (1 - Poisson.CDF(calls, minimum - 1)) * (1 - Binomial.CDF(f, minimum, Needed(failureRatio, minimum) - 1));
            closed = trips < Impossible ? double.PositiveInfinity : samplingMs / trips;
        }

        if (double.IsInfinity(closed))
        {
            return 0;
        }

        var open = failure >= 1 ? double.PositiveInfinity : breakMs / (1 - failure);
        return double.IsInfinity(open) ? 1 : open / (open + closed);
    }

    /// <summary>Kullback and Leibler's of two coins: n calls show a share of at least a with probability below e^(-n D) (Chernoff 1952).</summary>
    private static double Divergence(double a, double f) => (a * Math.Log(a / f)) + (a < 1 ? (1 - a) * Math.Log((1 - a) / (1 - f)) : 0);

    private static double Needed(double failureRatio, double calls) => Math.Max(1, Math.Ceiling((failureRatio * calls) - 1e-9));

    /// <summary>Calls from closing to the next trip: first while the window fills, then from full windows.</summary>
    private static double CallsUntilTrip(double f, double failureRatio, int minimum, double window)
    {
        var filled = (int)Math.Min(window, minimum + MostFilling);
        var chances = new double[filled + 2];
        for (var k = 0; k < Needed(failureRatio, minimum); k++)
        {
            chances[k] = Binomial.PMF(f, minimum, k);
        }

        double closed = minimum, left = chances.Sum();
        for (var n = minimum; n < filled && left > Impossible; n++)
        {
            closed += left;
            var needed = (int)Needed(failureRatio, n + 1);
            left = 0;
            for (var k = needed; k >= 0; k--)
            {
                chances[k] = (chances[k] * (1 - f)) + (k > 0 ? chances[k - 1] * f : 0);
                left += k < needed ? chances[k] : 0;
            }

            Array.Clear(chances, needed, chances.Length - needed);
        }

        if (left <= Impossible)
        {
            return closed;
        }

        var failed = 0.0;
        for (var k = 0; k < filled; k++)
        {
            failed += chances[k] * k / left / filled;
        }

        // A full window gains a failure and loses one as calls come and go: mean first passage up to the needed number.
        double passage = 0, rest = 0;
        var start = Math.Floor(failed * window);
        var end = Needed(failureRatio, window);
        for (var k = 0.0; k < end; k++)
        {
            var up = f * (1 - (k / window));
            passage = (1 / up) + ((1 - f) * k / window / up * passage);
            rest += k >= start ? passage : 0;
            if (double.IsInfinity(rest) || rest > Endless)
            {
                return double.PositiveInfinity;
            }
        }

        return closed + (left * rest);
    }

    public static Latency Of(double fractionOpen, Latency step) =>
        fractionOpen <= 0 ? step
        : InBranch.Of([(1 - fractionOpen, step), (fractionOpen, Latency.FailingAfter(Density.Zero, FailureKind.Rejected))]);
}
