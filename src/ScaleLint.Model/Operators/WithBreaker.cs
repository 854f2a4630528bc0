using MathNet.Numerics.Distributions;

namespace ScaleLint.Model;

/// <summary>
/// Closed, it passes calls on; open, it rejects at once. A window of samplingMs with at least minimumThroughput calls and at least
/// failureRatio of failures opens it for breakMs; then one call probes, and a failure opens it again.
/// Fraction open = T_open / (T_open + T_closed), T_open = breakMs / (1 - f), T_closed = first window + P(it does not trip) x window / P(full window trips), ms.
/// Source: alternating renewal process; the window's failures are binomial.
/// </summary>
public static class WithBreaker
{
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

        var tries = Math.Min(1, failure);
        double Trips(double size) => 1 - Binomial.CDF(tries, (int)Math.Min(1e6, size), Math.Ceiling((failureRatio * Math.Floor(size)) - 1e-9) - 1);
        double closed;
        if (calls >= minimumThroughput)
        {
            // Closed again it may trip as soon as the window holds enough calls; after that only full windows do.
            var first = Trips(minimumThroughput);
            var full = Trips(calls);
            closed = (minimumThroughput * 1000 / ratePerSecond) + (first >= 1 ? 0 : full < 1e-12 ? double.PositiveInfinity : (1 - first) * samplingMs / full);
        }
        else
        {
            var enough = 1 - Poisson.CDF(calls, Math.Ceiling(minimumThroughput) - 1);
            var trips = enough * Trips(minimumThroughput);
            closed = trips < 1e-12 ? double.PositiveInfinity : samplingMs / trips;
        }

        if (double.IsInfinity(closed))
        {
            return 0;
        }

        var open = failure >= 1 ? double.PositiveInfinity : breakMs / (1 - failure);
        return double.IsInfinity(open) ? 1 : open / (open + closed);
    }

    public static Latency Of(double fractionOpen, Latency step) =>
        fractionOpen <= 0 ? step
        : InBranch.Of([(1 - fractionOpen, step), (fractionOpen, Latency.FailingAfter(Density.Zero, FailureKind.Rejected))]);
}
