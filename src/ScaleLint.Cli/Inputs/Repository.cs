namespace ScaleLint.Cli.Inputs;

/// <summary>Where the input stands in its repository.</summary>
internal static class Repository
{
    /// <summary>From the repository's root to the folder, forward slashes, with one at the end; empty when there is no repository.</summary>
    public static string PrefixOf(string folder)
    {
        for (var at = new DirectoryInfo(folder); at is not null; at = at.Parent)
        {
            var marker = Path.Combine(at.FullName, ".git");
            if (!Directory.Exists(marker) && !File.Exists(marker)) continue;
            var relative = Path.GetRelativePath(at.FullName, folder).Replace('\\', '/');
            return relative == "." ? "" : relative + "/";
        }
        return "";
    }
}
