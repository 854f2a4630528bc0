using System.CommandLine;
using ScaleLint.Cli.Calibrations;
using ScaleLint.Cli.Reports;
using ScaleLint.Cli.Traces;

namespace ScaleLint.Cli.Commands;

/// <summary><c>scalelint calibrate</c>: measured numbers out of traces.</summary>
internal static class CalibrateCommand
{
    public static Command Create(Terminal terminal)
    {
        var command = new TeachingCommand("calibrate",
            "Turns traces of the running system (OTLP JSON, as the OpenTelemetry Collector's file exporter writes it) into measured latencies, failure rates, calls and load, which take the place of assumed ones.",
            "scalelint calibrate traces.json -o scalelint.calibration.json",
            "scalelint calibrate traces/*.json");
        var files = new Argument<string[]>("otlp-traces.json") { Description = "Files of traces, one document a line or a single one.", Arity = ArgumentArity.OneOrMore };
        var output = new Option<string?>("--output", "-o") { Description = "File to write. Default: stdout.", HelpName = "file" };
        command.Arguments.Add(files);
        command.Options.Add(output);
        command.SetAction(async (parsed, cancellation) =>
        {
            var reader = new TraceReader();
            var paths = parsed.GetRequiredValue(files);
            // Of a span exported twice the first is kept: the order of the files must not matter.
            foreach (var path in paths.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)) await reader.Read(path, cancellation);
            if (reader.Spans.Count == 0) throw new UsageException("There is no span in these files.", "Record traces while the system is used, and name the file that the Collector writes.");
            var calibration = TraceMeasures.Of(reader.Spans, paths.Select(x => Path.GetFileName(x)).Distinct(StringComparer.Ordinal), reader.Skipped);
            var source = calibration.Source;
            terminal.Error.WriteLine($"{Numbers.Count(source.Spans, "span")} of {Numbers.Count(source.Traces, "trace")} in {Numbers.Plain(source.WindowSeconds)} s: {Numbers.Count(source.Services.Count, "service")}, {Numbers.Count(calibration.EntryPoints.Count, "entry point")}, {Numbers.Count(calibration.Edges.Count, "edge")}");
            if (source.Skipped > 0) terminal.Error.WriteLine($"{Numbers.Count(source.Skipped, "span")} left out: without an id, or ending before they begin");
            if (parsed.GetValue(output) is { } target)
            {
                OutputFile.Write(Path.GetFullPath(target), x => CalibrationFile.Write(calibration, x));
                terminal.Error.WriteLine($"Written to {target}. Reports use it when scalelint.json says: \"calibration\": \"{Path.GetFileName(target)}\"");
            }
            else CalibrationFile.Write(calibration, terminal.Output);
            return ExitCode.Clean;
        });
        return command;
    }
}
