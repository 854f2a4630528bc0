using ScaleLint.Graph.Effects;
using ScaleLint.Graph.Facts;
using ScaleLint.Graph.Linking;
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
public sealed record AnalysisInput(IReadOnlyList<ProjectInput> Projects, int ProjectCount, EffectsCatalogue Catalogue, Settings.Settings Settings, IReadOnlyList<ProblemResult> Problems)
{
    /// <summary>What topology files say.</summary>
    public SystemMap Map { get; init; } = SystemMap.Empty;

    /// <summary>What could not be read beside the code: told of, but the analysis of the code is whole without it.</summary>
    public IReadOnlyList<ProblemResult> Notes { get; init; } = [];
}

/// <summary>The one way from facts to findings and score, used by every host that sees the whole system.</summary>
public static class Analysis
{
    /// <summary>Links the facts, runs the rules and the scale model.</summary>
    public static AnalysisResult Run(AnalysisInput input, CancellationToken cancellation)
    {
        var units = input.Projects.Select(x => new Unit(x.Facts, x.Project, x.IsJudged)).OrderBy(x => x.Name, StringComparer.Ordinal).ThenBy(x => x.Project, StringComparer.Ordinal).ToList();
        var graph = new SystemGraph(units, input.Catalogue, input.Map);
        var context = new RuleContext(graph, input.Settings, Host.System);
        var findings = Judge(context, cancellation);
        cancellation.ThrowIfCancellationRequested();
        return ResultBuilder.Build(input, graph, findings, context.Model);
    }

    /// <summary>Runs the rules that the host can answer for.</summary>
    public static IReadOnlyList<Finding> Judge(SystemGraph graph, Settings.Settings settings, Host host, CancellationToken cancellation) =>
        Judge(new RuleContext(graph, settings, host), cancellation);

    private static IReadOnlyList<Finding> Judge(RuleContext context, CancellationToken cancellation)
    {
        foreach (var rule in RuleList.All)
        {
            cancellation.ThrowIfCancellationRequested();
            if (context.Host == Host.System || rule.Info.Scope != RuleScope.System) rule.Judge(context);
        }
        return context.Findings.OrderBy(x => x.At.File, StringComparer.Ordinal).ThenBy(x => x.At.Line).ThenBy(x => x.At.Column)
            .ThenBy(x => x.Rule.Id, StringComparer.Ordinal).ThenBy(x => x.Message, StringComparer.Ordinal).ToList();
    }
}
