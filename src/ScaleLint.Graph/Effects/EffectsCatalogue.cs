namespace ScaleLint.Graph.Effects;

/// <summary>The parsed lines of all effects files, looked up by member. Immutable; safe to share between threads.</summary>
public sealed class EffectsCatalogue
{
    private readonly Dictionary<string, Dictionary<string, List<Meaning>>> byType = new(StringComparer.Ordinal);
    private static readonly IReadOnlyList<Meaning> Nothing = [];

    /// <summary>A catalogue of these lines; later lines of the same pattern and kind replace earlier ones.</summary>
    public EffectsCatalogue(IEnumerable<Meaning> lines)
    {
        foreach (var line in lines)
        {
            var (type, member) = SplitPattern(line.Pattern);
            if (!byType.TryGetValue(type, out var members)) byType[type] = members = new(StringComparer.Ordinal);
            if (!members.TryGetValue(member, out var list)) members[member] = list = [];
            list.RemoveAll(x => x.Kind == line.Kind && x.Pattern == line.Pattern);
            list.Add(line);
        }
    }

    /// <summary>Whether any line speaks of the type.</summary>
    public bool KnowsType(string type) => byType.ContainsKey(type);

    /// <summary>Names of all types with lines, unordered.</summary>
    public IEnumerable<string> Types => byType.Keys;

    /// <summary>All lines of a type's own (<c>T:</c>) patterns.</summary>
    public IReadOnlyList<Meaning> OfType(string type) =>
        byType.TryGetValue(type, out var members) && members.TryGetValue("", out var list) ? list : Nothing;

    /// <summary>
    /// The lines that hold for a member as seen on one type: with the exact parameter list, else by name, else by the longest
    /// wildcard. The caller walks base types and interfaces.
    /// </summary>
    /// <param name="type">Definition name of the type without prefix.</param>
    /// <param name="member">What follows the type in the id: <c>GetAsync(System.String)</c>, <c>#ctor</c>, <c>get_Result</c>.</param>
    public IReadOnlyList<Meaning> OfMember(string type, string member)
    {
        if (!byType.TryGetValue(type, out var members)) return Nothing;
        if (members.TryGetValue(member, out var exact)) return exact;
        var paren = member.IndexOf('(');
        var name = paren < 0 ? member : member.Substring(0, paren);
        var tick = name.IndexOf("``", StringComparison.Ordinal);
        if (members.TryGetValue(name, out var named)) return named;
        if (tick > 0 && members.TryGetValue(name.Substring(0, tick), out named)) return named;
        List<Meaning>? best = null;
        var length = -1;
        foreach (var pair in members)
        {
            if (pair.Key.Length > 0 && pair.Key[pair.Key.Length - 1] == '*' && pair.Key.Length - 1 > length
                && string.CompareOrdinal(name, 0, pair.Key, 0, pair.Key.Length - 1) == 0)
            {
                best = pair.Value;
                length = pair.Key.Length - 1;
            }
        }
        return best ?? Nothing;
    }

    /// <summary>Splits a documentation-comment id or pattern into the type's name and the rest; of <c>T:</c> patterns the rest is empty.</summary>
    public static (string Type, string Member) SplitPattern(string pattern)
    {
        var body = pattern.Substring(2);
        if (pattern[0] == 'T') return (body, "");
        var paren = body.IndexOf('(');
        var dot = body.LastIndexOf('.', paren < 0 ? body.Length - 1 : paren);
        var type = body.Substring(0, dot);
        var member = body.Substring(dot + 1);
        return pattern[0] == 'P' ? (type, "get_" + member) : (type, member);
    }
}
