namespace ScaleLint.Rules.Coupling;

/// <summary>The cheapest edges whose removal leaves no cycle (a minimum feedback arc set): exact for small components, greedy beyond.</summary>
internal static class FeedbackArcs
{
    private const int Exact = 14;

    /// <param name="vertices">A strongly connected component.</param>
    /// <param name="weights">Its edges with their cost.</param>
    public static IReadOnlyList<(string From, string To)> Smallest(IReadOnlyList<string> vertices, IReadOnlyDictionary<(string From, string To), int> weights)
    {
        var order = vertices.Count <= Exact ? ExactOrder(vertices, weights) : GreedyOrder(vertices, weights);
        var rank = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < order.Count; i++) rank[order[i]] = i;
        return weights.Keys.Where(x => rank[x.From] > rank[x.To]).OrderBy(x => x.From, StringComparer.Ordinal).ThenBy(x => x.To, StringComparer.Ordinal).ToList();
    }

    /// <summary>The order with the least weight pointing backwards, by dynamic programming over subsets (Lawler 1964).</summary>
    private static IReadOnlyList<string> ExactOrder(IReadOnlyList<string> vertices, IReadOnlyDictionary<(string From, string To), int> weights)
    {
        var n = vertices.Count;
        var weight = new int[n, n];
        for (var i = 0; i < n; i++)
            for (var j = 0; j < n; j++)
                if (weights.TryGetValue((vertices[i], vertices[j]), out var w)) weight[i, j] = w;
        var best = new long[1 << n];
        var last = new int[1 << n];
        for (var set = 1; set < best.Length; set++)
        {
            best[set] = long.MaxValue;
            for (var v = 0; v < n; v++)
            {
                if ((set & (1 << v)) == 0) continue;
                var before = set & ~(1 << v);
                var cost = best[before];
                for (var u = 0; u < n; u++) if ((before & (1 << u)) != 0) cost += weight[v, u];
                if (cost >= best[set]) continue;
                (best[set], last[set]) = (cost, v);
            }
        }
        var order = new List<string>();
        for (var set = best.Length - 1; set != 0; set &= ~(1 << last[set])) order.Insert(0, vertices[last[set]]);
        return order;
    }

    /// <summary>Sources of weight first (Eades, Lin and Smyth 1993).</summary>
    private static IReadOnlyList<string> GreedyOrder(IReadOnlyList<string> vertices, IReadOnlyDictionary<(string From, string To), int> weights)
    {
        var left = new List<string>(vertices);
        var order = new List<string>();
        while (left.Count > 0)
        {
            var next = left.OrderByDescending(v => weights.Where(x => x.Key.From == v && left.Contains(x.Key.To)).Sum(x => x.Value) - weights.Where(x => x.Key.To == v && left.Contains(x.Key.From)).Sum(x => x.Value))
                .ThenBy(v => v, StringComparer.Ordinal).First();
            order.Add(next);
            left.Remove(next);
        }
        return order;
    }
}
