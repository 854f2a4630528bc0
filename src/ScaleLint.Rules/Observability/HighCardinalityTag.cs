using ScaleLint.Graph.Effects;
using ScaleLint.Graph.Facts;
using ScaleLint.Graph.Linking;

namespace ScaleLint.Rules.Observability;

/// <summary>A metric tag with as many values as there are users.</summary>
public sealed class HighCardinalityTag : Rule
{
    private static readonly string[] Endings = ["id", "guid", "uuid", "email", "mail", "username", "userid", "path", "url", "uri", "message", "token", "session", "ip", "address", "query", "phone"];

    /// <inheritdoc/>
    public override RuleInfo Info { get; } = new("SCALE9002", "High-cardinality metric tag", RuleScope.Live, Level.Warning,
        "Every value is a time series of its own: memory and bill grow with the users, and queries stop answering.", "0.1.0");

    /// <inheritdoc/>
    public override void Judge(RuleContext context)
    {
        foreach (var method in context.Methods)
        {
            var measured = new HashSet<Operand>(method.Sites.Where(x => x.Is(MeaningKind.Metric, "record") || x.Is(MeaningKind.Metric, "tag")).SelectMany(x => x.Node.Arguments).SelectMany(method.Values.Inputs));
            foreach (var site in method.Sites)
            {
                foreach (var meaning in site.Meanings)
                {
                    if (meaning.Kind != MeaningKind.Metric || !(meaning.Is("tag") || meaning.Is("pair") && measured.Contains(new ResultOperand(site.Node.Id)))) continue;
                    if (site.Argument(meaning.Value("value") ?? "arg1") is not { } value || What(method, value) is not { } what) continue;
                    context.Report(Info, site, $"The tag takes {what}, which has no bound: use a class of it (route template, status, region)", detail: what);
                }
            }
        }
    }

    private static string? What(Method method, Operand value)
    {
        var values = method.Values;
        foreach (var origin in values.Inputs(value).Prepend(values.Origin(value)))
        {
            if (values.TypeOf(origin) is "System.Guid") return "a GUID";
            var name = values.NameOf(origin);
            if (origin is ResultOperand result && values.Call(result.Call) is { } call)
            {
                if (call.Callee.Id.IndexOf("get_RoutePattern", StringComparison.Ordinal) > 0 || call.Callee.Id.IndexOf("RawText", StringComparison.Ordinal) > 0 || call.Callee.Id.IndexOf("StatusCode", StringComparison.Ordinal) > 0) return null;
                if (call.Callee.Id.IndexOf(".get_", StringComparison.Ordinal) > 0) name = Names.Display(call.Callee.Id);
            }
            if (name == null) continue;
            var last = name.Substring(name.LastIndexOf('.') + 1);
            if (Endings.Any(x => last.EndsWith(x, StringComparison.OrdinalIgnoreCase) && (last.Length == x.Length || char.IsUpper(last[last.Length - x.Length])))) return $"'{name}'";
        }
        return null;
    }
}
