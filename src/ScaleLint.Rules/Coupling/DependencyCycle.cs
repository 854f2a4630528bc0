using QuikGraph;
using ScaleLint.Graph.Facts;
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
        var edges = Edges(context, nested);
        var graph = new AdjacencyGraph<string, IEdge<string>>();
        foreach (var edge in edges) graph.AddVerticesAndEdge(new Edge<string>(edge.Key.From, edge.Key.To));
        foreach (var cycle in SystemGraph.Cycles(graph))
        {
            var inside = edges.Where(x => cycle.Contains(x.Key.From, StringComparer.Ordinal) && cycle.Contains(x.Key.To, StringComparer.Ordinal)).ToDictionary(x => x.Key, x => x.Value);
            var cut = FeedbackArcs.Smallest(cycle, inside.ToDictionary(x => x.Key, x => x.Value.Count));
            var cheapest = cut.OrderBy(x => inside[x].Count).ThenBy(x => x.From, StringComparer.Ordinal).ThenBy(x => x.To, StringComparer.Ordinal).First();
            var edge = inside[cheapest];
            context.Report(Info, edge.Type, edge.At,
                $"Namespaces {Text.List(cycle)} depend on each other in a circle: cut {Text.List(cut.Select(x => $"{x.From} -> {x.To} ({inside[x].Count} references)"))}",
                cut.Select(x => new PathHop($"{x.From} -> {x.To}", inside[x].At)).ToList(), detail: string.Join(",", cycle));
        }
    }

    private void Services(RuleContext context)
    {
        var edges = context.Graph.Services.Edges.Where(x => x.Kind is "http" or "grpc" && context.Graph.Services.All.Any(s => s.Name == x.To))
            .GroupBy(x => (x.From, x.To)).ToDictionary(x => x.Key, x => x.SelectMany(e => e.Sites).ToList());
        var graph = new AdjacencyGraph<string, IEdge<string>>();
        foreach (var edge in edges) graph.AddVerticesAndEdge(new Edge<string>(edge.Key.From, edge.Key.To));
        foreach (var cycle in SystemGraph.Cycles(graph))
        {
            var inside = edges.Where(x => cycle.Contains(x.Key.From, StringComparer.Ordinal) && cycle.Contains(x.Key.To, StringComparer.Ordinal)).ToDictionary(x => x.Key, x => x.Value);
            var cut = FeedbackArcs.Smallest(cycle, inside.ToDictionary(x => x.Key, x => x.Value.Count));
            var cheapest = cut.OrderBy(x => inside[x].Count).ThenBy(x => x.From, StringComparer.Ordinal).First();
            var site = inside[cheapest].FirstOrDefault(x => context.IsJudged(x.Owner));
            if (site == null) continue;
            context.Report(Info, site, $"Services {Text.List(cycle)} wait for each other in a circle: cut {Text.List(cut.Select(x => $"{x.From} -> {x.To} ({inside[x].Count} calls)"))}, by an event or by moving what is shared",
                inside.OrderBy(x => x.Key.From, StringComparer.Ordinal).ThenBy(x => x.Key.To, StringComparer.Ordinal).Select(x => new PathHop($"{x.Key.From} -> {x.Key.To}", x.Value[0].At)).ToList(), level: Level.Warning, detail: string.Join(",", cycle));
        }
    }

    private static Dictionary<(string From, string To), (int Count, string Type, Position At)> Edges(RuleContext context, bool nested)
    {
        var result = new Dictionary<(string From, string To), (int Count, string Type, Position At)>();
        foreach (var unit in context.Graph.Units.Where(x => x.IsJudged && !x.Facts.IsTest))
        {
            foreach (var type in unit.Facts.Types)
            {
                if ((type.Flags & TypeFlags.Generated) != 0) continue;
                var from = Names.Namespace(Outermost(type.Name, context));
                foreach (var reference in type.References)
                {
                    if (context.Graph.Types.Find(reference.Target.Name) is not { } target || !target.Unit.IsJudged || target.Unit.Facts.IsTest || (target.Type.Flags & TypeFlags.Generated) != 0) continue;
                    var to = Names.Namespace(Outermost(reference.Target.Name, context));
                    if (from == to || from.Length == 0 || to.Length == 0 || !nested && IsFamily(from, to)) continue;
                    result[(from, to)] = result.TryGetValue((from, to), out var known) ? known with { Count = known.Count + reference.Count } : (reference.Count, type.Name, reference.At);
                }
            }
        }
        return result;
    }

    /// <summary>A nested type lives in the namespace of the type around it.</summary>
    private static string Outermost(string type, RuleContext context)
    {
        for (var space = Names.Namespace(type); space.Length > 0 && context.Graph.Types.Find(space) != null; space = Names.Namespace(space)) type = space;
        return type;
    }

    private static bool IsFamily(string a, string b) => a.StartsWith(b + ".", StringComparison.Ordinal) || b.StartsWith(a + ".", StringComparison.Ordinal);
}
