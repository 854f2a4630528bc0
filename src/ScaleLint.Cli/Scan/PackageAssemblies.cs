using Microsoft.CodeAnalysis;
using ScaleLint.Rules;
using ScaleLint.Rules.Results;

namespace ScaleLint.Cli.Scan;

/// <summary>Reads the packages that projects use, so that calls into them can be followed.</summary>
internal static class PackageAssemblies
{
    /// <summary>The facts of all packages, each once.</summary>
    public static IReadOnlyList<ProjectInput> Read(IEnumerable<Compilation> compilations, Progress progress, RelativePaths paths, List<ProblemResult> problems, CancellationToken cancellation) => [];
}
