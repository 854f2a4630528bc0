namespace ScaleLint.Model;

/// <summary>
/// <c>Task.WhenAny</c>: the first to end, S(t) = prod S_i(t), in success or failure as that one did. ms.
/// Source: the minimum of independent times (competing risks); who was first is shared out by the hazards.
/// </summary>
public static class InRace
{
    /// <summary>The chance of each branch to end first and in success.</summary>
    public static double[] Wins(IReadOnlyList<Latency> branches)
    {
        var left = branches.Select(b => b.All.Total + b.Never).ToArray();
        var wins = new double[branches.Count];
        var shares = new double[wins.Length];
        var before = 1.0;
        for (var i = 0; i < LogGrid.Count; i++)
        {
            double product = 1, hazards = 0;
            for (var k = 0; k < wins.Length; k++)
            {
                var here = branches[k].All[i];
                shares[k] = here <= 0 ? 0 : here / Math.Max(1e-300, left[k] - (here / 2));
                hazards += shares[k];
                left[k] = Math.Max(0, left[k] - here);
                product *= left[k];
            }

            for (var k = 0; k < wins.Length && hazards > 0; k++)
            {
                wins[k] += shares[k] > 0 ? Math.Max(0, before - product) * shares[k] / hazards * branches[k].Success[i] / branches[k].All[i] : 0;
            }

            before = product;
        }

        return wins;
    }

    public static Latency Of(IReadOnlyList<Latency> branches)
    {
        if (branches.Count == 1)
        {
            return branches[0];
        }

        var all = branches.Select(b => Sharpening.Apply(b.All)).ToArray();
        var left = new double[all.Length];
        var never = 1.0;
        for (var k = 0; k < all.Length; k++)
        {
            left[k] = all[k].Total + branches[k].Never;
            never *= branches[k].Never;
        }

        var success = new double[LogGrid.Count];
        var failed = new[] { new double[LogGrid.Count], new double[LogGrid.Count], new double[LogGrid.Count] };
        var before = 1.0;
        for (var i = 0; i < LogGrid.Count; i++)
        {
            var product = 1.0;
            double hazards = 0, won = 0;
            var lost = new double[3];
            for (var k = 0; k < all.Length; k++)
            {
                var here = all[k][i];
                var share = here <= 0 ? 0 : here / Math.Max(1e-300, left[k] - (here / 2));
                left[k] = Math.Max(0, left[k] - here);
                product *= left[k];
                if (share > 0)
                {
                    hazards += share;
                    var raw = branches[k].All[i];
                    var ended = raw > 0 ? branches[k].Success[i] / raw : branches[k].Success.Total / branches[k].All.Total;
                    won += share * ended;
                    for (var kind = 0; kind < 3; kind++)
                    {
                        lost[kind] += share * (raw > 0 ? branches[k].Failed((FailureKind)kind)[i] / raw : branches[k].Failed((FailureKind)kind).Total / branches[k].All.Total);
                    }
                }
            }

            var mass = Math.Max(0, before - product);
            before = product;
            if (hazards > 0)
            {
                success[i] = mass * won / hazards;
                for (var kind = 0; kind < 3; kind++)
                {
                    failed[kind][i] = mass * lost[kind] / hazards;
                }
            }
        }

        var limit = all.Where((_, k) => branches[k].Never == 0).Select(d => d.Limit).DefaultIfEmpty(double.PositiveInfinity).Min();
        var floor = all.Min(d => d.Floor);
        return Latency.Build(Density.FromMass(success, limit, floor), kind => Density.FromMass(failed[(int)kind], limit, floor), never);
    }
}
