using QuikGraph;
using ScaleLint.Graph.Dependencies;

namespace ScaleLint.Graph.Tests.Dependencies;

public sealed class CondensationTests
{
    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 40)];

    [Theory, MemberData(nameof(Seeds))]
    public void ComponentsAreTheSetsThatReachOneAnotherInTopologicalOrder(int seed)
    {
        var (graph, reach) = RandomGraph.With(seed);
        var condensed = Condensation<int>.Of(graph);
        foreach (var a in graph.Vertices)
            foreach (var b in graph.Vertices)
            {
                var (x, y) = (condensed.ComponentOf[condensed.IndexOf(a)], condensed.ComponentOf[condensed.IndexOf(b)]);
                Assert.Equal(reach[a].Contains(b) && reach[b].Contains(a), x == y);
                if (reach[a].Contains(b)) Assert.True(x <= y, $"{a} reaches {b} and comes after it");
            }
        foreach (var edge in graph.Edges)
        {
            var (x, y) = (condensed.ComponentOf[condensed.IndexOf(edge.Source)], condensed.ComponentOf[condensed.IndexOf(edge.Target)]);
            Assert.True(x == y || condensed.TargetsOf(x).Contains(y));
        }
    }

    [Theory, MemberData(nameof(Seeds))]
    public void OnePassFindsWhatEachSourceReaches(int seed)
    {
        var (graph, reach) = RandomGraph.With(seed);
        var condensed = Condensation<int>.Of(graph);
        var sources = graph.Vertices.Where(x => x % 3 == 0).Take(64).ToList();
        // The second time it starts from what the first left behind.
        Assert.Equal(condensed.ReachedFrom([condensed.IndexOf(sources[0])]), condensed.ReachedFrom([condensed.IndexOf(sources[0])]));
        var found = condensed.ReachedFrom(sources.Select(condensed.IndexOf).ToList());
        Assert.Equal(found.Select(x => x.Component).Order(), found.Select(x => x.Component));
        var reached = found.ToDictionary(x => x.Component, x => x.Bits);
        for (var bit = 0; bit < sources.Count; bit++)
            foreach (var vertex in graph.Vertices)
                Assert.Equal(reach[sources[bit]].Contains(vertex), (reached.GetValueOrDefault(condensed.ComponentOf[condensed.IndexOf(vertex)]) >> bit & 1) == 1);
    }
}

/// <summary>Small random graphs with what each vertex reaches, itself included.</summary>
internal static class RandomGraph
{
    public static (BidirectionalGraph<int, Edge<int>> Graph, Dictionary<int, HashSet<int>> Reach) With(int seed)
    {
        var random = new Random(seed);
        var graph = new BidirectionalGraph<int, Edge<int>>();
        var size = random.Next(2, 30);
        graph.AddVertexRange(Enumerable.Range(0, size));
        for (var i = random.Next(size * 2); i > 0; i--) graph.AddEdge(new Edge<int>(random.Next(size), random.Next(size)));
        return (graph, graph.Vertices.ToDictionary(x => x, x => ReachedFrom(graph, [x], without: -1)));
    }

    public static HashSet<int> ReachedFrom(BidirectionalGraph<int, Edge<int>> graph, IEnumerable<int> roots, int without)
    {
        var seen = new HashSet<int>(roots.Where(x => x != without));
        var queue = new Queue<int>(seen);
        while (queue.TryDequeue(out var vertex))
            foreach (var edge in graph.OutEdges(vertex))
                if (edge.Target != without && seen.Add(edge.Target)) queue.Enqueue(edge.Target);
        return seen;
    }
}
