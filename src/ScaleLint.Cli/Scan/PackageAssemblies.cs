using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using ScaleLint.Graph.Facts;
using ScaleLint.Graph.Pruning;
using ScaleLint.Il;
using ScaleLint.Rules;

namespace ScaleLint.Cli.Scan;

/// <summary>Reads the packages that projects use, so that calls into them can be followed.</summary>
internal static class PackageAssemblies
{
    private static readonly string[] FrameworkPackages = ["microsoft.netcore.app.ref", "microsoft.aspnetcore.app.ref", "microsoft.windowsdesktop.app.ref", "netstandard.library", "netstandard.library.ref"];

    // As the build does: the same whatever machine it is read on.
    private static readonly string[] Runtimes = ["unix", "linux", "linux-x64"];

    /// <summary>The facts of all packages, each assembly once, in its highest version.</summary>
    /// <param name="references">Absolute paths of the assemblies that projects are compiled against.</param>
    /// <param name="own">Names of the assemblies that were read from source.</param>
    public static (IReadOnlyList<ProjectInput> Packages, IReadOnlyDictionary<string, string> Versions) Read(IEnumerable<string> references, IReadOnlySet<string> own, ScanOptions options, Progress progress, CancellationToken cancellation)
    {
        var files = references
            .Distinct(StringComparer.Ordinal).Where(x => !IsFramework(x)).Select(Implementation)
            .GroupBy(x => Path.GetFileNameWithoutExtension(x), StringComparer.OrdinalIgnoreCase)
            .Where(x => !own.Contains(x.Key))
            .Select(x => x.OrderByDescending(VersionOf).ThenBy(y => y, StringComparer.Ordinal).First())
            .Order(StringComparer.Ordinal).ToList();
        var facts = new AssemblyFacts[files.Count];
        var done = 0;
        var parallel = new ParallelOptions { CancellationToken = cancellation, MaxDegreeOfParallelism = Environment.ProcessorCount };
        Parallel.For(0, files.Count, parallel, i =>
        {
            facts[i] = AssemblyOnDisk.ReadPackage(files[i], options.Cache);
            progress.Show($"reading packages {Interlocked.Increment(ref done)}/{files.Count}");
        });
        options.Cache.Trim();
        var versions = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < files.Count; i++) versions[facts[i].Name] = VersionOf(files[i]).ToString();
        return ([.. Boundaries.Keep(facts, options.Catalogue).Select(x => new ProjectInput("", x, IsJudged: false, 0, 0))], versions);
    }

    private static bool IsFramework(string path)
    {
        var slashed = path.Replace('\\', '/').ToLowerInvariant();
        return slashed.Contains("/packs/microsoft.", StringComparison.Ordinal) || slashed.Contains("/shared/microsoft.", StringComparison.Ordinal)
            || slashed.Contains("/microsoft.netframework.referenceassemblies", StringComparison.Ordinal)
            || FrameworkPackages.Any(x => slashed.Contains("/" + x + "/", StringComparison.Ordinal));
    }

    // Code may be compiled against ref/, whose bodies are empty; what runs is, of the same package, in runtimes/ or lib/.
    private static string Implementation(string path)
    {
        var framework = Path.GetDirectoryName(path)!;
        var kind = Path.GetDirectoryName(framework);
        if (kind is null || Path.GetDirectoryName(kind) is not { } package) return path;
        var isReference = string.Equals(Path.GetFileName(kind), "ref", StringComparison.OrdinalIgnoreCase);
        if (!isReference && !string.Equals(Path.GetFileName(kind), "lib", StringComparison.OrdinalIgnoreCase)) return path;
        var runtimes = Path.Combine(package, "runtimes");
        string? Of(string runtime) => Nearest(Path.Combine(runtimes, runtime, "lib"), Path.GetFileName(framework), Path.GetFileName(path));
        if (!Directory.Exists(runtimes)) return isReference ? Nearest(Path.Combine(package, "lib"), Path.GetFileName(framework), Path.GetFileName(path)) ?? path : path;
        return Runtimes.Select(Of).FirstOrDefault(x => x is not null)
            ?? (isReference ? null : path)
            ?? Nearest(Path.Combine(package, "lib"), Path.GetFileName(framework), Path.GetFileName(path))
            ?? Directory.GetDirectories(runtimes).Select(x => Path.GetFileName(x)).Order(StringComparer.Ordinal).Select(Of).FirstOrDefault(x => x is not null)
            ?? path;
    }

    private static string? Nearest(string folder, string framework, string file)
    {
        if (!Directory.Exists(folder)) return null;
        var same = Path.Combine(folder, framework, file);
        return File.Exists(same) ? same : Directory.GetDirectories(folder).Order(StringComparer.Ordinal)
            .OrderByDescending(x => TargetFrameworks.Rank(Path.GetFileName(x)))
            .Select(x => Path.Combine(x, file)).FirstOrDefault(File.Exists);
    }

    private static Version VersionOf(string path)
    {
        try
        {
            using var stream = File.OpenRead(path);
            using var pe = new PEReader(stream);
            return pe.HasMetadata ? pe.GetMetadataReader().GetAssemblyDefinition().Version : new Version();
        }
        catch (Exception e) when (e is IOException or BadImageFormatException or UnauthorizedAccessException or InvalidOperationException)
        {
            return new Version();
        }
    }
}
