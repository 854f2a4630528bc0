using System.CommandLine;

namespace ScaleLint.Cli.Commands;

/// <summary><c>scalelint report</c>: what was found, in any format.</summary>
internal static class ReportCommand
{
    public static Command Create(Terminal terminal)
    {
        var command = new TeachingCommand("report",
            "Analyses an input and reports what it found. Findings do not change the exit code: that is 'check'.",
            "scalelint report Shop.sln",
            "scalelint report Shop.sln --format json -o shop.json --format sarif -o shop.sarif",
            "scalelint report Shop.sln --format html -o shop.html --load 1,10,100",
            "scalelint report Shop.sln --calibration measured.json",
            "scalelint report shop.json --format markdown");
        var input = new InputArguments(command);
        var outputs = new OutputArguments(command);
        var load = LoadOption.Create();
        command.Options.Add(load);
        var calibration = CalibrationOption.Create();
        command.Options.Add(calibration);
        command.SetAction(async (parsed, cancellation) =>
        {
            var plan = outputs.Plan(parsed);
            var analysed = await Analysed.Run(input.Input(parsed), input.Options(parsed), LoadOption.OfReport(parsed.GetValue(load)), terminal, cancellation, parsed.GetValue(calibration));
            foreach (var output in plan) output.Write(analysed.Report(), terminal);
            return analysed.Conclude(ExitCode.Clean, input.AllowIncomplete(parsed), terminal);
        });
        return command;
    }
}
