namespace ScaleLint.Topology.Linking;

/// <summary>Names to what answers to them.</summary>
internal sealed class HostTable<T>
    where T : class
{
    private readonly Dictionary<string, List<T>> byHost = new(StringComparer.Ordinal);

    public void Add(string host, T node)
    {
        if (!byHost.TryGetValue(host, out var nodes))
        {
            byHost.Add(host, nodes = []);
        }

        if (!nodes.Contains(node))
        {
            nodes.Add(node);
        }
    }

    /// <summary>
    /// The one node that answers to the address. Where several do, the ones <paramref name="isNear"/> holds for are asked;
    /// still several is nobody: a guess would invent an edge.
    /// </summary>
    public T? Find(NetworkAddress address, int? defaultPort = null, Func<T, bool>? isNear = null)
    {
        foreach (var name in Names(address, defaultPort))
        {
            if (byHost.TryGetValue(name, out var nodes))
            {
                if (nodes.Count == 1)
                {
                    return nodes[0];
                }

                var near = isNear is null ? [] : nodes.Where(isNear).ToList();
                return near.Count == 1 ? near[0] : null;
            }
        }

        return null;
    }

    private static IEnumerable<string> Names(NetworkAddress address, int? defaultPort)
    {
        var port = address.Port ?? defaultPort ?? address.Scheme switch { "http" => 80, "https" => 443, _ => null };
        if (port is { } number)
        {
            yield return (address with { Port = number }).Authority;
        }

        // One machine listens on many ports: its bare name says nothing.
        if (!address.IsLoopback && !address.IsWildcard)
        {
            yield return address.Host;
        }
    }
}
