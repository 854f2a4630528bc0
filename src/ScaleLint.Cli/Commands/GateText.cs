using ScaleLint.Cli.Reports;
using ScaleLint.Rules.Baselines;
using ScaleLint.Rules.Results;

namespace ScaleLint.Cli.Commands;

/// <summary>What the gate says: growth and shrinkage on every run, also a green one.</summary>
internal static class GateText
{
    private const int Shown = 50;

    /// <summary>Writes the findings that nobody accepted, then the counts, then why the gate failed.</summary>
    public static void Write(TextWriter output, IReadOnlyList<FindingResult> unaccepted, BaselineComparison? comparison, IReadOnlyList<string> failures)
    {
        foreach (var finding in Ranking.ByCost(unaccepted).Take(Shown))
        {
            var place = finding.Line > 0 ? FormattableString.Invariant($"{finding.File}({finding.Line},{finding.Column})") : finding.File;
            output.WriteLine($"{Printable.Text(place)}: {finding.Level} {finding.RuleId}: {Printable.Text(finding.Message)}");
        }
        if (unaccepted.Count > Shown) output.WriteLine($"... and {unaccepted.Count - Shown} more");
        if (comparison is not null)
        {
            output.WriteLine($"Baseline: {comparison.Accepted.Count} accepted, {comparison.New.Count} new, {comparison.Stale.Count} stale (repaired or gone; 'scalelint baseline --prune' takes them out).");
            foreach (var entry in comparison.Stale.Take(Shown)) output.WriteLine("  - " + Line(entry));
        }
        foreach (var failure in failures) output.WriteLine("Failed: " + failure);
        if (failures.Count == 0) output.WriteLine($"Passed: {Numbers.Count(unaccepted.Count, "finding")}{(comparison is null ? "" : " outside the baseline")}, none of them fails the gate.");
    }

    /// <summary>An entry on one line.</summary>
    public static string Line(BaselineEntry entry) => $"{entry.RuleId} {Printable.Text(entry.File)}: {Printable.Text(entry.Message)}";
}
