using System.CommandLine;
using ScaleLint.Model;

namespace ScaleLint.Cli.Commands;

/// <summary><c>scalelint score</c>: solves a system file.</summary>
internal static class ScoreCommand
{
    public static Command Create(Terminal terminal)
    {
        var command = new TeachingCommand("score",
            "Solves a system file: latency, availability and utilisation over load, what gives way first, and the score.",
            "scalelint score shop.system.json",
            "scalelint score shop.system.json --format json --load 1,10,100");
        var file = new Argument<string>("file") { Description = "A system file, *.system.json." };
        var format = new Option<string>("--format", "-f") { Description = "text or json.", DefaultValueFactory = _ => "text", HelpName = "name" };
        format.AcceptOnlyFromAmong("text", "json");
        var output = new Option<string?>("--output", "-o") { Description = "File to write. Default: stdout.", HelpName = "file" };
        var load = LoadOption.Create();
        command.Arguments.Add(file);
        foreach (var option in new Option[] { format, output, load }) command.Options.Add(option);
        command.SetAction((parsed, cancellation) => Task.Run(
            () =>
            {
                var loads = LoadOption.Read(parsed.GetValue(load));
                var result = Solve(parsed.GetRequiredValue(file), loads);
                void Write(TextWriter writer)
                {
                    if (parsed.GetValue(format) == "json") writer.WriteLine(ScoreJson.Write(result).TrimEnd('\n'));
                    else writer.Write(ScoreText.Write(result));
                }
                if (parsed.GetValue(output) is { } path) OutputFile.Write(Path.GetFullPath(path), Write);
                else Write(terminal.Output);
                return ExitCode.Clean;
            }, cancellation));
        return command;
    }

    private static ScoreResult Solve(string path, IReadOnlyList<double>? loads)
    {
        string text;
        try
        {
            text = File.ReadAllText(path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new UsageException($"The system file '{path}' does not exist.", "Name a *.system.json file.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"'{path}' cannot be read: {e.Message}", "Name a *.system.json file that you may read.");
        }
        try
        {
            return ScaleModel.Solve(SystemFileReader.Read(text), loads);
        }
        catch (SystemFileException e)
        {
            throw new UsageException($"{path}: {e.Message}");
        }
    }
}
