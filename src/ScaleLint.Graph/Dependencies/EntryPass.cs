using ScaleLint.Graph.Linking;

namespace ScaleLint.Graph.Dependencies;

/// <summary>Which of up to 64 entry points reach which members. Many entry points are taken in several passes, each linear in the calls.</summary>
public sealed class EntryPass
{
    private const int Width = 64;
    private readonly Condensation<Method> graph;
    private readonly ulong[] reached;

    private EntryPass(Condensation<Method> graph, IReadOnlyList<EntryPoint> entries) =>
        (this.graph, Entries, reached) = (graph, entries, graph.ReachedFrom(entries.Select(x => graph.IndexOf(x.Root)).ToList()));

    /// <summary>The entry points of this pass, in their order.</summary>
    public IReadOnlyList<EntryPoint> Entries { get; }

    /// <summary>Splits entry points into passes.</summary>
    public static IEnumerable<EntryPass> Over(Condensation<Method> graph, IReadOnlyList<EntryPoint> entries)
    {
        var known = entries.Where(x => graph.IndexOf(x.Root) >= 0).ToList();
        for (var first = 0; first < known.Count; first += Width) yield return new EntryPass(graph, known.GetRange(first, Math.Min(Width, known.Count - first)));
    }

    /// <summary>The entry points that reach a member, in their order.</summary>
    public IEnumerable<EntryPoint> Reaching(Method method)
    {
        var index = graph.IndexOf(method);
        if (index < 0) yield break;
        var bits = reached[graph.ComponentOf[index]];
        for (var i = 0; bits != 0; i++, bits >>= 1)
            if ((bits & 1) != 0) yield return Entries[i];
    }
}
