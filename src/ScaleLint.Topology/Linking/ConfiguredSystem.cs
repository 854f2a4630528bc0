using ScaleLint.Topology.Sources;

namespace ScaleLint.Topology.Linking;

/// <summary>Lays over the system what the tool's own configuration says of services and resources.</summary>
internal sealed class ConfiguredSystem(SystemGraph graph, SourceContext context)
{
    private readonly Dictionary<string, ResourceNode> byConnection = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The resource a connection of that name leads to by configuration, or null.</summary>
    public ResourceNode? OfConnection(string? name) => name is null ? null : byConnection.GetValueOrDefault(name);

    public void ApplyServices(IReadOnlyList<ConfiguredService> services)
    {
        foreach (var service in services.OrderBy(service => service.Name, StringComparer.Ordinal))
        {
            var path = service.Project is null ? null : Paths.Normalised(service.Project);
            var project = path is null ? null : context.Projects.FirstOrDefault(candidate => candidate.Path.Equals(path, StringComparison.OrdinalIgnoreCase) || candidate.Name.Equals(service.Project, StringComparison.OrdinalIgnoreCase));
            var byProject = project is null ? [] : graph.Services.Where(node => node.ProjectPath == project.Path).ToList();
            var node = graph.Services.FirstOrDefault(candidate => candidate.Id.Equals(service.Name, StringComparison.OrdinalIgnoreCase)) ?? (byProject.Count == 1 ? byProject[0] : null);
            if (node is null)
            {
                node = graph.AddService(service.Name, project is null ? ServiceKind.Container : ServiceKind.Project, service.Evidence);
            }
            else if (node.Id != service.Name)
            {
                graph.Rename(node, service.Name);
            }

            node.Declared = true;
            node.ProjectPath ??= project?.Path;
            node.Instances = service.Instances ?? node.Instances;
            foreach (var host in service.Hosts)
            {
                if (NetworkAddress.Parse(host) is { IsWildcard: false } address)
                {
                    node.Hosts.Add(address.Authority);
                }
            }
        }
    }

    public void ApplyResources(IReadOnlyList<ConfiguredResource> resources)
    {
        var hosts = graph.Hosts();
        foreach (var resource in resources.OrderBy(resource => resource.Id, StringComparer.Ordinal))
        {
            var names = resource.Match.Prepend(resource.Id).ToList();
            var addresses = names.Select(NetworkAddress.Parse).OfType<NetworkAddress>().Where(address => !address.IsWildcard).ToList();
            var node = graph.Resources.FirstOrDefault(candidate => names.Contains(candidate.Id, StringComparer.OrdinalIgnoreCase))
                ?? addresses.Select(address => hosts.Find(address)).OfType<ResourceNode>().FirstOrDefault();
            if (node is null)
            {
                // A name that another node answers to stays with that one.
                node = graph.AddResource(resource.Id, resource.Evidence.File, resource.Kind ?? ResourceKind.Unknown, null, resource.Evidence);
                node.Hosts.UnionWith(addresses.Where(address => hosts.Find(address) is null).Select(address => address.Authority));
            }
            else if (node.Id != resource.Id)
            {
                graph.Rename(node, resource.Id);
            }

            node.Declared = true;
            node.Kind = resource.Kind ?? node.Kind;
            foreach (var match in resource.Match)
            {
                node.Matches.Add(match);
                byConnection.TryAdd(match, node);
            }
        }
    }
}
