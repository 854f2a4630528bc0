using ScaleLint.Graph.Effects;
using ScaleLint.Graph.Facts;
using ScaleLint.Graph.Linking;

namespace ScaleLint.Rules.Failure;

/// <summary>Retries that all callers make at the same moments.</summary>
public sealed class RetryWithoutBackoff : Rule
{
    /// <inheritdoc/>
    public override RuleInfo Info { get; } = new("SCALE4002", "Retry without backoff or jitter", RuleScope.Live, Level.Warning,
        "A dependency that has just failed is hit by everyone at once, again and again.", "0.1.0");

    /// <inheritdoc/>
    public override void Judge(RuleContext context)
    {
        var used = new HashSet<PolicyCall>();
        foreach (var method in context.Graph.Methods.Where(x => x.Facts.Body != null && !x.Unit.Facts.IsTest && x.Meant.Any(s => s.Meaning(MeaningKind.Execute) != null)))
        {
            foreach (var inline in method.Body.Descendants().OfType<InlineStep>())
                if (inline.Meaning?.Kind == MeaningKind.Execute && inline.Body.Descendants().OfType<CallSite>().Any(context.Graph.Remote.From)) used.UnionWith(context.Graph.Pipelines.Of(inline.Runner));
        }
        foreach (var client in context.Graph.Clients.All) used.UnionWith(client.Policies);
        used.UnionWith(context.Graph.Clients.Defaults);
        foreach (var policy in used) Judge(context, policy);
        foreach (var method in context.RemoteMethods)
            foreach (var loop in method.Body.Descendants().OfType<LoopStep>())
                if (loop.Drive == LoopDrive.Retry && loop.Body.Descendants().OfType<CallSite>().Any(context.Graph.Remote.From)) Judge(context, loop);
    }

    private void Judge(RuleContext context, PolicyCall policy)
    {
        var meaning = policy.Meaning;
        if (!meaning.Is("retry") || meaning.Is("standard") || meaning.Is("option") || meaning.Is("options") || context.Graph.Pipelines.Attempts(policy) is <= 2) return;
        var values = policy.Site.Owner.Values;
        if (context.Graph.Pipelines.Option(policy, "DelayGenerator") != null || meaning.Value("delay-generator") is { } generator && policy.Site.Argument(generator) is not null and not DefaultOperand) return;
        var words = new HashSet<string>(meaning.Words, StringComparer.Ordinal);
        foreach (var argument in policy.Site.Node.Arguments)
            if (values.CallOf(argument) is { } id && values.Call(id) is { } options)
                foreach (var word in context.Graph.MeaningsOf(options, policy.Site.Owner).Where(x => x.Kind == MeaningKind.Policy).SelectMany(x => x.Words)) words.Add(word);
        var exponential = words.Contains("exponential");
        var jitter = words.Contains("jitter");
        if (context.Graph.Pipelines.Option(policy, "BackoffType") is { } backoff) exponential = values.Number(backoff) is not 0;
        if (context.Graph.Pipelines.Option(policy, "UseJitter") is { } set) jitter = set is ConstOperand { Value: true } or not ConstOperand;
        if (Randomised(context, policy.Site)) return;
        if (exponential && jitter) return;
        if (!exponential && !words.Contains("constant") && !meaning.Is("constant") && policy.Site.Node.Arguments.Any(x => values.Origin(x) is LambdaOperand)) exponential = true;
        context.Report(Info, policy.Site, $"This retry waits {(exponential ? "without jitter" : "a constant time or not at all")}: use exponential backoff with jitter, so that callers do not return together", repair: new Repair("backoff", policy.Site, null));
    }

    private void Judge(RuleContext context, LoopStep loop)
    {
        if (loop.Bound is <= 2) return;
        var delay = loop.Body.Descendants().OfType<CallSite>().FirstOrDefault(x => x.Meaning(MeaningKind.Sleep) != null);
        if (delay == null)
        {
            // A helper that waits for a time of its own making is taken at its word.
            var waits = loop.Body.Descendants().OfType<CallSite>().Where(x => !context.Graph.Remote.From(x)).SelectMany(x => x.Targets).SelectMany(x => x.Sites).Where(x => x.Meaning(MeaningKind.Sleep) != null).ToList();
            if (waits.Any(x => x.Node.Arguments.Count > 0 && x.Owner.Values.Seconds(x.Node.Arguments[0]) == null)) return;
            context.Report(Info, loop, waits.Count > 0 ? "This loop waits a constant time between attempts: wait exponentially and with jitter" : "This loop retries at once: wait between attempts, exponentially and with jitter", repair: new Repair("backoff", null, null));
            return;
        }
        var inputs = delay.Node.Arguments.SelectMany(delay.Owner.Values.Inputs).ToList();
        if (inputs.Any(x => x is ResultOperand result && delay.Owner.Values.Call(result.Call) is { } call && IsRandom(context, call) || IsSource(delay.Owner.Values.TypeOf(x)))) return;
        var constant = delay.Node.Arguments.Count > 0 && delay.Owner.Values.Seconds(delay.Node.Arguments[0]) != null;
        context.Report(Info, delay, $"This retry waits {(constant ? "a constant time" : "without jitter")}: use exponential backoff with jitter, so that callers do not return together", repair: new Repair("backoff", delay, null));
    }

    private static bool Randomised(RuleContext context, CallSite site) => context.Graph.Clients.Inside(site).Any(x => IsRandom(context, x.Node))
        || site.Node.Arguments.SelectMany(site.Owner.Values.Inputs).Any(x => x is ResultOperand result && site.Owner.Values.Call(result.Call) is { } call && IsRandom(context, call));

    /// <summary>Random itself, or a member whose own body asks for it.</summary>
    private static bool IsRandom(RuleContext context, CallNode call) => IsRandom(call.Callee.Id) || context.Graph.Find(call.Callee) is { Facts.Body: not null } member && member.Values.Calls.Any(x => IsRandom(x.Callee.Id));

    /// <summary>A type by which random numbers are handed on.</summary>
    private static bool IsSource(string? type) => type != null && Names.Short(type).IndexOf("Random", StringComparison.Ordinal) >= 0;

    private static bool IsRandom(string id) => id.IndexOf("System.Random", StringComparison.Ordinal) >= 0 || id.IndexOf("RandomNumber", StringComparison.Ordinal) >= 0 || id.IndexOf("itter", StringComparison.Ordinal) > 0;
}
