using System.Globalization;
using ScaleLint.Graph.Effects;
using ScaleLint.Graph.Facts;

namespace ScaleLint.Graph.Linking;

/// <summary>Finds the policies of a resilience pipeline: what was added to the builder that made it.</summary>
public sealed class Pipelines
{
    private const int MostCallers = 32;
    private const int MostSteps = 256;
    private readonly SystemGraph graph;

    internal Pipelines(SystemGraph graph) => this.graph = graph;

    /// <summary>The policies under which an execute call runs its delegate, outermost first; empty when the pipeline is not known.</summary>
    public IReadOnlyList<PolicyCall> Of(CallSite execute) => execute.Argument("receiver") is { } pipeline ? Of(execute.Owner, pipeline) : [];

    /// <summary>The policies of a pipeline or policy object, outermost first; empty when it is not known how it was made.</summary>
    public IReadOnlyList<PolicyCall> Of(Method owner, Operand pipeline) => Of(owner, owner.Values.Origin(pipeline), new Asking());

    /// <summary>A duration of a policy in seconds: an argument, a property of its options object, else the catalogue's default.</summary>
    public double? Seconds(PolicyCall policy, string key, string property)
    {
        if (Option(policy, property) is { } set) return policy.Site.Owner.Values.Seconds(set);
        var value = policy.Meaning.Value(key);
        if (value == null) return null;
        if (policy.Site.Argument(value) is not { } argument) return Duration(value);
        // The older Polly takes whole seconds.
        return policy.Site.Owner.Values.Number(argument) is { } seconds && policy.Site.Node.Callee.Id.StartsWith("M:Polly.Policy", StringComparison.Ordinal) ? seconds : policy.Site.Owner.Values.Seconds(argument);
    }

    /// <summary>Attempts of a retry (1 + retries): an argument, a property of its options object, else the catalogue's default; null when unknown.</summary>
    public int? Attempts(PolicyCall policy)
    {
        var values = policy.Site.Owner.Values;
        if (Option(policy, "MaxRetryAttempts") is { } set) return values.Number(set) is { } n ? (int)Math.Min(n + 1, 1000) : null;
        var value = policy.Meaning.Value("attempts");
        if (value == null) return null;
        if (int.TryParse(value, NumberStyles.Integer, CultureInfo.InvariantCulture, out var constant)) return constant;
        var plus = value.EndsWith("+1", StringComparison.Ordinal);
        var argument = policy.Site.Argument(plus ? value.Substring(0, value.Length - 2) : value);
        return values.Number(argument) is { } retries ? (int)Math.Min(retries + (plus ? 1 : 0), 1000) : Elements(values, argument) is { } delays ? delays.Count + 1 : null;
    }

    /// <summary>The parts of a list that is written out, or null.</summary>
    public static IReadOnlyList<Operand>? Elements(Values values, Operand? list)
    {
        if (list == null) return null;
        var origin = values.Origin(list);
        // The compiler's own read-only list around an array.
        if (values.CallOf(origin) is { } id && values.Call(id) is { Kind: CallKind.New, Arguments.Count: 1 } made && made.Callee.Id.IndexOf("z__ReadOnlyArray", StringComparison.Ordinal) > 0) origin = values.Origin(made.Arguments[0]);
        return origin is ArrayOperand array ? array.Elements : null;
    }

    /// <summary>The value given to a property of a policy's options, or null.</summary>
    public Operand? Option(PolicyCall policy, string property)
    {
        var site = policy.Site;
        foreach (var argument in site.Node.Arguments)
        {
            var origin = site.Owner.Values.Origin(argument);
            foreach (var call in site.Owner.Values.Calls)
                if (call.Receiver != null && call.Arguments.Count == 1 && call.Callee.Id.IndexOf(".set_" + property + "(", StringComparison.Ordinal) > 0 && site.Owner.Values.Origin(call.Receiver).Equals(origin)) return call.Arguments[0];
        }
        foreach (var inner in graph.Clients.Inside(site))
            if (inner.Node.Arguments.Count == 1 && inner.Node.Callee.Id.IndexOf(".set_" + property + "(", StringComparison.Ordinal) > 0) return inner.Node.Arguments[0];
        return null;
    }

    /// <summary>Text such as <c>30s</c>, <c>500ms</c>, <c>2m</c> in seconds, or null.</summary>
    public static double? Duration(string text)
    {
        var (number, unit) = text.EndsWith("ms", StringComparison.Ordinal) ? (text.Substring(0, text.Length - 2), 0.001)
            : text.EndsWith("s", StringComparison.Ordinal) ? (text.Substring(0, text.Length - 1), 1.0)
            : text.EndsWith("m", StringComparison.Ordinal) ? (text.Substring(0, text.Length - 1), 60.0) : (text, 1.0);
        return double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value * unit : null;
    }

    private IReadOnlyList<PolicyCall> Of(Method owner, Operand pipeline, Asking asking)
    {
        // Makers may lead back to themselves, and many callers to many makers.
        if (asking.Steps++ > MostSteps || !asking.Open.Add((owner, pipeline))) return [];
        var found = Made(owner, pipeline, asking);
        asking.Open.Remove((owner, pipeline));
        return found;
    }

    private IReadOnlyList<PolicyCall> Made(Method owner, Operand pipeline, Asking asking)
    {
        switch (pipeline)
        {
            case FieldOperand field:
                foreach (var write in graph.WritesTo(field.Member))
                    if (Of(write.Owner, write.Owner.Values.Origin(write.Node.Value), asking) is { Count: > 0 } found) return found;
                return [];
            case ParameterOperand { Lambda: < 0 } parameter:
                foreach (var caller in graph.CallersOf(owner).Take(MostCallers))
                    if (parameter.Index < caller.Node.Arguments.Count && Of(caller.Owner, caller.Owner.Values.Origin(caller.Node.Arguments[parameter.Index]), asking) is { Count: > 0 } given) return given;
                return [];
            case ResultOperand result when owner.Values.Call(result.Call) is { } call:
                if (call.LocalFunction >= 0 && call.LocalFunction < owner.Facts.Lambdas.Count)
                    return FactsWalk.All(owner.Facts.Lambdas[call.LocalFunction].Body).OfType<JumpNode>().Where(x => x.Kind == JumpKind.Return && x.Value != null)
                        .Select(x => Of(owner, owner.Values.Origin(x.Value!), asking)).FirstOrDefault(x => x.Count > 0) ?? [];
                if (call.Callee.Id.IndexOf(".GetPipeline", StringComparison.Ordinal) > 0) return Named(call.Arguments.Select(owner.Values.Text).FirstOrDefault(x => x != null));
                if (graph.Find(call.Callee) is { Facts.Body: not null } maker)
                {
                    foreach (var step in maker.Body.Descendants())
                        if (step is JumpStep { Node: { Kind: JumpKind.Return, Value: { } made } } && Of(maker, maker.Values.Origin(made), asking) is { Count: > 0 } inner) return inner;
                    return [];
                }
                return Chain(owner, call, asking);
            default:
                return [];
        }
    }

    /// <summary>The policy calls of a fluent chain, first added first; arguments of a wrap are followed too.</summary>
    private List<PolicyCall> Chain(Method owner, CallNode last, Asking asking)
    {
        var found = new List<PolicyCall>();
        Operand? at = new ResultOperand(last.Id);
        for (var i = 0; i < 64 && at is ResultOperand result && owner.Values.Call(result.Call) is { } call; i++)
        {
            var meaning = graph.MeaningsOf(call, owner).FirstOrDefault(x => x.Kind == MeaningKind.Policy);
            if (meaning != null && graph.SiteOf(owner, call) is { } site) found.Insert(0, new PolicyCall(site, meaning));
            if (call.Callee.Id.IndexOf(".Wrap", StringComparison.Ordinal) > 0)
                foreach (var part in call.Arguments.SelectMany(x => owner.Values.Origin(x) is ArrayOperand list ? list.Elements : [x]))
                    found.AddRange(Of(owner, owner.Values.Origin(part), asking));
            var next = call.Receiver ?? (call.Arguments.Count > 0 ? call.Arguments[0] : null);
            if (next == null) break;
            at = owner.Values.Origin(next);
            if (at is FieldOperand) { found.InsertRange(0, Of(owner, at, asking)); break; }
        }
        // Builders used statement by statement: builder.AddRetry(...); builder.Build().
        if (found.Count == 0 && last.Receiver != null)
        {
            var builder = owner.Values.Origin(last.Receiver);
            foreach (var call in owner.Values.Calls)
            {
                var on = call.Receiver ?? (call.Arguments.Count > 0 ? call.Arguments[0] : null);
                if (on == null || !owner.Values.Origin(on).Equals(builder)) continue;
                if (graph.MeaningsOf(call, owner).FirstOrDefault(x => x.Kind == MeaningKind.Policy) is { } meaning && graph.SiteOf(owner, call) is { } site) found.Add(new PolicyCall(site, meaning));
            }
        }
        return found;
    }

    private IReadOnlyList<PolicyCall> Named(string? name)
    {
        if (name == null) return [];
        foreach (var method in graph.Methods)
        {
            if (method.Facts.Body == null) continue;
            foreach (var site in method.Sites)
            {
                if (site.Node.Callee.Id.IndexOf("AddResiliencePipeline", StringComparison.Ordinal) < 0 || !site.Node.Arguments.Any(x => site.Owner.Values.Text(x) == name)) continue;
                return graph.Clients.Inside(site).SelectMany(x => x.Meanings.Where(m => m.Kind == MeaningKind.Policy).Select(m => new PolicyCall(x, m))).ToList();
            }
        }
        return [];
    }

    /// <summary>One question: what is being followed, and how far it went.</summary>
    private sealed class Asking
    {
        public HashSet<(Method, Operand)> Open { get; } = [];

        public int Steps { get; set; }
    }
}
