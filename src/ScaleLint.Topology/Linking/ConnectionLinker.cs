using System.Globalization;

namespace ScaleLint.Topology.Linking;

/// <summary>Connection strings to resources: the declared server that answers to the address, else one per server and database.</summary>
internal sealed class ConnectionLinker(SystemGraph graph, HostTable<SystemNode> hosts)
{
    private readonly Dictionary<string, ResourceNode> byIdentity = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<string>> byDatabase = new(StringComparer.Ordinal);

    /// <summary>The node a connection leads to; null when it stays within the process or its server is a placeholder.</summary>
    /// <param name="service">Whose configuration it is.</param>
    /// <param name="connection">What it says.</param>
    /// <param name="connectionName">Name it has there.</param>
    /// <param name="evidence">Where it is written.</param>
    /// <param name="create">Whether a server nobody declares becomes a resource.</param>
    public SystemNode? Resolve(ServiceNode service, ConnectionString connection, string connectionName, Evidence evidence, bool create)
    {
        if (connection.InProcess)
        {
            return null;
        }

        if (connection.Server is null)
        {
            return connection is { Engine: "sqlite", Database: { } path }
                ? OfIdentity($"file|{service.Id}|{path}", FileName(path), service.Id, connection, null, evidence)
                : null;
        }

        var address = NetworkAddress.Parse(connection.Server);
        var found = address is null
            ? null
            : hosts.Find(address with { Port = connection.Port ?? address.Port }, Engines.DefaultPort(connection.Engine), node => node.Deployments.Overlaps(service.Deployments));
        switch (found)
        {
            case ResourceNode resource:
                resource.Kind = resource.Kind == ResourceKind.Unknown ? connection.Kind : resource.Kind;
                resource.Engine ??= connection.Engine;
                return resource;
            case ServiceNode:
                return found == service ? null : found;
        }

        if (!create || connection.Kind == ResourceKind.Unknown || IsExample(connection.Server))
        {
            return null;
        }

        var port = connection.Port ?? Engines.DefaultPort(connection.Engine);
        var server = port is { } number ? string.Create(CultureInfo.InvariantCulture, $"{connection.Server}:{number}") : connection.Server;
        var identity = Known($"{connection.Kind}|{connection.Server}|{connection.Database?.ToLowerInvariant()}", port);
        return OfIdentity(identity, connection.Database ?? connectionName, connection.Server, connection, server, evidence);
    }

    // A connection string that shows neither port nor engine means the one server of that name that others describe.
    private string Known(string database, int? port)
    {
        if (!byDatabase.TryGetValue(database, out var known))
        {
            byDatabase.Add(database, known = []);
        }

        var identity = database + "|" + port?.ToString(CultureInfo.InvariantCulture);
        var open = database + "|";
        if (port is null && known is [var only])
        {
            return only;
        }

        if (port is not null && known is [var first] && first == open && byIdentity.Remove(open, out var node))
        {
            byIdentity.Add(identity, node);
            known.Clear();
        }

        if (!known.Contains(identity))
        {
            known.Add(identity);
        }

        return identity;
    }

    private ResourceNode OfIdentity(string identity, string preferredId, string qualifier, ConnectionString connection, string? server, Evidence evidence)
    {
        if (!byIdentity.TryGetValue(identity, out var node))
        {
            node = graph.AddResource(preferredId, qualifier, connection.Kind, connection.Engine, evidence);
            node.Database = connection.Database;
            node.Server = server;
            byIdentity.Add(identity, node);
        }

        node.Engine ??= connection.Engine;
        return node;
    }

    // xxx.servicebus.windows.net, your-server: text of a sample that nobody has filled in.
    private static bool IsExample(string host) =>
        host.Split('.')[0] is var label && (label.All(c => c == 'x') || label.StartsWith("your", StringComparison.Ordinal));

    private static string FileName(string path) => path.Replace('\\', '/').Split('/')[^1];
}
