using System.Globalization;

namespace ScaleLint.Graph.Effects;

/// <summary>Reads the text of an effects file; <c>rules/effects/README.md</c> describes the format.</summary>
public static class EffectsFile
{
    /// <summary>The lines of one file and what is wrong with it. Never throws: a faulty line is left out and told of.</summary>
    /// <param name="fileName">Stands in the lines and in the problems.</param>
    /// <param name="text">The file's content; any line ends.</param>
    public static (IReadOnlyList<Meaning> Lines, IReadOnlyList<EffectsProblem> Problems) Parse(string fileName, string text)
    {
        var head = new EffectsHead();
        var lines = new List<Meaning>();
        var problems = new List<EffectsProblem>();
        var columns = new EffectsColumns();
        var seen = new Dictionary<(string Pattern, MeaningKind Kind), int>();
        var rows = text.Split('\n');
        for (var i = 0; i < rows.Length; i++)
        {
            var row = WithoutComment(rows[i]).Trim();
            if (i == 0) row = row.TrimStart('\uFEFF');
            if (row.Length == 0) continue;
            var problem = row.IndexOf('|') < 0 ? head.Read(row, lines.Count > 0) : ReadLine(row, fileName, i + 1, head, columns, seen, lines);
            if (problem is not null) problems.Add(new(fileName, i + 1, problem));
        }
        return (lines, problems);
    }

    private static string? ReadLine(
        string row, string file, int number, EffectsHead head, EffectsColumns read, Dictionary<(string Pattern, MeaningKind Kind), int> seen, List<Meaning> lines)
    {
        var columns = row.Split('|');
        if (columns.Length is < 4 or > 5)
            return $"a line has five columns separated by '|' (member, kind, how, values, provenance; the last may be left out), this one has {columns.Length.ToString(CultureInfo.InvariantCulture)}";
        for (var i = 0; i < columns.Length; i++) columns[i] = columns[i].Trim();
        var pattern = columns[0];
        if (PatternFault(pattern) is { } fault) return $"'{pattern}' is no member pattern: {fault}";
        if (EffectsVocabulary.Find(columns[1]) is not { } vocabulary)
            return $"unknown kind '{columns[1]}'; kinds are {string.Join(", ", EffectsVocabulary.Kinds)}";
        var (words, wrongWord) = read.Words(vocabulary, columns[2]);
        if (wrongWord is not null) return wrongWord;
        var (values, wrongValue) = read.Values(vocabulary, columns[3]);
        if (wrongValue is not null) return wrongValue;
        if (head.Library.Length == 0) return "a head line 'package: NAME VERSION' or 'framework: NAME' must stand before the first member";
        var identity = (pattern, vocabulary.Kind);
        if (seen.TryGetValue(identity, out var first))
            return $"'{pattern}' already has a line of kind '{columns[1]}' (line {first.ToString(CultureInfo.InvariantCulture)}); merge the two";
        seen[identity] = number;
        var provenance = columns.Length == 5 && columns[4].Length > 0 ? columns[4] : head.Source;
        lines.Add(new(pattern, vocabulary.Kind, words, values, provenance, head.Library, file, number));
        return null;
    }

    /// <summary>What is wrong with a member pattern, or null.</summary>
    public static string? PatternFault(string pattern)
    {
        const string Shape = "write M:Namespace.Type.Member, M:Namespace.Type.Member(ParameterTypes), P:Namespace.Type.Property or T:Namespace.Type";
        if (pattern.Length < 3 || pattern[1] != ':' || pattern[0] is not ('M' or 'P' or 'T')) return Shape;
        var body = pattern.Substring(2);
        var paren = body.IndexOf('(');
        var name = paren < 0 ? body : body.Substring(0, paren);
        if (paren >= 0)
        {
            if (pattern[0] == 'T') return "a type has no parameter list";
            if (body[body.Length - 1] != ')' && body.IndexOf(")~", StringComparison.Ordinal) < 0) return "the parameter list is not closed by ')'";
        }
        var star = body.IndexOf('*');
        if (star >= 0 && (star != body.Length - 1 || pattern[0] == 'T')) return "'*' may only stand at the end of a member's name";
        var parts = 1;
        var length = 0;
        foreach (var c in name)
        {
            if (c == '.')
            {
                if (length == 0) return "a part of the name is empty";
                parts++;
                length = 0;
                continue;
            }
            if (!char.IsLetterOrDigit(c) && c is not ('_' or '`' or '#' or '*')) return $"'{c}' cannot stand in a name";
            length++;
        }
        if (length == 0) return "a part of the name is empty";
        return parts < (pattern[0] == 'T' ? 1 : 2) ? Shape : null;
    }

    private static string WithoutComment(string row)
    {
        // "#ctor" and addresses with fragments are no comments: one starts the line or follows a blank and is followed by one.
        for (var i = 0; i < row.Length; i++)
        {
            if (row[i] != '#') continue;
            if (i == 0) return "";
            if (row[i - 1] is ' ' or '\t' && (i + 1 == row.Length || row[i + 1] is ' ' or '\t' or '\r')) return row.Substring(0, i);
        }
        return row;
    }
}
