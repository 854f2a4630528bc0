using System.CommandLine;
using ScaleLint.Cli.Inputs;
using ScaleLint.Cli.Reports;
using ScaleLint.Cli.Scan;
using ScaleLint.Rules;

namespace ScaleLint.Cli.Commands;

/// <summary><c>scalelint explain</c>: a rule's page, or one finding with all that is known of it.</summary>
internal static class ExplainCommand
{
    public static Command Create(Terminal terminal)
    {
        var command = new TeachingCommand("explain",
            "Explains a rule, or one finding by its fingerprint.",
            "scalelint explain SCALE3002",
            "scalelint explain 0f3a9c1b22d4e5f6 --from shop.json");
        var what = new Argument<string>("rule-or-fingerprint") { Description = "A rule's id, or the fingerprint of a finding.", HelpName = "rule or fingerprint" };
        what.CompletionSources.Add(_ => RuleList.All.Select(x => new System.CommandLine.Completions.CompletionItem(x.Info.Id)));
        var from = new Option<string>("--from") { Description = "Where the finding is: a saved .json result or anything 'report' takes. Default: the current folder.", DefaultValueFactory = _ => ".", HelpName = "input" };
        command.Arguments.Add(what);
        command.Options.Add(from);
        command.SetAction(async (parsed, cancellation) =>
        {
            var name = parsed.GetRequiredValue(what);
            if (RuleList.Find(name) is { } rule)
            {
                terminal.Output.WriteLine(RulePages.Text(rule.Info.Id));
                return ExitCode.Clean;
            }
            if (!name.All(Uri.IsHexDigit) || name.Length < 6)
            {
                var ids = RuleList.All.Select(x => x.Info.Id).ToList();
                throw new UsageException($"'{name}' is neither a rule nor a fingerprint.", NearMiss.Of(name, ids) is { } near ? $"Did you mean {near}?" : "Rules: " + string.Join(", ", ids));
            }
            var analysed = await Analysed.Run(Input.Resolve(parsed.GetValue(from)!), new ScanOptions(Restore: true), LoadOption.OfReport(null), terminal, cancellation);
            var found = analysed.Result.Findings.Where(x => x.Fingerprint.StartsWith(name, StringComparison.OrdinalIgnoreCase)).ToList();
            if (found.Count == 0) throw new UsageException($"No finding of '{parsed.GetValue(from)}' has the fingerprint {name}.", "Fingerprints are in the json and sarif reports; --from says where to look.");
            foreach (var finding in found)
            {
                var text = new TextPage(terminal.Output, Page.Plain);
                text.Finding(finding.Level, finding.RuleId, FormattableString.Invariant($"{finding.File}:{finding.Line}"), "   " + finding.Fingerprint, finding.Message);
                text.Path(finding.Path.Select(x => (Symbols.Short(x.Symbol), x.File.Length > 0 ? FormattableString.Invariant($"{x.File}:{x.Line}") : "")));
                if (finding.MarginGain is { } gain) text.Line($"    Repaired, the system holds {Numbers.Factor(gain)} times the load it holds now.");
                terminal.Output.WriteLine();
            }
            if (RuleList.Find(found[0].RuleId) is { } judged) terminal.Output.WriteLine(RulePages.Text(judged.Info.Id));
            return ExitCode.Clean;
        });
        return command;
    }
}
