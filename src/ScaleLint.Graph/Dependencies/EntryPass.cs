using ScaleLint.Graph.Linking;

namespace ScaleLint.Graph.Dependencies;

/// <summary>
/// Which of up to 64 entry points reach which of the members that are asked for. Many entry points are taken in several passes, each
/// linear in what its entry points reach.
/// </summary>
public sealed class EntryPass
{
    private const int Width = 64;

    private EntryPass(IReadOnlyList<EntryPoint> entries, IReadOnlyList<(int Member, ulong Bits)> reached) => (Entries, Reached) = (entries, reached);

    /// <summary>The entry points of this pass, in their order.</summary>
    public IReadOnlyList<EntryPoint> Entries { get; }

    /// <summary>The members that some of them reach, by their number and in its order; <see cref="Of"/> tells whose the bits are.</summary>
    public IReadOnlyList<(int Member, ulong Bits)> Reached { get; }

    /// <summary>Splits entry points into passes.</summary>
    public static IEnumerable<EntryPass> Over(Condensation<Method> graph, IReadOnlyList<EntryPoint> entries, IReadOnlyList<Method> members)
    {
        var numbers = new Dictionary<int, List<int>>();
        for (var i = 0; i < members.Count; i++)
        {
            if (graph.IndexOf(members[i]) is var index && index < 0) continue;
            if (!numbers.TryGetValue(graph.ComponentOf[index], out var list)) numbers[graph.ComponentOf[index]] = list = [];
            list.Add(i);
        }
        var known = entries.Where(x => graph.IndexOf(x.Root) >= 0).ToList();
        for (var first = 0; first < known.Count; first += Width)
        {
            var some = known.GetRange(first, Math.Min(Width, known.Count - first));
            var reached = new List<(int Member, ulong Bits)>();
            foreach (var (component, bits) in graph.ReachedFrom(some.Select(x => graph.IndexOf(x.Root)).ToList()))
                if (numbers.TryGetValue(component, out var found))
                    foreach (var member in found) reached.Add((member, bits));
            reached.Sort((x, y) => x.Member.CompareTo(y.Member));
            yield return new EntryPass(some, reached);
        }
    }

    /// <summary>The entry points that bits stand for, in their order.</summary>
    public IEnumerable<EntryPoint> Of(ulong bits)
    {
        for (var i = 0; bits != 0; i++, bits >>= 1)
            if ((bits & 1) != 0) yield return Entries[i];
    }
}
