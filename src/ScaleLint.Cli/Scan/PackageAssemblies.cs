using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using Microsoft.CodeAnalysis;
using ScaleLint.Graph.Effects;
using ScaleLint.Graph.Facts;
using ScaleLint.Il;
using ScaleLint.Rules;

namespace ScaleLint.Cli.Scan;

/// <summary>Reads the packages that projects use, so that calls into them can be followed.</summary>
internal static class PackageAssemblies
{
    private static readonly string[] FrameworkPackages = ["microsoft.netcore.app.ref", "microsoft.aspnetcore.app.ref", "microsoft.windowsdesktop.app.ref", "netstandard.library", "netstandard.library.ref"];

    /// <summary>The compilations whose packages matter: a test's packages serve no request.</summary>
    public static IEnumerable<Compilation> UsersOf(IEnumerable<(ProjectInput? Project, Compilation Compilation)> read, ScanOptions options) =>
        read.Where(x => options.Packages && x.Project is { Facts.IsTest: false }).Select(x => x.Compilation);

    /// <summary>The facts of all packages, each assembly once, in its highest version.</summary>
    /// <param name="own">Names of the assemblies that were read from source.</param>
    public static IReadOnlyList<ProjectInput> Read(IEnumerable<Compilation> compilations, IReadOnlySet<string> own, EffectsCatalogue catalogue, Progress progress, CancellationToken cancellation)
    {
        var files = compilations.SelectMany(x => x.References).OfType<PortableExecutableReference>().Select(x => x.FilePath).OfType<string>()
            .Distinct(StringComparer.Ordinal).Where(x => !IsFramework(x)).Select(Implementation)
            .GroupBy(x => Path.GetFileNameWithoutExtension(x), StringComparer.OrdinalIgnoreCase)
            .Where(x => !own.Contains(x.Key))
            .Select(x => x.OrderByDescending(VersionOf).ThenBy(y => y, StringComparer.Ordinal).First())
            .Order(StringComparer.Ordinal).ToList();
        var facts = new AssemblyFacts[files.Count];
        var done = 0;
        var parallel = new ParallelOptions { CancellationToken = cancellation, MaxDegreeOfParallelism = Environment.ProcessorCount };
        // Where its author's machine kept the source says nothing to a reader of the report.
        var options = new IlOptions { Path = static _ => "" };
        Parallel.For(0, files.Count, parallel, i =>
        {
            facts[i] = IlExtractor.ExtractFile(files[i], options);
            progress.Show($"reading packages {Interlocked.Increment(ref done)}/{files.Count}");
        });
        return [.. BoundariesKept(facts, catalogue).Select(x => new ProjectInput("", x, IsJudged: false, 0, 0))];
    }

    // What the catalogue describes is a boundary: its members are known, what goes on inside is not looked into,
    // nor inside what belongs to it (Npgsql and Npgsql.EntityFrameworkCore.PostgreSQL).
    private static IEnumerable<AssemblyFacts> BoundariesKept(AssemblyFacts[] facts, EffectsCatalogue catalogue)
    {
        var known = facts.Where(x => x.Types.Any(y => catalogue.KnowsType(y.Name))).Select(x => x.Name).ToList();
        return facts.Select(x => known.Any(y => x.Name == y || x.Name.StartsWith(y + ".", StringComparison.Ordinal)) ? SignaturesOf(x) : x);
    }

    private static AssemblyFacts SignaturesOf(AssemblyFacts facts) => facts with
    {
        Types = [.. facts.Types.Select(x => x with { Methods = [.. x.Methods.Select(y => y with { Body = null, Lambdas = [], Locals = [] })] })],
    };

    private static bool IsFramework(string path)
    {
        var slashed = path.Replace('\\', '/').ToLowerInvariant();
        return slashed.Contains("/packs/microsoft.", StringComparison.Ordinal) || slashed.Contains("/shared/microsoft.", StringComparison.Ordinal)
            || slashed.Contains("/microsoft.netframework.referenceassemblies", StringComparison.Ordinal)
            || FrameworkPackages.Any(x => slashed.Contains("/" + x + "/", StringComparison.Ordinal));
    }

    // Code is compiled against ref/, whose bodies are empty; what runs is in lib/ of the same package, under the nearest framework.
    private static string Implementation(string path)
    {
        var frameworkFolder = Path.GetDirectoryName(path)!;
        var refFolder = Path.GetDirectoryName(frameworkFolder);
        if (refFolder is null || !string.Equals(Path.GetFileName(refFolder), "ref", StringComparison.OrdinalIgnoreCase)) return path;
        var lib = Path.Combine(Path.GetDirectoryName(refFolder)!, "lib");
        var same = Path.Combine(lib, Path.GetFileName(frameworkFolder), Path.GetFileName(path));
        if (File.Exists(same)) return same;
        if (!Directory.Exists(lib)) return path;
        return Directory.GetDirectories(lib).Order(StringComparer.Ordinal)
            .OrderByDescending(x => TargetFrameworks.Rank(Path.GetFileName(x)))
            .Select(x => Path.Combine(x, Path.GetFileName(path))).FirstOrDefault(File.Exists) ?? path;
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
