using System.CommandLine;
using ScaleLint.Cli.Reports;
using ScaleLint.Rules.Results;

namespace ScaleLint.Cli.Commands;

/// <summary><c>scalelint diff</c>: what moved between two saved results.</summary>
internal static class DiffCommand
{
    public static Command Create(Terminal terminal)
    {
        var command = new TeachingCommand("diff",
            "Compares two saved results: what moved the score, which edges and findings came and went.",
            "scalelint diff main.json branch.json");
        var from = new Argument<string>("base") { Description = "The saved .json result to compare with." };
        var to = new Argument<string>("head") { Description = "The saved .json result of now." };
        command.Arguments.Add(from);
        command.Arguments.Add(to);
        command.SetAction((parsed, _) =>
        {
            Write(SavedResult.Read(parsed.GetRequiredValue(from)), SavedResult.Read(parsed.GetRequiredValue(to)), terminal.Output);
            return Task.FromResult(ExitCode.Clean);
        });
        return command;
    }

    private static void Write(AnalysisResult before, AnalysisResult after, TextWriter output)
    {
        var text = new TextPage(output, Page.Plain);
        if (before.Score is { } old && after.Score is { } now)
        {
            text.Title(FormattableString.Invariant($"Score {old.Value:0.#} -> {now.Value:0.#}, margin {Numbers.Factor(old.Margin)} -> {Numbers.Factor(now.Margin)}"));
            if (old.BreaksFirst?.Resource != now.BreaksFirst?.Resource || old.BreaksFirst?.Reason != now.BreaksFirst?.Reason)
                text.Line($"First to give way: {Limit(old.BreaksFirst)} -> {Limit(now.BreaksFirst)}");
        }
        Section(text, "Edges", Keys(before.Edges, Edge), Keys(after.Edges, Edge));
        Section(text, "Resources", Keys(before.Resources, Resource), Keys(after.Resources, Resource));
        Section(text, "Chains", Keys(before.EntryPoints.Where(x => x.Chain.Count > 0), Chain), Keys(after.EntryPoints.Where(x => x.Chain.Count > 0), Chain));
        Section(text, "Findings", Keys(before.Findings, x => x.Fingerprint, Finding), Keys(after.Findings, x => x.Fingerprint, Finding));
        if (!before.Complete || !after.Complete) text.Line("Incomplete: a part of one side was not read, so what is missing there may only be unseen.");
    }

    private static void Section(TextPage text, string title, Dictionary<string, string> before, Dictionary<string, string> after)
    {
        var gone = before.Where(x => !after.ContainsKey(x.Key)).Select(x => "- " + x.Value);
        var come = after.Where(x => !before.ContainsKey(x.Key)).Select(x => "+ " + x.Value);
        var lines = gone.Order(StringComparer.Ordinal).Concat(come.Order(StringComparer.Ordinal)).ToList();
        text.Heading(lines.Count == 0 ? $"{title}: no change" : title);
        foreach (var line in lines) text.Line("  " + line);
    }

    private static Dictionary<string, string> Keys<T>(IEnumerable<T> items, Func<T, string> text) => Keys(items, text, text);

    private static Dictionary<string, string> Keys<T>(IEnumerable<T> items, Func<T, string> key, Func<T, string> text) =>
        items.GroupBy(key, StringComparer.Ordinal).ToDictionary(x => x.Key, x => text(x.First()), StringComparer.Ordinal);

    private static string Edge(EdgeResult x) => $"{x.From} -> {x.To} ({x.Kind})";

    private static string Resource(ResourceResult x) => x.Id + (x.SaturatesAt is { } at ? $", full at {Numbers.Times(at)}" : "") + (x.Slots is { } slots ? $", {Numbers.Plain(slots)} slots" : "");

    private static string Chain(EntryPointResult x) => $"{x.Id} ({x.Service}): {string.Join(" > ", x.Chain)}";

    private static string Finding(FindingResult x) => FormattableString.Invariant($"{x.Level} {x.RuleId} {x.File}:{x.Line} {x.Message}");

    private static string Limit(BreaksFirst? limit) => limit is null ? "nothing" : $"{limit.Resource} at {Numbers.Times(limit.At)} ({Reasons.Words(limit.Reason)})";
}
