namespace ScaleLint.Model;

/// <summary>
/// The worth of each of several repairs made together: the Shapley value of log margin, so that the values sum to what the plan gains
/// whatever the order. Source: Shapley 1953. Exact; cost 2^n margins, so for plans of up to <see cref="MostRepairs"/>.
/// </summary>
public static class RepairPlan
{
    public const int MostRepairs = 12;

    /// <summary>
    /// For each repair the factor it contributes to the margin; the product of all is the margin of the plan over that of none.
    /// <paramref name="margin"/> gives the margin with the repairs whose bits are set.
    /// </summary>
    public static double[] Factors(int repairs, Func<int, double> margin)
    {
        if (repairs is < 0 or > MostRepairs)
        {
            throw new ArgumentOutOfRangeException(nameof(repairs), repairs, FormattableString.Invariant($"from 0 to {MostRepairs}"));
        }

        var logs = new double[1 << repairs];
        for (var set = 0; set < logs.Length; set++)
        {
            logs[set] = Math.Log(Math.Max(1e-12, margin(set)));
        }

        var worth = new double[repairs];
        for (var set = 0; set < logs.Length; set++)
        {
            var size = 0;
            for (var bits = set; bits != 0; bits &= bits - 1)
            {
                size++;
            }

            for (var i = 0; i < repairs; i++)
            {
                if ((set >> i & 1) == 0)
                {
                    worth[i] += Weight(size, repairs) * (logs[set | 1 << i] - logs[set]);
                }
            }
        }

        return [.. worth.Select(Math.Exp)];
    }

    /// <summary>s! (n - s - 1)! / n!</summary>
    private static double Weight(int size, int repairs)
    {
        var weight = 1.0 / repairs;
        for (var i = 1; i <= size; i++)
        {
            weight *= i / (double)(repairs - i);
        }

        return weight;
    }
}
