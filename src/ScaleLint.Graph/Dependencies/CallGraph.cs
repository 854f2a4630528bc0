using QuikGraph;
using ScaleLint.Graph.Facts;
using ScaleLint.Graph.Linking;

namespace ScaleLint.Graph.Dependencies;

/// <summary>A call that may run a member: one edge per call and target.</summary>
public sealed class Call(CallSite site, Method target) : IEdge<Method>
{
    /// <summary>Where it is called.</summary>
    public CallSite Site { get; } = site;

    /// <inheritdoc/>
    public Method Source => Site.Owner;

    /// <inheritdoc/>
    public Method Target { get; } = target;
}

/// <summary>The dependency graph at its finest: members and the calls between them.</summary>
public static class CallGraph
{
    /// <summary>All calls between members whose code was read. Vertices are in the order given.</summary>
    public static BidirectionalGraph<Method, Call> Of(IReadOnlyList<Method> methods)
    {
        var graph = new BidirectionalGraph<Method, Call>(allowParallelEdges: true, methods.Count);
        graph.AddVertexRange(methods);
        foreach (var method in methods)
            if (method.Facts.Body != null) graph.AddVerticesAndEdgeRange(method.Calls);
        return graph;
    }

    /// <summary>The part that is waited for: calls in the background are left out, members stay.</summary>
    public static AdjacencyGraph<Method, Call> Waiting(IVertexAndEdgeListGraph<Method, Call> calls)
    {
        var graph = new AdjacencyGraph<Method, Call>(allowParallelEdges: true, calls.VertexCount);
        graph.AddVertexRange(calls.Vertices);
        graph.AddEdgeRange(calls.Edges.Where(x => !x.Site.InBackground));
        return graph;
    }

    /// <summary>The part that is waited for, going on in the endpoint of another service where a remote call arrives at one.</summary>
    /// <param name="arrivals">Endpoints that a call arrives at.</param>
    /// <param name="through">Whether a call is followed; all are when absent.</param>
    public static AdjacencyGraph<Method, Call> AcrossServices(IVertexAndEdgeListGraph<Method, Call> calls, Func<CallSite, IReadOnlyList<Method>> arrivals, Func<CallSite, bool>? through = null)
    {
        var graph = new AdjacencyGraph<Method, Call>(allowParallelEdges: true, calls.VertexCount);
        graph.AddVertexRange(calls.Vertices);
        foreach (var method in calls.Vertices)
        {
            if (method.Facts.Body == null) continue;
            foreach (var site in method.Sites)
            {
                if (site.InBackground) continue;
                var there = arrivals(site);
                if (there.Count == 0 && site.Targets.Count == 0 || through != null && !through(site)) continue;
                foreach (var arrival in there) graph.AddVerticesAndEdge(new Call(site, arrival));
                if (there.Count == 0 || site.Remote == null) foreach (var target in site.Targets) graph.AddVerticesAndEdge(new Call(site, target));
            }
        }
        return graph;
    }
}
