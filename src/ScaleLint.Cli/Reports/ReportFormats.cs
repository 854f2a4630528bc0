using ScaleLint.Cli.Reports.Html;

namespace ScaleLint.Cli.Reports;

/// <summary>The one list of formats.</summary>
internal static class ReportFormats
{
    /// <summary>All formats; the first is the default.</summary>
    public static IReadOnlyList<IReportFormat> All { get; } =
    [
        new TextReport(), new JsonReport(), new SarifReport(), new HtmlReport(), new MarkdownReport(), new GithubReport(), new MermaidReport(), new DotReport(), new ModelReport(),
    ];

    /// <summary>The format when none is named.</summary>
    public static IReportFormat Default => All[0];

    /// <summary>The format of that name.</summary>
    /// <exception cref="UsageException">There is none.</exception>
    public static IReportFormat Named(string name)
    {
        var names = All.Select(x => x.Name).ToList();
        return All.FirstOrDefault(x => x.Name == name) ?? throw new UsageException(
            $"There is no format '{name}'.",
            (NearMiss.Of(name, names) is { } near ? $"Did you mean '{near}'? " : "") + "Formats: " + string.Join(", ", names));
    }

    /// <summary>The format a file's name asks for, else the default.</summary>
    public static IReportFormat ForFile(string path) =>
        All.FirstOrDefault(x => x.Extensions.Contains(Path.GetExtension(path).TrimStart('.').ToLowerInvariant())) ?? Default;
}
