using ScaleLint.Graph.Effects;
using ScaleLint.Graph.Facts;
using ScaleLint.Graph.Linking;

namespace ScaleLint.Rules.Failure;

/// <summary>What keeps the failure of a dependency from spreading.</summary>
internal static class Containment
{
    /// <summary>Whether any of the named policies guards a call: on the client, around it, or as a cache or fallback before it.</summary>
    public static bool Has(RuleContext context, CallSite site, params string[] words)
    {
        return site.Remote is { Kind: MeaningKind.Http or MeaningKind.Grpc or MeaningKind.ThirdParty } && context.Graph.Clients.Of(site).Policies.Any(x => Is(x, words)) || Around(context, site, words);
    }

    /// <summary>The policies of the client a call goes through, and of what runs it.</summary>
    public static IEnumerable<PolicyCall> Policies(RuleContext context, CallSite site) => context.Graph.Clients.Of(site).Policies
        .Concat(site.Ancestors().OfType<InlineStep>().Where(x => x.Meaning?.Kind == MeaningKind.Execute).SelectMany(x => context.Graph.Pipelines.Of(x.Runner)));

    /// <summary>Whether any of the named policies stands around a call in its own member.</summary>
    public static bool Around(RuleContext context, CallSite site, params string[] words)
    {
        foreach (var step in site.Ancestors())
        {
            if (step is InlineStep { Meaning.Kind: MeaningKind.Execute } inline && context.Graph.Pipelines.Of(inline.Runner).Any(x => Is(x, words))) return true;
            if (words.Contains("cache") && step is InlineStep { Runner: var runner } && runner.Meanings.Any(x => x.Kind == MeaningKind.Cache)) return true;
            if (words.Contains("limiter") && step is ScopeStep { Kind: ScopeKind.Semaphore }) return true;
            if (words.Contains("fallback") && step is TryStep attempt && attempt.Body.Descendants().Contains(site) && attempt.Catches.Any(x => !Throws(x))) return true;
        }
        if (words.Contains("limiter") && site.Owner.Sites.TakeWhile(x => x != site).Any(x => x.Is(MeaningKind.Limit, "rate") && x.Node.Kind != CallKind.New)) return true;
        return words.Contains("cache") && IsAfterMiss(site);
    }

    private static bool Is(PolicyCall policy, string[] words) => words.Any(policy.Meaning.Is) || policy.Meaning.Is("standard") && words.Any(x => x is "breaker" or "timeout" or "limiter" or "retry");

    /// <summary>It runs only when a look-up in a cache, or in a field that serves as one, has found nothing.</summary>
    private static bool IsAfterMiss(CallSite site)
    {
        if (site.Remote?.Kind == MeaningKind.Cache || !site.Owner.Meant.Any(IsLookUp)) return false;
        var around = new HashSet<Step>(site.Ancestors());
        foreach (var choice in site.Owner.Body.Descendants().OfType<ChoiceStep>())
        {
            if (!LooksUp(choice)) continue;
            if (around.Contains(choice)) return true;
            // if (found) return it; what follows is the miss
            if (choice.Parent is SequenceStep sequence && around.Contains(sequence) && choice.Arms.Any(Returns)
                && sequence.Steps.ToList().FindIndex(x => x == choice) < sequence.Steps.ToList().FindIndex(x => x == site || around.Contains(x))) return true;
        }
        return false;
    }

    private static bool LooksUp(ChoiceStep choice)
    {
        var values = choice.Owner.Values;
        foreach (var input in values.Inputs(choice.Node.Condition))
            if (input is ResultOperand result && choice.Owner.Meant.FirstOrDefault(x => x.Node.Id == result.Call) is { } look && IsLookUp(look)
                && (look.Is(MeaningKind.Cache, "read") || look.Node.Receiver is { } on && values.Origin(on) is FieldOperand)) return true;
        return false;
    }

    private static bool IsLookUp(CallSite site) => site.Is(MeaningKind.Cache, "read") || site.Is(MeaningKind.Collection, "read");

    private static bool Returns(Step step) => step.Descendants().Any(x => x is JumpStep { Node.Kind: JumpKind.Return });

    private static bool Throws(Step step) => step.Descendants().Any(x => x is JumpStep { Node.Kind: JumpKind.Throw or JumpKind.Rethrow });
}
