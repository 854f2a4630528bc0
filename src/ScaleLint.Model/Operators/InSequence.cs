namespace ScaleLint.Model;

/// <summary>
/// One after another. Success: f1 * f2 (convolution), ms. A failure ends it at its own time: F = F1 + s1 * F2.
/// Source: sums of independent times; the failing part is the defective first step of a renewal.
/// </summary>
public static class InSequence
{
    public static Latency Of(Latency first, Latency second)
    {
        if (ReferenceEquals(first, Latency.None))
        {
            return second;
        }

        if (ReferenceEquals(second, Latency.None))
        {
            return first;
        }

        var success = first.Success.Convolve(second.Success);
        return Latency.Build(
            success,
            kind => second.Failed(kind).Total == 0 ? first.Failed(kind)
                : first.Failed(kind).Plus(second.ErrorsPerSuccess > 0 ? success.Scale(second.ErrorsPerSuccess) : first.Success.Convolve(second.Failed(kind))),
            first.Never + (first.Success.Total * second.Never));
    }
}
