using ScaleLint.Graph.Effects;
using ScaleLint.Graph.Facts;

namespace ScaleLint.Graph.Linking;

/// <summary>Route templates as ASP.NET Core composes them from attributes and map calls.</summary>
internal static class Routing
{
    private static readonly Dictionary<string, string> VerbAttributes = new(StringComparer.Ordinal)
    {
        ["HttpGetAttribute"] = "GET", ["HttpPostAttribute"] = "POST", ["HttpPutAttribute"] = "PUT", ["HttpDeleteAttribute"] = "DELETE",
        ["HttpPatchAttribute"] = "PATCH", ["HttpHeadAttribute"] = "HEAD", ["HttpOptionsAttribute"] = "OPTIONS",
    };

    /// <summary>Calls back for every verb and template of a controller action; one without a verb attribute answers GET.</summary>
    public static void OfAction(TypeFacts type, MethodFacts facts, Action<string, string> found)
    {
        var controller = Names.Short(type.Name);
        if (controller.EndsWith("Controller", StringComparison.Ordinal)) controller = controller.Substring(0, controller.Length - "Controller".Length);
        var action = Names.Own(facts.Id);
        if (action.EndsWith("Async", StringComparison.Ordinal)) action = action.Substring(0, action.Length - "Async".Length);
        var prefix = Template(type.Attributes, "RouteAttribute");
        var own = Template(facts.Attributes, "RouteAttribute");
        var any = false;
        foreach (var attribute in facts.Attributes)
        {
            if (!VerbAttributes.TryGetValue(Names.Short(attribute.Type.Name), out var verb)) continue;
            any = true;
            found(verb, Fill(Join(prefix, First(attribute) ?? own), controller, action));
        }
        if (!any) found("GET", Fill(Join(prefix, own) is { Length: > 1 } route ? route : "/" + controller + "/" + action, controller, action));
    }

    /// <summary>The template of a map call with the prefixes of the groups it is made on.</summary>
    public static string? OfMap(CallSite site, Operand? template)
    {
        var values = site.Owner.Values;
        var text = values.Text(template);
        if (text == null) return null;
        var route = text;
        var builder = site.Argument("receiver");
        for (var i = 0; i < 8 && builder != null && values.CallOf(builder) is { } id && values.Call(id) is { } call; i++)
        {
            if (call.Callee.Id.IndexOf(".MapGroup(", StringComparison.Ordinal) > 0 && call.Arguments.Count > 1 && values.Text(call.Arguments[1]) is { } prefix) route = Join(prefix, route);
            builder = call.Receiver ?? (call.Arguments.Count > 0 ? call.Arguments[0] : null);
        }
        return Join(null, route);
    }

    /// <summary>The verbs of a map call: the catalogue's, else those of a constant list, else ANY.</summary>
    public static IReadOnlyList<string> VerbsOfMap(CallSite site, Meaning meaning)
    {
        if (meaning.Value("verb") is not { } verb) return ["ANY"];
        if (!verb.StartsWith("arg", StringComparison.Ordinal)) return [verb];
        var values = site.Owner.Values;
        if (site.Argument(verb) is { } operand && values.Origin(operand) is ArrayOperand list)
        {
            var texts = list.Elements.Select(values.Text).OfType<string>().ToList();
            if (texts.Count > 0) return texts;
        }
        return ["ANY"];
    }

    private static string? Template(IReadOnlyList<AttributeFacts> attributes, string name)
    {
        foreach (var attribute in attributes)
            if (Names.Short(attribute.Type.Name) == name) return First(attribute);
        return null;
    }

    private static string? First(AttributeFacts attribute) => attribute.Arguments.Count > 0 && attribute.Arguments[0] is ConstOperand { Value: string text } ? text : null;

    private static string Join(string? prefix, string? route)
    {
        if (route != null && (route.StartsWith("/", StringComparison.Ordinal) && prefix == null || route.StartsWith("~/", StringComparison.Ordinal))) return "/" + route.TrimStart('~', '/');
        var left = (prefix ?? "").Trim('/', '~');
        var right = (route ?? "").Trim('/');
        return "/" + (left.Length == 0 ? right : right.Length == 0 ? left : left + "/" + right);
    }

    private static string Fill(string route, string controller, string action) => route
        .Replace("[controller]", controller).Replace("[Controller]", controller).Replace("[action]", action).Replace("[Action]", action);
}
