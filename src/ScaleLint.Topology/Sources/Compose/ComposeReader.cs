using ScaleLint.Topology.Text;

namespace ScaleLint.Topology.Sources.Compose;

/// <summary>Docker Compose files to deployments, one per folder that holds some.</summary>
internal sealed class ComposeReader(SourceContext context, ProjectIndex projects)
{
    private const int MaximumExtends = 8;

    public List<Deployment> Read()
    {
        var deployments = new List<Deployment>();
        foreach (var stack in ComposeStack.Find(context.Files))
        {
            var variables = new Dictionary<string, string>(StringComparer.Ordinal);
            var environment = new[] { ".env", ".env.example", ".env.sample", ".env.template" }.Select(name => context.Find(Paths.Combine(stack.Folder, name))).FirstOrDefault(file => file is not null);
            if (environment is not null)
            {
                foreach (var (name, value, _) in EnvironmentFile.Read(environment))
                {
                    variables[name] = value;
                }
            }

            var services = new Dictionary<string, ComposeService>(StringComparer.OrdinalIgnoreCase);
            var interpolation = new Interpolation(variables);
            foreach (var (file, layer) in stack.Files)
            {
                ReadFile(file, layer, interpolation, services, 0);
            }

            // Compose starts nothing that has neither: such an entry is an overlay for a service that is gone.
            foreach (var name in services.Values.Where(service => service is { HasImage: false, Context: null }).Select(service => service.Name).ToList())
            {
                services.Remove(name);
            }

            DaprSidecars.Join(services);
            if (services.Count > 0)
            {
                deployments.Add(Assemble(services));
            }
        }

        return deployments;
    }

    private void ReadFile(TopologyFile file, ComposeLayer layer, Interpolation interpolation, Dictionary<string, ComposeService> services, int depth)
    {
        foreach (var document in context.Yaml(file))
        {
            foreach (var included in document["include"]?.Items ?? [])
            {
                foreach (var path in Strings(included.Kind == TextNodeKind.Mapping ? included["path"] : included, interpolation))
                {
                    if (depth < MaximumExtends && context.Find(Paths.Combine(Paths.Folder(file.Path), path)) is { } other)
                    {
                        ReadFile(other, layer, interpolation, services, depth + 1);
                    }
                }
            }

            if (document["services"] is not { Kind: TextNodeKind.Mapping } declared)
            {
                // Version 1 files have their services at the top.
                if (document.Kind != TextNodeKind.Mapping && document.Value is not null)
                {
                    context.Report(file.Path, document.Line, "a compose file is a mapping with 'services'");
                }

                continue;
            }

            foreach (var (name, node) in declared.Entries)
            {
                if (node.Kind != TextNodeKind.Mapping)
                {
                    if (node.Kind == TextNodeKind.Sequence || node.Value is not null)
                    {
                        context.Report(file.Path, node.Line, $"service '{name}' is no mapping");
                    }

                    continue;
                }

                if (!services.TryGetValue(name, out var service))
                {
                    services.Add(name, service = new ComposeService(name, new Evidence(file.Path, node.Line)));
                }

                Extend(service, node, file, layer, interpolation, 0);
            }
        }
    }

    private void Extend(ComposeService service, TextNode node, TopologyFile file, ComposeLayer layer, Interpolation interpolation, int depth)
    {
        if (node["extends"] is { } extends && depth < MaximumExtends)
        {
            var baseName = extends.Value ?? extends.Text("service");
            var baseFile = extends.Text("file") is { } path ? context.Find(Paths.Combine(Paths.Folder(file.Path), path)) : file;
            if (baseName is not null && baseFile is not null)
            {
                var found = context.Yaml(baseFile).Select(document => document.At("services", baseName)).FirstOrDefault(candidate => candidate is not null);
                if (found is not null)
                {
                    Extend(service, found, baseFile, layer, interpolation, depth + 1);
                }
            }
        }

        Apply(service, node, file, layer, interpolation);
    }

    private void Apply(ComposeService service, TextNode node, TopologyFile file, ComposeLayer layer, Interpolation interpolation)
    {
        var folder = Paths.Folder(file.Path);
        var wins = layer == ComposeLayer.Effective;
        if (interpolation.Apply(node.Text("image")) is { Length: > 0 } image && (wins || service.Image is null))
        {
            service.Image = image;
        }

        service.HasImage |= node.Text("image") is { Length: > 0 };
        if (node.Text("network_mode") is { } mode && mode.StartsWith("service:", StringComparison.Ordinal))
        {
            service.NetworkOf = mode["service:".Length..];
        }

        if (node["command"] is { } command)
        {
            service.Command.Clear();
            service.Command.AddRange(command.Value?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [.. Strings(command, interpolation)]);
        }

        if (node["build"] is { } build && (wins || service.Context is null))
        {
            var place = interpolation.Apply(build.Value ?? build.Text("context")) ?? (build.Kind == TextNodeKind.Mapping ? "." : null);
            if (place is not null)
            {
                service.Context = Paths.Combine(folder, place);
                service.DockerfilePath = Paths.Combine(service.Context, interpolation.Apply(build.Text("dockerfile")) ?? "Dockerfile");
            }
        }

        if (int.TryParse(interpolation.Apply(node.Text("deploy", "replicas") ?? node.Text("scale")), out var replicas) && (wins || service.Instances is null))
        {
            service.Instances = replicas;
        }

        foreach (var host in Strings(node["container_name"], interpolation).Concat(Strings(node["hostname"], interpolation)))
        {
            service.Hosts.Add(host.ToLowerInvariant());
        }

        foreach (var (_, network) in node["networks"]?.Entries ?? [])
        {
            service.Hosts.UnionWith(Strings(network["aliases"], interpolation).Select(alias => alias.ToLowerInvariant()));
        }

        if (layer != ComposeLayer.Development)
        {
            service.Hosts.UnionWith(PublishedPorts(node["ports"], interpolation).Select(port => "localhost:" + port));
        }

        ApplyDependencies(service, node, file);
        var environment = layer == ComposeLayer.Development ? "Development" : null;
        foreach (var (name, value, evidence) in VariableFiles(node["env_file"], folder, interpolation).Concat(Variables(node["environment"], file, interpolation)))
        {
            service.Set(new DraftValue(Flattening.KeyOfVariable(name), value, ConfigurationSource.Compose, environment, evidence), wins || environment is not null);
        }
    }

    private static void ApplyDependencies(ComposeService service, TextNode node, TopologyFile file)
    {
        var dependencies = node["depends_on"];
        foreach (var item in dependencies?.Items ?? [])
        {
            service.DependsOn(item.Value, new Evidence(file.Path, item.Line));
        }

        foreach (var (name, condition) in dependencies?.Entries ?? [])
        {
            service.DependsOn(name, new Evidence(file.Path, condition.Line));
        }

        foreach (var link in node["links"]?.Items ?? [])
        {
            service.DependsOn(link.Value?.Split(':')[0], new Evidence(file.Path, link.Line));
        }
    }

    private IEnumerable<(string Name, string? Value, Evidence Evidence)> VariableFiles(TextNode? node, string folder, Interpolation interpolation)
    {
        var entries = node is { Kind: TextNodeKind.Sequence } ? node.Items : node is null ? [] : [node];
        foreach (var entry in entries)
        {
            var path = interpolation.Apply(entry.Value ?? entry.Text("path"));
            if (path is not null && context.Find(Paths.Combine(folder, path)) is { } file)
            {
                foreach (var (name, value, line) in EnvironmentFile.Read(file))
                {
                    yield return (name, interpolation.Apply(value), new Evidence(file.Path, line));
                }
            }
        }
    }

    private static IEnumerable<(string Name, string? Value, Evidence Evidence)> Variables(TextNode? node, TopologyFile file, Interpolation interpolation)
    {
        foreach (var (name, value) in node?.Entries ?? [])
        {
            yield return (name, interpolation.Apply(value.Value), new Evidence(file.Path, value.Line));
        }

        foreach (var item in node?.Items ?? [])
        {
            var text = item.Value ?? "";
            var equals = text.IndexOf('=', StringComparison.Ordinal);
            if (text.Length > 0)
            {
                // A bare name is handed through from the shell: its value is not known.
                yield return equals < 0
                    ? (text, null, new Evidence(file.Path, item.Line))
                    : (text[..equals].Trim(), interpolation.Apply(text[(equals + 1)..]), new Evidence(file.Path, item.Line));
            }
        }
    }

    private static IEnumerable<string> PublishedPorts(TextNode? node, Interpolation interpolation)
    {
        foreach (var item in node?.Items ?? [])
        {
            if (item.Kind == TextNodeKind.Mapping)
            {
                if (interpolation.Apply(item.Text("published")) is { Length: > 0 } published)
                {
                    yield return published;
                }

                continue;
            }

            // [address:]published:target[/protocol]
            var parts = interpolation.Apply(item.Value)?.Split('/')[0].Split(':') ?? [];
            if (parts.Length >= 2 && int.TryParse(parts[^2], out _))
            {
                yield return parts[^2];
            }
        }
    }

    private static IEnumerable<string> Strings(TextNode? node, Interpolation interpolation)
    {
        var entries = node is { Kind: TextNodeKind.Sequence } ? node.Items : node is null ? [] : [node];
        return entries.Select(entry => interpolation.Apply(entry.Value)).OfType<string>().Where(text => text.Length > 0);
    }

    private Deployment Assemble(Dictionary<string, ComposeService> services)
    {
        var deployment = new Deployment(ConfigurationSource.Compose);
        foreach (var service in services.Values.OrderBy(service => service.Name, StringComparer.Ordinal))
        {
            var dockerfile = service.DockerfilePath is { } path && context.Find(path) is { } file ? Dockerfile.Parse(file) : null;
            var project = ProjectOf(service, dockerfile);
            var known = project is null ? Infrastructure(service, dockerfile) : null;
            if (known is { } infrastructure)
            {
                var resource = new ResourceDraft(service.Name, infrastructure.Kind, infrastructure.Engine, service.Evidence) { Image = service.Image };
                resource.Hosts.UnionWith(service.Hosts);
                deployment.Resources.Add(service.Name, resource);
                continue;
            }

            project ??= service.Context is null ? projects.ByImage(service.Image) ?? projects.ByLooseName(service.Name) : null;
            var draft = new ServiceDraft(service.Name, project is null ? ServiceKind.Container : ServiceKind.Project, service.Evidence)
            {
                ProjectPath = project?.Path,
                Image = service.Image,
                Instances = service.Instances,
            };
            draft.Hosts.UnionWith(service.Hosts);
            draft.Values.AddRange(service.Values);
            draft.Values.AddRange((dockerfile?.Variables ?? []).Select(variable =>
                new DraftValue(Flattening.KeyOfVariable(variable.Name), variable.Value, ConfigurationSource.Image, null, new Evidence(dockerfile!.Path, variable.Line))));
            deployment.Services.Add(service.Name, draft);
        }

        foreach (var service in services.Values.OrderBy(service => service.Name, StringComparer.Ordinal))
        {
            deployment.Links.AddRange(service.Dependencies.Select(dependency =>
                new LinkDraft(service.Name, dependency.Key, ReferenceKind.StartOrder, null, null, dependency.Value)));
        }

        return deployment;
    }

    // An image built here is what its base image is, else what its folder's service is called.
    private static (string Kind, string Engine)? Infrastructure(ComposeService service, Dockerfile? dockerfile)
    {
        if (service.Context is null)
        {
            return ContainerImages.Classify(service.Image ?? service.Name);
        }

        return dockerfile is { IsDotNet: true } ? null : ContainerImages.Classify(dockerfile?.BaseImage) ?? ContainerImages.Classify(service.Name);
    }

    private TopologyProject? ProjectOf(ComposeService service, Dockerfile? dockerfile)
    {
        if (service.Context is null)
        {
            return null;
        }

        if (dockerfile is not null)
        {
            return projects.ByDockerfile(dockerfile, service.Context);
        }

        return projects.InFolder(Paths.Folder(service.DockerfilePath ?? "")) ?? projects.InFolder(service.Context);
    }
}
