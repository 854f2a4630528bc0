using System.Text.Json;
using ScaleLint.Rules;
using ScaleLint.Rules.Results;

namespace ScaleLint.Cli.Reports;

/// <summary>SARIF 2.1.0, for code scanning: paths as code flows, fingerprints without lines.</summary>
internal sealed class SarifReport : IReportFormat
{
    private const string BaseId = "SRCROOT";

    private static readonly SarifJson Bounded = new(new JsonSerializerOptions(SarifJson.Default.Options) { Converters = { new ClippedText() } });

    public string Name => "sarif";

    public IReadOnlyList<string> Extensions => ["sarif"];

    public void Write(ReportContent content, TextWriter output, Page page)
    {
        var log = new SarifLog("https://json.schemastore.org/sarif-2.1.0.json", "2.1.0", [Run(content)]);
        output.WriteLine(JsonSerializer.Serialize(log, Bounded.SarifLog));
    }

    private static SarifRun Run(ReportContent content)
    {
        var ids = content.Result.Findings.Select(x => x.RuleId).Distinct().Order(StringComparer.Ordinal).ToList();
        var index = ids.Select((id, i) => (id, i)).ToDictionary(x => x.id, x => x.i, StringComparer.Ordinal);
        return new SarifRun(
            new SarifTool(new SarifDriver("ScaleLint", ToolVersion.Text, "https://github.com/scalelint/scalelint", [.. ids.Select(Rule)])),
            [new SarifInvocation(content.Result.Complete, [.. content.Result.Problems.Select(x => Notification(x, content))])],
            new SortedDictionary<string, SarifArtifactLocation>(StringComparer.Ordinal) { [BaseId] = new(null, null, new SarifMessage("The root of the repository.")) },
            "utf16CodeUnits",
            [.. content.Result.Findings.Select(x => Result(x, index[x.RuleId], content))]);
    }

    private static SarifRule Rule(string id) => RuleList.Find(id)?.Info is { } rule
        ? new SarifRule(id, Identifier(rule.Title), new SarifMessage(Sentence(rule.Title)), new SarifMessage(Sentence(rule.Description)), new SarifHelp(Sentence(rule.Description), $"{Sentence(rule.Description)}\n\n[More on {id}]({rule.HelpLink})"), rule.HelpLink, new SarifConfiguration(Level(rule.Default.ToString().ToLowerInvariant())))
        : new SarifRule(id, null, null, null, null, null, null);

    /// <summary><c>FailureSwallowed</c>: viewers want a rule's name in one word.</summary>
    private static string Identifier(string title) => string.Concat(title.Split([' ', '-'], StringSplitOptions.RemoveEmptyEntries).Select(x => char.ToUpperInvariant(x[0]) + string.Concat(x[1..].Where(char.IsLetterOrDigit))));

    private static string Sentence(string text) => text.EndsWith('.') ? text : text + ".";

    private static SarifResult Result(FindingResult finding, int ruleIndex, ReportContent content) => new(
        finding.RuleId,
        ruleIndex,
        Level(finding.Level),
        new SarifMessage(finding.Message),
        [Place(finding.File, finding.Line, finding.Column, null, content)],
        !finding.Path.Any(x => x.File.Length > 0) ? null : [new SarifCodeFlow([new SarifThreadFlow([.. finding.Path.Where(x => x.File.Length > 0).Select(x => new SarifThreadFlowLocation(Place(x.File, x.Line, 0, x.Symbol, content)))])])],
        // The first key is the one that GitHub tracks alerts by; without it GitHub hashes the line.
        new SortedDictionary<string, string>(StringComparer.Ordinal) { ["primaryLocationLineHash"] = finding.Fingerprint, ["scalelint/v1"] = finding.Fingerprint },
        content.Baseline is { } baseline ? baseline.Contains(finding.Fingerprint) ? "unchanged" : "new" : null,
        finding.MarginGain is { } gain ? new SarifProperties(gain) : null);

    private static SarifNotification Notification(ProblemResult problem, ReportContent content) => new(
        new SarifDescriptorReference(problem.Code), "error", new SarifMessage(problem.Message),
        problem.File.Length == 0 ? null : [Place(problem.File, problem.Line, 0, null, content)]);

    // Code that was read without its source has a name but no place.
    private static SarifLocation Place(string file, int line, int column, string? symbol, ReportContent content)
    {
        var physical = file.Length == 0 ? null : new SarifPhysicalLocation(
            new SarifArtifactLocation(Escaped(content.RepositoryPrefix + file), BaseId, null),
            line > 0 ? new SarifRegion(line, column > 0 ? column : null) : null);
        return new SarifLocation(physical, symbol is null ? null : [new SarifLogicalLocation(symbol)], symbol is null ? null : new SarifMessage(symbol));
    }

    private static string Escaped(string path) => string.Join('/', path.Split('/').Select(Uri.EscapeDataString));

    private static string Level(string level) => level switch
    {
        "error" => "error",
        "warning" => "warning",
        "none" => "none",
        _ => "note",
    };
}
