using ScaleLint.Graph.Linking;
using ScaleLint.Model;
using ScaleLint.Rules.Results;

namespace ScaleLint.Rules.Scaling;

/// <summary>Which of the proposed repairs move a limit, and what every set of the best of them makes of the margin.</summary>
internal sealed class RepairPlans(SystemGraph graph, ScaleSolution solution)
{
    private const int MostRepairs = 3;
    private const int MostMoves = 3;

    private readonly IReadOnlyList<Breakage> today = solution.Result.Limits;

    /// <summary>The repairs, best first, and the plans they make; fingerprints by repair.</summary>
    public (IReadOnlyList<RepairResult> Repairs, IReadOnlyList<PlanResult> Plans) Of(IReadOnlyList<(Repair Repair, string Fingerprint)> proposed)
    {
        var candidates = new List<(Repair Repair, IReadOnlyList<Breakage> Limits)>();
        foreach (var repair in proposed.Select(x => x.Repair).Distinct())
            if (solution.LimitsWith([repair]) is { } limits && Compare(limits, today) < 0 && !candidates.Any(x => Compare(x.Limits, limits) == 0 && x.Repair.Kind == repair.Kind)) candidates.Add((repair, limits));
        candidates.Sort((a, b) => Compare(a.Limits, b.Limits));
        var best = candidates.Take(MostRepairs).ToList();
        var repairs = best.Select(x => new RepairResult(
            x.Repair.Kind, Title(x.Repair), Target(x.Repair), proposed.Where(y => y.Repair.Equals(x.Repair)).Select(y => y.Fingerprint).ToList(),
            Significant.Round(Margin(x.Limits) / Margin(today)), Moves(x.Limits))).ToList();
        var plans = new List<PlanResult>();
        for (var set = 0; set < 1 << best.Count; set++)
        {
            var chosen = best.Where((_, i) => (set >> i & 1) != 0).ToList();
            var limits = chosen.Count == 0 ? today : chosen.Count == 1 ? chosen[0].Limits : solution.LimitsWith([.. chosen.Select(x => x.Repair)]);
            if (limits == null) break;
            plans.Add(new PlanResult(set, Significant.Round(Margin(limits)), Significant.Round(Scoring.Score(Margin(limits), solution.File.TargetLoad)), First(limits)));
        }
        // A part of the sets would promise switches that do nothing.
        return plans.Count == 1 << best.Count ? (repairs, plans) : ([], plans.Take(1).ToList());
    }

    /// <summary>What a limit is called.</summary>
    public static string Name(Breakage limit) => limit.Reason is BreakReason.Availability or BreakReason.P99
        ? $"{limit.Operation}: {ScoreJson.Name(limit.Reason)}" : $"{limit.Resource}: {ScoreJson.Name(limit.Reason)}";

    /// <summary>The first limit as results name it.</summary>
    public static BreaksFirst? First(IReadOnlyList<Breakage> limits) => limits.Count == 0 ? null : new BreaksFirst(limits[0].Resource ?? limits[0].Operation ?? "", Significant.Round(limits[0].At), ScoreJson.Name(limits[0].Reason));

    private double Margin(IReadOnlyList<Breakage> limits) => limits.Count == 0 ? solution.File.TargetLoad : Math.Min(solution.File.TargetLoad, limits[0].At);

    /// <summary>Below 0 when the first limits that differ come later in <paramref name="a"/>.</summary>
    private int Compare(IReadOnlyList<Breakage> a, IReadOnlyList<Breakage> b)
    {
        for (var i = 0; i < Math.Max(a.Count, b.Count); i++)
        {
            double x = i < a.Count ? a[i].At : solution.File.TargetLoad, y = i < b.Count ? b[i].At : solution.File.TargetLoad;
            if (Math.Abs(x - y) > 1e-3 * Math.Max(x, y)) return x > y ? -1 : 1;
        }
        return 0;
    }

    private IReadOnlyList<MovedLimit> Moves(IReadOnlyList<Breakage> after)
    {
        var then = after.GroupBy(Name, StringComparer.Ordinal).ToDictionary(x => x.Key, x => x.First().At, StringComparer.Ordinal);
        return today.Select(x => new MovedLimit(Name(x), Significant.Round(x.At), then.TryGetValue(Name(x), out var at) ? Significant.Round(at) : null))
            .Where(x => x.To == null || x.To > x.From * 1.001).Take(MostMoves).ToList();
    }

    private string Target(Repair repair) => repair.Site is { } site ? graph.Resources.Of(site)?.Id ?? site.ToString() : repair.Target ?? "";

    private string Title(Repair repair)
    {
        var target = Target(repair);
        var place = repair.Site is { } site ? " in " + site.Owner.Display : "";
        return repair.Kind switch
        {
            "batch" => $"Call {target} once for all elements{place}",
            "parallel" => $"Call {target} beside what comes before it{place}",
            "async" when repair.Site is { Remote: { } effect } && !effect.Is("blocking") => $"Take {target} off the request{place}: send a message, or do it in the background",
            "async" => $"Await instead of blocking on {target}{place}",
            "bound" => $"Bound how many calls of {target} run at once{place}",
            "cache" => $"Put a cache before {target}",
            "breaker" => $"Put a circuit breaker before {target}",
            "remove-retry" => $"Retry {target} in one place only, not{place}",
            "shorten-hold" when repair.Site?.Remote != null => $"Call {target} outside the {repair.Target}{place}",
            "shorten-hold" => $"Hold {repair.Target} for a few operations only{place}",
            _ => repair.Kind + " " + target + place,
        };
    }
}
