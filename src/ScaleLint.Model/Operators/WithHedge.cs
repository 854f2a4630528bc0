namespace ScaleLint.Model;

/// <summary>
/// A second try starts d after the first unless that has succeeded; the first success wins, both failing fails.
/// S(t) = S1(t) S1(t - d), ms; load x (1 + S1(d)). Source: Dean and Barroso, The Tail at Scale, CACM 2013.
/// </summary>
public static class WithHedge
{
    /// <summary>Survival of the hedged step at <paramref name="ms"/>.</summary>
    public static double Survival(Func<double, double> survival, double afterMs, double ms) => survival(ms) * (ms < afterMs ? 1 : survival(ms - afterMs));

    /// <summary>Latency, and how many tries are started on average.</summary>
    public static (Latency Latency, double Tries) Of(Latency step, double afterMs)
    {
        var first = Sharpening.Apply(step.Success);
        var second = first.Convolve(Density.At(afterMs));
        double total = first.Total, open = 1 - total;
        var averages = new double[LogGrid.Count - 1];
        double[] a = first.Averages(), b = second.Averages();
        for (var i = 0; i < averages.Length; i++)
        {
            averages[i] = Math.Max(0, ((open + a[i]) * (open + b[i])) - (open * open));
        }

        var success = Density.FromAverages(averages, 1 - (open * open), limit: Math.Min(second.Limit, double.PositiveInfinity), floor: first.Floor);
        var tries = 1 + open + first.Survival(afterMs);
        if (open < 1e-15)
        {
            return (Latency.Of(success), tries);
        }

        var failing = step.Failures;
        var failed = InParallel.Slowest([failing, failing.Convolve(Density.At(afterMs))]);
        var ends = failing.Total;
        return (Latency.Build(success, kind => ends > 0 ? failed.Scale(step.Failed(kind).Total / ends) : Density.None, Math.Max(0, (open * open) - failed.Total)), tries);
    }
}
