namespace ScaleLint.Model;

/// <summary>The next step when one fails: f = s1 + F1 * (s2 + F2 * ...), ms. Source: mixture over where it ends.</summary>
public static class WithFallback
{
    public static Latency Of(Latency first, Latency second)
    {
        var failing = first.Failures;
        return failing.Total <= 0 ? first : Latency.Build(
            first.Success.Plus(failing.Convolve(second.Success)),
            kind => failing.Convolve(second.Failed(kind)),
            first.Never + (failing.Total * second.Never));
    }
}
