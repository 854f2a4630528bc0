using MathNet.Numerics.Distributions;

namespace ScaleLint.Model;

/// <summary>
/// Closed, it passes calls on; open, it rejects at once. A window of samplingMs with at least minimumThroughput calls and at least
/// failureRatio of failures opens it for breakMs; then one call probes, and a failure opens it again.
/// Fraction open = T_open / (T_open + T_closed), T_open = breakMs / (1 - f), T_closed = window / P(window trips), times in ms.
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

        // It trips as soon as the window holds enough calls, not at the window's end.
        var sample = (int)Math.Min(1e6, Math.Max(minimumThroughput, Math.Min(calls, minimumThroughput)));
        var enough = calls >= minimumThroughput ? 1 : 1 - Poisson.CDF(calls, sample - 1);
        var needed = (int)Math.Ceiling((failureRatio * sample) - 1e-9);
        var trips = enough * (1 - Binomial.CDF(Math.Min(1, failure), sample, needed - 1));
        if (trips < 1e-12)
        {
            return 0;
        }

        var window = calls >= minimumThroughput ? sample * 1000 / ratePerSecond : samplingMs;
        var open = failure >= 1 ? double.PositiveInfinity : breakMs / (1 - failure);
        return double.IsInfinity(open) ? 1 : open / (open + (window / trips));
    }

    public static Latency Of(double fractionOpen, Latency step) =>
        fractionOpen <= 0 ? step
        : InBranch.Of([(1 - fractionOpen, step), (fractionOpen, Latency.FailingAfter(Density.Zero, FailureKind.Rejected))]);
}
