using ScaleLint.Graph.Dependencies;
using ScaleLint.Graph.Linking;

namespace ScaleLint.Rules.Observability;

/// <summary>How much of what entry points wait for could not be read.</summary>
internal static class UnreadShares
{
    /// <summary>For every entry point the share, 0..1, of the calls on its synchronous path that run into unread code; 0 where it makes none.</summary>
    public static IReadOnlyDictionary<EntryPoint, double> Of(SystemGraph graph, IReadOnlyList<EntryPoint> entries)
    {
        var counts = new List<(Method Method, int Calls, int Unread)>();
        foreach (var method in graph.Methods)
        {
            if (method.Facts.Body == null) continue;
            var (calls, unread) = (0, 0);
            foreach (var site in method.Sites)
            {
                if (site.InBackground) continue;
                calls++;
                if (site.Resolution == Resolution.Unread) unread++;
            }
            if (calls > 0) counts.Add((method, calls, unread));
        }
        var sums = entries.Distinct().ToDictionary(x => x, _ => (Calls: 0L, Unread: 0L));
        foreach (var pass in EntryPass.Over(graph.Waiting, [.. sums.Keys], counts.ConvertAll(x => x.Method)))
            foreach (var (member, bits) in pass.Reached)
                foreach (var entry in pass.Of(bits)) sums[entry] = (sums[entry].Calls + counts[member].Calls, sums[entry].Unread + counts[member].Unread);
        return sums.ToDictionary(x => x.Key, x => x.Value.Calls == 0 ? 0 : (double)x.Value.Unread / x.Value.Calls);
    }
}
