using ScaleLint.Topology.Sources;

namespace ScaleLint.Topology.Linking;

/// <summary>All nodes by id; merges what several deployments say about the same service or resource.</summary>
internal sealed class SystemGraph
{
    private readonly Dictionary<string, SystemNode> nodes = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, List<SystemNode>> byLetters = new(StringComparer.Ordinal);
    private readonly List<(ConfigurationSource Source, Dictionary<string, SystemNode> Names)> merged = [];

    public IEnumerable<ServiceNode> Services => nodes.Values.OfType<ServiceNode>().OrderBy(node => node.Id, StringComparer.Ordinal);

    public IEnumerable<ResourceNode> Resources => nodes.Values.OfType<ResourceNode>().OrderBy(node => node.Id, StringComparer.Ordinal);

    public IReadOnlyList<(ConfigurationSource Source, Dictionary<string, SystemNode> Names)> Deployments => merged;

    /// <summary>Adds a deployment; those that come first give the names.</summary>
    public void Merge(Deployment deployment)
    {
        var index = merged.Count;
        var names = new Dictionary<string, SystemNode>(StringComparer.OrdinalIgnoreCase);
        foreach (var draft in deployment.Services.Values.OrderBy(draft => draft.Name, StringComparer.Ordinal))
        {
            var node = Matching(draft, deployment.Source, index);
            node.Deployments.Add(index);
            node.Declared = true;
            node.Hosts.UnionWith(draft.Hosts);
            names[draft.Name] = node;
            if (node is ServiceNode service)
            {
                service.ProjectPath ??= draft.ProjectPath;
                service.Kind = service.ProjectPath is null ? service.Kind : ServiceKind.Project;
                service.Image ??= draft.Image;
                service.Instances ??= draft.Instances;
                service.Aliases.UnionWith(draft.Aliases);
                service.Values.AddRange(draft.Values);
            }
        }

        foreach (var draft in deployment.Resources.Values.OrderBy(draft => draft.Name, StringComparer.Ordinal))
        {
            var node = Matching(draft, deployment.Source);
            node.Deployments.Add(index);
            node.Declared = true;
            node.Hosts.UnionWith(draft.Hosts);
            names[draft.Name] = node;
            if (node is ResourceNode resource)
            {
                Describe(resource, draft);
                if (resource.Engine is "admin" or "exporter")
                {
                    // Nobody calls a database's admin page, but its port may be that of a service started by hand.
                    resource.Hosts.RemoveWhere(host => host.StartsWith("localhost:", StringComparison.Ordinal));
                }
            }
        }

        foreach (var draft in deployment.Resources.Values)
        {
            if (draft.Parent is { } parent && names[draft.Name] is ResourceNode child && names.GetValueOrDefault(parent) is ResourceNode server && server != child)
            {
                child.Parent ??= server;
            }
        }

        merged.Add((deployment.Source, names));
    }

    /// <summary>Programs no deployment names are services by their project's name.</summary>
    public void AddUndeclared(IEnumerable<TopologyProject> projects)
    {
        var taken = Services.Select(service => service.ProjectPath).ToHashSet(StringComparer.Ordinal);
        var undeclared = projects.Where(project => project.Output is ProjectOutput.Executable && !taken.Contains(project.Path)).ToList();
        var containers = Services.Where(service => service is { Kind: ServiceKind.Container, ProjectPath: null }).ToList();
        foreach (var project in undeclared)
        {
            // A workload may be called by the gist of its project's name: commandservice for CommandsService.
            var alike = containers.Where(service => IsGistOf(service, project)).ToList();
            if (alike.Count == 1 && undeclared.Count(other => IsGistOf(alike[0], other)) == 1)
            {
                alike[0].ProjectPath = project.Path;
                alike[0].Kind = ServiceKind.Project;
                var isOnlyByManifest = alike[0].Deployments.All(deployment => merged[deployment].Source is ConfigurationSource.Kubernetes or ConfigurationSource.Helm);
                if (isOnlyByManifest)
                {
                    Rename(alike[0], project.Name);
                }

                continue;
            }

            if (nodes.GetValueOrDefault(project.Name) is ServiceNode { ProjectPath: null } container)
            {
                container.ProjectPath = project.Path;
                container.Kind = ServiceKind.Project;
                continue;
            }

            var id = nodes.ContainsKey(project.Name) ? project.Path : project.Name;
            nodes.TryAdd(id, new ServiceNode(id, ServiceKind.Project, new Evidence(project.Path, 1)) { ProjectPath = project.Path });
        }
    }

    private static bool IsGistOf(ServiceNode service, TopologyProject project)
    {
        var names = service.Aliases.Append(service.Id).Append(service.Image is { } image ? Paths.Name(ContainerImages.Repository(image)) : service.Id);
        var gist = Gist(project.Name);
        return gist.Length >= 4 && names.Any(name => Gist(name) == gist);
    }

    // Letters without plural and without the words that only say that it is a service.
    private static string Gist(string name)
    {
        var letters = ProjectIndex.Letters(name);
        foreach (var ending in (ReadOnlySpan<string>)["deployment", "depl", "microservice", "service", "api", "svc"])
        {
            if (letters.Length > ending.Length && letters.EndsWith(ending, StringComparison.Ordinal))
            {
                letters = letters[..^ending.Length];
            }
        }

        return letters.TrimEnd('s');
    }

    public ServiceNode AddService(string id, ServiceKind kind, Evidence evidence)
    {
        // A resource of that name is somebody else's.
        var node = new ServiceNode(nodes.ContainsKey(id) ? Paths.Folder(evidence.File) + "/" + id : id, kind, evidence);
        Add(node);
        return node;
    }

    public ResourceNode AddResource(string preferredId, string qualifier, string kind, string? engine, Evidence evidence)
    {
        var id = nodes.ContainsKey(preferredId) ? qualifier + "/" + preferredId : preferredId;
        for (var suffix = 2; nodes.ContainsKey(id); suffix++)
        {
            id = FormattableString.Invariant($"{qualifier}/{preferredId}-{suffix}");
        }

        var node = new ResourceNode(id, kind, engine, evidence);
        Add(node);
        return node;
    }

    /// <summary>A container that turns out, by the connection strings that lead to it, to be a store.</summary>
    public ResourceNode Reclassify(ServiceNode service, string kind, string? engine)
    {
        var resource = new ResourceNode(service.Id, kind, engine, service.Evidence) { Declared = service.Declared };
        resource.Hosts.UnionWith(service.Hosts);
        resource.Deployments.UnionWith(service.Deployments);
        nodes[service.Id] = resource;
        foreach (var (_, names) in merged)
        {
            foreach (var name in names.Where(pair => pair.Value == service).Select(pair => pair.Key).ToList())
            {
                names[name] = resource;
            }
        }

        return resource;
    }

    /// <summary>Gives a node another id, unless that is taken.</summary>
    public void Rename(SystemNode node, string id)
    {
        if (nodes.GetValueOrDefault(id) is not { } present || present == node)
        {
            nodes.Remove(node.Id);
            node.Id = id;
            nodes.Add(id, node);
        }
    }

    public HostTable<SystemNode> Hosts()
    {
        var table = new HostTable<SystemNode>();
        foreach (var node in nodes.Values.OrderBy(node => node.Id, StringComparer.Ordinal))
        {
            foreach (var host in node.Hosts)
            {
                table.Add(host, node);
            }
        }

        return table;
    }

    private SystemNode Matching(ServiceDraft draft, ConfigurationSource source, int index)
    {
        foreach (var named in Named(draft.Name, draft.Aliases, source, node => node is ServiceNode))
        {
            if (named is ServiceNode service && (service.ProjectPath is null || draft.ProjectPath is null || service.ProjectPath == draft.ProjectPath))
            {
                return service;
            }

            if (named is ResourceNode resource && draft.ProjectPath is null)
            {
                return resource;
            }
        }

        // Another deployment may call the same project, or the same image, by another name.
        var earlier = index == 0 ? [] : nodes.Values.OfType<ServiceNode>().Where(node => node.Deployments.Any(deployment => deployment < index));
        var same = draft.ProjectPath is { } project ? earlier.Where(node => node.ProjectPath == project).ToList() : [];
        if (same.Count == 0 && draft is { ProjectPath: null, Image: { } image })
        {
            var repository = ContainerImages.Repository(image);
            same = [.. earlier.Where(node => node is { ProjectPath: not null, Image: { } other } && ContainerImages.Repository(other) == repository)];
        }

        if (same.Count == 1)
        {
            return same[0];
        }

        var preferred = draft.PreferredId ?? draft.Name;
        var id = !nodes.ContainsKey(preferred) ? preferred : !nodes.ContainsKey(draft.Name) ? draft.Name : Paths.Folder(draft.Evidence.File) + "/" + draft.Name;
        var added = new ServiceNode(id, draft.Kind, draft.Evidence);
        Add(added);
        return added;
    }

    private SystemNode Matching(ResourceDraft draft, ConfigurationSource source)
    {
        foreach (var named in Named(draft.Name, [], source, node => node is ResourceNode))
        {
            if (named is ServiceNode { ProjectPath: null }
                || (named is ResourceNode resource && (resource.Kind == draft.Kind || resource.Kind == ResourceKind.Unknown || draft.Kind == ResourceKind.Unknown)))
            {
                return named;
            }
        }

        return AddResource(draft.Name, Paths.Folder(draft.Evidence.File), draft.Kind, draft.Engine, draft.Evidence);
    }

    // The node of that name, else the only one whose name has the same letters: sql-data beside sqldata.
    private List<SystemNode> Named(string name, IReadOnlyList<string> aliases, ConfigurationSource source, Func<SystemNode, bool> isSameSort)
    {
        if (nodes.GetValueOrDefault(name) is { } exact)
        {
            return IsOpen(exact, source) ? [exact] : [];
        }

        // What another deployment calls so may go by a third one's name by now.
        foreach (var known in aliases.Prepend(name))
        {
            var earlier = merged.Where(deployment => deployment.Source != source).Select(deployment => deployment.Names.GetValueOrDefault(known)).OfType<SystemNode>().Where(isSameSort).Distinct().ToList();
            if (earlier.Count == 1 && IsOpen(earlier[0], source))
            {
                return earlier;
            }
        }

        var alike = byLetters.GetValueOrDefault(ProjectIndex.Letters(name), []).Where(node => nodes.GetValueOrDefault(node.Id) == node && IsOpen(node, source)).ToList();
        return alike.Count == 1 ? alike : [];
    }

    private void Add(SystemNode node)
    {
        nodes[node.Id] = node;
        var letters = ProjectIndex.Letters(node.Id);
        if (!byLetters.TryGetValue(letters, out var alike))
        {
            byLetters.Add(letters, alike = []);
        }

        alike.Add(node);
    }

    // Two compose stacks are two networks: the same name in both is two containers.
    // Under an AppHost's name they are what the AppHost describes.
    private bool IsOpen(SystemNode node, ConfigurationSource source) =>
        node.Deployments.All(deployment => deployment < merged.Count && merged[deployment].Source != source)
        || (source is not ConfigurationSource.AppHost && node.Deployments.Any(deployment => deployment < merged.Count && merged[deployment].Source is ConfigurationSource.AppHost));

    private static void Describe(ResourceNode resource, ResourceDraft draft)
    {
        if (resource.Kind == ResourceKind.Unknown)
        {
            resource.Kind = draft.Kind;
        }

        resource.Engine ??= draft.Engine;
        resource.Database ??= draft.Database;
        if (ConnectionString.Parse(draft.Connection) is { InProcess: false } connection)
        {
            resource.Kind = resource.Kind == ResourceKind.Unknown ? connection.Kind : resource.Kind;
            resource.Engine ??= connection.Engine;
            resource.Database ??= connection.Database;
            resource.Server ??= connection.Server;
        }
    }
}
