namespace ScaleLint.Model;

/// <summary>
/// <c>Task.WhenAll</c>: ends with the slowest, F(t) = prod F_i(t); succeeds if all do. ms.
/// Source: the maximum of independent times; fork-join without queueing. Queues that one fork feeds: <see cref="ForkJoin"/>.
/// </summary>
public static class InParallel
{
    public static Latency Of(IReadOnlyList<Latency> branches)
    {
        var busy = branches.Where(b => !ReferenceEquals(b, Latency.None)).ToArray();
        if (busy.Length <= 1)
        {
            return busy.Length == 0 ? Latency.None : busy[0];
        }

        var success = Slowest([.. busy.Select(b => b.Success)]);
        var ends = 1.0;
        foreach (var branch in busy)
        {
            ends *= 1 - branch.Never;
        }

        if (busy.All(b => b.FailureProbability == 0))
        {
            return Latency.Build(success, _ => Density.None, 1 - ends);
        }

        var failed = Minus(Slowest([.. busy.Select(b => b.All)]), success);
        var weight = busy.Sum(b => b.FailureProbability);
        return Latency.Build(success, kind => failed.Scale(busy.Sum(b => b.Failed(kind).Total) / weight), 1 - ends);
    }

    /// <summary>The largest of independent times: the product of the cumulative masses.</summary>
    public static Density Slowest(IReadOnlyList<Density> times)
    {
        if (times.Any(t => t.IsBrief))
        {
            var all = times.Aggregate(1.0, (product, t) => product * t.Total);
            var longest = times.Max(t => t.Mean);
            return Density.Brief(all, all * longest, all * longest * longest);
        }

        var sharp = times.Select(Sharpening.Apply).ToArray();
        var mass = new double[LogGrid.Count];
        var sums = new double[sharp.Length];
        double before = 0, limit = 0, floor = 0;
        for (var i = 0; i < mass.Length; i++)
        {
            var product = 1.0;
            for (var k = 0; k < sharp.Length; k++)
            {
                sums[k] += sharp[k][i];
                product *= sums[k];
            }

            mass[i] = Math.Max(0, product - before);
            before = product;
        }

        foreach (var time in sharp)
        {
            limit = Math.Max(limit, time.Limit);
            floor = Math.Max(floor, time.Floor);
        }

        return Density.FromMass(mass, limit, floor);
    }

    private static Density Minus(Density all, Density part)
    {
        if (all.IsBrief)
        {
            return Density.Brief(Math.Max(0, all.Total - part.Total), Math.Max(0, all.First - part.First), Math.Max(0, all.Second - part.Second));
        }

        var mass = new double[LogGrid.Count];
        for (var i = 0; i < mass.Length; i++)
        {
            mass[i] = Math.Max(0, all[i] - part[i]);
        }

        return Density.FromMass(mass, all.Limit);
    }
}
