using Microsoft.Build.Framework;
using ScaleLint.Graph.Linking;

namespace ScaleLint.Build;

/// <summary>
/// The assemblies worth reading among what a project references: no frameworks, each once, and for a package that compiles
/// against reference assemblies the real one, which is copied beside the output.
/// </summary>
public static class ReferenceSet
{
    /// <summary>Files of solution projects and of packages, sorted by name.</summary>
    public static (IReadOnlyList<string> Projects, IReadOnlyList<string> Packages) Of(IEnumerable<ITaskItem> references)
    {
        var projects = new SortedDictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var packages = new SortedDictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var item in references)
        {
            var path = item.GetMetadata("FullPath");
            var name = Path.GetFileNameWithoutExtension(path);
            if (Linker.IsFramework(name)) continue;
            if (item.GetMetadata("Kind") == "Project") projects[name] = path;
            else if (!packages.ContainsKey(name) || !IsReference(path)) packages[name] = path;
        }
        return (projects.Values.ToList(), packages.Where(x => !projects.ContainsKey(x.Key) && !IsReference(x.Value)).Select(x => x.Value).ToList());
    }

    /// <summary>Whether the file lies in a package's <c>ref</c> folder, where bodies are empty.</summary>
    private static bool IsReference(string path)
    {
        var folder = Path.GetDirectoryName(Path.GetDirectoryName(path) ?? "") ?? "";
        return string.Equals(Path.GetFileName(folder), "ref", StringComparison.OrdinalIgnoreCase);
    }
}
