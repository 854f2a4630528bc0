using System.Text;
using ScaleLint.Topology.Sources;

namespace ScaleLint.Topology;

/// <summary>Collects from disk what <see cref="TopologyReader"/> reads. The only file access of this library.</summary>
public static class TopologyFiles
{
    // Larger files are data, not descriptions of a system.
    private const long MaximumBytes = 2_000_000;

    // Files whose name starts with a dot count as hidden and are wanted.
    private static readonly EnumerationOptions Entries = new() { IgnoreInaccessible = true, AttributesToSkip = FileAttributes.None };

    private static readonly HashSet<string> SkippedFolders = new(StringComparer.OrdinalIgnoreCase)
    {
        "bin", "obj", "node_modules", ".git", ".vs", ".idea", ".vscode", "wwwroot", "packages", "artifacts", "TestResults", ".github", ".azuredevops",
    };

    /// <summary>
    /// Reads compose files, manifests, charts, settings, launch profiles, Dockerfiles, environment files and AppHost sources
    /// under a folder, and the projects there as far as their project files tell. Links to folders are not followed;
    /// what cannot be opened is left out.
    /// A caller that has evaluated its projects replaces <see cref="TopologyInput.Projects"/>.
    /// </summary>
    /// <exception cref="DirectoryNotFoundException">The folder does not exist.</exception>
    public static TopologyInput Collect(string rootFolder)
    {
        var root = new DirectoryInfo(rootFolder);
        if (!root.Exists)
        {
            throw new DirectoryNotFoundException($"The folder '{rootFolder}' does not exist.");
        }

        var files = new List<TopologyFile>();
        var sources = new List<(string Path, FileInfo File)>();
        Walk(root, "", files, sources);
        var projects = files.Where(file => ProjectFile.IsProject(file.Path)).Select(ProjectFile.Read).OrderBy(project => project.Path, StringComparer.Ordinal).ToList();
        var appHosts = projects.Where(project => project.Output is ProjectOutput.AppHost).Select(project => Paths.Folder(project.Path)).ToList();
        foreach (var (path, file) in sources)
        {
            if (Paths.Name(path).Equals("apphost.cs", StringComparison.OrdinalIgnoreCase) || appHosts.Any(folder => Paths.IsWithin(path, folder)))
            {
                Add(file, path, files);
            }
        }

        files.Sort((left, right) => string.CompareOrdinal(left.Path, right.Path));
        return new TopologyInput(files, projects);
    }

    private static void Walk(DirectoryInfo folder, string path, List<TopologyFile> files, List<(string Path, FileInfo File)> sources)
    {
        foreach (var entry in folder.EnumerateFileSystemInfos("*", Entries).OrderBy(entry => entry.Name, StringComparer.Ordinal))
        {
            var entryPath = path.Length == 0 ? entry.Name : path + "/" + entry.Name;
            switch (entry)
            {
                case DirectoryInfo child when child.LinkTarget is null && !SkippedFolders.Contains(child.Name):
                    Walk(child, entryPath, files, sources);
                    break;
                case FileInfo file when file.Extension.Equals(".cs", StringComparison.OrdinalIgnoreCase):
                    sources.Add((entryPath, file));
                    break;
                case FileInfo file when IsOfInterest(file.Name):
                    Add(file, entryPath, files);
                    break;
            }
        }
    }

    private static bool IsOfInterest(string name)
    {
        if (name.EndsWith(".json", StringComparison.OrdinalIgnoreCase))
        {
            return SettingsFiles.IsSettings(name);
        }

        return name.EndsWith(".yml", StringComparison.OrdinalIgnoreCase)
            || name.EndsWith(".yaml", StringComparison.OrdinalIgnoreCase)
            || name.EndsWith(".env", StringComparison.OrdinalIgnoreCase)
            || name.StartsWith(".env", StringComparison.OrdinalIgnoreCase)
            || Dockerfile.IsDockerfile(name)
            || ProjectFile.IsProject(name);
    }

    private static void Add(FileInfo file, string path, List<TopologyFile> files)
    {
        try
        {
            if (file.Length <= MaximumBytes)
            {
                files.Add(new TopologyFile(path, File.ReadAllText(file.FullName, Encoding.UTF8)));
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // A dangling link, or a file this user may not read: the system is described without it.
        }
    }
}
