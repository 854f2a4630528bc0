using ScaleLint.Topology.Sources.Compose;

namespace ScaleLint.Topology.Sources.Kubernetes;

/// <summary>Finds the manifests among the YAML files.</summary>
internal static class ManifestFiles
{
    /// <summary>Objects of the files that hold in production, plain ones before those of a production overlay.</summary>
    public static List<Manifest> Read(SourceContext context)
    {
        var charts = context.Files.Where(file => Paths.Name(file.Path) == "Chart.yaml").Select(file => Paths.Folder(file.Path)).ToList();
        var files = context.Files.Where(file => IsManifest(file) && !charts.Exists(chart => Paths.IsWithin(file.Path, chart))).ToList();

        // Overlays of other stages repeat the objects with other values; where there is nothing else, they are the system.
        var production = files.Where(file => !Paths.IsForDevelopment(file.Path) && !Paths.Has(file.Path, Environments.IsEarlierStage)).ToList();
        var manifests = new List<Manifest>();
        foreach (var file in (production.Count > 0 ? production : files).OrderBy(file => Paths.Has(file.Path, Environments.IsProductionWord) ? 1 : 0).ThenBy(file => file.Path, StringComparer.Ordinal))
        {
            // Some pipelines fill in variables with their defaults before applying.
            var text = file.Content.Contains("${", StringComparison.Ordinal) ? new Interpolation(new Dictionary<string, string>(StringComparer.Ordinal)).Apply(file.Content) ?? "" : file.Content;
            foreach (var document in context.Yaml(file with { Content = text }))
            {
                var manifest = new Manifest(file.Path, document);
                if (manifest.Kind.Length > 0)
                {
                    manifests.Add(manifest);
                    manifests.AddRange(document["items"]?.Items.Select(item => new Manifest(file.Path, item)) ?? []);
                }
            }
        }

        return manifests;
    }

    private static bool IsManifest(TopologyFile file) =>
        (file.Path.EndsWith(".yaml", StringComparison.OrdinalIgnoreCase) || file.Path.EndsWith(".yml", StringComparison.OrdinalIgnoreCase))
        && file.Content.Contains("apiVersion:", StringComparison.Ordinal)
        && file.Content.Contains("kind:", StringComparison.Ordinal)
        && !file.Content.Contains("{{", StringComparison.Ordinal);
}
