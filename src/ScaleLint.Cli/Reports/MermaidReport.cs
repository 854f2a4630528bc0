using System.Globalization;
using System.Text;
using ScaleLint.Rules.Results;

namespace ScaleLint.Cli.Reports;

/// <summary>The system map as a Mermaid flowchart, for wikis and pull requests.</summary>
internal sealed class MermaidReport : IReportFormat
{
    public string Name => "mermaid";

    public IReadOnlyList<string> Extensions => ["mmd", "mermaid"];

    public void Write(ReportContent content, TextWriter output, Page page)
    {
        var map = SystemMap.Of(content.Result);
        output.WriteLine("flowchart LR");
        foreach (var node in map.Nodes)
        {
            var label = Escaped(node.Label);
            output.WriteLine("  " + node.Key + (node.Shape switch { NodeShape.Store => $"[(\"{label}\")]", NodeShape.Queue => $"[[\"{label}\"]]", NodeShape.Outside => $"([\"{label}\"])", _ => $"[\"{label}\"]" }));
        }
        foreach (var edge in map.Edges) output.WriteLine($"  {edge.From} {(edge.IsAsync ? "-.->" : "-->")}|{Escaped(edge.Kind)}| {edge.To}");
        var weak = map.Nodes.Where(x => x.IsChokepoint).Select(x => x.Key).ToList();
        if (weak.Count == 0) return;
        output.WriteLine("  classDef chokepoint stroke:#c00,stroke-width:3px");
        output.WriteLine("  class " + string.Join(',', weak) + " chokepoint");
    }

    // Mermaid knows numeric entities written with # and no &.
    private static string Escaped(string text)
    {
        var result = new StringBuilder();
        foreach (var c in Printable.Text(text))
        {
            if (char.IsLetterOrDigit(c) || c is ' ' or '.' or '-' or '_' or '/' or ':' or ',') result.Append(c);
            else result.Append('#').Append(((int)c).ToString(CultureInfo.InvariantCulture)).Append(';');
        }
        return result.ToString();
    }
}
