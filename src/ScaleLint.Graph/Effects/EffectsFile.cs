using System.Globalization;

namespace ScaleLint.Graph.Effects;

/// <summary>Reads the text of an effects file; <c>rules/effects/README.md</c> describes the format.</summary>
public static class EffectsFile
{
    private static readonly char[] Blank = [' ', '\t'];

    /// <summary>The lines of one file and what is wrong with it. Never throws: a faulty line is left out and told of.</summary>
    /// <param name="fileName">Stands in the lines and in the problems.</param>
    /// <param name="text">The file's content; any line ends.</param>
    public static (IReadOnlyList<Meaning> Lines, IReadOnlyList<EffectsProblem> Problems) Parse(string fileName, string text)
    {
        var head = new EffectsHead();
        var lines = new List<Meaning>();
        var problems = new List<EffectsProblem>();
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        var rows = text.Split('\n');
        for (var i = 0; i < rows.Length; i++)
        {
            var row = WithoutComment(rows[i]).Trim();
            if (i == 0) row = row.TrimStart('\uFEFF');
            if (row.Length == 0) continue;
            var problem = row.IndexOf('|') < 0 ? head.Read(row, lines.Count > 0) : ReadLine(row, fileName, i + 1, head, seen, lines);
            if (problem is not null) problems.Add(new(fileName, i + 1, problem));
        }
        return (lines, problems);
    }

    private static string? ReadLine(string row, string file, int number, EffectsHead head, Dictionary<string, int> seen, List<Meaning> lines)
    {
        var columns = row.Split('|');
        if (columns.Length is < 4 or > 5)
            return $"a line has five columns separated by '|' (member, kind, how, values, provenance; the last may be left out), this one has {columns.Length.ToString(CultureInfo.InvariantCulture)}";
        for (var i = 0; i < columns.Length; i++) columns[i] = columns[i].Trim();
        var pattern = columns[0];
        if (PatternFault(pattern) is { } fault) return $"'{pattern}' is no member pattern: {fault}";
        if (EffectsVocabulary.Find(columns[1]) is not { } vocabulary)
            return $"unknown kind '{columns[1]}'; kinds are {string.Join(", ", EffectsVocabulary.Kinds)}";
        var words = columns[2].Split(Blank, StringSplitOptions.RemoveEmptyEntries);
        foreach (var word in words)
        {
            if (!vocabulary.Words.Contains(word, StringComparer.Ordinal))
                return $"kind '{columns[1]}' has no word '{word}'; it has {vocabulary.WordList}";
        }
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var item in columns[3].Split(Blank, StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = item.IndexOf('=');
            if (equals <= 0) return $"'{item}' is no value; write key=value";
            var key = item.Substring(0, equals);
            var value = item.Substring(equals + 1);
            if (!vocabulary.Values.Contains(key, StringComparer.Ordinal))
                return $"kind '{columns[1]}' has no value '{key}'; it has {vocabulary.ValueList}";
            if (EffectsVocabulary.ValueFault(key, value) is { } wrong) return $"'{item}': {wrong}";
            if (values.ContainsKey(key)) return $"'{key}' is given twice";
            values[key] = value;
        }
        if (head.Library.Length == 0) return "a head line 'package: NAME VERSION' or 'framework: NAME' must stand before the first member";
        var identity = pattern + " " + columns[1];
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
        var segments = name.TrimEnd('*').Split('.');
        var least = pattern[0] == 'T' ? 1 : 2;
        if (segments.Length < least) return Shape;
        for (var i = 0; i < segments.Length; i++)
        {
            if (segments[i].Length == 0 && !(star >= 0 && i == segments.Length - 1)) return "a part of the name is empty";
            foreach (var c in segments[i])
                if (!char.IsLetterOrDigit(c) && c is not ('_' or '`' or '#')) return $"'{c}' cannot stand in a name";
        }
        return null;
    }

    private static string WithoutComment(string row)
    {
        // "#ctor" and addresses with fragments are no comments: one starts the line or follows a blank and is followed by one.
        for (var i = 0; i < row.Length; i++)
        {
            if (row[i] != '#') continue;
            if (row.Substring(0, i).Trim().Length == 0) return "";
            if (row[i - 1] is ' ' or '\t' && (i + 1 == row.Length || row[i + 1] is ' ' or '\t' or '\r')) return row.Substring(0, i);
        }
        return row;
    }
}
