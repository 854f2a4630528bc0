namespace ScaleLint.Model;

/// <summary>
/// What a deadline does to its step in the idle system, as ratios: while waits are far below it, the same. With W the wait,
/// S(t - W) = S(t) + W f(t) to first order, so the slope f says how far.
/// </summary>
/// <param name="Reach">How likely a run comes to it in the way that this was taken from.</param>
/// <param name="Deadline">ms.</param>
/// <param name="Kept">Successes within it over all.</param>
/// <param name="First">Mean of these over that of all.</param>
/// <param name="Second">The same of their mean squares.</param>
/// <param name="Attempts">Attempts started over those that would start without it.</param>
/// <param name="Slope">Share of the steps that end in the last ms before it, per ms.</param>
internal sealed record IdleDeadline(double Reach, double Deadline, double Kept, double First, double Second, double Attempts, double Slope)
{
    private const double Step = 0.01;

    public static IdleDeadline Of(double reach, Latency free, Latency cut, double ms, double attempts = 1)
    {
        static double Ratio(double cut, double free) => free > 0 ? cut / free : 1;
        double Beyond(double at) => free.Success.Survival(at) + free.Failures.Survival(at);
        Density before = free.Success, after = cut.Success;
        return new IdleDeadline(reach, ms, Ratio(after.Total, before.Total), Ratio(after.First, before.First), Ratio(after.Second, before.Second), attempts, (Beyond(ms * (1 - Step)) - Beyond(ms)) / (ms * Step));
    }

    /// <summary>Mass and moments of a step under the deadline.</summary>
    public Latency Cut(Latency step, double ms)
    {
        var late = step.Success.Total * Math.Max(0, 1 - Kept);
        var success = Density.Brief(step.Success.Total * Kept, step.Success.First * First, step.Success.Second * Second);
        return Latency.Build(success, kind => kind == FailureKind.Timeout ? step.Failed(kind).Plus(Density.Brief(late, late * ms, late * ms * ms)) : step.Failed(kind), step.Never);
    }
}
