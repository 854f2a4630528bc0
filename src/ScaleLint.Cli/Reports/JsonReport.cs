using System.Text.Encodings.Web;
using System.Text.Json;

namespace ScaleLint.Cli.Reports;

/// <summary>The result contract as JSON.</summary>
internal sealed class JsonReport : IReportFormat
{
    // Letters and quotes of other people's messages stay readable; the text is no part of a page.
    private static readonly ResultJson Readable = new(new JsonSerializerOptions(ResultJson.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    public string Name => "json";

    public IReadOnlyList<string> Extensions => ["json"];

    public void Write(ReportContent content, TextWriter output, Page page)
    {
        // In pieces: of ten thousand services the whole text is longer than all that is known of them.
        using (var text = new TextWriterStream(output)) JsonSerializer.Serialize(text, ResultDocument.Of(content.Result), Readable.ResultDocument);
        output.WriteLine();
    }
}
