using System.CommandLine;
using ScaleLint.Cli.Reports;

namespace ScaleLint.Cli.Commands;

/// <summary><c>scalelint check</c>: the gate.</summary>
internal static class CheckCommand
{
    public static Command Create(Terminal terminal)
    {
        var command = new Command("check",
            """
            Analyses an input and fails on findings: the gate for CI.

            Examples:
              scalelint check Shop.sln
              scalelint check Shop.sln --fail-on error
            """);
        var input = new InputArguments(command);
        var outputs = new OutputArguments(command);
        var failOn = new Option<string>("--fail-on") { Description = "Lowest level that fails: warning or error.", DefaultValueFactory = _ => "warning", HelpName = "level" };
        failOn.AcceptOnlyFromAmong("warning", "error");
        command.Options.Add(failOn);
        command.SetAction(async (parsed, cancellation) =>
        {
            var plan = outputs.Plan(parsed);
            var analysed = await Analysed.Run(input.Input(parsed), input.Options(parsed), terminal, cancellation);
            foreach (var output in plan) output.Write(analysed.Report(), terminal);
            var worst = Ranking.Severity(parsed.GetValue(failOn)!);
            var failing = analysed.Result.Findings.Count(x => Ranking.Severity(x.Level) <= worst);
            return analysed.Conclude(failing > 0 ? ExitCode.Failed : ExitCode.Clean, input.AllowIncomplete(parsed), terminal);
        });
        return command;
    }
}
