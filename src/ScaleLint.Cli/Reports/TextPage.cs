using System.Text;

namespace ScaleLint.Cli.Reports;

/// <summary>The building blocks of a page on a terminal. All text is taken literally; no line ends in blanks.</summary>
internal sealed class TextPage(TextWriter output, Page page)
{
    private const int LabelWidth = 12;
    private const string Bold = "1", Dim = "2", Red = "31", Yellow = "33", Blue = "34", Green = "32";

    /// <summary>The first line.</summary>
    public void Title(string text) => output.WriteLine(Styled(Printable.Text(text), Bold));

    /// <summary>A heading with an empty line above.</summary>
    public void Heading(string text)
    {
        output.WriteLine();
        Wrapped(text, 0, Bold);
    }

    /// <summary>A paragraph.</summary>
    public void Line(string text) => Wrapped(text, 0, "");

    /// <summary>A short label with its text.</summary>
    public void Field(string label, string text)
    {
        var lines = Wrap(Printable.Text(text), page.Width - LabelWidth);
        for (var i = 0; i < lines.Count; i++) output.WriteLine((i == 0 ? Styled(label.PadRight(LabelWidth), Dim) : new string(' ', LabelWidth)) + lines[i]);
    }

    /// <summary>A name with an indented explanation.</summary>
    public void Item(string name, string text)
    {
        Wrapped(name, 2, "");
        Wrapped(text, 4, "");
    }

    /// <summary>
    /// Rows under headers. Columns that say nothing are left out; the last column, and then the first, give way when there is
    /// too little room.
    /// </summary>
    public void Table(IReadOnlyList<Column> columns, IEnumerable<string[]> rows)
    {
        var cells = rows.Select(x => x.Select(Printable.Text).ToArray()).ToList();
        var telling = Enumerable.Range(0, columns.Count).Where(i => cells.Any(x => x[i] != "-")).ToList();
        columns = [.. telling.Select(i => columns[i])];
        cells = [.. cells.Select(x => telling.Select(i => x[i]).ToArray())];
        var widths = columns.Select((x, i) => Math.Max(x.Header.Length, cells.Count == 0 ? 0 : cells.Max(y => y[i].Length))).ToArray();
        var excess = 2 * columns.Count + widths.Sum() - page.Width;
        foreach (var i in new[] { columns.Count - 1, 0 })
        {
            var give = Math.Clamp(excess, 0, Math.Max(0, widths[i] - 24));
            widths[i] -= give;
            excess -= give;
        }
        output.WriteLine(Styled(Row(columns, widths, [.. columns.Select(x => x.Header)]), Dim));
        foreach (var row in cells) output.WriteLine(Row(columns, widths, row));
    }

    /// <summary>A finding's head and message.</summary>
    public void Finding(string level, string rule, string place, string note, string message)
    {
        var colour = level switch { "error" => Red, "warning" => Yellow, _ => Blue };
        output.WriteLine($"  {Styled(level.PadRight(11), colour)}{Styled(rule, Bold)}  {Printable.Text(place)}{(note.Length > 0 ? Styled(note, Green) : "")}");
        Wrapped(message, 4, "");
    }

    /// <summary>The hops of a path, one a line.</summary>
    public void Path(IEnumerable<(string Name, string Place)> hops)
    {
        foreach (var (name, place) in hops) Wrapped($"> {name}{(place.Length > 0 ? "  " + place : "")}", 6, Dim);
    }

    private static string Row(IReadOnlyList<Column> columns, int[] widths, string[] cells)
    {
        var line = new StringBuilder();
        for (var i = 0; i < columns.Count; i++)
        {
            var cell = Shortened(cells[i], widths[i]);
            line.Append("  ").Append(columns[i].IsNumber ? cell.PadLeft(widths[i]) : cell.PadRight(widths[i]));
        }
        return line.ToString().TrimEnd();
    }

    // Of places the end matters, of routes the beginning: the middle goes.
    private static string Shortened(string text, int width)
    {
        if (text.Length <= width) return text;
        var tail = (width - 1) * 2 / 3;
        return text[..(width - 1 - tail)] + "…" + text[^tail..];
    }

    private void Wrapped(string text, int indent, string style)
    {
        foreach (var line in Wrap(Printable.Text(text), page.Width - indent)) output.WriteLine(new string(' ', indent) + Styled(line, style));
    }

    private static List<string> Wrap(string text, int width)
    {
        var lines = new List<string>();
        var line = new StringBuilder();
        foreach (var word in text.Split(' '))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > width)
            {
                lines.Add(line.ToString().TrimEnd());
                line.Clear();
            }
            if (line.Length > 0) line.Append(' ');
            line.Append(word);
        }
        lines.Add(line.ToString().TrimEnd());
        return lines;
    }

    private string Styled(string text, string style) => page.Colour && style.Length > 0 ? $"\u001b[{style}m{text}\u001b[0m" : text;
}

/// <summary>A column of a table.</summary>
/// <param name="IsNumber">Numbers stand right.</param>
internal sealed record Column(string Header, bool IsNumber = false);
