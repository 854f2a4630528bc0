namespace ScaleLint.Topology.Gateways;

/// <summary>What a gateway's transforms make of a path template.</summary>
internal static class PathTemplates
{
    public static string Rooted(string? path) => string.IsNullOrEmpty(path) ? "/" : path[0] == '/' ? path : "/" + path;

    public static string WithoutPrefix(string path, string prefix)
    {
        var trimmed = Rooted(prefix).TrimEnd('/');
        return path.StartsWith(trimmed, StringComparison.OrdinalIgnoreCase) && (path.Length == trimmed.Length || path[trimmed.Length] == '/')
            ? Rooted(path[trimmed.Length..])
            : path;
    }

    public static string WithPrefix(string path, string prefix) => Rooted(prefix).TrimEnd('/') + Rooted(path);
}
