using System.Globalization;
using ScaleLint.Topology.Text;

namespace ScaleLint.Topology.Sources;

/// <summary>Helm charts by their values alone; templates are not run.</summary>
internal sealed class ChartReader(SourceContext context, ProjectIndex projects)
{
    private static readonly string[] VariableSections = ["env", "environment", "envVars", "extraEnv", "extraEnvVars", "config", "configMap", "configmap", "secrets", "secretEnv"];

    private readonly Deployment deployment = new(ConfigurationSource.Helm);

    public Deployment? Read()
    {
        foreach (var chart in context.Files.Where(file => Paths.Name(file.Path) == "Chart.yaml"))
        {
            var description = context.Yaml(chart).FirstOrDefault();
            var folder = Paths.Folder(chart.Path);
            if (description?.Text("name") is not { Length: > 0 } name || description.Text("type") == "library")
            {
                continue;
            }

            var files = new List<TopologyFile>();
            if (context.Find(Paths.Combine(folder, "values.yaml")) is { } values)
            {
                files.Add(values);
            }

            files.AddRange(context.Files.Where(file => Paths.Folder(file.Path) == folder && Paths.Name(file.Path).StartsWith("values", StringComparison.Ordinal) && Paths.Has(Paths.Name(file.Path), Environments.IsProductionWord)));
            var isFirst = true;
            foreach (var file in files)
            {
                if (context.Yaml(file).FirstOrDefault() is { Kind: TextNodeKind.Mapping } root)
                {
                    AddWorkloads(name, root, file.Path);
                    if (isFirst)
                    {
                        AddDependencies(name, description, root, chart.Path);
                    }
                }

                isFirst = false;
            }
        }

        return deployment.Services.Count + deployment.Resources.Count == 0 ? null : deployment;
    }

    private void AddWorkloads(string chart, TextNode values, string file)
    {
        var own = values.Text("fullnameOverride") ?? values.Text("nameOverride") ?? chart;
        if (Image(values) is not null || deployment.Services.ContainsKey(own))
        {
            AddWorkload(own, values, file);
            return;
        }

        // A chart of several services has a section for each.
        foreach (var (name, section) in values.Entries)
        {
            if (section.Kind == TextNodeKind.Mapping && (Image(section) is not null || deployment.Services.ContainsKey(name)))
            {
                AddWorkload(section.Text("fullnameOverride") ?? section.Text("name") ?? name, section, file);
            }
        }
    }

    private void AddWorkload(string name, TextNode values, string file)
    {
        var image = Image(values);
        var evidence = new Evidence(file, values["image"]?.Line ?? values.Line);
        var project = projects.ByImage(image) ?? projects.ByLooseName(name);
        if (deployment.Resources.ContainsKey(name))
        {
            return;
        }

        if (!deployment.Services.TryGetValue(name, out var service))
        {
            if (project is null && ContainerImages.Classify(image) is var (kind, engine))
            {
                var resource = new ResourceDraft(name, kind, engine, evidence) { Image = image };
                resource.Hosts.Add(name.ToLowerInvariant());
                deployment.Resources.Add(name, resource);
                return;
            }

            service = new ServiceDraft(name, project is null ? ServiceKind.Container : ServiceKind.Project, evidence) { ProjectPath = project?.Path, PreferredId = project?.Name };
            service.Hosts.Add(name.ToLowerInvariant());
            deployment.Services.Add(name, service);
        }

        service.Image ??= image;
        if (int.TryParse(values.Text("replicaCount") ?? values.Text("replicas"), NumberStyles.None, CultureInfo.InvariantCulture, out var replicas))
        {
            service.Instances = replicas;
        }

        if (values.Text("service", "name") is { Length: > 0 } host)
        {
            service.Hosts.Add(host.ToLowerInvariant());
        }

        foreach (var section in VariableSections)
        {
            AddVariables(service, values[section], file);
        }
    }

    private static void AddVariables(ServiceDraft service, TextNode? section, string file)
    {
        foreach (var item in section?.Items ?? [])
        {
            if (item.Text("name") is { Length: > 0 } name)
            {
                Set(service, name, item.Text("value"), new Evidence(file, item.Line));
            }
        }

        foreach (var (name, value) in section?.Entries ?? [])
        {
            if (value.Kind == TextNodeKind.Scalar)
            {
                Set(service, name, value.Value, new Evidence(file, value.Line));
            }
            else if (value.Kind == TextNodeKind.Sequence || name is "values" or "data" or "vars")
            {
                AddVariables(service, value, file);
            }
        }
    }

    private static void Set(ServiceDraft service, string name, string? value, Evidence evidence)
    {
        var key = Flattening.KeyOfVariable(name);
        service.Values.RemoveAll(present => present.Key.Equals(key, StringComparison.OrdinalIgnoreCase));
        service.Values.Add(new DraftValue(key, value, ConfigurationSource.Helm, null, evidence));
    }

    // Charts of infrastructure that a chart brings along, unless its values switch them off.
    private void AddDependencies(string chart, TextNode description, TextNode values, string file)
    {
        foreach (var dependency in description["dependencies"]?.Items ?? [])
        {
            var product = dependency.Text("name") ?? "";
            var name = dependency.Text("alias") ?? product;
            var isOff = dependency.Text("condition") is { } condition && values.At(condition.Split(',')[0].Split('.'))?.Value is { } enabled && enabled.Equals("false", StringComparison.OrdinalIgnoreCase);
            if (name.Length > 0 && !isOff && !deployment.Resources.ContainsKey(name) && !deployment.Services.ContainsKey(name) && ContainerImages.Classify(product) is var (kind, engine))
            {
                var resource = new ResourceDraft(name, kind, engine, new Evidence(file, dependency.Line));
                resource.Hosts.UnionWith([name.ToLowerInvariant(), $"{chart}-{name}".ToLowerInvariant(), $"{name}-master".ToLowerInvariant(), $"{chart}-{name}-master".ToLowerInvariant()]);
                deployment.Resources.Add(name, resource);
            }
        }
    }

    private static string? Image(TextNode values)
    {
        var image = values["image"];
        var text = image?.Value ?? image?.Text("repository") ?? image?.Text("name");
        return string.IsNullOrWhiteSpace(text) ? null : image?.Text("registry") is { Length: > 0 } registry ? registry + "/" + text : text;
    }
}
