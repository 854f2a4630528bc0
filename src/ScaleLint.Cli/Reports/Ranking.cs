using ScaleLint.Rules.Results;

namespace ScaleLint.Cli.Reports;

/// <summary>The order in which people should read findings.</summary>
internal static class Ranking
{
    /// <summary>By what the repair gains, then by level, rule and place.</summary>
    public static IReadOnlyList<FindingResult> ByCost(IEnumerable<FindingResult> findings) =>
    [
        .. findings.OrderByDescending(x => x.MarginGain ?? 1).ThenBy(x => Severity(x.Level)).ThenBy(x => x.RuleId, StringComparer.Ordinal)
            .ThenBy(x => x.File, StringComparer.Ordinal).ThenBy(x => x.Line).ThenBy(x => x.Column).ThenBy(x => x.Fingerprint, StringComparer.Ordinal),
    ];

    /// <summary>0 for errors, more for what matters less.</summary>
    public static int Severity(string level) => level switch { "error" => 0, "warning" => 1, "suggestion" => 2, _ => 3 };
}
