namespace ScaleLint.Topology.Sources;

/// <summary>Paths relative to the root, forward slashes, as text: nothing here looks at a disk.</summary>
internal static class Paths
{
    public static string Normalised(string path) => Combine("", path);

    /// <summary>Folder of a path; empty for the root.</summary>
    public static string Folder(string path)
    {
        var slash = path.LastIndexOf('/');
        return slash < 0 ? "" : path[..slash];
    }

    public static string Name(string path) => path[(path.LastIndexOf('/') + 1)..];

    /// <summary>Resolves <c>.</c> and <c>..</c>; what would leave the root stays at it.</summary>
    public static string Combine(string folder, string path)
    {
        var segments = new List<string>();
        foreach (var segment in (folder + "/" + path.Replace('\\', '/')).Split('/'))
        {
            if (segment == ".." && segments.Count > 0)
            {
                segments.RemoveAt(segments.Count - 1);
            }
            else if (segment.Length > 0 && segment is not ("." or ".."))
            {
                segments.Add(segment);
            }
        }

        return string.Join('/', segments);
    }

    public static bool IsWithin(string path, string folder) =>
        folder.Length == 0 || path.StartsWith(folder + "/", StringComparison.Ordinal);

    /// <summary>True when a folder on the way, or a part of the file's name, says that it is for development or tests.</summary>
    public static bool IsForDevelopment(string path) => Has(path, Environments.IsDevelopmentWord);

    /// <summary>True when a word of a folder's or the file's name is of the given sort.</summary>
    public static bool Has(string path, Func<string, bool> isWord) => path.Split('/').Any(segment => segment.Split('.', '-', '_').Any(isWord));
}
