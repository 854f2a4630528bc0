namespace ScaleLint.Rules.Settings;

/// <summary>Type patterns: <c>*</c> stands for any text; without it a pattern names a type, or a namespace with all below it.</summary>
internal static class Pattern
{
    /// <summary>Whether a full type name matches.</summary>
    public static bool Matches(string pattern, string name)
    {
        if (pattern.IndexOf('*') < 0) return name == pattern || name.StartsWith(pattern + ".", StringComparison.Ordinal) || name.StartsWith(pattern + "`", StringComparison.Ordinal);
        return Glob(pattern, name);
    }

    /// <summary>Glob matching in linear space and at most quadratic time.</summary>
    public static bool Glob(string pattern, string text)
    {
        var (p, t, star, mark) = (0, 0, -1, 0);
        while (t < text.Length)
        {
            if (p < pattern.Length && pattern[p] == '*') (star, mark, p) = (p, t, p + 1);
            else if (p < pattern.Length && (pattern[p] == text[t] || pattern[p] == '?')) (p, t) = (p + 1, t + 1);
            else if (star >= 0) (p, mark, t) = (star + 1, mark + 1, mark + 1);
            else return false;
        }
        while (p < pattern.Length && pattern[p] == '*') p++;
        return p == pattern.Length;
    }
}
