using System.CommandLine;
using ScaleLint.Cli.Baselines;
using ScaleLint.Cli.Reports;
using ScaleLint.Rules;
using ScaleLint.Rules.Baselines;
using ScaleLint.Rules.Results;

namespace ScaleLint.Cli.Commands;

/// <summary><c>scalelint check</c>: the gate.</summary>
internal static class CheckCommand
{
    public static Command Create(Terminal terminal)
    {
        var command = new TeachingCommand("check",
            "Analyses an input and fails on findings: the gate for CI.",
            "scalelint check Shop.sln",
            "scalelint check Shop.sln --baseline scalelint.baseline.json --fail-on-stale",
            "scalelint check Shop.sln --fail-on error --min-margin 3",
            "scalelint check Shop.sln --baseline scalelint.baseline.json --strict SCALE3004 SCALE4001");
        var input = new InputArguments(command);
        var outputs = new OutputArguments(command);
        var baseline = new Option<string?>("--baseline") { Description = "Accepted findings, as 'scalelint baseline' writes them. Default: what scalelint.json says.", HelpName = "file" };
        var failOn = new Option<string>("--fail-on") { Description = "Lowest level that fails: warning or error.", DefaultValueFactory = _ => "warning", HelpName = "level" };
        failOn.AcceptOnlyFromAmong("warning", "error");
        var failOnStale = new Option<bool>("--fail-on-stale") { Description = "Fail when the baseline holds entries whose finding is gone." };
        var strict = new Option<string[]>("--strict") { Description = "Rules of which no finding passes, whatever its level and whether accepted or not.", HelpName = "rule", AllowMultipleArgumentsPerToken = true };
        strict.CompletionSources.Add(_ => RuleList.All.Select(x => new System.CommandLine.Completions.CompletionItem(x.Info.Id)));
        var minScore = new Option<double?>("--min-score") { Description = "Lowest score, 0 to 100, that passes.", HelpName = "n" };
        var minMargin = new Option<double?>("--min-margin") { Description = "Lowest multiple of today's load that passes.", HelpName = "n" };
        foreach (var option in new Option[] { baseline, failOn, failOnStale, strict, minScore, minMargin }) command.Options.Add(option);
        command.SetAction(async (parsed, cancellation) =>
        {
            var plan = outputs.IsGiven(parsed) ? outputs.Plan(parsed) : [];
            var never = Rules(parsed.GetValue(strict) ?? []);
            var named = parsed.GetValue(baseline) is { } file ? BaselineFile.Read(Path.GetFullPath(file)) : null;
            var analysed = await Analysed.Run(input.Input(parsed), input.Options(parsed), LoadOption.OfReport(null), terminal, cancellation);
            var accepted = named ?? (analysed.BaselinePath is { } configured ? BaselineFile.Read(configured) : null);
            var comparison = accepted?.Compare(analysed.Result.Findings);
            var refused = analysed.Result.Findings.Where(x => never.Contains(x.RuleId)).ToList();
            var unaccepted = comparison is null ? analysed.Result.Findings : [.. comparison.New, .. refused.Except(comparison.New)];

            var failures = new List<string>();
            var level = parsed.GetValue(failOn)!;
            var failing = unaccepted.Count(x => !never.Contains(x.RuleId) && Ranking.Severity(x.Level) <= Ranking.Severity(level));
            if (failing > 0) failures.Add($"{Numbers.Count(failing, comparison is null ? "finding" : "new finding")} of level {level}{(level == "warning" ? " or error" : "")}.");
            foreach (var rule in refused.GroupBy(x => x.RuleId)) failures.Add($"{Numbers.Count(rule.Count(), "finding")} of {rule.Key}, of which none passes.");
            if (parsed.GetValue(failOnStale) && comparison?.Stale.Count > 0) failures.Add($"{Numbers.Count(comparison.Stale.Count, "stale entry", "stale entries")} in the baseline.");
            AddLimit(failures, "score", analysed.Result.Score?.Value, parsed.GetValue(minScore));
            AddLimit(failures, "margin", analysed.Result.Score?.Margin, parsed.GetValue(minMargin));

            var content = analysed.Report() with { Baseline = accepted?.Entries.Select(x => x.Fingerprint).ToHashSet(StringComparer.Ordinal) };
            foreach (var output in plan) output.Write(content, terminal);
            GateText.Write(plan.Any(x => x.File is null) ? terminal.Error : terminal.Output, unaccepted, comparison, failures);
            return analysed.Conclude(failures.Count > 0 ? ExitCode.Failed : ExitCode.Clean, input.AllowIncomplete(parsed), terminal);
        });
        return command;
    }

    private static HashSet<string> Rules(IEnumerable<string> names)
    {
        var rules = new HashSet<string>(StringComparer.Ordinal);
        foreach (var name in names)
        {
            if (RuleList.Find(name) is not { } rule)
                throw new UsageException($"--strict: there is no rule '{name}'.", NearMiss.Of(name, RuleList.All.Select(x => x.Info.Id)) is { } near ? $"Did you mean {near}?" : "Rules have ids like SCALE3002.");
            rules.Add(rule.Info.Id);
        }
        return rules;
    }

    private static void AddLimit(List<string> failures, string name, double? value, double? least)
    {
        if (least is not { } limit) return;
        if (value is null) failures.Add($"there is no {name} to hold against {Numbers.Plain(limit)}: the model found no load to work with.");
        else if (value < limit) failures.Add($"the {name} is {Numbers.Plain(value)}, at least {Numbers.Plain(limit)} is asked for.");
    }
}
