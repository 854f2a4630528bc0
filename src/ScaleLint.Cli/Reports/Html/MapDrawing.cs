using GraphShape;
using GraphShape.Algorithms.Layout;
using QuikGraph;
using ScaleLint.Rules.Results;

namespace ScaleLint.Cli.Reports.Html;

/// <summary>A part of the system where it is drawn, in units of the drawing.</summary>
/// <param name="Members">What it stands for when it is folded, sorted.</param>
internal sealed record DrawnNode(string Id, string Kind, double X, double Y, double Width, double Height, double? BlastRadius, bool Chokepoint, IReadOnlyList<string> Members);

/// <summary>An edge between two drawn nodes.</summary>
/// <param name="Via">Points on its way.</param>
internal sealed record DrawnEdge(string From, string To, IReadOnlyList<string> Kinds, bool Async, IReadOnlyList<double[]> Via);

/// <summary>The system in layers, callers left of what they call.</summary>
internal sealed record MapDrawing(double Width, double Height, IReadOnlyList<DrawnNode> Nodes, IReadOnlyList<DrawnEdge> Edges)
{
    private const int MostNodes = 60;
    private const int KeptWhenFolded = 40;
    private const double NodeWidth = 190;
    private const double NodeHeight = 42;
    private const double LayerGap = 110;
    private const double SliceGap = 22;

    /// <summary>The drawing of a result; a large system is folded to its most connected parts and the rest in groups.</summary>
    public static MapDrawing Of(AnalysisResult result)
    {
        var parts = Parts(result);
        var home = Folded(parts, result.Edges);
        var edges = result.Edges.Where(x => home[x.From] != home[x.To]).GroupBy(x => (From: home[x.From], To: home[x.To]))
            .Select(x => (x.Key.From, x.Key.To, Kinds: x.Select(e => e.Kind).Distinct().Order(StringComparer.Ordinal).ToList()))
            .OrderBy(x => x.From, StringComparer.Ordinal).ThenBy(x => x.To, StringComparer.Ordinal).ToList();
        var groups = home.GroupBy(x => x.Value, StringComparer.Ordinal).OrderBy(x => x.Key, StringComparer.Ordinal).ToList();
        var (places, routes) = Layered(groups.Select(x => x.Key).ToList(), edges.Select(x => (x.From, x.To)).ToList());
        var nodes = groups.Select(x =>
        {
            var members = x.Select(m => m.Key).Order(StringComparer.Ordinal).ToList();
            var isOne = members.Count == 1 && members[0] == x.Key;
            var (kind, radius) = isOne ? parts[x.Key] : (Count(members.Count), members.Max(m => parts[m].BlastRadius));
            return new DrawnNode(x.Key, kind, places[x.Key].X, places[x.Key].Y, NodeWidth, NodeHeight, radius, radius > SystemMap.ChokepointRadius, isOne ? [] : members);
        }).ToList();
        return new MapDrawing(nodes.Select(x => x.X + x.Width).DefaultIfEmpty().Max(), nodes.Select(x => x.Y + x.Height).DefaultIfEmpty().Max(), nodes,
            edges.Select(x => new DrawnEdge(x.From, x.To, x.Kinds, x.Kinds.All(SystemMap.IsAsync), routes[(x.From, x.To)])).ToList());
    }

    private static string Count(int n) => FormattableString.Invariant($"{n} parts");

    private static Dictionary<string, (string Kind, double? BlastRadius)> Parts(AnalysisResult result)
    {
        var parts = new Dictionary<string, (string, double?)>(StringComparer.Ordinal);
        foreach (var service in result.Services) parts.TryAdd(service.Name, ("service", null));
        var resources = result.Resources.DistinctBy(x => x.Id).ToDictionary(x => x.Id, StringComparer.Ordinal);
        foreach (var edge in result.Edges)
        {
            parts.TryAdd(edge.From, ("outside", null));
            parts.TryAdd(edge.To, resources.TryGetValue(edge.To, out var resource) ? (resource.Kind, resource.BlastRadius) : (edge.Kind, null));
        }
        return parts;
    }

    /// <summary>By part: the node that it is drawn as.</summary>
    private static Dictionary<string, string> Folded(Dictionary<string, (string Kind, double? BlastRadius)> parts, IReadOnlyList<EdgeResult> edges)
    {
        if (parts.Count <= MostNodes) return parts.Keys.ToDictionary(x => x, StringComparer.Ordinal);
        var degree = edges.SelectMany(x => new[] { x.From, x.To }).GroupBy(x => x, StringComparer.Ordinal).ToDictionary(x => x.Key, x => x.Count(), StringComparer.Ordinal);
        var ranked = parts.OrderByDescending(x => x.Value.BlastRadius > SystemMap.ChokepointRadius).ThenByDescending(x => degree.GetValueOrDefault(x.Key)).ThenBy(x => x.Key, StringComparer.Ordinal).ToList();
        var home = ranked.Take(KeptWhenFolded).ToDictionary(x => x.Key, x => x.Key, StringComparer.Ordinal);
        var rest = ranked.Skip(KeptWhenFolded).ToList();
        var byName = rest.GroupBy(x => FirstWord(x.Key), StringComparer.Ordinal).ToList();
        var groups = byName.Count <= MostNodes - KeptWhenFolded ? byName : rest.GroupBy(x => x.Value.Kind, StringComparer.Ordinal).ToList();
        foreach (var group in groups)
            foreach (var member in group) home.Add(member.Key, group.Count() == 1 ? member.Key : $"more: {group.Key}");
        return home;
    }

    private static string FirstWord(string name) => name.Split(['.', '-', '_', ':', '/', ' '], 2)[0];

    private static (Dictionary<string, (double X, double Y)> Places, Dictionary<(string, string), IReadOnlyList<double[]>> Routes) Layered(IReadOnlyList<string> nodes, IReadOnlyList<(string From, string To)> edges)
    {
        var places = new Dictionary<string, (double, double)>(StringComparer.Ordinal);
        var routes = edges.ToDictionary(x => x, _ => (IReadOnlyList<double[]>)[]);
        if (nodes.Count == 0) return (places, routes);
        var graph = new BidirectionalGraph<string, Edge<string>>();
        graph.AddVertexRange(nodes);
        graph.AddEdgeRange(edges.Select(x => new Edge<string>(x.From, x.To)));
        // Laid out from top to bottom and turned over: left to right, the library keeps nodes as far apart as they are wide.
        var layout = new SugiyamaLayoutAlgorithm<string, Edge<string>, BidirectionalGraph<string, Edge<string>>>(graph, nodes.ToDictionary(x => x, _ => new Size(NodeHeight, NodeWidth)),
            new SugiyamaLayoutParameters { Direction = LayoutDirection.TopToBottom, LayerGap = LayerGap, SliceGap = SliceGap, MinimizeEdgeLength = true, OptimizeWidth = false });
        layout.Compute();
        var (left, top) = (layout.VerticesPositions.Values.Min(x => x.Y), layout.VerticesPositions.Values.Min(x => x.X));
        foreach (var (node, at) in layout.VerticesPositions) places[node] = (Math.Round(at.Y - left), Math.Round(at.X - top));
        // An edge passes a layer straight, where a node would stand.
        foreach (var (edge, points) in layout.EdgeRoutes)
            routes[(edge.Source, edge.Target)] = points.SelectMany(x => new[] { 0, NodeWidth }.Select(past => new[] { Math.Round(x.Y - left) + past, Math.Round(x.X - top) + NodeHeight / 2 })).ToList();
        return (places, routes);
    }
}
