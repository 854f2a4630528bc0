namespace ScaleLint.Model;

/// <summary>
/// The same step n times, one after another: f^{*n} by repeated squaring, log2(n) convolutions. ms.
/// A fraction is the chance of one more. Source: n-fold convolution.
/// </summary>
public static class InLoop
{
    public static Latency Of(Latency step, double times)
    {
        var whole = Math.Floor(times);
        var fraction = times - whole;
        var sum = Whole(step, whole);
        return fraction < 1e-9 ? sum : InBranch.Of([(1 - fraction, sum), (fraction, InSequence.Of(sum, step))]);
    }

    /// <summary>The sum of <paramref name="times"/> independent times.</summary>
    public static Density Of(Density time, double times) => Of(Latency.Of(time), times).Success;

    private static Latency Whole(Latency step, double times)
    {
        var sum = Latency.None;
        while (times >= 1)
        {
            if (times % 2 == 1)
            {
                sum = InSequence.Of(sum, step);
            }

            times = Math.Floor(times / 2);
            if (times >= 1)
            {
                step = InSequence.Of(step, step);
            }
        }

        return sum;
    }
}
