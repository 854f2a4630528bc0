using ScaleLint.Topology.Gateways;
using ScaleLint.Topology.Settings;
using ScaleLint.Topology.Sources;

namespace ScaleLint.Topology.Linking;

/// <summary>Deployments and settings to one system.</summary>
internal sealed class SystemLinker(SourceContext context, TopologyInput input)
{
    private readonly SystemGraph graph = new();
    private readonly List<ReferenceDraft> references = [];

    public SystemTopology Link(IReadOnlyList<Deployment> deployments, IReadOnlyDictionary<string, ProjectSettings> settings)
    {
        foreach (var deployment in deployments.OrderByDescending(deployment => deployment.Source))
        {
            graph.Merge(deployment);
        }

        graph.AddUndeclared(context.Projects);
        var configured = new ConfiguredSystem(graph, context);
        configured.ApplyServices(input.Services);
        foreach (var service in graph.Services)
        {
            if (service.ProjectPath is { } project && settings.TryGetValue(project, out var own))
            {
                service.Values.AddRange(own.Values);
                service.Hosts.UnionWith(own.Hosts);
            }

            service.Settle();
        }

        configured.ApplyResources(input.Resources);
        var hosts = graph.Hosts();
        if (ConfigurationLinker.ReclassifyStores(graph, hosts))
        {
            hosts = graph.Hosts();
        }

        foreach (var resource in graph.Resources.Where(resource => resource is { Declared: true, Parent: null, Server: not null }))
        {
            if (NetworkAddress.Parse(resource.Server) is { } address && hosts.Find(address, Engines.DefaultPort(resource.Engine), node => node.Deployments.Overlaps(resource.Deployments)) is ResourceNode server && server != resource)
            {
                resource.Parent = server;
            }
        }

        var gateways = new GatewayLinker(hosts, references);
        foreach (var (deployment, names) in deployments.OrderByDescending(deployment => deployment.Source).Zip(graph.Deployments, (deployment, entry) => (deployment, entry.Names)))
        {
            AddLinks(deployment, names, hosts, configured);
            foreach (var group in deployment.Routes.GroupBy(entry => entry.Service, StringComparer.OrdinalIgnoreCase))
            {
                if (names.GetValueOrDefault(group.Key) is ServiceNode gateway)
                {
                    gateways.Link(gateway, group.Select(entry => entry.Route));
                }
            }
        }

        var configuration = new ConfigurationLinker(graph, hosts, references, configured);
        foreach (var service in graph.Services.ToList())
        {
            configuration.Link(service);
            gateways.Link(service, YarpRoutes.Read(service.Effective));
            if (service.ProjectPath is { } project && settings.TryGetValue(project, out var own))
            {
                gateways.Link(service, GatewayLinker.OcelotOf(service, own.OcelotFiles));
            }
        }

        PlaceDatabases();
        return Publish(configuration.Unresolved, gateways);
    }

    private void AddLinks(Deployment deployment, Dictionary<string, SystemNode> names, HostTable<SystemNode> hosts, ConfiguredSystem configured)
    {
        foreach (var link in deployment.Links)
        {
            if (Named(link.From) is ServiceNode from && (configured.OfConnection(link.ConnectionName) ?? Named(link.To)) is { } to && from != to)
            {
                references.Add(new ReferenceDraft(from, to, null, link.Kind, link.ConnectionName, link.Key, null, link.Evidence));
            }
        }

        // A Dapr scope names a service by its application id.
        SystemNode? Named(string name) => names.GetValueOrDefault(name) ?? (NetworkAddress.Parse(name) is { } address ? hosts.Find(address) : null);
    }

    /// <summary>
    /// A declared server with one database is that database, under the name the deployment gives it; with several, each is a
    /// resource of its own beside the server.
    /// </summary>
    private void PlaceDatabases()
    {
        var byServer = graph.Resources.Where(resource => resource.Parent is not null).ToLookup(resource => resource.Parent!);
        var moved = new Dictionary<ReferenceDraft, ResourceNode>(ReferenceEqualityComparer.Instance);
        foreach (var server in references.Where(reference => reference is { Target: ResourceNode { Declared: true, Parent: null, Matches.Count: 0 }, Database: not null }).GroupBy(reference => (ResourceNode)reference.Target).ToList())
        {
            if (server.Key.Kind is not (ResourceKind.Sql or ResourceKind.DocumentDb or ResourceKind.Unknown))
            {
                continue;
            }

            var children = byServer[server.Key].ToList();
            var databases = server.GroupBy(reference => reference.Database!, StringComparer.OrdinalIgnoreCase).OrderBy(group => group.Key, StringComparer.OrdinalIgnoreCase).ToList();
            if (children.Count == 0 && databases.Count == 1)
            {
                server.Key.Database ??= databases[0].Key;
                if (server.Key.Deployments.Count > 0 && server.Key.Deployments.All(deployment => graph.Deployments[deployment].Source is ConfigurationSource.Kubernetes or ConfigurationSource.Helm))
                {
                    // Only an AppHost or compose file gives a database another name than its own.
                    graph.Rename(server.Key, databases[0].Key);
                }

                continue;
            }

            foreach (var database in databases)
            {
                var first = database.Order(Comparer<ReferenceDraft>.Create((left, right) => left.Evidence.CompareTo(right.Evidence))).First();
                var child = children.Find(candidate => database.Key.Equals(candidate.Database ?? candidate.Id, StringComparison.OrdinalIgnoreCase));
                if (child is null)
                {
                    child = graph.AddResource(database.Key, server.Key.Id, server.Key.Kind, server.Key.Engine, first.Evidence);
                    child.Database = database.Key;
                    child.Parent = server.Key;
                }

                foreach (var reference in database)
                {
                    moved.Add(reference, child);
                }
            }
        }

        for (var i = 0; i < references.Count; i++)
        {
            if (moved.TryGetValue(references[i], out var database))
            {
                references[i] = references[i] with { Target = database };
            }
        }
    }

    private SystemTopology Publish(List<UnresolvedAddress> unresolved, GatewayLinker gateways)
    {
        foreach (var reference in references)
        {
            if (reference.Target is ResourceNode resource)
            {
                if (reference.ConnectionName is { } name)
                {
                    resource.ConnectionNames.Add(name);
                }

                if (reference.Connection?.MaxPoolSize is { } size)
                {
                    resource.MaxPoolSize = Math.Max(size, resource.MaxPoolSize ?? 0);
                }
            }
        }

        // One line that reaches many services is a common config map or environment file.
        var shared = references.GroupBy(reference => reference.Evidence).Where(group => group.Select(reference => reference.Service).Distinct().Count() >= 3).Select(group => group.Key).ToHashSet();
        return new SystemTopology
        {
            Services = [.. graph.Services.Select(Publish)],
            Resources = [.. graph.Resources.Select(Publish)],
            References = [.. references
                .Select(reference => Publish(reference) with { IsShared = reference.Kind is ReferenceKind.Configuration && shared.Contains(reference.Evidence) })
                .DistinctBy(reference => (reference.ServiceId, reference.TargetId, reference.Kind, reference.ConnectionName, reference.ConfigurationKey))
                .OrderBy(reference => reference.ServiceId, StringComparer.Ordinal)
                .ThenBy(reference => reference.TargetId, StringComparer.Ordinal)
                .ThenBy(reference => reference.Kind)
                .ThenBy(reference => reference.ConfigurationKey, StringComparer.Ordinal)
                .ThenBy(reference => reference.ConnectionName, StringComparer.Ordinal)],
            GatewayRoutes = [.. gateways.Routes.Select(Publish).OrderBy(route => route.ServiceId, StringComparer.Ordinal).ThenBy(route => route.Evidence).ThenBy(route => route.Name, StringComparer.Ordinal)],
            Configuration = [.. graph.Services.SelectMany(Values)],
            Unresolved = [.. unresolved.OrderBy(address => address.ServiceId, StringComparer.Ordinal).ThenBy(address => address.ConfigurationKey, StringComparer.Ordinal)],
            Problems = [.. context.Problems.Distinct().OrderBy(problem => problem.File, StringComparer.Ordinal).ThenBy(problem => problem.Line).ThenBy(problem => problem.Message, StringComparer.Ordinal)],
        };
    }

    private static Service Publish(ServiceNode node) => new()
    {
        Id = node.Id,
        Kind = node.Kind,
        ProjectPath = node.ProjectPath,
        Hosts = [.. node.Hosts],
        Instances = node.Instances,
        Image = node.Image,
        Declared = node.Declared,
        Evidence = node.Evidence,
    };

    private static Resource Publish(ResourceNode node) => new()
    {
        Id = node.Id,
        Kind = node.Kind,
        Engine = node.Engine,
        Database = node.Database,
        Server = node.Server,
        ServerId = node.Parent?.Id,
        Hosts = [.. node.Hosts],
        ConnectionNames = [.. node.ConnectionNames],
        Matches = [.. node.Matches],
        MaxPoolSize = node.MaxPoolSize,
        Declared = node.Declared,
        Evidence = node.Evidence,
    };

    private static GatewayRoute Publish((ServiceNode Service, RouteDraft Route, List<SystemNode> Targets) entry) => new()
    {
        ServiceId = entry.Service.Id,
        Name = entry.Route.Name,
        Path = entry.Route.Path,
        Methods = entry.Route.Methods,
        MatchHosts = entry.Route.MatchHosts,
        TargetPath = entry.Route.TargetPath,
        TargetAddresses = [.. entry.Route.Addresses.Select(address => Secrets.Masked("Address", address) ?? "")],
        TargetIds = [.. entry.Targets.Select(target => target.Id).Order(StringComparer.Ordinal)],
        TimeoutSeconds = entry.Route.TimeoutSeconds,
        Evidence = entry.Route.Evidence,
    };

    private static Reference Publish(ReferenceDraft draft) => new()
    {
        ServiceId = draft.Service.Id,
        TargetId = draft.Target.Id,
        Kind = draft.Kind,
        ConnectionName = draft.ConnectionName,
        ConfigurationKey = draft.Key,
        Connection = draft.Connection,
        Evidence = draft.Evidence,
    };

    private static IEnumerable<ConfigurationValue> Values(ServiceNode service) =>
        service.Values
            .OrderBy(value => value.Key, StringComparer.Ordinal)
            .ThenBy(value => value.Source)
            .ThenBy(value => value.Environment is null ? 0 : 1)
            .ThenBy(value => value.Environment, StringComparer.Ordinal)
            .ThenBy(value => value.Evidence)
            .Select(value => new ConfigurationValue
            {
                ServiceId = service.Id,
                Key = value.Key,
                Value = Secrets.Masked(value.Key, value.Value),
                Source = value.Source,
                Environment = value.Environment is { } environment && value.Source is not ConfigurationSource.LaunchProfile && ServiceNode.IsProduction(environment) ? null : value.Environment,
                Evidence = value.Evidence,
            });
}
