using ScaleLint.Rules.Results;

namespace ScaleLint.Cli.Reports;

/// <summary>How a node is drawn.</summary>
internal enum NodeShape { Service, Store, Queue, Outside }

/// <summary>A node of the map under a key that every format takes.</summary>
internal sealed record MapNode(string Key, string Label, NodeShape Shape, bool IsChokepoint);

/// <summary>An edge between keys.</summary>
internal sealed record MapEdge(string From, string To, string Kind, bool IsAsync);

/// <summary>Services, resources and edges as a drawing sees them.</summary>
internal sealed record SystemMap(IReadOnlyList<MapNode> Nodes, IReadOnlyList<MapEdge> Edges)
{
    /// <summary>Share of the traffic that is lost without it, above which a part is marked.</summary>
    public const double ChokepointRadius = 0.5;

    /// <summary>The map of a result; nodes and edges in its order, what only an edge names at the end.</summary>
    public static SystemMap Of(AnalysisResult result)
    {
        var nodes = new Dictionary<string, MapNode>(StringComparer.Ordinal);
        foreach (var service in result.Services) Add(service.Name, service.Name, NodeShape.Service, false);
        foreach (var resource in result.Resources) Add(resource.Id, $"{resource.Id} ({resource.Kind})", Shape(resource.Kind), resource.BlastRadius > ChokepointRadius);
        foreach (var edge in result.Edges)
        {
            Add(edge.From, edge.From, NodeShape.Service, false);
            Add(edge.To, edge.To, Shape(edge.Kind), false);
        }
        var edges = result.Edges.Select(x => new MapEdge(nodes[x.From].Key, nodes[x.To].Key, x.Kind, IsAsync(x.Kind))).ToList();
        return new SystemMap([.. nodes.Values], edges);

        void Add(string id, string label, NodeShape shape, bool chokepoint) =>
            nodes.TryAdd(id, new MapNode(FormattableString.Invariant($"n{nodes.Count}"), label, shape, chokepoint));
    }

    /// <summary>Whether nobody waits for the other end of an edge of that kind.</summary>
    public static bool IsAsync(string edgeKind) => edgeKind is "queue-publish" or "queue-consume";

    private static NodeShape Shape(string kind) => kind switch
    {
        "sql" or "document-db" or "cache" or "blob" => NodeShape.Store,
        "queue" or "queue-publish" or "queue-consume" => NodeShape.Queue,
        "third-party" or "email" => NodeShape.Outside,
        _ => NodeShape.Service,
    };
}
