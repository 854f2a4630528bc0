using QuikGraph;
using QuikGraph.Algorithms;

namespace ScaleLint.Graph.Dependencies;

/// <summary>
/// A graph with each strongly connected component drawn together: it has no cycle, so that whatever flows along its edges is found
/// in one pass. Vertices and components are numbered; all arrays are indexed by these numbers.
/// </summary>
public sealed class Condensation<TVertex> where TVertex : notnull
{
    private readonly Dictionary<TVertex, int> indices;
    private readonly int[] targets;
    private readonly int[] firstTarget;

    private Condensation(IReadOnlyList<TVertex> vertices, Dictionary<TVertex, int> indices, int[] componentOf, IReadOnlyList<IReadOnlyList<int>> components, int[] firstTarget, int[] targets) =>
        (Vertices, this.indices, ComponentOf, Components, this.firstTarget, this.targets) = (vertices, indices, componentOf, components, firstTarget, targets);

    /// <summary>Condenses a graph.</summary>
    public static Condensation<TVertex> Of<TEdge>(IVertexListGraph<TVertex, TEdge> graph) where TEdge : IEdge<TVertex>
    {
        var vertices = graph.Vertices.ToList();
        var indices = new Dictionary<TVertex, int>(vertices.Count);
        for (var i = 0; i < vertices.Count; i++) indices[vertices[i]] = i;
        var found = new Dictionary<TVertex, int>(vertices.Count);
        var count = graph.StronglyConnectedComponents(found);
        // Tarjan's algorithm closes a component after all that it leads to: the last one closed is the first in topological order.
        var componentOf = new int[vertices.Count];
        var components = new List<int>[count];
        for (var i = 0; i < count; i++) components[i] = [];
        for (var i = 0; i < vertices.Count; i++)
        {
            componentOf[i] = count - 1 - found[vertices[i]];
            components[componentOf[i]].Add(i);
        }
        var firstTarget = new int[count + 1];
        var targets = new List<int>();
        var seen = new HashSet<int>();
        for (var component = 0; component < count; component++)
        {
            firstTarget[component] = targets.Count;
            seen.Clear();
            foreach (var vertex in components[component])
                foreach (var edge in graph.OutEdges(vertices[vertex]))
                {
                    var target = componentOf[indices[edge.Target]];
                    if (target != component && seen.Add(target)) targets.Add(target);
                }
        }
        firstTarget[count] = targets.Count;
        return new Condensation<TVertex>(vertices, indices, componentOf, components, firstTarget, targets.ToArray());
    }

    /// <summary>The vertices, in the graph's order.</summary>
    public IReadOnlyList<TVertex> Vertices { get; }

    /// <summary>Number of each vertex's component.</summary>
    public IReadOnlyList<int> ComponentOf { get; }

    /// <summary>Vertices of each component; components in topological order: edges lead from lower to higher numbers.</summary>
    public IReadOnlyList<IReadOnlyList<int>> Components { get; }

    /// <summary>The number of a vertex, or -1.</summary>
    public int IndexOf(TVertex vertex) => indices.TryGetValue(vertex, out var index) ? index : -1;

    /// <summary>The components that a component's edges lead to, each once, itself left out.</summary>
    public IReadOnlyList<int> TargetsOf(int component) => new ArraySegment<int>(targets, firstTarget[component], firstTarget[component + 1] - firstTarget[component]);

    /// <summary>
    /// The components that up to 64 sources reach, in topological order, with one bit per source; the sources' own components included.
    /// Linear in what is reached, whatever the number of sources.
    /// </summary>
    /// <param name="sources">Vertex numbers; at most 64.</param>
    public IReadOnlyList<(int Component, ulong Bits)> ReachedFrom(IReadOnlyList<int> sources)
    {
        if (sources.Count > 64) throw new ArgumentException("At most 64 sources in one pass.", nameof(sources));
        // An array as long as the graph is shared by passes that reach little of it.
        var bits = Interlocked.Exchange(ref scratch, null) ?? new ulong[Components.Count];
        var found = new List<int>();
        for (var bit = 0; bit < sources.Count; bit++)
        {
            var component = ComponentOf[sources[bit]];
            if (bits[component] == 0) found.Add(component);
            bits[component] |= 1UL << bit;
        }
        // Whatever is found is marked with some source that reaches it; the second walk gives each all of its sources.
        for (var next = 0; next < found.Count; next++)
            for (var i = firstTarget[found[next]]; i < firstTarget[found[next] + 1]; i++)
            {
                if (bits[targets[i]] != 0) continue;
                bits[targets[i]] = bits[found[next]];
                found.Add(targets[i]);
            }
        found.Sort();
        var reached = new (int, ulong)[found.Count];
        for (var next = 0; next < found.Count; next++)
        {
            var component = found[next];
            reached[next] = (component, bits[component]);
            for (var i = firstTarget[component]; i < firstTarget[component + 1]; i++) bits[targets[i]] |= bits[component];
            bits[component] = 0;
        }
        scratch = bits;
        return reached;
    }

    private ulong[]? scratch;
}
