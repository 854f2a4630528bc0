using System.CommandLine;
using ScaleLint.Cli.Reports;

namespace ScaleLint.Cli.Commands;

/// <summary><c>--format</c> and <c>-o</c>, which pair up in order.</summary>
internal sealed class OutputArguments
{
    private readonly Option<string[]> formats = new("--format", "-f")
    {
        Description = "Format of the report: " + string.Join(", ", ReportFormats.All.Select(x => x.Name)) + ". May be given more than once. Default: text.",
        AllowMultipleArgumentsPerToken = false,
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<string[]> files = new("--output", "-o")
    {
        Description = "File to write. The first -o belongs to the first --format and so on; a format without a file goes to stdout.",
        Arity = ArgumentArity.OneOrMore,
    };

    /// <summary>Declares them.</summary>
    public OutputArguments(Command command)
    {
        formats.HelpName = "name";
        files.HelpName = "file";
        formats.CompletionSources.Add([.. ReportFormats.All.Select(x => x.Name)]);
        command.Options.Add(formats);
        command.Options.Add(files);
    }

    /// <summary>Whether a report was asked for.</summary>
    public bool IsGiven(ParseResult parsed) => parsed.GetResult(formats) is not null || parsed.GetResult(files) is not null;

    /// <summary>What is to be written where.</summary>
    /// <exception cref="UsageException">An unknown format, or a file too many.</exception>
    public IReadOnlyList<ReportOutput> Plan(ParseResult parsed)
    {
        var names = parsed.GetValue(formats) ?? [];
        var paths = parsed.GetValue(files) ?? [];
        var chosen = names.Select(ReportFormats.Named).ToList();
        if (chosen.Count == 0) chosen.Add(paths.Length > 0 ? ReportFormats.ForFile(paths[0]) : ReportFormats.Default);
        if (paths.Length > chosen.Count)
            throw new UsageException($"There are {paths.Length} -o for {chosen.Count} --format.", "Every -o needs its --format: --format json -o a.json --format sarif -o a.sarif");
        return chosen.Select((x, i) => new ReportOutput(x, i < paths.Length ? Path.GetFullPath(paths[i]) : null)).ToList();
    }
}
