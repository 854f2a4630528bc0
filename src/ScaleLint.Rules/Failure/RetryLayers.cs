using ScaleLint.Graph.Effects;
using ScaleLint.Graph.Facts;
using ScaleLint.Graph.Linking;

namespace ScaleLint.Rules.Failure;

/// <summary>One layer that repeats a call.</summary>
/// <param name="Attempts">1 + retries.</param>
/// <param name="At">The strategy's creation, the registration, or the loop.</param>
/// <param name="Contained">A circuit breaker or retry budget stands between this layer and what it calls.</param>
internal sealed record RetryLayer(int Attempts, Step At, bool Contained);

/// <summary>Finds the layers of retries around a call.</summary>
internal static class RetryLayers
{
    /// <summary>Layers in the member itself and on the client, outermost first.</summary>
    public static IReadOnlyList<RetryLayer> Around(RuleContext context, CallSite site)
    {
        var layers = new List<RetryLayer>();
        foreach (var step in site.Ancestors())
        {
            if (step is LoopStep { Drive: LoopDrive.Retry } loop) layers.Insert(0, new RetryLayer(loop.Bound ?? BoundOf(loop) ?? 3, loop, false));
            if (step is InlineStep { Meaning.Kind: MeaningKind.Execute } inline) layers.InsertRange(0, Of(context, context.Graph.Pipelines.Of(inline.Runner)));
        }
        if (site.Remote is { Kind: MeaningKind.Http or MeaningKind.Grpc or MeaningKind.ThirdParty } effect && (effect.Is("read") || !UnsafeDisabled(context, context.Graph.Clients.Of(site).Policies))) layers.AddRange(Of(context, context.Graph.Clients.Of(site).Policies));
        if (site.Remote?.Value("attempts") is { } text && int.TryParse(text, System.Globalization.NumberStyles.Integer, System.Globalization.CultureInfo.InvariantCulture, out var own) && own > 1) layers.Add(new RetryLayer(own, site, false));
        return layers;
    }

    /// <summary>Whether a client's retries leave POST, PATCH and the like alone.</summary>
    public static bool UnsafeDisabled(RuleContext context, IReadOnlyList<PolicyCall> policies) => policies.Any(x => x.Meaning.Is("unsafe-disabled"))
        || policies.Any(x => context.Graph.Clients.Inside(x.Site).Any(c => c.Is(MeaningKind.Policy, "unsafe-disabled")));

    /// <summary>The retries of a pipeline, outermost first.</summary>
    public static IReadOnlyList<RetryLayer> Of(RuleContext context, IReadOnlyList<PolicyCall> policies)
    {
        var layers = new List<RetryLayer>();
        for (var i = 0; i < policies.Count; i++)
        {
            var policy = policies[i];
            if (!(policy.Meaning.Is("retry") || policy.Meaning.Is("standard")) || policy.Meaning.Is("option") || policy.Meaning.Is("options")) continue;
            var attempts = context.Graph.Pipelines.Attempts(policy) ?? 4;
            var contained = policy.Meaning.Is("standard") || policies.Any(x => x.Meaning.Is("breaker"));
            if (attempts > 1) layers.Add(new RetryLayer(attempts, policy.Site, contained));
        }
        return layers;
    }

    private static int? BoundOf(LoopStep loop)
    {
        foreach (var input in loop.Node == null ? [] : loop.Owner.Values.Inputs(loop.Node.Source))
            if (input is ConstOperand { Value: long number } && number is > 1 and < 1000) return (int)number;
        return null;
    }
}
