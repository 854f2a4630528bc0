namespace ScaleLint.Cli.Reports;

/// <summary>A format and where it goes.</summary>
/// <param name="File">Absolute path; null for stdout.</param>
internal sealed record ReportOutput(IReportFormat Format, string? File)
{
    private const int Narrowest = 80;
    private const int Widest = 120;

    /// <summary>Writes the report whole or not at all.</summary>
    public void Write(ReportContent content, Terminal terminal)
    {
        if (File is not null)
        {
            OutputFile.Write(File, writer => Format.Write(content, writer, Page.Plain));
            return;
        }
        var page = terminal.OutputIsTerminal ? new Page(true, Math.Clamp(terminal.Width ?? Page.Plain.Width, Narrowest, Widest)) : Page.Plain;
        Format.Write(content, terminal.Output, page);
        terminal.Output.Flush();
        if (Format is GithubReport && Environment.GetEnvironmentVariable("GITHUB_STEP_SUMMARY") is { Length: > 0 } summary) AppendSummary(summary, content);
    }

    // Annotations are capped; the summary page of the run holds the rest.
    private static void AppendSummary(string path, ReportContent content)
    {
        try
        {
            using var writer = new StreamWriter(path, append: true) { NewLine = "\n" };
            new MarkdownReport().Write(content, writer, Page.Plain);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"The step summary '{path}' cannot be written: {e.Message}", "It is what GITHUB_STEP_SUMMARY names: unset that, or see that you may write there.");
        }
    }
}
