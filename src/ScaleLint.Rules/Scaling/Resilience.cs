using System.Globalization;
using ScaleLint.Graph.Linking;
using ScaleLint.Model;
using ScaleLint.Rules.Failure;
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
        for (var i = policies.Count - 1; i >= 0; i--) step = Wrap(graph, step, policies, policies[i], retries);
        return step;
    }

    /// <summary>The breaker that a repair adds.</summary>
    public static Step Breaker(Step step) =>
        new Step.Breaker(Quantity.Assumed(BreakerRatio), Quantity.Assumed(BreakerMs), Step.Breaker.DefaultMinimumThroughput, Step.Breaker.DefaultSamplingMs, step);

    private static Step Wrap(SystemGraph graph, Step step, IReadOnlyList<PolicyCall> policies, PolicyCall policy, bool retries)
    {
        var meaning = policy.Meaning;
        if (meaning.Is("option") || meaning.Is("options") || meaning.Is("configure") || meaning.Is("remove") || meaning.Is("handle")) return step;
        if (meaning.Is("standard"))
        {
            var total = Part(graph, policies, policy, StandardHandler.Total, 30_000);
            step = Breaker(new Step.Timeout(Part(graph, policies, policy, StandardHandler.Attempt, 10_000), step));
            return retries && graph.Pipelines.Attempts(policy) is not <= 1 ? Retry(graph, policy, total, step) : new Step.Timeout(total, step);
        }
        if (meaning.Is("retry")) return retries && graph.Pipelines.Attempts(policy) is not <= 1 ? Retry(graph, policy, null, step) : step;
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

    private static Step.Retry Retry(SystemGraph graph, PolicyCall policy, Quantity? total, Step step)
    {
        var delay = graph.Pipelines.Seconds(policy, "delay", "Delay");
        return new Step.Retry(
            graph.Pipelines.Attempts(policy) is { } n ? Quantity.Declared(n) : Quantity.Assumed(4), delay is { } seconds ? Quantity.Declared(seconds * 1000) : Quantity.Assumed(2000), total, step);
    }

    /// <summary>A timeout of the standard handler in ms, declared where the registration sets it.</summary>
    private static Quantity Part(SystemGraph graph, IReadOnlyList<PolicyCall> policies, PolicyCall standard, StandardHandler.Part part, double known) =>
        StandardHandler.Timeout(graph, policies, standard, part) is { Seconds: > 0 and < 1e6 and var seconds, At: var at } && at != standard.Site ? Quantity.Declared(seconds * 1000) : Quantity.Assumed(known);
}
