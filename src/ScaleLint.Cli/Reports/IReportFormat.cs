using ScaleLint.Rules.Results;

namespace ScaleLint.Cli.Reports;

/// <summary>What a report may know.</summary>
internal sealed record ReportContent(AnalysisResult Result)
{
    /// <summary>Fingerprints of accepted findings; null when there is no baseline.</summary>
    public IReadOnlySet<string>? Baseline { get; init; }

    /// <summary>Absolute folder that the result's files are relative to; null when it is not known.</summary>
    public string? Root { get; init; }

    /// <summary>From the repository's root to the input's folder, with a slash at the end; empty when they are the same or there is no repository.</summary>
    public string RepositoryPrefix { get; init; } = "";
}

/// <summary>Where a report is shown.</summary>
/// <param name="Colour">Whether a person looks at it on a terminal.</param>
/// <param name="Width">Columns to fill.</param>
internal sealed record Page(bool Colour, int Width)
{
    /// <summary>A file or pipe: no colour, always the same width.</summary>
    public static readonly Page Plain = new(false, 100);
}

/// <summary>One way to write a result.</summary>
internal interface IReportFormat
{
    /// <summary>What <c>--format</c> calls it.</summary>
    string Name { get; }

    /// <summary>Endings of files that hold it, without dot.</summary>
    IReadOnlyList<string> Extensions { get; }

    /// <summary>Writes the report.</summary>
    void Write(ReportContent content, TextWriter output, Page page);
}
