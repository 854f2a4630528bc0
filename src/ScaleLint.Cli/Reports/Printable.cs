using System.Globalization;
using System.Text;

namespace ScaleLint.Cli.Reports;

/// <summary>Makes names from other people's code harmless to a terminal and short enough to read.</summary>
internal static class Printable
{
    private const int Longest = 400;

    /// <summary>Control and direction characters are spelled out, line breaks become spaces, excess is cut.</summary>
    public static string Text(string text)
    {
        var result = new StringBuilder(Math.Min(text.Length, Longest) + 1);
        foreach (var c in text)
        {
            if (result.Length >= Longest) return result.Append('…').ToString();
            if (c is '\n' or '\r' or '\t') result.Append(' ');
            else if (IsPlain(c)) result.Append(c);
            else result.Append("\\u").Append(((int)c).ToString("x4", CultureInfo.InvariantCulture));
        }
        return result.ToString();
    }

    private static bool IsPlain(char c) => char.GetUnicodeCategory(c) is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
}
