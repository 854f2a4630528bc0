namespace ScaleLint.Graph.Effects;

/// <summary>The parsed lines of effects files, looked up by member. Immutable; safe to share between threads.</summary>
public sealed class EffectsCatalogue
{
    private static readonly IReadOnlyList<Meaning> Nothing = [];
    private static readonly Lazy<EffectsCatalogue> Shipped = new(() => new EffectsCatalogue(ShippedEffects.Lines));

    private readonly Dictionary<string, TypeLines> byType = new(StringComparer.Ordinal);
    private readonly EffectsCatalogue? under;

    /// <summary>A catalogue of these lines; later lines of the same pattern and kind replace earlier ones.</summary>
    public EffectsCatalogue(IEnumerable<Meaning> lines) : this(lines, null) { }

    private EffectsCatalogue(IEnumerable<Meaning> lines, EffectsCatalogue? under)
    {
        this.under = under;
        foreach (var line in lines)
        {
            var (type, member) = SplitPattern(line.Pattern);
            if (!byType.TryGetValue(type, out var members)) byType[type] = members = new();
            members.Add(member, line);
        }
    }

    /// <summary>What ships with ScaleLint (<c>rules/effects</c>), parsed when first asked for.</summary>
    public static EffectsCatalogue Default => Shipped.Value;

    /// <summary>This catalogue with more lines over it: they win for the same member and kind, however exact the lines below are.</summary>
    public EffectsCatalogue With(IEnumerable<Meaning> lines) => new(lines, this);

    /// <summary>Whether any line speaks of the type.</summary>
    public bool KnowsType(string type) => byType.ContainsKey(type) || (under is not null && under.KnowsType(type));

    /// <summary>Names of all types with lines, unordered.</summary>
    public IEnumerable<string> Types => under is null ? byType.Keys : byType.Keys.Union(under.Types, StringComparer.Ordinal);

    /// <summary>All lines of a type's own (<c>T:</c>) patterns.</summary>
    public IReadOnlyList<Meaning> OfType(string type) =>
        Over(byType.TryGetValue(type, out var members) ? members.Own : Nothing, under?.OfType(type) ?? Nothing);

    /// <summary>
    /// The lines that hold for a member as seen on one type: of every kind the most exact one (with the parameter list, else by
    /// name, else by the longest wildcard). A <c>pure</c> line hides all less exact ones. The caller walks base types and interfaces.
    /// </summary>
    /// <param name="type">Definition name of the type without prefix.</param>
    /// <param name="member">What follows the type in the id: <c>GetAsync(System.String)</c>, <c>#ctor</c>, <c>get_Result</c>.</param>
    public IReadOnlyList<Meaning> OfMember(string type, string member) =>
        Over(byType.TryGetValue(type, out var members) ? members.Of(member) : Nothing, under?.OfMember(type, member) ?? Nothing);

    /// <summary>Splits a documentation-comment id or pattern into the type's name and the rest; of <c>T:</c> patterns the rest is empty.</summary>
    public static (string Type, string Member) SplitPattern(string pattern)
    {
        var body = pattern.Substring(2);
        if (pattern[0] == 'T') return (body, "");
        var paren = body.IndexOf('(');
        var dot = body.LastIndexOf('.', paren < 0 ? body.Length - 1 : paren);
        if (dot < 0) return (body, "");
        var type = body.Substring(0, dot);
        var member = body.Substring(dot + 1);
        return pattern[0] == 'P' ? (type, "get_" + member) : (type, member);
    }

    internal static IReadOnlyList<Meaning> Over(IReadOnlyList<Meaning> upper, IReadOnlyList<Meaning> lower)
    {
        if (upper.Count == 0) return lower;
        if (lower.Count == 0 || HasPure(upper)) return upper;
        List<Meaning>? both = null;
        foreach (var line in lower)
        {
            if (HasKind(upper, line.Kind)) continue;
            both ??= new(upper);
            both.Add(line);
        }
        return both ?? upper;
    }

    private static bool HasPure(IReadOnlyList<Meaning> lines) => HasKind(lines, MeaningKind.Pure);

    private static bool HasKind(IReadOnlyList<Meaning> lines, MeaningKind kind)
    {
        for (var i = 0; i < lines.Count; i++) if (lines[i].Kind == kind) return true;
        return false;
    }
}
