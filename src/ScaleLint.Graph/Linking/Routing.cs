using ScaleLint.Graph.Effects;
using ScaleLint.Graph.Facts;

namespace ScaleLint.Graph.Linking;

/// <summary>Route templates as ASP.NET Core composes them from attributes and map calls.</summary>
internal static class Routing
{
    private const int MostMembers = 6;

    private static readonly Dictionary<string, string> VerbAttributes = new(StringComparer.Ordinal)
    {
        ["HttpGetAttribute"] = "GET", ["HttpPostAttribute"] = "POST", ["HttpPutAttribute"] = "PUT", ["HttpDeleteAttribute"] = "DELETE",
        ["HttpPatchAttribute"] = "PATCH", ["HttpHeadAttribute"] = "HEAD", ["HttpOptionsAttribute"] = "OPTIONS",
    };

    /// <summary>The route template of a controller: its own, else that of the nearest base that has one.</summary>
    public static string? OfController(TypeFacts type, TypeHierarchy types)
    {
        for (var (at, i) = (type, 0); i < 32; i++)
        {
            if (Template(at.Attributes, "RouteAttribute") is { } template) return template;
            if (at.Base is not { } parent || types.Find(parent.Name) is not { } found) return null;
            at = found.Type;
        }
        return null;
    }

    /// <summary>Calls back for every verb and template of a controller action; one without a verb attribute answers GET.</summary>
    /// <param name="prefix">The template of the controller, see <see cref="OfController"/>.</param>
    public static void OfAction(TypeFacts type, string? prefix, MethodFacts facts, Action<string, string> found)
    {
        var controller = Names.Short(type.Name);
        if (controller.EndsWith("Controller", StringComparison.Ordinal)) controller = controller.Substring(0, controller.Length - "Controller".Length);
        var action = Names.Own(facts.Id);
        if (action.EndsWith("Async", StringComparison.Ordinal)) action = action.Substring(0, action.Length - "Async".Length);
        var own = Template(facts.Attributes, "RouteAttribute");
        var any = false;
        // Without any template the conventional route leads there.
        string Of(string? template) => prefix == null && template == null ? "/" + controller + "/" + action : Fill(Join(prefix, template), controller, action);
        foreach (var attribute in facts.Attributes)
        {
            var kind = Names.Short(attribute.Type.Name);
            if (kind == "AcceptVerbsAttribute")
            {
                foreach (var accepted in attribute.Arguments.SelectMany(x => x is ArrayOperand list ? list.Elements : [x]).OfType<ConstOperand>().Select(x => x.Value).OfType<string>())
                {
                    any = true;
                    found(accepted.ToUpperInvariant(), Of(own));
                }
            }
            if (!VerbAttributes.TryGetValue(kind, out var verb)) continue;
            any = true;
            found(verb, Of(First(attribute) ?? own));
        }
        if (!any) found("GET", Fill(Join(prefix, own) is { Length: > 1 } route ? route : "/" + controller + "/" + action, controller, action));
    }

    /// <summary>The templates of a map call with the prefixes of the groups it is made on: one for each group that its member is called with.</summary>
    /// <param name="callers">Calls that may run a member.</param>
    public static IReadOnlyList<string> OfMap(CallSite site, Operand? template, Func<Method, IReadOnlyList<CallSite>> callers) =>
        site.Owner.Values.Text(template) is not { } text ? [] : Prefixed(site.Owner, site.Argument("receiver"), text, callers, 0).Select(x => Join(null, x)).Distinct(StringComparer.Ordinal).ToList();

    private static IReadOnlyList<string> Prefixed(Method owner, Operand? builder, string route, Func<Method, IReadOnlyList<CallSite>> callers, int depth)
    {
        var values = owner.Values;
        for (var i = 0; i < 8 && builder != null && values.CallOf(builder) is { } id && values.Call(id) is { } call; i++)
        {
            if (call.Callee.Id.IndexOf(".MapGroup(", StringComparison.Ordinal) > 0 && call.Arguments.Count > 1 && values.Text(call.Arguments[1]) is { } prefix) route = Join(prefix, route);
            builder = call.Receiver ?? (call.Arguments.Count > 0 ? call.Arguments[0] : null);
        }
        if (depth >= MostMembers || builder == null || values.Origin(builder) is not ParameterOperand parameter) return [route];
        var found = new List<string>();
        if (parameter.Lambda >= 0)
        {
            foreach (var call in values.Calls.Where(x => x.Kind == CallKind.Local && x.LocalFunction == parameter.Lambda && parameter.Index < x.Arguments.Count))
                found.AddRange(Prefixed(owner, call.Arguments[parameter.Index], route, callers, depth + 1));
        }
        else
        {
            foreach (var caller in callers(owner).Where(x => parameter.Index < x.Node.Arguments.Count))
                found.AddRange(Prefixed(caller.Owner, caller.Node.Arguments[parameter.Index], route, callers, depth + 1));
        }
        return found.Count > 0 ? found : [route];
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
