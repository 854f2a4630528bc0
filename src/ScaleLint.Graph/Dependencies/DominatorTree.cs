using QuikGraph;

namespace ScaleLint.Graph.Dependencies;

/// <summary>
/// Who dominates whom: a vertex dominates another when every path from the roots to the other passes through it. Iterative
/// algorithm over reverse post-order (Cooper, Harvey and Kennedy, A Simple, Fast Dominance Algorithm, 2001).
/// </summary>
public sealed class DominatorTree<TVertex> where TVertex : notnull
{
    private const int Root = 0;
    private readonly Dictionary<TVertex, int> order = [];
    private readonly List<TVertex> vertices = [default!];
    private readonly int[] dominator;

    private DominatorTree(IReadOnlyList<TVertex> postOrder, Func<TVertex, IEnumerable<TVertex>> predecessors, HashSet<TVertex> roots)
    {
        for (var i = postOrder.Count - 1; i >= 0; i--)
        {
            order[postOrder[i]] = vertices.Count;
            vertices.Add(postOrder[i]);
        }
        dominator = new int[vertices.Count];
        for (var i = 1; i < dominator.Length; i++) dominator[i] = -1;
        for (var changed = true; changed;)
        {
            changed = false;
            for (var i = 1; i < dominator.Length; i++)
            {
                var best = roots.Contains(vertices[i]) ? Root : -1;
                foreach (var predecessor in predecessors(vertices[i]))
                {
                    if (!order.TryGetValue(predecessor, out var at) || dominator[at] < 0) continue;
                    best = best < 0 ? at : Meet(best, at);
                }
                if (best == dominator[i]) continue;
                dominator[i] = best;
                changed = true;
            }
        }
    }

    /// <summary>The tree over what the roots reach; the roots hang on a virtual one.</summary>
    public static DominatorTree<TVertex> Of<TEdge>(IBidirectionalGraph<TVertex, TEdge> graph, IEnumerable<TVertex> roots, Func<TEdge, bool> follows) where TEdge : IEdge<TVertex>
    {
        var all = new HashSet<TVertex>();
        var starts = new List<TVertex>();
        foreach (var root in roots)
            if (graph.ContainsVertex(root) && all.Add(root)) starts.Add(root);
        return new DominatorTree<TVertex>(PostOrder(graph, starts, follows), x => graph.InEdges(x).Where(follows).Select(e => e.Source), all);
    }

    /// <summary>What the roots reach, those first that lead to the others.</summary>
    public IEnumerable<TVertex> Vertices => vertices.Skip(1);

    /// <summary>The nearest vertex that every path passes before this one; none when paths share nothing but the virtual root, or the vertex is not reached.</summary>
    public bool TryGetDominator(TVertex vertex, out TVertex nearest)
    {
        var at = order.TryGetValue(vertex, out var known) ? dominator[known] : Root;
        nearest = vertices[at];
        return at != Root;
    }

    private int Meet(int a, int b)
    {
        while (a != b)
        {
            while (a > b) a = dominator[a];
            while (b > a) b = dominator[b];
        }
        return a;
    }

    private static List<TVertex> PostOrder<TEdge>(IBidirectionalGraph<TVertex, TEdge> graph, IReadOnlyList<TVertex> roots, Func<TEdge, bool> follows) where TEdge : IEdge<TVertex>
    {
        var result = new List<TVertex>();
        var seen = new HashSet<TVertex>();
        var stack = new Stack<(TVertex Vertex, IEnumerator<TEdge> Next)>();
        foreach (var root in roots)
        {
            if (!seen.Add(root)) continue;
            stack.Push((root, graph.OutEdges(root).GetEnumerator()));
            while (stack.Count > 0)
            {
                var (vertex, next) = stack.Peek();
                if (!next.MoveNext())
                {
                    stack.Pop();
                    result.Add(vertex);
                }
                else if (follows(next.Current) && seen.Add(next.Current.Target)) stack.Push((next.Current.Target, graph.OutEdges(next.Current.Target).GetEnumerator()));
            }
        }
        return result;
    }
}
