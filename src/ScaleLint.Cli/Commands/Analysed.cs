using ScaleLint.Cli.Inputs;
using ScaleLint.Cli.Reports;
using ScaleLint.Cli.Scan;
using ScaleLint.Rules;
using ScaleLint.Rules.Results;
using ScaleLint.Topology;

namespace ScaleLint.Cli.Commands;

/// <summary>An input with its result.</summary>
/// <param name="Root">Absolute folder of the input.</param>
/// <param name="RepositoryPrefix">From the repository's root to the input's folder.</param>
/// <param name="BaselinePath">Absolute path of the baseline that the configuration names, if any.</param>
internal sealed record Analysed(string Root, AnalysisResult Result, string RepositoryPrefix, string? BaselinePath)
{
    /// <summary>Reads the input and analyses it; a saved result is taken as it is.</summary>
    /// <param name="loads">Multiples of today's load that the curves are solved at, 1 among them.</param>
    /// <param name="calibration">File of measured numbers that goes before the one of the configuration; null for that one.</param>
    public static async Task<Analysed> Run(Input input, ScanOptions options, IReadOnlyList<double> loads, Terminal terminal, CancellationToken cancellation, string? calibration = null)
    {
        if (input.Kind == InputKind.SavedResult && calibration is not null) throw new UsageException("A saved result keeps the numbers it was made with.", "Give --calibration with the solution or project instead.");
        if (input.Kind == InputKind.SavedResult) return new Analysed(input.Root, SavedResult.Read(input.Path), "", null);
        var configuration = Configuration.Read(input).MeasuredBy(calibration).At(loads);
        using var progress = new Progress(terminal);
        var scan = await Scanner.Scan(input, options with { Catalogue = configuration.Catalogue }, progress, cancellation);
        progress.Show("analysing");
        var result = SystemAnalysis.Run(scan, configuration, TopologyFiles.Collect(input.Root), cancellation);
        return new Analysed(input.Root, result, Repository.PrefixOf(input.Root), configuration.Settings.Config.Baseline is { } baseline ? Path.GetFullPath(Path.Combine(configuration.Folder, baseline)) : null);
    }

    /// <summary>What a report is made of.</summary>
    public ReportContent Report() => new(Result) { Root = Root, RepositoryPrefix = RepositoryPrefix };

    /// <summary>The exit code, and the reasons for an incomplete one on stderr.</summary>
    /// <param name="otherwise">The code when the analysis is complete.</param>
    public int Conclude(int otherwise, bool allowIncomplete, Terminal terminal)
    {
        foreach (var problem in Result.Problems.Take(20)) terminal.Error.WriteLine(Line(problem));
        if (Result.Problems.Count > 20) terminal.Error.WriteLine($"... and {Result.Problems.Count - 20} more");
        if (Result.Coverage.ProjectsRead == 0)
        {
            terminal.Error.WriteLine("error: nothing was analysed, so this is no result. Mend the above, or name another input.");
            return ExitCode.Incomplete;
        }
        if (Result.Complete || allowIncomplete) return otherwise;
        terminal.Error.WriteLine($"error: the analysis is incomplete: {Result.Coverage.ProjectsRead} of {Result.Coverage.Projects} projects were read, with {Result.Problems.Count} {(Result.Problems.Count == 1 ? "problem" : "problems")}. Mend the above, or accept it with --allow-incomplete.");
        return ExitCode.Incomplete;
    }

    /// <summary>A problem on one line, its place first.</summary>
    public static string Line(ProblemResult problem)
    {
        var place = problem.Line > 0 ? $"{problem.File}({problem.Line})" : problem.File;
        return $"{(place.Length > 0 ? place + ": " : "")}{problem.Code}: {Printable.Text(problem.Message)}";
    }
}
