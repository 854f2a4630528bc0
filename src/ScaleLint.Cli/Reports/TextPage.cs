using Spectre.Console;
using Spectre.Console.Rendering;

namespace ScaleLint.Cli.Reports;

/// <summary>The building blocks of a page on a terminal. All text is taken literally.</summary>
internal sealed class TextPage
{
    private readonly IAnsiConsole console;

    public TextPage(TextWriter output, Page page)
    {
        console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = page.Colour ? AnsiSupport.Yes : AnsiSupport.No,
            ColorSystem = page.Colour ? ColorSystemSupport.Standard : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Enrichment = new ProfileEnrichment { UseDefaultEnrichers = false },
            Out = new FixedWidthOutput(output, page.Width),
        });
    }

    /// <summary>The first line.</summary>
    public void Title(string text) => Write(text, new Style(decoration: Decoration.Bold), 0);

    /// <summary>A heading with an empty line above.</summary>
    public void Heading(string text)
    {
        console.WriteLine();
        Write(text, new Style(decoration: Decoration.Bold), 0);
    }

    /// <summary>A paragraph.</summary>
    public void Line(string text) => Write(text, Style.Plain, 0);

    /// <summary>A short label with its text.</summary>
    public void Field(string label, string text)
    {
        var grid = new Grid().AddColumn(new GridColumn { Width = 11, NoWrap = true, Padding = new Padding(0) }).AddColumn(new GridColumn { Padding = new Padding(0) });
        grid.AddRow(new Text(label, new Style(Color.Grey)), Text(text));
        console.Write(grid);
    }

    /// <summary>A name with an indented explanation.</summary>
    public void Item(string name, string text)
    {
        Write(name, Style.Plain, 2);
        Write(text, Style.Plain, 4);
    }

    /// <summary>Rows under headers.</summary>
    public void Table(IReadOnlyList<string> headers, IEnumerable<string[]> rows)
    {
        var table = new Table { Border = TableBorder.None, ShowHeaders = true };
        foreach (var header in headers) table.AddColumn(new TableColumn(new Text(header, new Style(Color.Grey))) { Padding = new Padding(2, 0, 0, 0) });
        foreach (var row in rows) table.AddRow(row.Select(x => (IRenderable)Text(x)));
        console.Write(table);
    }

    /// <summary>A finding's head and message.</summary>
    public void Finding(string level, string rule, string place, string note, string message)
    {
        var colour = level switch { "error" => Color.Red, "warning" => Color.Yellow, _ => Color.Blue };
        var head = new Paragraph();
        head.Append(level.PadRight(11), new Style(colour)).Append(rule + "  ", new Style(decoration: Decoration.Bold)).Append(Printable.Text(place)).Append(note, new Style(Color.Green));
        console.Write(new Padder(head, new Padding(2, 0, 0, 0)));
        Write(message, Style.Plain, 4);
    }

    /// <summary>The hops of a path, one a line.</summary>
    public void Path(IEnumerable<(string Name, string Place)> hops)
    {
        foreach (var (name, place) in hops) Write($"> {name}{(place.Length > 0 ? "  " + place : "")}", new Style(Color.Grey), 6);
    }

    private void Write(string text, Style style, int indent) => console.Write(new Padder(new Text(Printable.Text(text), style), new Padding(indent, 0, 0, 0)));

    private static Text Text(string text) => new(Printable.Text(text));

    private sealed class FixedWidthOutput(TextWriter writer, int width) : IAnsiConsoleOutput
    {
        public TextWriter Writer => writer;

        public bool IsTerminal => false;

        public int Width => width;

        public int Height => 60;

        public void SetEncoding(System.Text.Encoding encoding)
        {
        }
    }
}
