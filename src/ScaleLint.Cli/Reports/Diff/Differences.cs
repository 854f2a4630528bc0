using ScaleLint.Rules.Results;

namespace ScaleLint.Cli.Reports.Diff;

/// <summary>A line that came (+), went (-) or changed (~).</summary>
internal sealed record Difference(char Sign, string Text);

/// <summary>A limit that moved, with what moved it.</summary>
/// <param name="From">Load multiple; null where the limit was out of sight.</param>
/// <param name="Points">Change of the score that is owed to it.</param>
internal sealed record MovedLimit(string Name, string Reason, double? From, double? To, double Points, IReadOnlyList<Difference> Causes);

/// <summary>What lies between two results, edge by edge.</summary>
internal sealed record Differences(IReadOnlyList<MovedLimit> Limits, IReadOnlyList<(string Title, IReadOnlyList<Difference> Lines)> Sections)
{
    private const double Moved = 0.001;

    /// <summary>From the one to the other.</summary>
    public static Differences Between(AnalysisResult before, AnalysisResult after) => new(
        LimitsOf(before, after),
        [
            ("Edges", Lines(before.Edges, after.Edges, x => $"{x.From} -> {x.To} ({x.Kind})", x => $"{x.From} -> {x.To} ({x.Kind}){Place(x)}")),
            ("Resources", Lines(before.Resources, after.Resources, Resource, Resource)),
            ("Chains", Lines(before.EntryPoints.Where(x => x.Chain.Count > 0), after.EntryPoints.Where(x => x.Chain.Count > 0), Chain, Chain)),
            ("Findings", Lines(before.Findings, after.Findings, x => x.Fingerprint, x => FormattableString.Invariant($"{x.Level} {x.RuleId} {x.File}:{x.Line} {x.Message}"))),
        ]);

    private static IReadOnlyList<MovedLimit> LimitsOf(AnalysisResult before, AnalysisResult after)
    {
        var (old, now) = (Known(before), Known(after));
        return old.Keys.Union(now.Keys).Select(key =>
        {
            var (was, isNow) = (old.GetValueOrDefault(key), now.GetValueOrDefault(key));
            return new MovedLimit(key.Name, key.Reason, was?.At, isNow?.At, (was?.Points ?? 0) - (isNow?.Points ?? 0), Causes(before, after, was ?? isNow!));
        })
        .Where(x => x.From is not { } from || x.To is not { } to || Math.Abs(to / from - 1) > Moved)
        .OrderByDescending(x => Math.Abs(x.Points)).ThenBy(x => Math.Min(x.From ?? double.MaxValue, x.To ?? double.MaxValue)).ThenBy(x => x.Name, StringComparer.Ordinal).ThenBy(x => x.Reason, StringComparer.Ordinal).ToList();

        static Dictionary<(string Name, string Reason), LimitResult> Known(AnalysisResult result) => (result.Scale?.Limits ?? [])
            .GroupBy(x => (Name: x.Operation is not null && x.Resource is not null ? $"{x.Operation} through {x.Resource}" : x.Operation ?? x.Resource ?? "", x.Reason)).ToDictionary(x => x.Key, x => x.First());
    }

    /// <summary>What reaches the limit's resource, or is waited for by its entry point, otherwise than before.</summary>
    private static List<Difference> Causes(AnalysisResult before, AnalysisResult after, LimitResult limit)
    {
        var causes = new List<Difference>();
        if (limit.Resource is { } resource)
        {
            causes.AddRange(Lines(before.Edges.Where(x => x.To == resource), after.Edges.Where(x => x.To == resource), x => $"{x.From} -> {x.To} ({x.Kind})", x => $"{x.From} -> {x.To} ({x.Kind}){Place(x)}"));
            causes.AddRange(Lines(before.Resources.Where(x => x.Id == resource && x.Slots is not null), after.Resources.Where(x => x.Id == resource && x.Slots is not null), Slots, Slots));
            var (old, now) = (CallsOf(before), CallsOf(after));
            foreach (var entry in old.Keys.Union(now.Keys).Order(StringComparer.Ordinal))
            {
                var (was, isNow) = (old.GetValueOrDefault(entry), now.GetValueOrDefault(entry));
                if (was != isNow) causes.Add(new('~', $"{entry} waits for {resource} {Times(isNow)}, was {Times(was)}"));
            }

            Dictionary<string, int> CallsOf(AnalysisResult result) => result.EntryPoints.GroupBy(x => $"{x.Id} ({x.Service})", StringComparer.Ordinal).ToDictionary(x => x.Key, x => x.Max(e => e.Chain.Count(hop => hop == resource)), StringComparer.Ordinal);
        }
        if (limit.Operation is { } operation)
            causes.AddRange(Lines(before.EntryPoints.Where(IsIt), after.EntryPoints.Where(IsIt), Chain, Chain));
        var (proposed, proposes) = (Repairs(before), Repairs(after));
        causes.AddRange(Lines(before.Findings.Where(x => proposed.Contains(x.Fingerprint)), after.Findings.Where(x => proposes.Contains(x.Fingerprint)), x => x.Fingerprint, x => FormattableString.Invariant($"{x.RuleId} {x.File}:{x.Line} {x.Message}")));
        return causes.DistinctBy(x => (x.Sign, x.Text)).ToList();

        bool IsIt(EntryPointResult x) => x.Id == limit.Operation || $"{x.Service}:{x.Id}" == limit.Operation;

        HashSet<string> Repairs(AnalysisResult result) => (result.Scale?.Repairs ?? []).Where(x => x.Target == limit.Resource || x.Moves.Any(m => m.Limit.StartsWith((limit.Operation ?? limit.Resource) + ":", StringComparison.Ordinal)))
            .SelectMany(x => x.Findings).ToHashSet(StringComparer.Ordinal);
    }

    private static List<Difference> Lines<T>(IEnumerable<T> before, IEnumerable<T> after, Func<T, string> key, Func<T, string> text)
    {
        var (old, now) = (Keyed(before), Keyed(after));
        return [
            .. old.Where(x => !now.ContainsKey(x.Key)).Select(x => new Difference('-', x.Value)).OrderBy(x => x.Text, StringComparer.Ordinal),
            .. now.Where(x => !old.ContainsKey(x.Key)).Select(x => new Difference('+', x.Value)).OrderBy(x => x.Text, StringComparer.Ordinal)];

        Dictionary<string, string> Keyed(IEnumerable<T> items) => items.GroupBy(key, StringComparer.Ordinal).ToDictionary(x => x.Key, x => text(x.First()), StringComparer.Ordinal);
    }

    private static string Place(EdgeResult x) => x.Evidence is [var first, ..] ? FormattableString.Invariant($"  {first.File}:{first.Line}") : "";

    private static string Resource(ResourceResult x) => Slots(x) + (x.SaturatesAt is { } at ? $", full at {Numbers.Times(at)}" : "");

    private static string Slots(ResourceResult x) => x.Id + (x.Slots is { } slots ? $", {Numbers.Plain(slots)} slots" : "");

    private static string Chain(EntryPointResult x) => $"{x.Id} ({x.Service}): {string.Join(" > ", x.Chain)}";

    private static string Times(int n) => n switch { 0 => "never", 1 => "once", _ => FormattableString.Invariant($"{n} times") };
}
