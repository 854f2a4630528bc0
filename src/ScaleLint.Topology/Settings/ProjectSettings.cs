using ScaleLint.Topology.Gateways;
using ScaleLint.Topology.Sources;
using ScaleLint.Topology.Text;

namespace ScaleLint.Topology.Settings;

/// <summary>What the settings files and launch profiles of one project say.</summary>
internal sealed class ProjectSettings
{
    public List<DraftValue> Values { get; } = [];

    /// <summary>Addresses it listens on when started on a developer's machine: <c>localhost:5101</c>.</summary>
    public SortedSet<string> Hosts { get; } = new(StringComparer.Ordinal);

    /// <summary>Ocelot's routes, by file, with the environment the file is for.</summary>
    public List<(List<RouteDraft> Routes, string? Environment)> OcelotFiles { get; } = [];
}

/// <summary>Hands each settings file to the projects it belongs to.</summary>
internal sealed class SettingsReader(SourceContext context)
{
    private static readonly HashSet<string> SettingsFolders = new(StringComparer.OrdinalIgnoreCase) { "Properties", "Configuration", "Configurations", "Config", "Configs", "Settings", "Ocelot", "Yarp" };

    public Dictionary<string, ProjectSettings> Read()
    {
        var byFolder = context.Projects.ToLookup(project => Paths.Folder(project.Path), StringComparer.Ordinal);
        var settings = new Dictionary<string, ProjectSettings>(StringComparer.Ordinal);

        // The file without a suffix sorts before its environments only by this order.
        foreach (var file in context.Files.Where(file => SettingsFiles.IsSettings(Paths.Name(file.Path))).OrderBy(file => SettingsFiles.Suffix(Paths.Name(file.Path)) is null ? 0 : 1).ThenBy(file => file.Path, StringComparer.Ordinal))
        {
            var folder = Paths.Folder(file.Path);
            var owners = byFolder[folder].ToList();
            if (owners.Count == 0 && SettingsFolders.Contains(Paths.Name(folder)))
            {
                owners = [.. byFolder[Paths.Folder(folder)]];
            }

            owners.RemoveAll(project => project.Output is ProjectOutput.Test or ProjectOutput.Library);
            if (owners.Count == 0 || context.Json(file) is not { } document)
            {
                continue;
            }

            foreach (var project in owners)
            {
                if (!settings.TryGetValue(project.Path, out var target))
                {
                    settings.Add(project.Path, target = new ProjectSettings());
                }

                Add(target, file, document);
            }
        }

        return settings;
    }

    private static void Add(ProjectSettings target, TopologyFile file, TextNode document)
    {
        var name = Paths.Name(file.Path);
        if (SettingsFiles.IsLaunchSettings(name))
        {
            AddLaunchProfiles(target, file, document);
            return;
        }

        var environment = SettingsFiles.Suffix(name);
        var ocelot = OcelotRoutes.Read(document, file.Path);
        if (ocelot.Count > 0)
        {
            target.OcelotFiles.Add((ocelot, environment is not null && Environments.IsKnown(environment) ? environment : null));
            return;
        }

        foreach (var value in document.Flatten())
        {
            target.Values.Add(new DraftValue(value.Key, value.Value, ConfigurationSource.Settings, environment, new Evidence(file.Path, value.Line)));
            var segments = value.Key.Split(':');
            var isListener = segments is [var single] && single.Equals("urls", StringComparison.OrdinalIgnoreCase)
                || segments is [var root, var endpoints, _, var url] && root.Equals("Kestrel", StringComparison.OrdinalIgnoreCase) && endpoints.Equals("Endpoints", StringComparison.OrdinalIgnoreCase) && url.Equals("Url", StringComparison.OrdinalIgnoreCase);
            if (isListener)
            {
                AddListeners(target, value.Value);
            }
        }
    }

    private static void AddLaunchProfiles(ProjectSettings target, TopologyFile file, TextNode document)
    {
        AddListeners(target, document.Text("iisSettings", "iisExpress", "applicationUrl"));
        if (document.Text("iisSettings", "iisExpress", "sslPort") is { } port and not "0")
        {
            AddListeners(target, "https://localhost:" + port);
        }

        foreach (var (_, profile) in document["profiles"]?.Entries ?? [])
        {
            AddListeners(target, profile.Text("applicationUrl"));
            var variables = profile["environmentVariables"]?.Entries ?? [];
            var environment = profile.Text("environmentVariables", "ASPNETCORE_ENVIRONMENT") ?? profile.Text("environmentVariables", "DOTNET_ENVIRONMENT") ?? "Development";
            foreach (var (name, value) in variables)
            {
                target.Values.Add(new DraftValue(Flattening.KeyOfVariable(name), value.Value, ConfigurationSource.LaunchProfile, environment, new Evidence(file.Path, value.Line)));
            }
        }
    }

    private static void AddListeners(ProjectSettings target, string? urls)
    {
        foreach (var url in (urls ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries))
        {
            if (NetworkAddress.Parse(url) is { Port: not null } address)
            {
                target.Hosts.Add(address.IsWildcard ? (address with { Host = "localhost" }).Authority : address.Authority);
            }
        }
    }
}
