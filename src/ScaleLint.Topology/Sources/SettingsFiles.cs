namespace ScaleLint.Topology.Sources;

/// <summary>Which JSON files are a project's configuration, and for which environment.</summary>
internal static class SettingsFiles
{
    private static readonly string[] Stems = ["appsettings", "ocelot", "yarp", "reverseproxy", "proxy", "sharedsettings", "hostsettings", "settings", "configuration", "connectionstrings"];

    public static bool IsSettings(string fileName) =>
        fileName.EndsWith(".json", StringComparison.OrdinalIgnoreCase)
        && (IsLaunchSettings(fileName) || Stems.Contains(Stem(fileName), StringComparer.OrdinalIgnoreCase));

    public static bool IsLaunchSettings(string fileName) => fileName.Equals("launchSettings.json", StringComparison.OrdinalIgnoreCase);

    /// <summary>The part between stem and extension; null when there is none.</summary>
    public static string? Suffix(string fileName)
    {
        var parts = fileName.Split('.');
        return parts.Length > 2 ? string.Join('.', parts[1..^1]) : null;
    }

    private static string Stem(string fileName) => fileName.Split('.')[0];
}
