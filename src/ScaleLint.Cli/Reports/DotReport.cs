namespace ScaleLint.Cli.Reports;

/// <summary>The system map for Graphviz.</summary>
internal sealed class DotReport : IReportFormat
{
    public string Name => "dot";

    public IReadOnlyList<string> Extensions => ["dot", "gv"];

    public void Write(ReportContent content, TextWriter output, Page page)
    {
        var map = SystemMap.Of(content.Result);
        output.WriteLine("digraph system {");
        output.WriteLine("  rankdir=LR;");
        output.WriteLine("  node [shape=box, fontname=\"sans-serif\"];");
        foreach (var node in map.Nodes)
        {
            var shape = node.Shape switch { NodeShape.Store => "cylinder", NodeShape.Queue => "cds", NodeShape.Outside => "ellipse", _ => "box" };
            output.WriteLine($"  {node.Key} [label={Quoted(node.Label)}, shape={shape}{(node.IsChokepoint ? ", color=red, penwidth=3" : "")}];");
        }
        foreach (var edge in map.Edges) output.WriteLine($"  {edge.From} -> {edge.To} [label={Quoted(edge.Kind)}{(edge.IsAsync ? ", style=dashed" : "")}];");
        output.WriteLine("}");
    }

    private static string Quoted(string text) => "\"" + Printable.Text(text).Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal) + "\"";
}
