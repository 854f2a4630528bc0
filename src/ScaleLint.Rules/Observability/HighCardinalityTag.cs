using ScaleLint.Graph.Effects;
using ScaleLint.Graph.Facts;
using ScaleLint.Graph.Linking;

namespace ScaleLint.Rules.Observability;

/// <summary>A metric tag with as many values as there are users.</summary>
public sealed class HighCardinalityTag : Rule
{
    private const int Deepest = 3;
    private static readonly string[] Endings = ["id", "ids", "guid", "uuid", "email", "mail", "username", "userid", "path", "url", "uri", "message", "token", "session", "ip", "address", "query", "phone", "phonenumber", "identifier", "querystring"];
    private static readonly string[] Keys = ["id", "guid", "uuid", "email", "username", "userid", "session", "token"];
    private static readonly string[] Texts = ["System.String", "System.Guid", "System.Convert", "System.Object", "System.Uri", "Microsoft.AspNetCore.Http.PathString", "Microsoft.AspNetCore.Http.QueryString", "System.Runtime.CompilerServices.DefaultInterpolatedStringHandler"];
    private static readonly string[] Comparisons = ["==", "!=", "<", ">", "<=", ">=", "is", "!", "&&", "||", "%", "&"];

    /// <inheritdoc/>
    public override RuleInfo Info { get; } = new("SCALE9002", "High-cardinality metric tag", RuleScope.Live, Level.Warning,
        "Every value is a time series of its own: memory and bill grow with the users, and queries stop answering.", "0.1.0");

    /// <inheritdoc/>
    public override void Judge(RuleContext context)
    {
        foreach (var method in context.Methods)
        {
            if (method.Meant.Count == 0) continue;
            var measured = new HashSet<Operand>(method.Meant.Where(x => x.Is(MeaningKind.Metric, "record") || x.Is(MeaningKind.Metric, "tag")).SelectMany(x => x.Node.Arguments).SelectMany(method.Values.Inputs));
            foreach (var site in method.Meant)
            {
                foreach (var meaning in site.Meanings)
                {
                    if (meaning.Kind != MeaningKind.Metric || !(meaning.Is("tag") || meaning.Is("pair") && measured.Contains(new ResultOperand(site.Node.Id)))) continue;
                    if (meaning.Value("value") is not { } reference || site.Argument(reference) is not { } value || What(context, method, value, 0) is not { } what) continue;
                    context.Report(Info, site, $"The tag takes {what}, which has no bound: use a class of it (route template, status, region)", detail: what);
                }
            }
        }
    }

    /// <summary>What makes a value one of many, in words; null when nothing is known to.</summary>
    private static string? What(RuleContext context, Method method, Operand value, int depth)
    {
        if (depth > 12) return null;
        var values = method.Values;
        foreach (var origin in values.Origins(value))
        {
            if (values.TypeOf(origin) is { } type && (type == "System.Boolean" || context.Graph.Types.IsA(type, "System.Enum"))) continue;
            if (values.TypeOf(origin) is "System.Guid" or "System.Nullable{System.Guid}") return "a GUID";
            var found = origin switch
            {
                ComputedOperand x when !Comparisons.Contains(x.Operation, StringComparer.Ordinal) && x.Operation is not ("index" or "length") => x.Parts.Select(p => What(context, method, p, depth + 1)).FirstOrDefault(p => p != null),
                ResultOperand x when values.Call(x.Call) is { } call => OfCall(context, method, call, depth),
                _ => values.NameOf(origin) is { } name && IsOfMany(name) ? $"'{name}'" : null,
            };
            if (found != null) return found;
            // What a call gives that says nothing of itself has the name that it is kept under.
            if (origin is ResultOperand && value is LocalOperand && values.NameOf(value) is { } kept && IsOfMany(kept, Keys)) return $"'{kept}'";
        }
        return null;
    }

    private static string? OfCall(RuleContext context, Method method, CallNode call, int depth)
    {
        var id = call.Callee.Id;
        if (id.IndexOf(".get_", StringComparison.Ordinal) > 0)
        {
            var name = Names.Own(id);
            if (IsOfMany(name)) return $"'{Names.Display(id)}'";
            if (name == "Name" && call.ReceiverType.EndsWith("Identity", StringComparison.Ordinal)) return "a user's name";
            if (name == "Item" && call.Arguments.Select(method.Values.Text).FirstOrDefault(x => x != null) is { } key && IsOfMany(key, Keys)) return $"'{key}'";
            return name is "Value" or "Result" && call.Receiver != null ? What(context, method, call.Receiver, depth + 1) : null;
        }
        if (context.Graph.Find(call.Callee) is { Facts.Body: { } body } own)
            return depth > Deepest ? null : Sources.Returns(body).Select(x => What(context, own, x, depth + 4)).FirstOrDefault(x => x != null);
        if (Names.Own(id) is "FindFirst" or "FindFirstValue") return "a user's claim";
        // Text made of a value tells it; what is looked up, counted or classified by it does not.
        var type = Names.TypeOf(id);
        if (!Texts.Contains(type, StringComparer.Ordinal) && Names.Own(id) != "ToString" && id.IndexOf(".op_", StringComparison.Ordinal) < 0) return null;
        return (call.Receiver == null ? call.Arguments : [call.Receiver, .. call.Arguments]).Select(x => What(context, method, x, depth + 1)).FirstOrDefault(x => x != null);
    }

    /// <summary>The last word of a name says that there is one for each of many.</summary>
    private static bool IsOfMany(string name) => IsOfMany(name, Endings);

    private static bool IsOfMany(string name, string[] endings)
    {
        var last = name.Substring(name.LastIndexOf('.') + 1).TrimStart('_');
        return endings.Any(x => last.EndsWith(x, StringComparison.OrdinalIgnoreCase) && (last.Length == x.Length || char.IsUpper(last[last.Length - x.Length]) || last[last.Length - x.Length - 1] == '_'));
    }
}
