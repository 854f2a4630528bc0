using System.CommandLine;
using ScaleLint.Cli.Inputs;
using ScaleLint.Cli.Scan;
using ScaleLint.Rules.Results;

namespace ScaleLint.Cli.Commands;

/// <summary><c>scalelint init</c>: a first <c>scalelint.json</c> out of what the code shows.</summary>
internal static class InitCommand
{
    public static Command Create(Terminal terminal)
    {
        var command = new TeachingCommand("init",
            $"Writes a commented {Configuration.FileName} with the entry points and resources that were found, and says what to do next. Never overwrites.",
            "scalelint init",
            "scalelint init src/Shop.sln");
        var input = new Argument<string>("input") { Description = "What 'report' takes; the file is written beside it. Default: the current folder.", DefaultValueFactory = _ => "." };
        command.Arguments.Add(input);
        command.SetAction(async (parsed, cancellation) =>
        {
            var named = parsed.GetValue(input)!;
            var folder = Path.GetFullPath(Directory.Exists(named) ? named : Path.GetDirectoryName(Path.GetFullPath(named))!);
            var target = Path.Combine(folder, Configuration.FileName);
            if (File.Exists(target)) throw new UsageException($"'{target}' exists already; nothing was written.", "Edit it, or move it away to start anew.");
            var found = Found(named, folder, parsed.GetResult(input)?.Implicit != false);
            var result = found is null ? null : (await Analysed.Run(found, new ScanOptions(Restore: true), LoadOption.OfReport(null), terminal, cancellation)).Result;
            var code = result is null || result.Complete ? ExitCode.Clean : ExitCode.Incomplete;
            OutputFile.Write(target, x => x.Write(FirstConfiguration.Text(result)));
            terminal.Output.WriteLine($"{target} written{(result is null ? "" : $", from {Reports.Numbers.Count(result.EntryPoints.Count, "entry point")} and {Reports.Numbers.Count(result.Resources.Count, "resource")}")}.");
            foreach (var problem in result?.Problems ?? []) terminal.Error.WriteLine(Analysed.Line(problem));
            if (code != ExitCode.Clean) terminal.Error.WriteLine("error: the analysis is incomplete, so entry points and resources may be missing from the file.");
            var what = found is null ? "Your.sln" : Path.GetRelativePath(Directory.GetCurrentDirectory(), found.Path);
            terminal.Output.WriteLine($"""
                Next:
                  1. Say under "objectives" how much load arrives and what is promised: until then the load is assumed.
                     Or measure it: scalelint calibrate traces.json -o scalelint.calibration.json
                  2. See what breaks first: scalelint report {what} --format html -o scalelint.html
                  3. Accept what there is today: scalelint baseline {what}
                  4. Let CI stop what is new: scalelint check {what} --baseline scalelint.baseline.json
                """.ReplaceLineEndings("\n"));
            return code;
        });
        return command;
    }

    // Who names nothing in a folder without code gets the empty form.
    private static Input? Found(string named, string folder, bool isDefault)
    {
        try
        {
            return Input.Resolve(named) with { Root = folder };
        }
        catch (UsageException) when (isDefault)
        {
            return null;
        }
    }
}
