using ScaleLint.Graph.Dependencies;

namespace ScaleLint.Graph.Tests.Dependencies;

public sealed class DominatorTreeTests
{
    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 60)];

    /// <summary>By definition: a vertex dominates what cannot be reached without it.</summary>
    [Theory, MemberData(nameof(Seeds))]
    public void AVertexHangsBelowExactlyThoseItCannotBeReachedWithout(int seed)
    {
        var (graph, _) = RandomGraph.With(seed);
        var roots = graph.Vertices.Where(x => x % 4 == 0).ToList();
        var tree = DominatorTree<int>.Of(graph, roots, _ => true);
        var reached = RandomGraph.ReachedFrom(graph, roots, without: -1);
        Assert.Equal(reached.Order(), tree.Vertices.Order());
        foreach (var vertex in reached)
        {
            var expected = reached.Where(x => x != vertex && !RandomGraph.ReachedFrom(graph, roots, without: x).Contains(vertex)).Order();
            Assert.Equal(expected, Dominators(tree, vertex).Order());
        }
    }

    [Fact]
    public void EdgesThatAreNotFollowedDoNotCount()
    {
        var graph = new QuikGraph.BidirectionalGraph<string, QuikGraph.TaggedEdge<string, bool>>();
        graph.AddVerticesAndEdge(new("a", "b", true));
        graph.AddVerticesAndEdge(new("b", "c", true));
        graph.AddVerticesAndEdge(new("a", "c", false));
        Assert.True(DominatorTree<string>.Of(graph, ["a"], x => x.Tag).TryGetDominator("c", out var nearest));
        Assert.Equal("b", nearest);
        Assert.True(DominatorTree<string>.Of(graph, ["a"], _ => true).TryGetDominator("c", out nearest));
        Assert.Equal("a", nearest);
    }

    private static IEnumerable<int> Dominators(DominatorTree<int> tree, int vertex)
    {
        while (tree.TryGetDominator(vertex, out var next)) yield return vertex = next;
    }
}
