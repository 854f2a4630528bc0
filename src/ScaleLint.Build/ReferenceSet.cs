using Microsoft.Build.Framework;
using ScaleLint.Graph.Linking;

namespace ScaleLint.Build;

/// <summary>
/// The assemblies worth reading among what a project references: no frameworks, each once, and of a package that has several
/// assemblies of one name the one that runs: that of a runtime before the general one, never one that is for compilers only.
/// </summary>
public static class ReferenceSet
{
    // A system of services runs on Unix more often than not, and the choice must not depend on where it is built.
    private static readonly string[] Runtimes = ["unix", "linux", "linux-x64"];

    private const int General = 10;
    private const int OtherRuntime = 20;
    private const int ForCompilers = 30;

    /// <summary>Files of solution projects and of packages, sorted by name.</summary>
    public static (IReadOnlyList<string> Projects, IReadOnlyList<string> Packages) Of(IEnumerable<ITaskItem> references)
    {
        var projects = new SortedDictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var packages = new SortedDictionary<string, (int Rank, string Path)>(StringComparer.OrdinalIgnoreCase);
        foreach (var item in references)
        {
            var path = item.GetMetadata("FullPath");
            var name = Path.GetFileNameWithoutExtension(path);
            if (Linker.IsFramework(name)) continue;
            if (item.GetMetadata("Kind") == "Project")
            {
                projects[name] = path;
                continue;
            }
            var rank = Rank(item, path);
            if (!packages.TryGetValue(name, out var known) || rank < known.Rank || (rank == known.Rank && string.CompareOrdinal(path, known.Path) < 0)) packages[name] = (rank, path);
        }
        return (projects.Values.ToList(), packages.Where(x => !projects.ContainsKey(x.Key) && x.Value.Rank < ForCompilers).Select(x => x.Value.Path).ToList());
    }

    private static int Rank(ITaskItem item, string path)
    {
        var folder = Path.GetFileName(Path.GetDirectoryName(Path.GetDirectoryName(path) ?? "") ?? "");
        if (string.Equals(folder, "ref", StringComparison.OrdinalIgnoreCase)) return ForCompilers;
        var runtime = item.GetMetadata("RuntimeIdentifier");
        if (runtime.Length == 0) return General;
        var known = Array.IndexOf(Runtimes, runtime.ToLowerInvariant());
        return known < 0 ? OtherRuntime : known;
    }
}
