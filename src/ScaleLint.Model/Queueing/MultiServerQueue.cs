namespace ScaleLint.Model;

/// <summary>The wait for a slot: none, or with a chance one of the given mean and squared coefficient of variation.</summary>
public readonly record struct Wait(double Chance, double MeanIfAny, double Scv)
{
    public static Wait None { get; } = new(0, 0, 1);

    /// <summary>Saturated: without end.</summary>
    public static Wait Endless { get; } = new(1, double.PositiveInfinity, 1);

    /// <summary>ms.</summary>
    public double Mean => Chance * MeanIfAny;

    public bool IsEndless => double.IsInfinity(MeanIfAny);

    /// <summary>At most this share waits longer than <paramref name="ms"/>: the tail of the slower of two exponentials with balanced means.</summary>
    internal double Beyond(double ms)
    {
        if (Chance <= 0 || IsEndless)
        {
            return Chance;
        }

        var slower = Scv <= 1 ? MeanIfAny : MeanIfAny / (1 - Math.Sqrt((Scv - 1) / (Scv + 1)));
        return Chance * Math.Exp(-ms / slower);
    }
}

/// <summary>
/// M/G/c, first come first served. Mean wait: M/M/c x Kimura's factor (1 + s) / (2 s + (1 - s) W_M / W_D), s = squared coefficient of
/// variation of the service, W_D from Cosmetatos. Within 2 % for constant and gamma times, where (1 + s) / 2 is 13 % low to 30 % high.
/// Sources: Kimura 1986, Operations Research 34; Cosmetatos 1975; for c = 1 Pollaczek and Khinchine, exact.
/// </summary>
public static class MultiServerQueue
{
    /// <summary>Wait in ms. <paramref name="servers"/> c, <paramref name="ratePerMs"/> arrivals, raw moments of the service in ms.</summary>
    public static Wait Wait(double servers, double ratePerMs, double first, double second, double third)
    {
        var load = ratePerMs * first;
        if (load <= 0 || first <= 0)
        {
            return Model.Wait.None;
        }

        if (load >= servers)
        {
            return Model.Wait.Endless;
        }

        var scv = Math.Max(0, (second / (first * first)) - 1);
        var chance = Erlang.C(servers, load);
        var mean = first / (servers - load) * ServiceFactor(servers, load, scv);
        return new Wait(chance, mean, WaitScv(load / servers, first, second, third));
    }

    /// <summary>Mean wait over that of M/M/c at the same load.</summary>
    public static double ServiceFactor(double servers, double load, double scv)
    {
        if (scv == 1)
        {
            return 1;
        }

        var rho = Math.Min(1, load / servers);
        var gamma = Math.Min(0.24, (1 - rho) * (servers - 1) * (Math.Sqrt(4 + (5 * servers)) - 2) / (16 * rho * servers));
        return (1 + scv) / ((2 * scv) + ((1 - scv) * 2 / (1 + gamma)));
    }

    /// <summary>
    /// Squared coefficient of variation of the wait of those who wait, as in M/G/1 at the same utilisation with the service's shape:
    /// E[W^2 | W > 0] from Takacs, E[W^2] = 2 W^2 + lambda E[S^3] / (3 (1 - rho)). 1 for exponential service.
    /// </summary>
    public static double WaitScv(double rho, double first, double second, double third)
    {
        // In units of the mean service: E[W | W > 0] = s2 / (2 (1 - rho)).
        double s2 = second / (first * first), s3 = third / (first * first * first);
        var ifAny = s2 / (2 * (1 - rho));
        var secondIfAny = (2 * rho * ifAny * ifAny) + (s3 / (3 * (1 - rho)));
        var scv = (secondIfAny / (ifAny * ifAny)) - 1;
        return Math.Abs(scv - 1) < 1e-9 ? 1 : Math.Max(0.01, scv);
    }

    /// <summary>
    /// Second moment of the wait behind <paramref name="ahead"/> customers, the rest of the one in service among them, in units of (h / c)^2.
    /// The more servers, the more departures look like those of exponential service.
    /// </summary>
    internal static double SecondMoment(double ahead, double servers, double serviceFactor, double scv)
    {
        var mean = ahead - 1 + serviceFactor;
        return (mean * mean) + Variance(ahead, servers, scv);
    }

    /// <summary>Variance of that wait: of whole services, and of a residual with E[R] = (1 + s) / 2, E[R^2] = (1 + s)(1 + 2 s) / 3.</summary>
    internal static double Variance(double ahead, double servers, double scv)
    {
        var s = 1 + ((scv - 1) / servers);
        return (Math.Max(0, ahead - 1) * s) + ((1 + s) * (1 + (2 * s)) / 3) - ((1 + s) * (1 + s) / 4);
    }
}
