namespace ScaleLint.Cli.Reports;

/// <summary>Workflow commands, which GitHub Actions shows as annotations; the dearest first, since GitHub shows few.</summary>
internal sealed class GithubReport : IReportFormat
{
    public string Name => "github";

    public IReadOnlyList<string> Extensions => [];

    public void Write(ReportContent content, TextWriter output, Page page)
    {
        foreach (var problem in content.Result.Problems)
            output.WriteLine($"::error {Place(content, problem.File, problem.Line, 0)}title={Property("ScaleLint: " + problem.Code)}::{Data(problem.Message)}");
        foreach (var finding in Ranking.ByCost(content.Result.Findings.Where(x => content.Baseline?.Contains(x.Fingerprint) != true)))
        {
            var command = finding.Level switch { "error" => "error", "warning" => "warning", _ => "notice" };
            output.WriteLine($"::{command} {Place(content, finding.File, finding.Line, finding.Column)}title={Property(finding.RuleId)}::{Data(finding.Message)}");
        }
    }

    private static string Place(ReportContent content, string file, int line, int column) =>
        (file.Length > 0 ? $"file={Property(content.RepositoryPrefix + file)}," : "")
        + (line > 0 ? FormattableString.Invariant($"line={line},") : "")
        + (column > 0 ? FormattableString.Invariant($"col={column},") : "");

    private static string Data(string text) => Printable.Text(text).Replace("%", "%25", StringComparison.Ordinal);

    private static string Property(string text) => Data(text).Replace(":", "%3A", StringComparison.Ordinal).Replace(",", "%2C", StringComparison.Ordinal);
}
