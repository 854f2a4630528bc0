using System.CommandLine;
using ScaleLint.Cli.Baselines;
using ScaleLint.Rules.Baselines;

namespace ScaleLint.Cli.Commands;

/// <summary><c>scalelint baseline</c>: accepts what is there.</summary>
internal static class BaselineCommand
{
    public static Command Create(Terminal terminal)
    {
        var command = new TeachingCommand("baseline",
            "Writes down the findings of today, so that 'check' fails on new ones only. A finding is told by what it is about, not by its file or line.",
            "scalelint baseline Shop.sln",
            "scalelint baseline Shop.sln --prune",
            "scalelint baseline Shop.sln -o ci/accepted.json");
        var input = new InputArguments(command);
        var file = new Option<string?>("--output", "-o") { Description = $"File to write. Default: what scalelint.json says, else {BaselineFile.DefaultName} beside the input.", HelpName = "file" };
        var prune = new Option<bool>("--prune") { Description = "Only take out entries whose finding is gone." };
        command.Options.Add(file);
        command.Options.Add(prune);
        command.SetAction(async (parsed, cancellation) =>
        {
            var analysed = await Analysed.Run(input.Input(parsed), input.Options(parsed), LoadOption.OfReport(null), terminal, cancellation);
            var path = parsed.GetValue(file) is { } named ? Path.GetFullPath(named) : analysed.BaselinePath ?? Path.Combine(analysed.Root, BaselineFile.DefaultName);
            var code = analysed.Conclude(ExitCode.Clean, input.AllowIncomplete(parsed), terminal);
            if (code != ExitCode.Clean)
            {
                terminal.Error.WriteLine("The baseline was not written: what was not read would be missing from it.");
                return code;
            }
            var findings = analysed.Result.Findings;
            var before = File.Exists(path) ? BaselineFile.Read(path) : null;
            if (before is null && parsed.GetValue(prune)) throw new UsageException($"There is no baseline '{path}' to prune.", "Write it first, without --prune.");
            var after = parsed.GetValue(prune) ? before!.Pruned(findings) : Baseline.Of(findings);
            BaselineFile.Write(path, after);
            var comparison = (before ?? new Baseline([])).Compare(findings);
            var grown = parsed.GetValue(prune) ? 0 : comparison.New.Count;
            terminal.Output.WriteLine($"{Path.GetFileName(path)}: {after.Entries.Count} findings ({grown} added, {comparison.Stale.Count} taken out)");
            foreach (var entry in comparison.Stale) terminal.Output.WriteLine("  - " + GateText.Line(entry));
            if (parsed.GetValue(prune) && comparison.New.Count > 0) terminal.Output.WriteLine($"{comparison.New.Count} new findings were left out; 'scalelint check' shows them.");
            return code;
        });
        return command;
    }
}
