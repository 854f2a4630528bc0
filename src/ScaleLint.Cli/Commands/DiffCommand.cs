using System.CommandLine;
using ScaleLint.Cli.Reports;
using ScaleLint.Cli.Reports.Diff;

namespace ScaleLint.Cli.Commands;

/// <summary><c>scalelint diff</c>: what moved between two saved results.</summary>
internal static class DiffCommand
{
    public static Command Create(Terminal terminal)
    {
        var command = new TeachingCommand("diff",
            "Compares two saved results: what moved the score, which edges and findings came and went.",
            "scalelint diff main.json branch.json",
            "scalelint diff main.json branch.json --format markdown");
        var from = new Argument<string>("base") { Description = "The saved .json result to compare with." };
        var to = new Argument<string>("head") { Description = "The saved .json result of now." };
        command.Arguments.Add(from);
        command.Arguments.Add(to);
        var format = new Option<string>("--format", "-f") { Description = "text or markdown.", DefaultValueFactory = _ => "text", HelpName = "name" };
        format.AcceptOnlyFromAmong("text", "markdown");
        command.Options.Add(format);
        command.SetAction((parsed, _) =>
        {
            var (before, after) = (SavedResult.Read(parsed.GetRequiredValue(from)), SavedResult.Read(parsed.GetRequiredValue(to)));
            if (parsed.GetValue(format) == "markdown") DiffText.WriteMarkdown(before, after, terminal.Output);
            else DiffText.Write(before, after, terminal.Output);
            return Task.FromResult(ExitCode.Clean);
        });
        return command;
    }
}
