using ScaleLint.Rules.Results;

namespace ScaleLint.Rules.Baselines;

/// <summary>A finding that was accepted. Only the fingerprint is its identity; the rest is there for people.</summary>
public sealed record BaselineEntry(string Fingerprint, string RuleId, string File, string Message);

/// <summary>Findings a team lives with for now. It may shrink; it grows only when somebody writes it anew.</summary>
/// <param name="Entries">Sorted by rule, file and fingerprint, each fingerprint once.</param>
public sealed record Baseline(IReadOnlyList<BaselineEntry> Entries)
{
    /// <summary>All findings of a result.</summary>
    public static Baseline Of(IEnumerable<FindingResult> findings) => Sorted(findings.Select(Entry));

    /// <summary>What is new, what is known and what is gone.</summary>
    public BaselineComparison Compare(IReadOnlyList<FindingResult> findings)
    {
        var known = new HashSet<string>(Entries.Select(x => x.Fingerprint), StringComparer.Ordinal);
        var present = new HashSet<string>(findings.Select(x => x.Fingerprint), StringComparer.Ordinal);
        return new BaselineComparison(
            findings.Where(x => !known.Contains(x.Fingerprint)).ToList(),
            findings.Where(x => known.Contains(x.Fingerprint)).ToList(),
            Entries.Where(x => !present.Contains(x.Fingerprint)).ToList());
    }

    /// <summary>Without the entries whose finding is gone, and with the others as they stand now; nothing new enters.</summary>
    public Baseline Pruned(IReadOnlyList<FindingResult> findings) => Sorted(Compare(findings).Accepted.Select(Entry));

    private static BaselineEntry Entry(FindingResult finding) => new(finding.Fingerprint, finding.RuleId, finding.File, finding.Message);

    private static Baseline Sorted(IEnumerable<BaselineEntry> entries) => new(entries
        .GroupBy(x => x.Fingerprint, StringComparer.Ordinal).Select(x => x.First())
        .OrderBy(x => x.RuleId, StringComparer.Ordinal).ThenBy(x => x.File, StringComparer.Ordinal).ThenBy(x => x.Fingerprint, StringComparer.Ordinal).ToList());
}

/// <summary>A result beside a baseline.</summary>
/// <param name="New">Findings that nobody accepted.</param>
/// <param name="Accepted">Findings in the baseline.</param>
/// <param name="Stale">Entries whose finding is gone: repaired, or its code with it.</param>
public sealed record BaselineComparison(IReadOnlyList<FindingResult> New, IReadOnlyList<FindingResult> Accepted, IReadOnlyList<BaselineEntry> Stale);
