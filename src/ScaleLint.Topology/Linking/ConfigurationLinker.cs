using ScaleLint.Topology.Gateways;
using ScaleLint.Topology.Sources;

namespace ScaleLint.Topology.Linking;

/// <summary>Walks each service's effective configuration for connection strings and addresses.</summary>
internal sealed class ConfigurationLinker(SystemGraph graph, HostTable<SystemNode> hosts, List<ReferenceDraft> references, ConfiguredSystem configured)
{
    private readonly ILookup<ServiceNode, string> declaredKeys = references.Where(reference => reference.Key is not null).ToLookup(reference => reference.Service, reference => reference.Key!);

    // Where a service listens, logs or documents itself is no way to another.
    private static readonly string[] IgnoredRoots = ["Logging", "Kestrel", "AllowedHosts", "$schema", "ASPNETCORE_URLS", "ASPNETCORE_HTTP_PORTS", "DOTNET_URLS", "Urls", "Swagger", "OpenApi", "Cors"];

    private readonly ConnectionLinker connections = new(graph, hosts);

    public List<UnresolvedAddress> Unresolved { get; } = [];

    /// <summary>Containers of unknown images that connection strings show to be stores; before anything else refers to them.</summary>
    public static bool ReclassifyStores(SystemGraph graph, HostTable<SystemNode> hosts)
    {
        var stores = new HashSet<ServiceNode>();
        foreach (var service in graph.Services.ToList())
        {
            foreach (var value in service.Effective.Values)
            {
                if (ConnectionString.Parse(value.Value) is { Server: { } server, Kind: not (ResourceKind.Unknown or ResourceKind.Http or ResourceKind.ThirdParty) } connection
                    && NetworkAddress.Parse(server) is { } address
                    && hosts.Find(address with { Port = connection.Port }) is ServiceNode { ProjectPath: null, Kind: ServiceKind.Container } container
                    && stores.Add(container))
                {
                    graph.Reclassify(container, connection.Kind, connection.Engine);
                }
            }
        }

        return stores.Count > 0;
    }

    public void Link(ServiceNode service)
    {
        var declared = declaredKeys[service].ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var value in service.Effective.Values)
        {
            if (!declared.Contains(value.Key) && !IsIgnored(value.Key) && !Engines.IsNoCallKey(value.Key) && !YarpRoutes.IsDestination(value.Key))
            {
                Link(service, value);
            }
        }
    }

    private void Link(ServiceNode service, DraftValue value)
    {
        for (var candidate = value; candidate is not null; candidate = candidate.Overridden)
        {
            var outcome = candidate.Key.StartsWith("ConnectionStrings:", StringComparison.OrdinalIgnoreCase)
                ? LinkConnection(service, candidate, candidate.Key["ConnectionStrings:".Length..])
                : LinkValue(service, candidate);
            if (outcome is { Address: var address, IsUnresolved: true })
            {
                if (candidate.Overridden is null)
                {
                    Unresolved.Add(new UnresolvedAddress(service.Id, value.Key, address, value.Evidence));
                }

                continue;
            }

            return;
        }
    }

    private Outcome LinkConnection(ServiceNode service, DraftValue value, string name)
    {
        var connection = ConnectionString.Parse(value.Value);
        if (connection is { InProcess: true })
        {
            return default;
        }

        if (configured.OfConnection(name) is { } stated)
        {
            return Add(service, stated, value, name, connection);
        }

        connection = Typed(service, value.Key, connection);
        if (connection is not null && connections.Resolve(service, connection, name, value.Evidence, create: true) is { } target)
        {
            return Add(service, target, value, name, connection);
        }

        if (NetworkAddress.Parse(value.Value) is { Scheme: not null } url && Find(service, url) is { } other)
        {
            return Add(service, other, value, name, null);
        }

        return new Outcome(connection?.Server, IsUnresolved: true);
    }

    private Outcome LinkValue(ServiceNode service, DraftValue value)
    {
        if (string.IsNullOrWhiteSpace(value.Value) || ConnectionStringParser.IsPlaceholder(value.Value) || bool.TryParse(value.Value, out _))
        {
            return default;
        }

        var address = NetworkAddress.Parse(value.Value);
        var isUrl = address is { Scheme: "http" or "https" or "ws" or "wss" or "grpc" or "tcp" or "dns" };
        if (!isUrl && ConnectionString.Parse(value.Value) is { } connection)
        {
            return LinkStore(service, value, connection, address);
        }

        return address is { IsWildcard: false } && (address.Scheme is not null || address.Path.Length == 0) && (isUrl || address.Port is not null) ? LinkTo(service, value, address) : default;
    }

    private Outcome LinkStore(ServiceNode service, DraftValue value, ConnectionString connection, NetworkAddress? address)
    {
        // Without a scheme, what has a path is a path.
        var isBareHost = address is { Scheme: null } && connection.Kind == ResourceKind.Unknown;
        if (connection.InProcess || (isBareHost && (address!.Path.Length > 0 || (address.Port is null && !Engines.IsAddressKey(value.Key)))))
        {
            return default;
        }

        var typed = Typed(service, value.Key, connection) ?? connection;
        var name = Parent(value.Key) is { Length: > 0 } section ? section : value.Key;
        var create = typed.Kind != ResourceKind.Unknown && (!isBareHost || Engines.IsAddressKey(value.Key));
        if (connections.Resolve(service, typed, typed.Kind is ResourceKind.Queue or ResourceKind.Cache or ResourceKind.Email ? typed.Engine ?? name : name, value.Evidence, create) is { } target)
        {
            return Add(service, target, value, null, typed);
        }

        return address is not null && isBareHost ? LinkTo(service, value, address) : default;
    }

    private Outcome LinkTo(ServiceNode service, DraftValue value, NetworkAddress address)
    {
        if (Find(service, address) is { } target)
        {
            return Add(service, target, value, null, null);
        }

        var isAddress = !(address.IsLoopback && address.Port is null) && (address.Scheme is not null || (address.Host.Any(char.IsAsciiLetter) && Engines.IsAddressKey(value.Key)));
        return isAddress ? new Outcome(address.Authority, IsUnresolved: true) : default;
    }

    private SystemNode? Find(ServiceNode service, NetworkAddress address) =>
        hosts.Find(address, null, node => node.Deployments.Overlaps(service.Deployments));

    private Outcome Add(ServiceNode service, SystemNode target, DraftValue value, string? connectionName, ConnectionString? connection)
    {
        if (target != service)
        {
            references.Add(new ReferenceDraft(service, target, connection?.Database, ReferenceKind.Configuration, connectionName, value.Key, connection, value.Evidence));
        }

        return default;
    }

    // What a bare host is, its key may say, and its database and port may stand beside it.
    private static ConnectionString? Typed(ServiceNode service, string key, ConnectionString? connection)
    {
        if (connection is null)
        {
            return null;
        }

        if (connection.Kind == ResourceKind.Unknown && Engines.OfKey(key) is { } engine)
        {
            connection = connection with { Kind = engine.Kind, Engine = engine.Engine };
        }

        if (connection.Database is null && connection.Kind == ResourceKind.DocumentDb)
        {
            var section = Parent(key);
            foreach (var sibling in (ReadOnlySpan<string>)["DatabaseName", "Database", "DbName", "Db"])
            {
                if (service.Effective.TryGetValue(section.Length == 0 ? sibling : section + ":" + sibling, out var database) && IsPlainName(database.Value))
                {
                    return connection with { Database = database.Value };
                }
            }
        }

        return connection;
    }

    // A key of that name may as well hold an address of its own.
    private static bool IsPlainName(string? text) =>
        !string.IsNullOrWhiteSpace(text) && text.All(c => char.IsLetterOrDigit(c) || c is '_' or '-' or '.') && !ConnectionStringParser.IsPlaceholder(text);

    private static string Parent(string key) => key.LastIndexOf(':') is > 0 and var colon ? key[..colon] : "";

    private static bool IsIgnored(string key) =>
        IgnoredRoots.Any(root => key.StartsWith(root, StringComparison.OrdinalIgnoreCase) && (key.Length == root.Length || (key[root.Length] == ':' && !root.Equals("Urls", StringComparison.Ordinal))));

    /// <summary>What came of a value; the default is that nothing is left to say about it.</summary>
    private readonly record struct Outcome(string? Address, bool IsUnresolved);
}
