using ScaleLint.Graph.Effects;
using ScaleLint.Graph.Facts;

namespace ScaleLint.Graph.Linking;

/// <summary>What a call asks for.</summary>
/// <param name="Urls">Absolute or relative addresses, as far as known.</param>
internal sealed record Request(string? Verb, IReadOnlyList<TextValue> Urls)
{
    /// <summary>Names of the application that a sidecar is asked to call.</summary>
    public IReadOnlyList<TextValue> App { get; init; } = [];
}

/// <summary>Reads verb and address of HTTP calls: from arguments, request objects, and the attributes of interfaces that are implemented by generated code.</summary>
internal static class Requests
{
    private static readonly string[] Verbs = ["Get", "Post", "Put", "Delete", "Patch", "Head", "Options"];

    public static Request Of(SystemGraph graph, CallSite site, Meaning effect, Scope? scope, Frame? frame = null)
    {
        if (graph.Find(site.Node.Callee) is { Type.Kind: TypeKind.Interface } declared && OfAttribute(declared.Facts) is { } attributed) return attributed;
        if (effect.Library.StartsWith("Dapr", StringComparison.Ordinal)) return OfSidecar(graph, site.Owner, site.Node, scope, frame);
        var named = site.Argument(effect.Value("address"));
        var candidates = named != null ? [named] : site.Node.Arguments;
        var verb = effect.Value("verb") is { } v && !v.StartsWith("arg", StringComparison.Ordinal) ? v : null;
        foreach (var argument in candidates)
        {
            var type = site.Owner.Values.TypeOf(argument);
            if (type is "System.Net.Http.HttpRequestMessage" or "RestSharp.RestRequest")
            {
                foreach (var leaf in graph.Sources.Of(site.Owner, argument, scope, frame))
                    if (leaf.Call is { Kind: CallKind.New } made) return OfMessage(graph, leaf, made, scope, verb);
                continue;
            }
            if (type is not (null or "System.String" or "System.Uri") || argument is DefaultOperand) continue;
            var urls = graph.Texts.Of(site.Owner, argument, scope, frame);
            if (urls.Count > 0) return new Request(verb ?? VerbOf(graph, site, scope, effect, frame), urls);
        }
        return new Request(verb ?? VerbOf(graph, site, scope, effect, frame), []);
    }

    private static Request OfMessage(SystemGraph graph, Leaf leaf, CallNode made, Scope? scope, string? verb)
    {
        var set = leaf.Owner.Values.Calls.Where(x => x.Receiver != null && leaf.Owner.Values.CallOf(x.Receiver) == made.Id).ToList();
        var operands = made.Arguments.Concat(set.Where(x => Names.Own(x.Callee.Id) is "RequestUri" or "Resource" or "Method").SelectMany(x => x.Arguments)).ToList();
        var urls = operands.Where(x => leaf.Owner.Values.TypeOf(x) is null or "System.String" or "System.Uri").SelectMany(x => graph.Texts.Of(leaf.Owner, x, scope, leaf.Frame)).ToList();
        foreach (var operand in operands) verb ??= MethodIn(graph, leaf.Owner, operand, scope, leaf.Frame);
        return new Request(verb ?? "GET", urls);
    }

    /// <summary>A call by application and method: the two texts in order, or those of the request that it is given.</summary>
    private static Request OfSidecar(SystemGraph graph, Method owner, CallNode call, Scope? scope, Frame? frame)
    {
        if (call.Arguments.Count > 0 && owner.Values.TypeOf(call.Arguments[0]) == "System.Net.Http.HttpRequestMessage")
            foreach (var leaf in graph.Sources.Of(owner, call.Arguments[0], scope, frame))
                if (leaf.Call is { } made && Names.Own(made.Callee.Id) == "CreateInvokeMethodRequest") return OfSidecar(graph, leaf.Owner, made, scope, leaf.Frame);
        string? verb = null;
        var texts = new List<IReadOnlyList<TextValue>>();
        foreach (var argument in call.Arguments)
        {
            var type = owner.Values.TypeOf(argument);
            if (type == "System.Net.Http.HttpMethod") verb ??= MethodIn(graph, owner, argument, scope, frame);
            else if (type == "System.String" && texts.Count < 2) texts.Add(graph.Texts.Of(owner, argument, scope, frame));
        }
        return new Request(verb ?? "POST", texts.Count > 1 ? texts[1] : []) { App = texts.Count > 0 ? texts[0] : [] };
    }

    private static string? VerbOf(SystemGraph graph, CallSite site, Scope? scope, Meaning effect, Frame? frame)
    {
        if (site.Argument(effect.Value("verb")) is { } operand && MethodIn(graph, site.Owner, operand, scope, frame) is { } stated) return stated;
        var name = Names.Own(site.Node.Callee.Id);
        return Verbs.FirstOrDefault(x => name.StartsWith(x, StringComparison.Ordinal))?.ToUpperInvariant();
    }

    private static string? MethodIn(SystemGraph graph, Method owner, Operand operand, Scope? scope, Frame? frame)
    {
        foreach (var leaf in graph.Sources.Of(owner, operand, scope, frame))
        {
            if (leaf.Value is FieldOperand { Type: "System.Net.Http.HttpMethod" } field) return Names.Short(field.Member.Id).ToUpperInvariant();
            if (leaf.Call is not { } call) continue;
            if (call.Callee.Id.StartsWith("M:System.Net.Http.HttpMethod.get_", StringComparison.Ordinal)) return call.Callee.Id.Substring("M:System.Net.Http.HttpMethod.get_".Length).ToUpperInvariant();
            if (call.Callee.Id.StartsWith("M:System.Net.Http.HttpMethod.#ctor", StringComparison.Ordinal) && owner.Values.Text(call.Arguments[0]) is { } name) return name.ToUpperInvariant();
        }
        return null;
    }

    private static Request? OfAttribute(MethodFacts facts)
    {
        foreach (var attribute in facts.Attributes)
        {
            if (attribute.Type.Assembly is not ("Refit" or "RestEase")) continue;
            var name = Names.Short(attribute.Type.Name).Replace("Attribute", "");
            if (Array.IndexOf(Verbs, name) < 0) continue;
            var path = attribute.Arguments.Count > 0 && attribute.Arguments[0] is ConstOperand { Value: string text } ? text : "";
            var query = path.IndexOf('?');
            // A parameter in the path is a hole.
            var holes = System.Text.RegularExpressions.Regex.Replace(query < 0 ? path : path.Substring(0, query), "\\{[^}/]*\\}", "{}");
            // A path of an attribute starts with a slash and is still relative to the base address.
            return new Request(name.ToUpperInvariant(), [TextValue.Of(holes.TrimStart('/'))]);
        }
        return null;
    }
}
