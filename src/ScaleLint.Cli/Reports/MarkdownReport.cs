using ScaleLint.Rules.Results;

namespace ScaleLint.Cli.Reports;

/// <summary>A comment for a pull request: the verdict, the dearest findings, the rest folded.</summary>
internal sealed class MarkdownReport : IReportFormat
{
    private const int Open = 10;
    private const int Folded = 200;

    public string Name => "markdown";

    public IReadOnlyList<string> Extensions => ["md"];

    public void Write(ReportContent content, TextWriter output, Page page)
    {
        var result = content.Result;
        output.WriteLine(result.Score is { } score ? FormattableString.Invariant($"## ScaleLint: score {score.Value:0.#} of 100") : "## ScaleLint");
        output.WriteLine();
        if (result.Score is { } s)
        {
            output.WriteLine($"Holds **{Numbers.Times(s.Margin)} today's load**{(s.BreaksFirst is { } first ? $". First to give way: {MarkdownText.Escaped(first.Resource)} at {Numbers.Times(first.At)} ({MarkdownText.Escaped(Reasons.Words(first.Reason))})" : "")}.");
            output.WriteLine();
        }
        var c = result.Coverage;
        output.WriteLine($"{Numbers.Of(c.ProjectsRead, c.Projects)} projects, {Numbers.Plain(c.Lines)} lines, {Numbers.Share(c.CallsResolved)} of calls resolved; {Found(content)}.");
        if (!result.Complete) Problems(result, output);
        var ranked = Ranking.ByCost(result.Findings.Where(x => content.Baseline?.Contains(x.Fingerprint) != true));
        if (ranked.Count == 0) return;
        output.WriteLine();
        Table(ranked.Take(Open), output);
        if (ranked.Count <= Open) return;
        output.WriteLine();
        output.WriteLine($"<details><summary>{ranked.Count - Open} more</summary>");
        output.WriteLine();
        Table(ranked.Skip(Open).Take(Folded), output);
        if (ranked.Count > Open + Folded) output.WriteLine($"\n... and {ranked.Count - Open - Folded} more.");
        output.WriteLine();
        output.WriteLine("</details>");
    }

    private static string Found(ReportContent content)
    {
        var findings = content.Result.Findings;
        var levels = findings.GroupBy(x => x.Level, StringComparer.Ordinal).OrderBy(x => Ranking.Severity(x.Key)).Select(x => Numbers.Count(x.Count(), x.Key));
        var accepted = content.Baseline is { } baseline ? $", {findings.Count(x => baseline.Contains(x.Fingerprint))} of them accepted by the baseline" : "";
        return findings.Count == 0 ? "nothing found" : string.Join(", ", levels) + accepted;
    }

    private static void Problems(AnalysisResult result, TextWriter output)
    {
        output.WriteLine();
        output.WriteLine("**The analysis is incomplete:**");
        output.WriteLine();
        foreach (var problem in result.Problems) output.WriteLine($"- {MarkdownText.Code(problem.Code)} {MarkdownText.Code(problem.File)} {MarkdownText.Escaped(problem.Message)}");
    }

    private static void Table(IEnumerable<FindingResult> findings, TextWriter output)
    {
        output.WriteLine("| | rule | where | what | margin |");
        output.WriteLine("|-|-|-|-|-|");
        foreach (var x in findings)
        {
            var path = x.Path.Count > 1 ? "<br>" + string.Join(" → ", x.Path.Select(y => MarkdownText.Code(Symbols.Short(y.Symbol)))) : "";
            output.WriteLine($"| {MarkdownText.Escaped(x.Level)} | {MarkdownText.Escaped(x.RuleId)} | {MarkdownText.Code(FormattableString.Invariant($"{x.File}:{x.Line}"))} | {MarkdownText.Escaped(x.Message)}{path} | {(x.MarginGain is > 1.0005 ? "x " + Numbers.Factor(x.MarginGain.Value) : "")} |");
        }
    }
}
