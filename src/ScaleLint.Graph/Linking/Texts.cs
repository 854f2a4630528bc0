using System.Globalization;
using ScaleLint.Graph.Effects;
using ScaleLint.Graph.Facts;

namespace ScaleLint.Graph.Linking;

/// <summary>What addresses, names and paths say: constants put together, and the configuration keys they are read from.</summary>
public sealed class Texts
{
    private const int Deepest = 12;
    private const int MostValues = 16;
    private readonly SystemGraph graph;
    private readonly Sources sources;
    private Dictionary<string, List<(Unit Unit, TextValue Section)>>? bound;

    internal Texts(SystemGraph graph) => (this.graph, sources) = (graph, graph.Sources);

    /// <summary>The texts a value may be, known ones only: keys before constants, which are defaults beside them.</summary>
    public IReadOnlyList<TextValue> Of(Method owner, Operand? value, Scope? scope = null, Frame? frame = null) =>
        value == null ? [] : Find(owner, value, scope, frame, 0).Where(x => x.IsKnown).OrderBy(x => x.Keys.Any() ? 0 : 1).ToList();

    /// <summary>The first of the texts that says all, without a hole; else the first; null when none is known.</summary>
    public TextValue? One(Method owner, Operand? value, Scope? scope = null)
    {
        var all = Of(owner, value, scope);
        return all.FirstOrDefault(x => !x.Parts.Contains(TextPart.Hole)) ?? all.FirstOrDefault();
    }

    private IReadOnlyList<TextValue> Find(Method owner, Operand value, Scope? scope, Frame? frame, int depth)
    {
        if (depth > Deepest) return [TextValue.Unknown];
        var found = new List<TextValue>();
        foreach (var leaf in sources.Of(owner, value, scope, frame))
        {
            foreach (var text in OfLeaf(leaf, scope, depth)) if (!found.Contains(text)) found.Add(text);
            if (found.Count >= MostValues) break;
        }
        return found;
    }

    private IEnumerable<TextValue> OfLeaf(Leaf leaf, Scope? scope, int depth)
    {
        switch (leaf.Value)
        {
            case ConstOperand { Value: string text }: return [TextValue.Of(text)];
            case ConstOperand { Value: long number }: return [TextValue.Of(number.ToString(CultureInfo.InvariantCulture))];
            case ComputedOperand { Operation: "interpolate" or "+" } computed: return Joined(computed.Parts, leaf, scope, depth);
            case FieldOperand { Member.Id: "F:System.String.Empty" }: return [TextValue.Of("")];
            case FieldOperand field: return Bound(field.Member.Id, scope, 0);
            default: return leaf.Call is { } call ? OfCall(leaf, call, scope, depth) : [TextValue.Unknown];
        }
    }

    private IEnumerable<TextValue> Joined(IEnumerable<Operand> parts, Leaf leaf, Scope? scope, int depth)
    {
        IReadOnlyList<TextValue> all = [new TextValue([])];
        foreach (var part in parts)
        {
            var next = Find(leaf.Owner, part, scope, leaf.Frame, depth + 1);
            all = all.SelectMany(x => next.Select(x.Then)).Take(MostValues).ToList();
        }
        return all;
    }

    private IEnumerable<TextValue> OfCall(Leaf leaf, CallNode call, Scope? scope, int depth)
    {
        IReadOnlyList<TextValue> Argument(int i) => i < call.Arguments.Count ? Find(leaf.Owner, call.Arguments[i], scope, leaf.Frame, depth + 1) : [TextValue.Unknown];
        if (graph.MeaningsOf(call, leaf.Owner).FirstOrDefault(x => x.Kind == MeaningKind.Config) is { } config) return Configured(leaf, call, config, scope, depth);
        var (type, member) = call.Callee.Id.Length > 2 ? EffectsCatalogue.SplitPattern(call.Callee.Id) : ("", "");
        var paren = member.IndexOf('(');
        var name = paren < 0 ? member : member.Substring(0, paren);
        switch (type)
        {
            case "System.Environment" when name == "GetEnvironmentVariable":
                return Argument(0).Select(x => x.Constant is { } variable ? TextValue.OfKey(variable.Replace("__", ":")) : TextValue.Unknown);
            case "System.Uri" when name == "#ctor" && member.StartsWith("#ctor(System.Uri,", StringComparison.Ordinal):
            case "System.Uri" when name == "#ctor" && call.Arguments.Count > 1 && member.StartsWith("#ctor(System.String,System.String", StringComparison.Ordinal):
                return Argument(0).SelectMany(x => Argument(1).Select(x.Then));
            case "System.UriBuilder" when name == "#ctor" && call.Arguments.Count is > 1 and < 4:
                return Joined([call.Arguments[0], new ConstOperand("://"), call.Arguments[1], .. call.Arguments.Count == 3 ? [new ConstOperand(":"), call.Arguments[2]] : Array.Empty<Operand>()], leaf, scope, depth);
            case "System.Uri" or "System.UriBuilder" when name is "#ctor": return Argument(0);
            case "System.Uri" or "System.UriBuilder" or "System.String" or "System.Object" when call.Receiver != null && name is "ToString" or "Trim" or "TrimEnd" or "TrimStart" or "ToLower" or "ToLowerInvariant" or "Replace" or "get_Uri" or "get_AbsoluteUri":
                return Find(leaf.Owner, call.Receiver!, scope, leaf.Frame, depth + 1);
            case "System.String" when name == "Concat": return Joined(call.Arguments.SelectMany(x => x is ArrayOperand array ? array.Elements : [x]), leaf, scope, depth);
            case "System.String" when name == "Format" && call.Arguments.Count > 1 && call.Arguments[0] is ConstOperand { Value: string format }:
                return Formatted(format, call.Arguments.Skip(1).SelectMany(x => x is ArrayOperand array ? array.Elements : [x]).ToList(), leaf, scope, depth);
        }
        if (name == "#ctor" && type.StartsWith("System.Collections.", StringComparison.Ordinal))
            return call.Arguments.Concat(leaf.Owner.Values.Calls.Where(x => x.Receiver is { } on && leaf.Owner.Values.CallOf(on) == call.Id && Names.Own(x.Callee.Id) == "Add").SelectMany(x => x.Arguments))
                .SelectMany(x => Find(leaf.Owner, x, scope, leaf.Frame, depth + 1));
        // A conversion says what it converts; a property of bound options its key.
        if (name is "op_Implicit" or "op_Explicit") return Argument(0);
        if (name.StartsWith("get_", StringComparison.Ordinal)) return Bound("P:" + type + "." + name.Substring(4), scope, 0);
        return [TextValue.Unknown];
    }

    private IEnumerable<TextValue> Formatted(string format, IReadOnlyList<Operand> arguments, Leaf leaf, Scope? scope, int depth)
    {
        var parts = new List<Operand>();
        var at = 0;
        while (at < format.Length)
        {
            var open = format.IndexOf('{', at);
            var close = open < 0 ? -1 : format.IndexOf('}', open);
            if (close < 0) break;
            parts.Add(new ConstOperand(format.Substring(at, open - at)));
            parts.Add(int.TryParse(format.Substring(open + 1, close - open - 1).Split(':', ',')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var i) && i < arguments.Count ? arguments[i] : UnknownOperand.Instance);
            at = close + 1;
        }
        parts.Add(new ConstOperand(format.Substring(at)));
        return Joined(parts, leaf, scope, depth);
    }

    private IEnumerable<TextValue> Configured(Leaf leaf, CallNode call, Meaning config, Scope? scope, int depth)
    {
        var reference = config.Value("key") ?? "arg0";
        var on = call.Receiver ?? (call.Arguments.Count > 0 ? call.Arguments[0] : null);
        // Configuration that comes from nowhere is its root.
        IReadOnlyList<TextValue> sections = on == null ? [] : Find(leaf.Owner, on, scope, leaf.Frame, depth + 1);
        if (reference == "receiver" || CallSite.Argument(call, reference) is not { } operand || operand == on) return sections.Where(x => x.Key != null).DefaultIfEmpty(TextValue.Unknown);
        var names = Find(leaf.Owner, operand, scope, leaf.Frame, depth + 1).Select(x => x.Constant).OfType<string>().Select(x => config.Is("connection-string") ? "ConnectionStrings:" + x : x).ToList();
        if (names.Count == 0) return [TextValue.Unknown];
        var keys = sections.Count == 0 ? names : sections.SelectMany(x => names.Select(n => x.Key is { Length: > 0 } section ? section + ":" + n : n)).Distinct(StringComparer.Ordinal);
        return keys.Select(TextValue.OfKey);
    }

    /// <summary>The keys of a property whose type, or the type it is part of, a configuration section is bound to.</summary>
    private IEnumerable<TextValue> Bound(string property, Scope? scope, int depth)
    {
        if (depth > 3 || !property.StartsWith("P:", StringComparison.Ordinal)) return [TextValue.Unknown];
        var dot = property.LastIndexOf('.');
        var name = property.Substring(dot + 1);
        var sections = SectionsOf(property.Substring(2, dot - 2), scope, depth).ToList();
        return sections.Count == 0 ? [TextValue.Unknown] : sections.Select(x => x.Key!.Length == 0 ? TextValue.OfKey(name) : TextValue.OfKey(x.Key + ":" + name));
    }

    private IEnumerable<TextValue> SectionsOf(string type, Scope? scope, int depth)
    {
        bound ??= ReadBindings();
        if (bound.TryGetValue(type, out var list)) foreach (var (unit, section) in list) if (scope == null || scope.Has(unit)) yield return section;
        foreach (var holder in bound.Keys.OrderBy(x => x, StringComparer.Ordinal).ToList())
        {
            if (holder == type || graph.Types.Find(holder) is not { } known) continue;
            foreach (var field in known.Type.Fields)
                if ((field.Flags & FieldFlags.Property) != 0 && Names.Definition(field.Type) == type)
                    foreach (var section in Bound(field.Id, scope, depth + 1)) if (section.Key != null) yield return section;
        }
    }

    private Dictionary<string, List<(Unit, TextValue)>> ReadBindings()
    {
        // Half-read bindings must not be asked for while they are read.
        bound = new(StringComparer.Ordinal);
        var result = new Dictionary<string, List<(Unit, TextValue)>>(StringComparer.Ordinal);
        foreach (var method in graph.Methods)
        {
            if (method.Facts.Body == null || !method.Unit.IsJudged || method.Unit.Facts.IsTest) continue;
            foreach (var site in method.Sites)
            {
                if (TypeBoundBy(site) is not { } type) continue;
                foreach (var section in SectionOf(site))
                {
                    if (!result.TryGetValue(type, out var list)) result[type] = list = [];
                    list.Add((method.Unit, section));
                }
            }
        }
        return result;
    }

    /// <summary>The options type that a call binds to configuration, or null.</summary>
    private static string? TypeBoundBy(CallSite site)
    {
        var name = Names.Own(site.Node.Callee.Id);
        var config = site.Is(MeaningKind.Config, "section");
        if (name is "Get" or "Configure" && site.Node.TypeArguments.Count == 1 && (config || site.Node.Arguments.Any(x => IsSection(site.Owner, x)))) return Names.Definition(site.Node.TypeArguments[0]);
        if (!config || name is not ("Bind" or "BindConfiguration")) return null;
        if (Names.Arguments(site.Node.ReceiverType) is [var options] && site.Node.ReceiverType.IndexOf("OptionsBuilder", StringComparison.Ordinal) >= 0) return Names.Definition(options);
        return site.Node.Arguments.Select(site.Owner.Values.TypeOf).LastOrDefault(x => x != null && !x.StartsWith("System.", StringComparison.Ordinal) && !x.StartsWith("Microsoft.Extensions.", StringComparison.Ordinal)) is { } made ? Names.Definition(made) : null;
    }

    private static bool IsSection(Method owner, Operand operand) => owner.Values.TypeOf(operand)?.StartsWith("Microsoft.Extensions.Configuration.IConfiguration", StringComparison.Ordinal) == true;

    private IEnumerable<TextValue> SectionOf(CallSite site)
    {
        foreach (var argument in site.Node.Arguments)
        {
            if (IsSection(site.Owner, argument))
            {
                var sections = Find(site.Owner, argument, null, null, 0).Where(x => x.Key != null).ToList();
                return sections.Count > 0 ? sections : [TextValue.OfKey("")];
            }
        }
        var named = site.Node.Arguments.SelectMany(x => Of(site.Owner, x)).Select(x => x.Constant).OfType<string>().FirstOrDefault();
        return named == null ? [] : [TextValue.OfKey(named)];
    }
}
