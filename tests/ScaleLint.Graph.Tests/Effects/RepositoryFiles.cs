using System.Reflection;

namespace ScaleLint.Graph.Tests.Effects;

/// <summary>Places that the build tells of: the checkout, the package folder, the targeting packs.</summary>
internal static class RepositoryFiles
{
    /// <summary>Whether generated files are to be rewritten instead of compared.</summary>
    public static bool Update => Environment.GetEnvironmentVariable("SCALELINT_UPDATE") == "1";

    /// <summary>The folder of the effects files.</summary>
    public static string EffectsFolder { get; } = Path.Combine(Root(), "rules", "effects");

    /// <summary>The list of packages that the tests download.</summary>
    public static string PackageList { get; } = Path.Combine(Root(), "tests", "ScaleLint.Graph.Tests", "Effects", "EffectsPackages.props");

    /// <summary>All effects files, by name.</summary>
    public static IReadOnlyList<string> EffectsFiles { get; } =
        Directory.GetFiles(EffectsFolder, "*.effects").Order(StringComparer.Ordinal).ToList();

    /// <summary>The assemblies that a head line means: of a package's newest target that this runtime could load, or of a framework's targeting pack.</summary>
    /// <param name="library">Name and version of a package, or the name of a framework.</param>
    public static IReadOnlyList<string> AssembliesOf(string library)
    {
        var parts = library.Split(' ');
        if (parts.Length == 2)
        {
            var folder = Path.Combine(Metadata("PackageRoot"), parts[0].ToLowerInvariant(), parts[1].ToLowerInvariant());
            return Targets(Path.Combine(folder, "lib")) ?? Targets(Path.Combine(folder, "ref")) ?? [];
        }
        var pack = Path.Combine(Metadata("TargetingPacks"), library + ".Ref");
        var newest = Directory.GetDirectories(pack).OrderBy(x => Version.Parse(Path.GetFileName(x).Split('-')[0])).Last();
        return Directory.GetFiles(Path.Combine(newest, "ref", "net10.0"), "*.dll");
    }

    /// <summary>The assemblies of a package that run, on Unix where that makes a difference; those of a framework are boundary and none.</summary>
    public static IReadOnlyList<string> ImplementationsOf(string library)
    {
        var parts = library.Split(' ');
        if (parts.Length != 2) return [];
        var special = Targets(Path.Combine(Metadata("PackageRoot"), parts[0].ToLowerInvariant(), parts[1].ToLowerInvariant(), "runtimes", "unix", "lib")) ?? [];
        return [.. AssembliesOf(library).Select(x => special.FirstOrDefault(y => Path.GetFileName(y) == Path.GetFileName(x)) ?? x)];
    }

    private static string[]? Targets(string folder)
    {
        string[] order = ["net10.0", "net9.0", "net8.0", "net7.0", "net6.0", "net5.0", "netcoreapp3.1", "netstandard2.1", "netstandard2.0", "netstandard1.3"];
        return order.Select(x => Path.Combine(folder, x)).Where(Directory.Exists).Select(x => Directory.GetFiles(x, "*.dll")).FirstOrDefault(x => x.Length > 0);
    }

    private static string Metadata(string key) =>
        typeof(RepositoryFiles).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(x => x.Key == key).Value!;

    private static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "ScaleLint.sln"))) folder = Path.GetDirectoryName(folder)!;
        return folder;
    }
}
