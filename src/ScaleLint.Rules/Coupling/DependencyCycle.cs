using ScaleLint.Graph.Dependencies;
using ScaleLint.Graph.Linking;

namespace ScaleLint.Rules.Coupling;

/// <summary>Services that wait for each other, or namespaces that depend on each other, in a circle.</summary>
public sealed class DependencyCycle : Rule
{
    /// <inheritdoc/>
    public override RuleInfo Info { get; } = new("SCALE1001", "Dependency cycle", RuleScope.Build, Level.Suggestion,
        "Nothing in a cycle can change, scale, fail or be deployed alone.", "0.1.0",
        new RuleOption("include_nested", "false", "Whether a namespace and its own children count as a cycle."));

    /// <inheritdoc/>
    public override void Judge(RuleContext context)
    {
        if (context.Host == Host.System) Services(context);
        var nested = string.Equals(context.Settings.Text(Info, "include_nested"), "true", StringComparison.OrdinalIgnoreCase);
        var graph = context.Graph.Dependencies.Namespaces((from, to) => nested || !IsFamily(from, to));
        foreach (var cycle in DependencyGraphs.Cycles(graph))
        {
            var inside = graph.Edges.Where(x => cycle.Contains(x.Source, StringComparer.Ordinal) && cycle.Contains(x.Target, StringComparer.Ordinal)).ToDictionary(x => (From: x.Source, To: x.Target));
            var cut = FeedbackArcs.Smallest(cycle, inside.ToDictionary(x => x.Key, x => x.Value.Count));
            var edge = inside[cut.OrderBy(x => inside[x].Count).ThenBy(x => x.From, StringComparer.Ordinal).ThenBy(x => x.To, StringComparer.Ordinal).First()];
            context.Report(Info, edge.By.Facts.Name, edge.At,
                $"Namespaces {Text.List(cycle)} depend on each other in a circle: cut {Text.List(cut.Select(x => $"{x.From} -> {x.To} ({Text.Count(inside[x].Count, "reference")})"))}",
                cut.Select(x => new PathHop($"{x.From} -> {x.To}", inside[x].At)).ToList(), detail: string.Join(",", cycle));
        }
    }

    private void Services(RuleContext context)
    {
        var graph = context.Graph.Services.Waiting();
        var edges = graph.Edges.GroupBy(x => (x.From, x.To)).ToDictionary(x => x.Key, x => x.SelectMany(e => e.Sites).ToList());
        foreach (var cycle in DependencyGraphs.Cycles(graph))
        {
            var inside = edges.Where(x => cycle.Contains(x.Key.From, StringComparer.Ordinal) && cycle.Contains(x.Key.To, StringComparer.Ordinal)).ToDictionary(x => x.Key, x => x.Value);
            var cut = FeedbackArcs.Smallest(cycle, inside.ToDictionary(x => x.Key, x => x.Value.Count));
            var cheapest = cut.OrderBy(x => inside[x].Count).ThenBy(x => x.From, StringComparer.Ordinal).First();
            var site = inside[cheapest].FirstOrDefault(x => context.IsJudged(x.Owner));
            if (site == null) continue;
            context.Report(Info, site, $"Services {Text.List(cycle)} wait for each other in a circle: cut {Text.List(cut.Select(x => $"{x.From} -> {x.To} ({Text.Count(inside[x].Count, "call")})"))}, by an event or by moving what is shared",
                inside.OrderBy(x => x.Key.From, StringComparer.Ordinal).ThenBy(x => x.Key.To, StringComparer.Ordinal).Select(x => new PathHop($"{x.Key.From} -> {x.Key.To}", x.Value[0].At)).ToList(), level: Level.Warning, detail: string.Join(",", cycle));
        }
    }

    private static bool IsFamily(string a, string b) => a.StartsWith(b + ".", StringComparison.Ordinal) || b.StartsWith(a + ".", StringComparison.Ordinal);
}
