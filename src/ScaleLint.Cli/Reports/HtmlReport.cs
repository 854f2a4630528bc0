using System.Text.Json;

namespace ScaleLint.Cli.Reports;

/// <summary>One file for a browser that needs no network. The page is a template; the result goes in as data, never as markup.</summary>
internal sealed class HtmlReport : IReportFormat
{
    private const string Marker = "/*RESULT*/";

    public string Name => "html";

    public IReadOnlyList<string> Extensions => ["html", "htm"];

    public void Write(ReportContent content, TextWriter output, Page page)
    {
        using var stream = typeof(HtmlReport).Assembly.GetManifestResourceStream("report.html") ?? throw new InvalidOperationException("the page's template is not in the assembly");
        using var reader = new StreamReader(stream);
        var template = reader.ReadToEnd().ReplaceLineEndings("\n");
        var at = template.IndexOf(Marker, StringComparison.Ordinal);
        output.Write(template[..at]);
        // The default encoder escapes <, > and &: no text can end the script element.
        output.Write(JsonSerializer.Serialize(ResultDocument.Of(content.Result), ResultJson.Default.ResultDocument));
        output.Write(template[(at + Marker.Length)..]);
    }
}
