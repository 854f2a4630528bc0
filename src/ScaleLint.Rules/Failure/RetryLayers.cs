using ScaleLint.Graph.Effects;
using ScaleLint.Graph.Facts;
using ScaleLint.Graph.Linking;

namespace ScaleLint.Rules.Failure;

/// <summary>One layer that repeats a call, or a circuit breaker or retry budget, which ends what the layers above it multiply.</summary>
/// <param name="Attempts">1 + retries.</param>
/// <param name="At">The strategy's creation, the registration, or the loop.</param>
internal sealed record RetryLayer(int Attempts, Step At, bool Breaks = false);

/// <summary>Finds the layers of retries around a call.</summary>
internal static class RetryLayers
{
    /// <summary>Layers in the member itself and on the client, outermost first.</summary>
    public static IReadOnlyList<RetryLayer> Around(RuleContext context, CallSite site)
    {
        var layers = new List<RetryLayer>();
        var ownStrategy = false;
        foreach (var step in site.Ancestors())
        {
            if (step is LoopStep { Drive: LoopDrive.Retry } loop)
            {
                if (HasBudget(loop)) layers.Insert(0, new RetryLayer(1, loop, true));
                layers.Insert(0, new RetryLayer(Attempts(loop) ?? 3, loop));
            }
            if (step is not InlineStep { Meaning.Kind: MeaningKind.Execute } inline) continue;
            var policies = context.Graph.Pipelines.Of(inline.Runner);
            if (policies.FirstOrDefault(x => x.Meaning.Is("context")) is { } strategy)
            {
                ownStrategy = true;
                policies = StrategyOf(context, strategy.Site);
            }
            layers.InsertRange(0, Of(context, policies));
        }
        if (site.Remote is { Kind: MeaningKind.Http or MeaningKind.Grpc or MeaningKind.ThirdParty } effect && (effect.Is("read") || !UnsafeDisabled(context.Graph, context.Graph.Clients.Of(site).Policies))) layers.AddRange(Of(context, context.Graph.Clients.Of(site).Policies));
        // Inside a strategy's own execute its commands are not retried again.
        if (!ownStrategy && site.Remote is { Kind: MeaningKind.Sql }) layers.AddRange(Of(context, StrategyOf(context, site)));
        if (site.Remote?.Value("attempts") is { } text && int.TryParse(text, System.Globalization.NumberStyles.Integer, System.Globalization.CultureInfo.InvariantCulture, out var own) && own > 1) layers.Add(new RetryLayer(own, site));
        return layers;
    }

    /// <summary>Whether a client's retries leave POST, PATCH and the like alone.</summary>
    public static bool UnsafeDisabled(SystemGraph graph, IReadOnlyList<PolicyCall> policies) => policies.Any(x => x.Meaning.Is("unsafe-disabled"))
        || policies.Any(x => graph.Clients.Inside(x.Site).Any(c => c.Is(MeaningKind.Policy, "unsafe-disabled")));

    /// <summary>The retries of a pipeline, outermost first.</summary>
    public static IReadOnlyList<RetryLayer> Of(RuleContext context, IReadOnlyList<PolicyCall> policies)
    {
        var layers = new List<RetryLayer>();
        foreach (var policy in policies)
        {
            if (!(policy.Meaning.Is("retry") || policy.Meaning.Is("standard")) || policy.Meaning.Is("option") || policy.Meaning.Is("options")) continue;
            var attempts = context.Graph.Pipelines.Attempts(policy) ?? 4;
            if (attempts > 1) layers.Add(new RetryLayer(attempts, policy.Site));
            if (policy.Meaning.Is("standard")) layers.Add(new RetryLayer(1, policy.Site, true));
        }
        // Whoever sets up a breaker of their own has seen to it: once open, all attempts fail at once, wherever it stands.
        if (policies.FirstOrDefault(x => x.Meaning.Is("breaker") && !x.Meaning.Is("standard")) is { } breaker) layers = [new RetryLayer(1, breaker.Site, true), .. layers, new RetryLayer(1, breaker.Site, true)];
        return layers;
    }

    /// <summary>The retries that the context of a query, or of an execution strategy, is set up with.</summary>
    public static IReadOnlyList<PolicyCall> StrategyOf(RuleContext context, CallSite site) => context.Graph.Connections.ContextOf(site) is not { } type ? []
        : context.Graph.Connections.SetUpOf(type).SelectMany(x => x.Meanings.Where(m => m.Kind == MeaningKind.Policy && m.Is("retry")).Select(m => new PolicyCall(x, m))).Take(1).ToList();

    /// <summary>Something named a budget or breaker is asked before the next attempt.</summary>
    private static bool HasBudget(LoopStep loop) => loop.Descendants().OfType<CallSite>().Any(x => Names.Display(x.Node.Callee.Id) is var name
        && (name.IndexOf("budget", StringComparison.OrdinalIgnoreCase) >= 0 || name.IndexOf("breaker", StringComparison.OrdinalIgnoreCase) >= 0));

    /// <summary>Attempts of a loop where a constant says so, else null.</summary>
    public static int? Attempts(LoopStep loop)
    {
        if (loop.Bound is { } bound) return bound;
        foreach (var input in loop.Node == null ? [] : loop.Owner.Values.Inputs(loop.Node.Source))
            if (input is ConstOperand { Value: long number } && number is > 1 and < 1000) return (int)number;
        return null;
    }
}
