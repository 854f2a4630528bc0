using ScaleLint.Graph.Effects;
using ScaleLint.Graph.Facts;

namespace ScaleLint.Graph.Linking;

/// <summary>A sequence of remote calls that wait for one another, in order.</summary>
public sealed class Chain
{
    /// <summary>No call.</summary>
    public static readonly Chain Empty = new(null, null, null, 0);

    private readonly Chain? left;
    private readonly Chain? right;
    private readonly CallSite? hop;

    private Chain(Chain? left, Chain? right, CallSite? hop, int count) => (this.left, this.right, this.hop, Count) = (left, right, hop, count);

    /// <summary>Number of calls.</summary>
    public int Count { get; }

    /// <summary>A chain of one call.</summary>
    public static Chain Of(CallSite site) => new(null, null, site, 1);

    /// <summary>One after the other.</summary>
    public Chain Then(Chain next) => next.Count == 0 ? this : Count == 0 ? next : new(this, next, null, Count > int.MaxValue / 4 ? Count : Count + next.Count);

    /// <summary>The longer one; the first at equal length.</summary>
    public static Chain Longer(Chain a, Chain b) => b.Count > a.Count ? b : a;

    /// <summary>The calls in order; at most <paramref name="limit"/> of them.</summary>
    public IReadOnlyList<CallSite> Hops(int limit = 64)
    {
        var result = new List<CallSite>();
        var stack = new Stack<Chain>();
        stack.Push(this);
        while (stack.Count > 0 && result.Count < limit)
        {
            var chain = stack.Pop();
            if (chain.hop != null) result.Add(chain.hop);
            if (chain.right != null) stack.Push(chain.right);
            if (chain.left != null) stack.Push(chain.left);
        }
        return result;
    }
}

/// <summary>The longest synchronous chain of each member. Parallel calls count once, a loop or retry counts once, queue publishes and control calls are no hop.</summary>
public sealed class Chains
{
    private const int Deepest = 400;
    private readonly Dictionary<Method, Chain> known = [];
    private readonly HashSet<Method> open = [];
    private readonly Func<CallSite, Method?> crossing;
    private readonly Func<CallSite, bool> counts;

    /// <param name="crossing">The endpoint of another service that a remote call arrives at, or null.</param>
    /// <param name="counts">Which hops count; all when absent.</param>
    public Chains(Func<CallSite, Method?>? crossing = null, Func<CallSite, bool>? counts = null) => (this.crossing, this.counts) = (crossing ?? (_ => null), counts ?? (_ => true));

    /// <summary>The longest chain of a member; recursion counts once.</summary>
    public Chain Of(Method method)
    {
        if (known.TryGetValue(method, out var chain)) return chain;
        if (method.Facts.Body == null || open.Count > Deepest || !open.Add(method)) return Chain.Empty;
        chain = Of(method.Body);
        open.Remove(method);
        return known[method] = chain;
    }

    /// <summary>Whether a call has a remote effect that carries data.</summary>
    public static bool IsEffect(CallSite site) => site.Remote is { } effect && !effect.Is("control");

    /// <summary>Whether a call is a hop.</summary>
    public static bool IsHop(CallSite site) => site.Remote is { } effect && effect.Kind is not (MeaningKind.QueuePublish or MeaningKind.QueueConsume) && !effect.Is("control");

    private Chain Of(Step step)
    {
        switch (step)
        {
            case SequenceStep sequence: return Sequence(sequence);
            case ChoiceStep choice: return choice.Arms.Aggregate(Chain.Empty, (best, arm) => Chain.Longer(best, Of(arm)));
            case LoopStep loop: return loop.Condition == null ? Of(loop.Body) : Of(loop.Condition).Then(Of(loop.Body));
            case TryStep attempt: return attempt.Finally == null ? Of(attempt.Body) : Of(attempt.Body).Then(Of(attempt.Finally));
            case ScopeStep scope: return Of(scope.Body);
            case InlineStep inline: return Of(inline.Body);
            case CallSite site: return Call(site);
            default: return Chain.Empty;
        }
    }

    private Chain Sequence(SequenceStep sequence)
    {
        var total = Chain.Empty;
        var pending = Chain.Empty;
        foreach (var step in sequence.Steps)
        {
            if (step is CallSite { Node.Await: AwaitMode.Stored } started)
            {
                pending = Chain.Longer(pending, Of(started));
                continue;
            }
            var waits = pending.Count > 0 && step.Descendants().Any(x => x is AwaitStep || x is CallSite { Node.Await: AwaitMode.Awaited or AwaitMode.Returned } site && (site.Meaning(MeaningKind.All) ?? site.Meaning(MeaningKind.Any)) != null);
            var own = Of(step);
            if (waits)
            {
                total = total.Then(Chain.Longer(pending, own));
                pending = Chain.Empty;
            }
            else total = total.Then(own);
        }
        return total.Then(pending);
    }

    private Chain Call(CallSite site)
    {
        if (site.Node.Await == AwaitMode.Discarded) return Chain.Empty;
        var delegates = site.Delegates.Aggregate(Chain.Empty, (sum, x) => sum.Then(Of(x)));
        if (IsHop(site))
        {
            var hop = counts(site) ? Chain.Of(site) : Chain.Empty;
            if (crossing(site) is { } endpoint) hop = hop.Then(Of(endpoint));
            return delegates.Then(hop);
        }
        if (site.Remote != null) return delegates;
        return site.Targets.Where(x => !IsAsyncVoid(x)).Aggregate(Chain.Empty, (best, target) => Chain.Longer(best, Of(target))).Then(delegates);
    }

    private static bool IsAsyncVoid(Method method) => method.IsAsync && method.Facts.ReturnType == "System.Void";
}
