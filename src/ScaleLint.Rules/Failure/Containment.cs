using ScaleLint.Graph.Effects;
using ScaleLint.Graph.Linking;

namespace ScaleLint.Rules.Failure;

/// <summary>What keeps the failure of a dependency from spreading.</summary>
internal static class Containment
{
    /// <summary>Whether any of the named policies guards a call: on the client, around it, or as a cache or fallback before it.</summary>
    public static bool Has(RuleContext context, CallSite site, params string[] words)
    {
        bool Any(PolicyCall policy) => words.Any(policy.Meaning.Is) || policy.Meaning.Is("standard") && words.Any(x => x is "breaker" or "timeout" or "limiter" or "retry");
        if (site.Remote is { Kind: MeaningKind.Http or MeaningKind.Grpc or MeaningKind.ThirdParty } && context.Graph.Clients.Of(site).Policies.Any(Any)) return true;
        foreach (var step in site.Ancestors())
        {
            if (step is InlineStep { Meaning.Kind: MeaningKind.Execute } inline && context.Graph.Pipelines.Of(inline.Runner).Any(Any)) return true;
            if (words.Contains("cache") && step is InlineStep { Runner: var runner } && runner.Meanings.Any(x => x.Kind == MeaningKind.Cache)) return true;
            if (words.Contains("limiter") && step is ScopeStep { Kind: ScopeKind.Semaphore }) return true;
            if (words.Contains("fallback") && step is TryStep attempt && attempt.Body.Descendants().Contains(site) && attempt.Catches.Any(x => !Throws(x))) return true;
        }
        return false;
    }

    private static bool Throws(Step step) => step.Descendants().Any(x => x is JumpStep { Node.Kind: Graph.Facts.JumpKind.Throw or Graph.Facts.JumpKind.Rethrow });
}
