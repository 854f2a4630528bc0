using ScaleLint.Topology.Settings;
using ScaleLint.Topology.Sources;

namespace ScaleLint.Topology.Aspire;

/// <summary>Aspire AppHosts to deployments, by syntax alone.</summary>
internal sealed class AppHostReader(SourceContext context, ProjectIndex projects, IReadOnlyDictionary<string, ProjectSettings> settings)
{
    public List<Deployment> Read()
    {
        var deployments = new List<Deployment>();
        foreach (var (folder, projectPath) in Folders())
        {
            var sources = projectPath is not null
                ? context.SourcesOf(folder)
                : [.. context.Files.Where(file => file.Path.EndsWith(".cs", StringComparison.OrdinalIgnoreCase) && Paths.Folder(file.Path) == folder)];
            var syntax = AppHostSyntax.Parse(folder, sources, context);
            if (syntax.Entry is null)
            {
                continue;
            }

            var deployment = new Deployment(ConfigurationSource.AppHost);
            var calls = new AppHostCalls(folder, deployment, projects, context, Settings(projectPath));
            new AppHostEvaluator(syntax, calls).Run();
            calls.PublishRoutes();
            deployments.Add(deployment);
        }

        return deployments;
    }

    private List<(string Folder, string? Project)> Folders()
    {
        var folders = context.Projects.Where(project => project.Output is ProjectOutput.AppHost).Select(project => (Folder: Paths.Folder(project.Path), Project: (string?)project.Path)).ToList();

        // A single-file AppHost has no project.
        folders.AddRange(context.Files
            .Where(file => Paths.Name(file.Path).Equals("apphost.cs", StringComparison.OrdinalIgnoreCase) && AppHostSyntax.MakesBuilder(file.Content) && !folders.Exists(known => Paths.IsWithin(file.Path, known.Folder)))
            .Select(file => (Paths.Folder(file.Path), (string?)null)));
        return [.. folders.OrderBy(folder => folder.Folder, StringComparer.Ordinal)];
    }

    private Dictionary<string, string> Settings(string? projectPath)
    {
        var values = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        if (projectPath is not null && settings.TryGetValue(projectPath, out var own))
        {
            foreach (var value in own.Values.Where(value => value is { Source: ConfigurationSource.Settings, Value: not null } && (value.Environment is null || value.Environment.Equals("Production", StringComparison.OrdinalIgnoreCase))))
            {
                values[value.Key] = value.Value!;
            }
        }

        return values;
    }
}
