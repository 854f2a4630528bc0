using ScaleLint.Rules.Results;

namespace ScaleLint.Cli.Reports.Diff;

/// <summary>Differences for a terminal and for a pull request.</summary>
internal static class DiffText
{
    /// <summary>What is said when a side was not read whole.</summary>
    private const string Incomplete = "Incomplete: a part of one side was not read, so what is missing there may only be unseen.";

    /// <summary>As text.</summary>
    public static void Write(AnalysisResult before, AnalysisResult after, TextWriter output)
    {
        var differences = Differences.Between(before, after);
        var text = new TextPage(output, Page.Plain);
        if (Verdict(before, after) is { } verdict) text.Title(verdict);
        if (First(before, after) is { } first) text.Line(first);
        if (differences.Limits.Count > 0) text.Heading("What moved the score");
        foreach (var limit in differences.Limits)
        {
            text.Line("  " + Limit(limit));
            foreach (var cause in limit.Causes) text.Line($"      {cause.Sign} {cause.Text}");
        }
        foreach (var (title, lines) in differences.Sections)
        {
            text.Heading(lines.Count == 0 ? $"{title}: no change" : title);
            foreach (var line in lines) text.Line($"  {line.Sign} {line.Text}");
        }
        if (!before.Complete || !after.Complete) text.Line(Incomplete);
    }

    /// <summary>As a comment on a pull request: what moved the score, the rest folded.</summary>
    public static void WriteMarkdown(AnalysisResult before, AnalysisResult after, TextWriter output)
    {
        var differences = Differences.Between(before, after);
        output.WriteLine("## ScaleLint: " + MarkdownText.Escaped(Verdict(before, after) ?? "no score on one side"));
        output.WriteLine();
        if (First(before, after) is { } first) output.WriteLine(MarkdownText.Escaped(first) + "\n");
        foreach (var limit in differences.Limits)
        {
            output.WriteLine($"- **{MarkdownText.Escaped(Limit(limit))}**");
            foreach (var cause in limit.Causes) output.WriteLine($"  - {MarkdownText.Code(cause.Sign + " " + cause.Text)}");
        }
        foreach (var (title, lines) in differences.Sections.Where(x => x.Lines.Count > 0))
        {
            output.WriteLine();
            output.WriteLine($"<details><summary>{title}: {lines.Count(x => x.Sign == '+')} came, {lines.Count(x => x.Sign == '-')} went</summary>");
            output.WriteLine();
            foreach (var line in lines) output.WriteLine($"- {MarkdownText.Code(line.Sign + " " + line.Text)}");
            output.WriteLine();
            output.WriteLine("</details>");
        }
        if (!before.Complete || !after.Complete) output.WriteLine("\n**" + Incomplete + "**");
    }

    private static string? Verdict(AnalysisResult before, AnalysisResult after) => before.Score is { } old && after.Score is { } now
        ? FormattableString.Invariant($"Score {old.Value:0.#} -> {now.Value:0.#}, margin {Numbers.Factor(old.Margin)} -> {Numbers.Factor(now.Margin)}") : null;

    private static string? First(AnalysisResult before, AnalysisResult after) =>
        before.Score?.BreaksFirst is var old && after.Score?.BreaksFirst is var now && (old?.Resource != now?.Resource || old?.Reason != now?.Reason) ? $"First to give way: {Words(old)} -> {Words(now)}" : null;

    private static string Words(BreaksFirst? limit) => limit is null ? "nothing" : $"{limit.Resource} at {Numbers.Times(limit.At)} ({Reasons.Words(limit.Reason)})";

    private static string Limit(MovedLimit x) => FormattableString.Invariant($"{x.Name} ({Reasons.Words(x.Reason)}): {At(x.From)} -> {At(x.To)}{(Math.Abs(x.Points) >= 0.05 ? FormattableString.Invariant($", {x.Points:+0.#;-0.#} points") : "")}");

    private static string At(double? load) => load is { } x ? "at " + Numbers.Times(x) : "never";
}
