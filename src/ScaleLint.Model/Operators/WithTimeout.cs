namespace ScaleLint.Model;

/// <summary>
/// The caller gives up at t: mass beyond t becomes failure at exactly t, ms. The callee works on, so loads do not change.
/// Source: censoring at a fixed time.
/// </summary>
public static class WithTimeout
{
    public static Latency Of(Latency step, double ms)
    {
        if (step.Never == 0 && IsWithin(step.Success, ms) && IsWithin(step.Failures, ms))
        {
            return step;
        }

        var success = Until(step.Success, ms);
        var failed = new Density[3];
        var late = step.Never + step.Success.Total - success.Total;
        for (var kind = 0; kind < 3; kind++)
        {
            var all = step.Failed((FailureKind)kind);
            failed[kind] = Until(all, ms);
            late += all.Total - failed[kind].Total;
        }

        return late <= 1e-15
            ? Latency.Build(success, kind => failed[(int)kind])
            : Latency.Build(success, kind => kind == FailureKind.Timeout ? failed[0].Plus(Density.At(ms).Scale(late)) : failed[(int)kind]);
    }

    /// <summary>The mass up to <paramref name="ms"/>, with its mean; E[X; X &lt;= t] = E[min(X, t)] - t S(t).</summary>
    public static Density Until(Density time, double ms)
    {
        if (IsWithin(time, ms))
        {
            return time;
        }

        if (time.Floor > ms)
        {
            return Density.None;
        }

        var sharp = Sharpening.Apply(time);
        var survival = sharp.Survival(ms);
        var mass = new double[LogGrid.Count];
        var edge = Math.Max(0, LogGrid.Floor(ms) - 1);
        double kept = 0, moment = 0, second = 0;
        for (var i = 0; i < edge; i++)
        {
            mass[i] = sharp[i];
            kept += mass[i];
            moment += mass[i] * LogGrid.X[i];
            second += mass[i] * LogGrid.X[i] * LogGrid.X[i];
        }

        var rest = sharp.Total - survival - kept;
        var at = 0.0;
        if (rest > 0)
        {
            // The last cells are cut through: what is left of them lies where the mean says.
            at = (sharp.LimitedMean(ms) - (ms * survival) - moment) / rest;
            at = Math.Min(ms, Math.Max(edge == 0 ? 0 : LogGrid.X[edge - 1], at));
            Density.Put(mass, at, rest);
        }

        return new Density(mass, moment + (Math.Max(0, rest) * at), second + (Math.Max(0, rest) * at * at), ms, time.Floor);
    }

    /// <summary>Whether nothing lies above: by its limit, or because all points with mass lie well below.</summary>
    private static bool IsWithin(Density time, double ms) => time.Total == 0 || time.Limit <= ms || LogGrid.X[time.High] * LogGrid.Ratio < ms;
}
