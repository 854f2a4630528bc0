namespace ScaleLint.Cli.Scan;

/// <summary>Names files relative to the input's folder, with forward slashes: the same on every machine.</summary>
internal sealed class RelativePaths(string root)
{
    private readonly string prefix = Slashed(root).TrimEnd('/') + "/";

    /// <summary>A file's name in reports.</summary>
    public string Of(string path)
    {
        if (path.Length == 0) return path;
        var slashed = Slashed(path);
        if (slashed.StartsWith(prefix, StringComparison.Ordinal)) return slashed[prefix.Length..];
        return Path.IsPathRooted(path) ? Slashed(Path.GetRelativePath(root, path)) : slashed;
    }

    /// <summary>A message of another tool without the input's own folder in it.</summary>
    public string WithoutRoot(string message) => Slashed(message, message.Contains(prefix, StringComparison.Ordinal)).Replace(prefix, "", StringComparison.Ordinal);

    private static string Slashed(string path, bool change = true) => change ? path.Replace('\\', '/') : path;
}
