using System.Text;

namespace ScaleLint.Cli.Reports;

/// <summary>Text of strangers inside markdown.</summary>
internal static class MarkdownText
{
    /// <summary>As entities, which cannot be mistaken for markup, mentions or links, and which a table cell takes.</summary>
    public static string Escaped(string text)
    {
        var result = new StringBuilder();
        foreach (var c in Printable.Text(text))
        {
            if (c is '<' or '>' or '&' or '|' or '@' or '`' or '*' or '_' or '[' or ']' or '#' or '\\' or '~' or '!' or '$') result.Append(FormattableString.Invariant($"&#{(int)c};"));
            else result.Append(c);
        }
        return result.ToString();
    }

    /// <summary>In a code element; nothing for nothing.</summary>
    public static string Code(string text) => text.Length == 0 ? "" : "<code>" + Escaped(text) + "</code>";
}
