using ScaleLint.Graph.Effects;

namespace ScaleLint.Graph.Tests.Effects;

/// <summary>Whether patterns mean something in the assemblies of an index.</summary>
public static class PatternCheck
{
    /// <summary>Null when the pattern names at least one member, else what is wrong and what stands nearest.</summary>
    public static string? Fault(MemberIndex index, string pattern)
    {
        var (type, member) = EffectsCatalogue.SplitPattern(pattern);
        if (!index.HasType(type))
            return $"no type {type}; nearest: {string.Join(", ", Nearest(index.Types, type))}";
        if (member.Length == 0) return null;
        // Constructors are not inherited.
        var types = member.StartsWith('#') ? [type] : index.WithBases(type);
        return types.Any(x => Declares(index.MembersOf(x), member)) ? null
            : $"{type} declares no {member}; nearest: {string.Join(", ", Nearest(types.SelectMany(index.MembersOf), member))}";
    }

    private static bool Declares(IReadOnlyCollection<string> members, string pattern) => members.Contains(pattern) || members.Any(x => IsNamed(x, pattern));

    /// <summary>Whether a pattern's member part means a member, of whatever type.</summary>
    public static bool IsNamed(string member, string pattern)
    {
        if (member == pattern) return true;
        if (pattern.Contains('(')) return false;
        if (pattern.EndsWith('*')) return member.StartsWith(pattern[..^1], StringComparison.Ordinal);
        return member.StartsWith(pattern, StringComparison.Ordinal) && (member.Split('(')[0] == pattern || MemberIndex.NameOf(member) == pattern);
    }

    private static IEnumerable<string> Nearest(IEnumerable<string> names, string wanted)
    {
        var word = Last(wanted);
        return names.OrderBy(x => Distance(Last(x), word)).ThenBy(x => Distance(x, wanted)).ThenBy(x => x, StringComparer.Ordinal).Take(4);
    }

    private static string Last(string name) => name.Split('(')[0].Split('.')[^1].Split('`')[0].TrimEnd('*');

    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var above = row[j];
                row[j] = Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1));
                diagonal = above;
            }
        }
        return row[b.Length];
    }
}
