namespace ScaleLint.Fuzz;

/// <summary>Damage to texts: what editors, merges, transfers and people with bad intentions do to them.</summary>
public static class TextMutation
{
    private static readonly string[] Words =
    [
        "\0", "\u2028", "\ud800", "\U0001F600", "\ufeff", "\r", "\r\n", "\n\n", "\t", " ", "\"", "'", "`", "{", "}", "[", "]", "(", ")", "<", ">", ":", ",", ";", "|", "&a", "*a", "!!str", "%", "$", "${A}", "${", "#", "---\n",
        "-1", "0", "00", "1e308", "1e-320", "1e999", "NaN", "Infinity", "2147483647", "2147483648", "-9223372036854775808", "99999999999999999999999999", "0.1", "null", "true", "~", "\\", "\\u0000", "\\ud800",
        "..", "../../../etc/passwd", "/dev/null", "<<<<<<< HEAD\n", "=======\n", ">>>>>>> other\n", "İ", "ı", "ß", "é",
    ];

    /// <summary>A text with one to eight changes.</summary>
    /// <param name="words">What the format gives a meaning to: put in now and then.</param>
    public static string Of(Random random, string text, params string[] words)
    {
        for (var changes = random.Next(1, 9); changes > 0; changes--) text = random.Next(3) == 0 ? Lines(random, text) : Letters(random, text, words);
        return random.Next(25) == 0 ? text[..random.Next(text.Length + 1)] : text;
    }

    private static string Letters(Random random, string text, string[] words)
    {
        var at = random.Next(text.Length + 1);
        var end = Math.Min(text.Length, at + random.Next(1, 24));
        switch (random.Next(7))
        {
            case 0:
                return text[..at] + text[end..];
            case 1:
                return text[..at] + text[at..end] + text[at..];
            case 2:
                var from = random.Next(text.Length + 1);
                return text[..at] + text[from..Math.Min(text.Length, from + random.Next(1, 80))] + text[end..];
            case 3:
                return text[..at] + (char)random.Next(1, 0x250) + text[Math.Min(text.Length, at + 1)..];
            case 4:
                // One number for another, wherever there are digits.
                var digit = text.AsSpan(at).IndexOfAnyInRange('0', '9');
                return digit < 0 ? text : text[..(at + digit)] + Words[random.Next(34, 46)] + text[(at + digit)..].TrimStart("0123456789".ToCharArray());
            case 5 when words.Length > 0:
                return text[..at] + words[random.Next(words.Length)] + text[at..];
            default:
                return text[..at] + Words[random.Next(Words.Length)] + text[(random.Next(2) == 0 ? at : end)..];
        }
    }

    private static string Lines(Random random, string text)
    {
        var lines = text.Split('\n').ToList();
        var (one, other) = (random.Next(lines.Count), random.Next(lines.Count));
        switch (random.Next(5))
        {
            case 0:
                lines.RemoveAt(one);
                break;
            case 1:
                lines.Insert(other, lines[one]);
                break;
            case 2:
                (lines[one], lines[other]) = (lines[other], lines[one]);
                break;
            case 3:
                lines[one] = new string(' ', random.Next(1, 5)) + lines[one];
                break;
            default:
                lines[one] = lines[one].Length > 2 ? lines[one][random.Next(1, 3)..] : "";
                break;
        }
        return string.Join('\n', lines);
    }
}
