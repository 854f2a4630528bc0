using ScaleLint.Topology.Linking;

namespace ScaleLint.Topology;

/// <summary>The services, resources and ways between them that the files of a system declare. All lists are sorted; ids are unique across services and resources.</summary>
public sealed class SystemTopology
{
    private readonly Lazy<Dictionary<string, Service>> services;
    private readonly Lazy<Dictionary<string, Resource>> resources;
    private readonly Lazy<ILookup<string, Service>> byProject;
    private readonly Lazy<ILookup<string, Reference>> byService;
    private readonly Lazy<HostTable<string>> hosts;
    private readonly Lazy<Dictionary<string, SortedDictionary<string, ConfigurationValue>>> effective;

    /// <summary>Creates an empty system; the reader fills it.</summary>
    public SystemTopology()
    {
        services = new(() => Services.ToDictionary(service => service.Id, StringComparer.OrdinalIgnoreCase));
        resources = new(() => Resources.ToDictionary(resource => resource.Id, StringComparer.OrdinalIgnoreCase));
        byProject = new(() => Services.Where(service => service.ProjectPath is not null).ToLookup(service => service.ProjectPath!, StringComparer.OrdinalIgnoreCase));
        byService = new(() => References.ToLookup(reference => reference.ServiceId, StringComparer.Ordinal));
        hosts = new(BuildHosts);
        effective = new(BuildEffective);
    }

    /// <summary>Services by id.</summary>
    public IReadOnlyList<Service> Services { get; init; } = [];

    /// <summary>Resources by id.</summary>
    public IReadOnlyList<Resource> Resources { get; init; } = [];

    /// <summary>References by service, then target.</summary>
    public IReadOnlyList<Reference> References { get; init; } = [];

    /// <summary>Gateway routes by service, then place in the file.</summary>
    public IReadOnlyList<GatewayRoute> GatewayRoutes { get; init; } = [];

    /// <summary>All configuration values by service, then key; a later one of the same key overrides an earlier one, overrides of an environment stand last.</summary>
    public IReadOnlyList<ConfigurationValue> Configuration { get; init; } = [];

    /// <summary>Addresses in effective configuration that lead nowhere known.</summary>
    public IReadOnlyList<UnresolvedAddress> Unresolved { get; init; } = [];

    /// <summary>Files and parts of files that could not be read.</summary>
    public IReadOnlyList<TopologyProblem> Problems { get; init; } = [];

    /// <summary>The services a project is deployed as: usually one, none when nothing runs it.</summary>
    public IReadOnlyList<Service> ServicesOfProject(string projectPath) =>
        [.. byProject.Value[projectPath]];

    /// <summary>What holds in production for a service, by key in any case; empty for an unknown service.</summary>
    public IReadOnlyDictionary<string, ConfigurationValue> EffectiveConfiguration(string serviceId) =>
        effective.Value.TryGetValue(serviceId, out var values) ? values : new SortedDictionary<string, ConfigurationValue>();

    /// <summary>
    /// Id of the service or resource an address leads to: a URL, <c>host:port</c> or host. A service discovery entry
    /// (<c>services:name:scheme:0</c>) of the calling service comes first. Null when nobody, or more than one, answers to it.
    /// </summary>
    /// <param name="address">The address as the code or configuration has it.</param>
    /// <param name="fromServiceId">Service that calls; null when not known.</param>
    public string? ResolveAddress(string address, string? fromServiceId = null)
    {
        if (NetworkAddress.Parse(address) is not { IsWildcard: false } parsed)
        {
            return null;
        }

        if (fromServiceId is not null)
        {
            var prefix = "services:" + parsed.Host + ":";
            foreach (var (key, value) in EffectiveConfiguration(fromServiceId))
            {
                if (key.StartsWith(prefix, StringComparison.OrdinalIgnoreCase) && NetworkAddress.Parse(value.Value) is { IsWildcard: false } entry && hosts.Value.Find(entry) is { } discovered)
                {
                    return discovered;
                }
            }
        }

        return hosts.Value.Find(parsed, null, fromServiceId is null ? null : id => byService.Value[fromServiceId].Any(reference => reference.TargetId == id));
    }

    /// <summary>Id of the resource a connection string leads to: the database it names where its server is declared with several, else the server; null when nobody answers to it.</summary>
    public string? ResolveStore(string connectionString, string? fromServiceId = null)
    {
        if (ConnectionString.Parse(connectionString) is not { InProcess: false, Server: { } server } connection)
        {
            return null;
        }

        var address = connection.Port is { } port ? FormattableString.Invariant($"{server}:{port}") : server;
        if (ResolveAddress(address, fromServiceId) is not { } id)
        {
            return null;
        }

        return Resources.FirstOrDefault(resource => resource.ServerId == id && connection.Database is { } database && database.Equals(resource.Database ?? resource.Id, StringComparison.OrdinalIgnoreCase))?.Id ?? id;
    }

    /// <summary>True for an absolute address at a public host that is no part of the system and no rented infrastructure.</summary>
    public bool IsThirdParty(string address, string? fromServiceId = null) =>
        NetworkAddress.Parse(address) is { Scheme: not null, IsPublicName: true, IsCloudInfrastructure: false }
        && (ResolveAddress(address, fromServiceId) is not { } id || FindResource(id) is { Kind: ResourceKind.ThirdParty });

    /// <summary>Id of what a connection name means to a service (<c>GetConnectionString(name)</c>), or null.</summary>
    public string? ResolveConnection(string serviceId, string connectionName) =>
        byService.Value[serviceId].FirstOrDefault(reference =>
            reference.Kind is not ReferenceKind.StartOrder
            && string.Equals(reference.ConnectionName, connectionName, StringComparison.OrdinalIgnoreCase))?.TargetId
        ?? Resources.FirstOrDefault(resource => resource.Matches.Contains(connectionName, StringComparer.OrdinalIgnoreCase))?.Id;

    /// <summary>Id of what the address or connection string under a configuration key leads to, or null.</summary>
    public string? ResolveKey(string serviceId, string key) =>
        byService.Value[serviceId].FirstOrDefault(reference => string.Equals(reference.ConfigurationKey, key, StringComparison.OrdinalIgnoreCase))?.TargetId;

    /// <summary>The service of that id, or null.</summary>
    public Service? FindService(string id) => services.Value.GetValueOrDefault(id);

    /// <summary>The resource of that id, or null.</summary>
    public Resource? FindResource(string id) => resources.Value.GetValueOrDefault(id);

    private HostTable<string> BuildHosts()
    {
        var table = new HostTable<string>();
        foreach (var service in Services)
        {
            foreach (var host in service.Hosts)
            {
                table.Add(host, service.Id);
            }
        }

        foreach (var resource in Resources)
        {
            foreach (var host in resource.Hosts)
            {
                table.Add(host, resource.Id);
            }
        }

        return table;
    }

    private Dictionary<string, SortedDictionary<string, ConfigurationValue>> BuildEffective()
    {
        var result = new Dictionary<string, SortedDictionary<string, ConfigurationValue>>(StringComparer.Ordinal);
        foreach (var value in Configuration)
        {
            if (value.Environment is not null || value.Source is ConfigurationSource.LaunchProfile)
            {
                continue;
            }

            if (!result.TryGetValue(value.ServiceId, out var values))
            {
                result.Add(value.ServiceId, values = new(StringComparer.OrdinalIgnoreCase));
            }

            // Sorted by source, so that what overrides comes last; of one source the first deployment was named first.
            if (!values.TryGetValue(value.Key, out var present) || value.Source > present.Source || (value.Source is ConfigurationSource.Settings && present.Source is ConfigurationSource.Settings))
            {
                values[value.Key] = value;
            }
        }

        return result;
    }
}
