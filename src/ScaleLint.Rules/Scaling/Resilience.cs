using System.Globalization;
using ScaleLint.Graph.Linking;
using ScaleLint.Model;
using Step = ScaleLint.Model.Step;

namespace ScaleLint.Rules.Scaling;

/// <summary>Puts policies of the code around a step of the model.</summary>
internal static class Resilience
{
    /// <summary>Share of calls that a cache answers when nobody says.</summary>
    public const double AssumedHitRatio = 0.9;

    /// <summary>Ratio and break of the standard handler's circuit breaker.</summary>
    public const double BreakerRatio = 0.1;

    /// <summary>Time a breaker stays open, in ms.</summary>
    public const double BreakerMs = 5000;

    /// <summary>The step under the policies, the first of them outermost.</summary>
    public static Step Wrap(SystemGraph graph, Step step, IReadOnlyList<PolicyCall> policies, bool retries)
    {
        for (var i = policies.Count - 1; i >= 0; i--) step = Wrap(graph, step, policies[i], retries);
        return step;
    }

    /// <summary>The breaker that a repair adds.</summary>
    public static Step Breaker(Step step) =>
        new Step.Breaker(Quantity.Assumed(BreakerRatio), Quantity.Assumed(BreakerMs), Step.Breaker.DefaultMinimumThroughput, Step.Breaker.DefaultSamplingMs, step);

    private static Step Wrap(SystemGraph graph, Step step, PolicyCall policy, bool retries)
    {
        var meaning = policy.Meaning;
        if (meaning.Is("option") || meaning.Is("options") || meaning.Is("configure") || meaning.Is("remove") || meaning.Is("handle")) return step;
        if (meaning.Is("standard"))
        {
            step = new Step.Timeout(Quantity.Assumed(10_000), step);
            step = Breaker(step);
            if (retries) step = new Step.Retry(Quantity.Assumed(4), Quantity.Assumed(2000), Quantity.Assumed(30_000), step);
            return step;
        }
        if (meaning.Is("retry"))
        {
            var attempts = graph.Pipelines.Attempts(policy);
            if (!retries || attempts <= 1) return step;
            var delay = graph.Pipelines.Seconds(policy, "delay", "Delay");
            return new Step.Retry(attempts is { } n ? Quantity.Declared(n) : Quantity.Assumed(4), delay is { } seconds ? Quantity.Declared(seconds * 1000) : Quantity.Assumed(2000), null, step);
        }
        if (meaning.Is("timeout"))
            return graph.Pipelines.Seconds(policy, "timeout", "Timeout") is > 0 and < 1e6 and var seconds ? new Step.Timeout(Quantity.Declared(seconds * 1000), step) : step;
        if (meaning.Is("breaker"))
        {
            var ratio = graph.Pipelines.Option(policy, "FailureRatio") == null && double.TryParse(meaning.Value("ratio"), NumberStyles.Float, CultureInfo.InvariantCulture, out var known) && known is > 0 and <= 1 ? known : BreakerRatio;
            var open = graph.Pipelines.Seconds(policy, "break", "BreakDuration");
            return new Step.Breaker(Quantity.Assumed(ratio), open is > 0 and var held ? Quantity.Declared(held * 1000) : Quantity.Assumed(BreakerMs), Step.Breaker.DefaultMinimumThroughput, Step.Breaker.DefaultSamplingMs, step);
        }
        if (meaning.Is("cache")) return new Step.Cache(Quantity.Assumed(AssumedHitRatio), TimeShape.Zero, step);
        return meaning.Is("fallback") ? new Step.Fallback([step, ModelShapes.Nothing]) : step;
    }
}
