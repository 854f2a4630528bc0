namespace ScaleLint.Model;

/// <summary>One of several by chance: f = sum p_i f_i. Source: mixture.</summary>
public static class InBranch
{
    /// <summary>The <paramref name="arms"/>' chances sum to 1.</summary>
    public static Latency Of(IReadOnlyList<(double P, Latency Latency)> arms)
    {
        var sum = arms[0].Latency.Scale(arms[0].P);
        for (var i = 1; i < arms.Count; i++)
        {
            sum = sum.Plus(arms[i].Latency.Scale(arms[i].P));
        }

        return sum;
    }
}
