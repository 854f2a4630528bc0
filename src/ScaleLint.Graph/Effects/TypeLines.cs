namespace ScaleLint.Graph.Effects;

/// <summary>The lines of one type.</summary>
internal sealed class TypeLines
{
    private static readonly IReadOnlyList<Meaning> Nothing = [];
    private readonly Dictionary<string, List<Meaning>> members = new(StringComparer.Ordinal);
    private readonly List<KeyValuePair<string, List<Meaning>>> wildcards = [];

    /// <summary>Lines of the type itself.</summary>
    public IReadOnlyList<Meaning> Own => members.TryGetValue("", out var own) ? own : Nothing;

    /// <summary>Adds a line for a member as written in its pattern.</summary>
    public void Add(string member, Meaning line)
    {
        if (!members.TryGetValue(member, out var list))
        {
            members[member] = list = [];
            if (member.Length > 0 && member[member.Length - 1] == '*') AddWildcard(member.Substring(0, member.Length - 1), list);
        }
        list.RemoveAll(x => x.Kind == line.Kind);
        list.Add(line);
    }

    /// <summary>The lines that hold for a member, most exact per kind.</summary>
    public IReadOnlyList<Meaning> Of(string member)
    {
        var paren = member.IndexOf('(');
        var name = paren < 0 ? member : member.Substring(0, paren);
        var found = paren < 0 ? Nothing : At(member);
        found = EffectsCatalogue.Over(found, At(name));
        var tick = name.IndexOf("``", StringComparison.Ordinal);
        if (tick > 0)
        {
            name = name.Substring(0, tick);
            found = EffectsCatalogue.Over(found, At(name));
        }
        foreach (var pair in wildcards)
            if (name.StartsWith(pair.Key, StringComparison.Ordinal)) found = EffectsCatalogue.Over(found, pair.Value);
        return found;
    }

    private IReadOnlyList<Meaning> At(string member) => members.TryGetValue(member, out var list) ? list : Nothing;

    private void AddWildcard(string prefix, List<Meaning> list)
    {
        var at = wildcards.FindIndex(x => x.Key.Length < prefix.Length);
        wildcards.Insert(at < 0 ? wildcards.Count : at, new(prefix, list));
    }
}
