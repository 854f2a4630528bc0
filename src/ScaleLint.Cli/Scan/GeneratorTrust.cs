using System.Runtime.InteropServices;
using ScaleLint.Cli.Scan.Loading;

namespace ScaleLint.Cli.Scan;

/// <summary>Which source generators run while a project is compiled: they are code, and an input's own code is never run unasked.</summary>
internal enum GeneratorTrust
{
    /// <summary>None.</summary>
    None,

    /// <summary>Those of the SDK and of restored packages, whose targets MSBuild runs as well.</summary>
    Packages,

    /// <summary>Also those that lie in the repository or that it builds.</summary>
    All,
}

/// <summary>Takes out of records the generators that are not to run.</summary>
internal static class Generators
{
    private static readonly string[] Trusted = [Folder(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..")), Folder(PackageFolder())];

    /// <summary>The record with those generators that run, and names of the others.</summary>
    public static (ProjectRecord Record, IReadOnlyList<string> Left) Of(ProjectRecord record, GeneratorTrust trust)
    {
        bool Runs(string path) => trust == GeneratorTrust.All || (trust == GeneratorTrust.Packages && Trusted.Any(x => Path.GetFullPath(path).StartsWith(x, StringComparison.Ordinal)));
        var (run, left) = (record.Generators.Where(Runs).ToList(), record.Generators.Where(x => !Runs(x)).Select(x => Path.GetFileName(x)).Distinct().Order(StringComparer.Ordinal).ToList());
        return (record with { Generators = run }, left);
    }

    // The user's own, by NuGet's rules; a folder that the repository's nuget.config names is the repository's.
    private static string PackageFolder() => Environment.GetEnvironmentVariable("NUGET_PACKAGES") is { Length: > 0 } named ? named : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile, Environment.SpecialFolderOption.DoNotVerify), ".nuget", "packages");

    private static string Folder(string path) => Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)) + Path.DirectorySeparatorChar;
}
