namespace ScaleLint.Graph.Linking;

/// <summary>Documentation-comment ids and type names, taken apart.</summary>
public static class Names
{
    /// <summary>The definition of a constructed type name: <c>A.List{B}</c> to <c>A.List`1</c>; arrays, pointers and references lose their mark.</summary>
    public static string Definition(string type)
    {
        if (type.IndexOf('{') < 0) return type.TrimEnd('[', ']', ',', '*', '@', '?');
        var text = new System.Text.StringBuilder(type.Length);
        for (var i = 0; i < type.Length; i++)
        {
            if (type[i] != '{') { text.Append(type[i]); continue; }
            var depth = 1;
            var arity = 1;
            for (i++; i < type.Length && depth > 0; i++)
            {
                if (type[i] == '{') depth++;
                else if (type[i] == '}') depth--;
                else if (type[i] == ',' && depth == 1) arity++;
            }
            i--;
            text.Append('`').Append(arity);
        }
        return text.ToString().TrimEnd('[', ']', ',', '*', '@', '?');
    }

    /// <summary>The type arguments of a constructed name, outermost only.</summary>
    public static IReadOnlyList<string> Arguments(string type)
    {
        var open = type.IndexOf('{');
        if (open < 0) return [];
        var result = new List<string>();
        var depth = 0;
        var start = open + 1;
        for (var i = open; i < type.Length; i++)
        {
            if (type[i] == '{') { depth++; continue; }
            if (type[i] == ',' && depth == 1)
            {
                result.Add(type.Substring(start, i - start));
                start = i + 1;
            }
            else if (type[i] == '}' && --depth == 0)
            {
                result.Add(type.Substring(start, i - start));
                break;
            }
        }
        return result;
    }

    /// <summary>Whether a member id is that of a property's getter.</summary>
    public static bool IsGetter(string memberId) => memberId.IndexOf(".get_", StringComparison.Ordinal) > 0 && memberId.IndexOf('(') < 0;

    /// <summary>The declaring type's name of a member id.</summary>
    public static string TypeOf(string memberId) => Effects.EffectsCatalogue.SplitPattern(memberId).Type;

    /// <summary>The last part of a dotted name without arity: <c>A.B.List`1</c> to <c>List</c>.</summary>
    public static string Short(string name)
    {
        var dot = name.LastIndexOf('.');
        var part = dot < 0 ? name : name.Substring(dot + 1);
        var tick = part.IndexOf('`');
        return tick < 0 ? part : part.Substring(0, tick);
    }

    /// <summary>A member's own name as a person writes it, without its type: <c>Place</c>; constructors as <c>new OrderService</c>.</summary>
    public static string Own(string memberId)
    {
        var name = Display(memberId);
        return name.Substring(name.LastIndexOf('.') + 1);
    }

    /// <summary>The namespace of a type name; empty when global.</summary>
    public static string Namespace(string type)
    {
        var dot = type.LastIndexOf('.');
        return dot < 0 ? "" : type.Substring(0, dot);
    }

    /// <summary>What a person calls a member: <c>OrderService.Place</c>; constructors as <c>new OrderService</c>, getters as the property.</summary>
    public static string Display(string memberId)
    {
        if (memberId.Length < 3) return "unknown";
        var (type, member) = Effects.EffectsCatalogue.SplitPattern(memberId);
        var paren = member.IndexOf('(');
        var name = paren < 0 ? member : member.Substring(0, paren);
        var tick = name.IndexOf('`');
        if (tick > 0) name = name.Substring(0, tick);
        if (name is "#ctor") return "new " + Short(type);
        if (name is "#cctor") return Short(type) + " static constructor";
        if (name is "<Main>$" || type.Length == 0) return "Program";
        if (name.StartsWith("get_", StringComparison.Ordinal) || name.StartsWith("set_", StringComparison.Ordinal)) name = name.Substring(4);
        var hash = name.LastIndexOf('#');
        if (hash >= 0) name = name.Substring(hash + 1);
        return Short(type) + "." + name;
    }
}
