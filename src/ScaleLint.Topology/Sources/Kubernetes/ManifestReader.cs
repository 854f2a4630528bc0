using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using ScaleLint.Topology.Text;

namespace ScaleLint.Topology.Sources.Kubernetes;

/// <summary>Kubernetes manifests, and Dapr components beside them, to one deployment.</summary>
internal sealed partial class ManifestReader(SourceContext context, ProjectIndex projects)
{
    // Containers that accompany another in its pod.
    private static readonly string[] Sidecars = ["envoy", "istio", "linkerd", "daprd", "otel", "opentelemetry", "fluent", "cloud-sql-proxy", "cloudsql", "vault-agent", "jaeger-agent"];

    private readonly Deployment deployment = new(ConfigurationSource.Kubernetes);
    private readonly List<Manifest> workloads = [];
    private readonly Dictionary<string, List<string>> behind = new(StringComparer.Ordinal);
    private List<Manifest> manifests = [];
    private List<Manifest> kustomizations = [];
    private ILookup<(string Kind, string Name), Manifest> byName = Enumerable.Empty<Manifest>().ToLookup(manifest => (manifest.Kind, manifest.Name));
    private ILookup<(string Label, string? Value), Manifest> byLabel = Enumerable.Empty<Manifest>().ToLookup(_ => ("", (string?)null));

    public Deployment? Read()
    {
        manifests = ManifestFiles.Read(context);
        kustomizations = manifests.FindAll(manifest => manifest.Kind == "Kustomization");
        byName = manifests.ToLookup(manifest => (manifest.Kind, manifest.Name));
        foreach (var manifest in manifests.Where(manifest => manifest.IsWorkload && manifest.Name.Length > 0))
        {
            AddWorkload(manifest);
        }

        byLabel = workloads
            .SelectMany(workload => (workload.Pod?.At("metadata", "labels")?.Entries ?? []).Select(label => (Label: (label.Key, label.Value.Value), Workload: workload)))
            .ToLookup(entry => entry.Label, entry => entry.Workload);

        foreach (var manifest in manifests)
        {
            switch (manifest.Kind)
            {
                case "Service" when !manifest.IsWorkload:
                    AddService(manifest);
                    break;
                case "HorizontalPodAutoscaler" when deployment.Services.TryGetValue(manifest.Root.Text("spec", "scaleTargetRef", "name") ?? "", out var scaled):
                    scaled.Instances ??= Number(manifest.Root.Text("spec", "minReplicas"));
                    break;
                case "Component" when manifest.ApiVersion.StartsWith("dapr.io/", StringComparison.Ordinal):
                    DaprComponents.Add(deployment, manifest);
                    break;
            }
        }

        AddIngressHosts();
        return deployment.Services.Count + deployment.Resources.Count == 0 ? null : deployment;
    }

    // A host that one service alone stands behind is its public name; one that fans out by path is nobody's.
    private void AddIngressHosts()
    {
        var backends = manifests.Where(manifest => manifest.Kind == "Ingress")
            .SelectMany(manifest => manifest.Root.At("spec", "rules")?.Items ?? [])
            .Where(rule => rule.Text("host") is { Length: > 0 } host && !host.StartsWith('*'))
            .SelectMany(rule => (rule.At("http", "paths")?.Items ?? []).Select(path => (Host: rule.Text("host")!.ToLowerInvariant(), Service: path.Text("backend", "service", "name") ?? path.Text("backend", "serviceName"))))
            .GroupBy(entry => entry.Host, entry => entry.Service, StringComparer.Ordinal);
        foreach (var host in backends)
        {
            if (host.Distinct(StringComparer.Ordinal).ToList() is [{ } service] && behind.TryGetValue(service, out var names))
            {
                foreach (var name in names)
                {
                    HostsOf(name)?.Add(host.Key);
                }
            }
        }
    }

    private SortedSet<string>? HostsOf(string workload) =>
        deployment.Services.TryGetValue(workload, out var service) ? service.Hosts : deployment.Resources.GetValueOrDefault(workload)?.Hosts;

    private void AddWorkload(Manifest manifest)
    {
        var containers = manifest.Pod?.At("spec", "containers")?.Items ?? [];
        var container = containers.FirstOrDefault(candidate => !Sidecars.Any(sidecar => (candidate.Text("name") + " " + candidate.Text("image")).Contains(sidecar, StringComparison.OrdinalIgnoreCase))) ?? containers.FirstOrDefault();
        if (container is null)
        {
            return;
        }

        workloads.Add(manifest);
        if (deployment.Resources.ContainsKey(manifest.Name))
        {
            return;
        }

        var image = container.Text("image");
        var project = projects.ByImage(image) ?? projects.ByLooseName(manifest.Name) ?? projects.ByLooseName(container.Text("name"));
        var isKnown = deployment.Services.TryGetValue(manifest.Name, out var service);
        if (!isKnown && project is null && ContainerImages.Classify(image) is var (kind, engine))
        {
            deployment.Resources.Add(manifest.Name, new ResourceDraft(manifest.Name, kind, engine, manifest.Evidence) { Image = image });
            return;
        }

        if (service is null)
        {
            service = new ServiceDraft(manifest.Name, project is null ? ServiceKind.Container : ServiceKind.Project, manifest.Evidence) { ProjectPath = project?.Path, PreferredId = project?.Name, Aliases = Aliases(manifest.Name, container.Text("name")) };
            deployment.Services.Add(manifest.Name, service);
        }

        // A later file of the same name is an overlay: what it states wins.
        service.Image = image ?? service.Image;
        service.Instances = Number(manifest.Root.Text("spec", "replicas")) ?? service.Instances;
        if (manifest.Pod?.At("metadata", "annotations")?["dapr.io/app-id"]?.Value is { Length: > 0 } appId)
        {
            service.Hosts.Add(appId.ToLowerInvariant());
        }

        AddVariables(service, manifest, container);
        AddSettings(service, manifest);
    }

    private void AddVariables(ServiceDraft service, Manifest manifest, TextNode container)
    {
        var known = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (var source in container["envFrom"]?.Items ?? [])
        {
            var prefix = source.Text("prefix") ?? "";
            foreach (var (name, value, evidence) in source["configMapRef"] is { } map ? Data("ConfigMap", map.Text("name")) : Data("Secret", source.Text("secretRef", "name")))
            {
                Set(prefix + name, value, evidence);
            }
        }

        foreach (var item in container["env"]?.Items ?? [])
        {
            if (item.Text("name") is { Length: > 0 } name)
            {
                var place = new Evidence(manifest.File, item.Line);
                var from = item["valueFrom"];
                var (value, evidence) = from?["configMapKeyRef"] is { } map ? Single("ConfigMap", map, place)
                    : from?["secretKeyRef"] is { } secret ? Single("Secret", secret, place)
                    : (from is null ? Expanded(item.Text("value"), known) : null, place);
                Set(name, value, evidence);
            }
        }

        void Set(string name, string? value, Evidence evidence)
        {
            known[name] = value;
            var key = Flattening.KeyOfVariable(name);
            service.Values.RemoveAll(present => present.Environment is null && present.Key.Equals(key, StringComparison.OrdinalIgnoreCase));
            service.Values.Add(new DraftValue(key, value, ConfigurationSource.Kubernetes, null, evidence));
        }
    }

    // Settings files that a config map or secret lays over the image's own.
    private void AddSettings(ServiceDraft service, Manifest manifest)
    {
        foreach (var volume in manifest.Pod?.At("spec", "volumes")?.Items ?? [])
        {
            var data = volume["configMap"] is { } map ? Data("ConfigMap", map.Text("name")) : Data("Secret", volume.Text("secret", "secretName"));
            foreach (var (name, value, evidence) in data.Where(entry => SettingsFiles.IsSettings(entry.Name)))
            {
                foreach (var leaf in context.Json(new TopologyFile(evidence.File, value ?? ""), evidence.Line)?.Flatten() ?? [])
                {
                    // The text of a block starts on the line after its key.
                    var place = new Evidence(evidence.File, evidence.Line + leaf.Line);
                    service.Values.Add(new DraftValue(leaf.Key, leaf.Value, ConfigurationSource.Kubernetes, SettingsFiles.Suffix(name), place));
                }
            }
        }
    }

    private (string? Value, Evidence Evidence) Single(string kind, TextNode reference, Evidence place)
    {
        foreach (var (name, value, evidence) in Data(kind, reference.Text("name")))
        {
            if (name == reference.Text("key"))
            {
                return (value, evidence);
            }
        }

        return (null, place);
    }

    private IEnumerable<(string Name, string? Value, Evidence Evidence)> Data(string kind, string? name)
    {
        foreach (var manifest in name is null ? [] : byName[(kind, name)])
        {
            foreach (var (key, value) in (manifest.Root["data"]?.Entries ?? []).Concat(manifest.Root["stringData"]?.Entries ?? []))
            {
                var isEncoded = kind == "Secret" && manifest.Root["data"]?[key] == value;
                yield return (key, isEncoded ? Decoded(value.Value) : value.Value, new Evidence(manifest.File, value.Line));
            }
        }

        foreach (var generator in kustomizations.SelectMany(manifest => (manifest.Root[kind == "Secret" ? "secretGenerator" : "configMapGenerator"]?.Items ?? []).Select(item => (manifest.File, Item: item))))
        {
            foreach (var literal in generator.Item.Text("name") == name ? generator.Item["literals"]?.Items ?? [] : [])
            {
                var equals = literal.Value?.IndexOf('=', StringComparison.Ordinal) ?? -1;
                if (equals > 0)
                {
                    yield return (literal.Value![..equals], literal.Value[(equals + 1)..].Trim('"'), new Evidence(generator.File, literal.Line));
                }
            }
        }
    }

    private void AddService(Manifest manifest)
    {
        var names = new List<string> { manifest.Name.ToLowerInvariant() };
        var space = manifest.Namespace ?? "default";
        names.AddRange(new[] { $".{space}", $".{space}.svc", $".{space}.svc.cluster.local" }.Select(suffix => (manifest.Name + suffix).ToLowerInvariant()));
        names.AddRange((manifest.Root.At("spec", "ports")?.Items ?? []).Select(port => port.Text("nodePort")).OfType<string>().Select(port => "localhost:" + port));

        if (manifest.Root.Text("spec", "externalName") is { } external)
        {
            if (!deployment.Resources.ContainsKey(manifest.Name) && !deployment.Services.ContainsKey(manifest.Name))
            {
                var resource = new ResourceDraft(manifest.Name, ResourceKind.Unknown, null, manifest.Evidence);
                resource.Hosts.UnionWith(names);
                resource.Hosts.Add(external.ToLowerInvariant());
                deployment.Resources.Add(manifest.Name, resource);
            }

            return;
        }

        if (manifest.Root.At("spec", "selector") is not { Entries: [var first, ..] } selector)
        {
            return;
        }

        foreach (var workload in byLabel[(first.Key, first.Value.Value)].Where(workload => workload.IsSelectedBy(selector) && (workload.Namespace ?? space) == space))
        {
            HostsOf(workload.Name)?.UnionWith(names);
            if (!behind.TryGetValue(manifest.Name, out var targets))
            {
                behind.Add(manifest.Name, targets = []);
            }

            targets.Add(workload.Name);
        }
    }

    // $(NAME) stands for a variable of the same container; one that is not known makes the value unknown.
    private static string? Expanded(string? text, Dictionary<string, string?> known)
    {
        if (text is null || !text.Contains("$(", StringComparison.Ordinal))
        {
            return text;
        }

        var isUnknown = false;
        var result = Variable().Replace(text, match =>
        {
            var value = known.GetValueOrDefault(match.Groups[1].Value);
            isUnknown |= value is null;
            return value ?? "";
        });
        return isUnknown ? null : result;
    }

    private static string[] Aliases(string workload, string? container)
    {
        var suffix = new[] { "-deployment", "-depl", "-deploy", "-statefulset" }.FirstOrDefault(ending => workload.EndsWith(ending, StringComparison.Ordinal));
        return [.. new[] { suffix is null ? null : workload[..^suffix.Length], container }.OfType<string>().Where(name => name.Length > 0)];
    }

    private static string? Decoded(string? text)
    {
        try
        {
            return text is null ? null : Encoding.UTF8.GetString(Convert.FromBase64String(text)).TrimEnd('\n');
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static int? Number(string? text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    [GeneratedRegex(@"\$\(([A-Za-z_][\w.\-]*)\)", RegexOptions.CultureInvariant)]
    private static partial Regex Variable();
}
