using ScaleLint.Rules;
using ScaleLint.Rules.Results;

namespace ScaleLint.Cli.Scan;

/// <summary>The facts of an input and what could not be read of it.</summary>
/// <param name="Projects">Judged projects and the packages they use, sorted by project, then assembly.</param>
/// <param name="Named">All projects of the input, also those that could not be read, as reports name them.</param>
internal sealed record ScanResult(IReadOnlyList<ProjectInput> Projects, IReadOnlyList<string> Named, IReadOnlyList<ProblemResult> Problems)
{
    /// <summary>Versions of the packages' assemblies by name.</summary>
    public IReadOnlyDictionary<string, string> Versions { get; init; } = new Dictionary<string, string>();

    /// <summary>Sorts everything, so that the order of loading leaves no trace.</summary>
    public static ScanResult Of(IEnumerable<ProjectInput> projects, IEnumerable<string> named, IEnumerable<ProblemResult> problems) => new(
        [.. projects.OrderBy(x => x.IsJudged ? 0 : 1).ThenBy(x => x.Project, StringComparer.Ordinal).ThenBy(x => x.Facts.Name, StringComparer.Ordinal)],
        [.. named.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
        [.. problems.Distinct().OrderBy(x => x.File, StringComparer.Ordinal).ThenBy(x => x.Line).ThenBy(x => x.Code, StringComparer.Ordinal).ThenBy(x => x.Message, StringComparer.Ordinal)]);
}
