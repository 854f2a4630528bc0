using System.IO.Compression;
using System.Text;
using System.Text.Json;

namespace ScaleLint.Cli.Reports.Html;

/// <summary>One file for a browser that needs no network. The page is a template; the result goes in as data, never as markup.</summary>
internal sealed class HtmlReport : IReportFormat
{
    /// <summary>Characters beyond which a browser takes longer to read the data than to unpack it.</summary>
    private const int MostPlain = 1_000_000;

    private static readonly string[] Scripts = ["1-page.js", "2-verdict.js", "3-load.js", "4-map.js", "5-lists.js"];

    private static readonly HtmlJson Bounded = new(new JsonSerializerOptions(HtmlJson.Default.Options) { Converters = { new ClippedText() } });

    public string Name => "html";

    public IReadOnlyList<string> Extensions => ["html", "htm"];

    public void Write(ReportContent content, TextWriter output, Page page)
    {
        var template = Part("page.html");
        // The default encoder escapes <, > and &: no text can end the script element.
        var document = JsonSerializer.Serialize(HtmlDocument.Of(content), Bounded.HtmlDocument);
        var isPacked = document.Length > MostPlain;
        var from = 0;
        foreach (var (marker, text) in new (string, Func<string>)[]
        {
            ("/*STYLE*/", () => Part("page.css")),
            ("/*PACKED*/", () => isPacked ? " data-packed" : ""),
            ("/*DOCUMENT*/", () => isPacked ? Packed(new MemoryStream(Encoding.UTF8.GetBytes(document))) : document),
            ("/*SCRIPT*/", () => string.Concat(Scripts.Select(Part))),
            ("/*CHARTS*/", Charts),
        })
        {
            var at = template.IndexOf(marker, from, StringComparison.Ordinal);
            output.Write(template[from..at]);
            output.Write(text());
            from = at + marker.Length;
        }
        output.Write(template[from..]);
    }

    private static string Part(string name) => Read(typeof(HtmlReport).Assembly.GetManifestResourceStream("html/" + name) ?? throw new InvalidOperationException($"{name} is not in the assembly")).ReplaceLineEndings("\n");

    /// <summary>Plotly's script, as its package carries it: packed, in base 64.</summary>
    private static string Charts()
    {
        var assembly = typeof(Plotly.NET.GenericChart).Assembly;
        var name = assembly.GetManifestResourceNames().Single(x => x.EndsWith(".min.js", StringComparison.Ordinal));
        using var script = assembly.GetManifestResourceStream(name)!;
        return Packed(script);
    }

    private static string Packed(Stream content)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.SmallestSize)) content.CopyTo(gzip);
        return Convert.ToBase64String(packed.ToArray());
    }

    private static string Read(Stream stream)
    {
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
