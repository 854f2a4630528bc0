using ScaleLint.Graph.Effects;
using ScaleLint.Graph.Facts;

namespace ScaleLint.Graph.Linking;

/// <summary>A remote call, or its way on from a gateway to what is behind it.</summary>
/// <param name="Passage">Null for the call itself.</param>
/// <param name="Handed">What it goes to where the caller decides; null when the call itself says it.</param>
public sealed record Hop(CallSite Site, Passage? Passage, Resource? Handed)
{
    /// <summary>Where the call, or the gateway's route, was written.</summary>
    public Facts.Position At => Passage?.At ?? Site.At;

    /// <inheritdoc/>
    public override string ToString() => Passage?.ToString() ?? Site.ToString();
}

/// <summary>A sequence of remote calls that wait for one another, in order.</summary>
public sealed class Chain
{
    /// <summary>No call.</summary>
    public static readonly Chain Empty = new(null, null, null, 0);

    private readonly Chain? left;
    private readonly Chain? right;
    private readonly Hop? hop;

    private Chain(Chain? left, Chain? right, Hop? hop, int count) => (this.left, this.right, this.hop, Count) = (left, right, hop, count);

    /// <summary>Number of calls.</summary>
    public int Count { get; }

    /// <summary>A chain of one hop.</summary>
    public static Chain Of(CallSite site, Passage? passage = null, Resource? handed = null) => new(null, null, new Hop(site, passage, handed), 1);

    /// <summary>One after the other.</summary>
    public Chain Then(Chain next) => next.Count == 0 ? this : Count == 0 ? next : new(this, next, null, Count > int.MaxValue / 4 ? Count : Count + next.Count);

    /// <summary>The longer one; the first at equal length.</summary>
    public static Chain Longer(Chain a, Chain b) => b.Count > a.Count ? b : a;

    /// <summary>The hops in order; at most <paramref name="limit"/> of them.</summary>
    public IReadOnlyList<Hop> Hops(int limit = 64)
    {
        var result = new List<Hop>();
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
    private readonly SystemGraph graph;
    private readonly bool crosses;
    private readonly Func<CallSite, bool> counts;
    private readonly Unit? provider;
    private readonly Lazy<List<Chains>> choices;

    /// <param name="crosses">Whether a chain goes on in the endpoint of another service that a remote call arrives at.</param>
    /// <param name="counts">Which hops count; all when absent.</param>
    public Chains(SystemGraph graph, bool crosses, Func<CallSite, bool>? counts = null) : this(graph, crosses, counts ?? (_ => true), null)
    {
    }

    private Chains(SystemGraph graph, bool crosses, Func<CallSite, bool> counts, Unit? provider)
    {
        (this.graph, this.crosses, this.counts, this.provider) = (graph, crosses, counts, provider);
        choices = new(() => graph.Registrations.Providers.Select(x => new Chains(graph, crosses, counts, x)).ToList());
    }

    /// <summary>The longest chain of a member; recursion counts once. No chain runs through two projects of which one is chosen to provide the same services.</summary>
    public Chain Of(Method method)
    {
        var chain = Any(method);
        return chain.Count < 2 || choices.Value.Count == 0 ? chain : choices.Value.Select(x => x.Any(method)).Aggregate(Chain.Longer);
    }

    private Chain Any(Method method)
    {
        if (known.TryGetValue(method, out var chain)) return chain;
        if (method.Facts.Body == null || open.Count > Deepest || !open.Add(method)) return Chain.Empty;
        chain = Of(method.Body).Longest;
        open.Remove(method);
        return graph.Services.DependsOnCaller(method) ? chain : known[method] = chain;
    }

    /// <summary>Whether a call has a remote effect that carries data.</summary>
    public static bool IsEffect(CallSite site) => site.Remote is { } effect && !effect.Is("control");

    /// <summary>Whether a call is a hop: its caller waits for an answer.</summary>
    public static bool IsHop(CallSite site) => site.Remote is { } effect && (effect.Kind is not (MeaningKind.QueuePublish or MeaningKind.QueueConsume) || effect.Is("request")) && !effect.Is("control");

    private Flow Of(Step step)
    {
        switch (step)
        {
            case SequenceStep sequence: return Sequence(sequence);
            case ChoiceStep choice:
                var arms = choice.Arms.Select(Of).ToList();
                return arms.Count == 0 ? Flow.On(Chain.Empty) : arms.Aggregate(Flow.Longer);
            case LoopStep loop:
                var head = loop.Condition == null ? Chain.Empty : Of(loop.Condition).Longest;
                var body = Of(loop.Body);
                return new Flow(head.Then(Flow.Longer(body.Through, body.Left) ?? Chain.Empty), null, Flow.Then(head, body.Ended));
            case TryStep attempt:
                var tried = Of(attempt.Body);
                // A failure after the last call of the body goes on behind a catch that does not leave.
                if (attempt.Catches.Any(x => Of(x).Through != null)) tried = tried with { Through = Flow.Longer(tried.Through, tried.Longest) };
                return attempt.Finally == null ? tried : tried.Then(Of(attempt.Finally).Longest);
            case ScopeStep scope: return Of(scope.Body);
            case InlineStep inline: return Flow.On(Of(inline.Body).Longest);
            case CallSite site: return Flow.On(Call(site));
            case JumpStep { Node.Kind: JumpKind.Return or JumpKind.Throw or JumpKind.Rethrow or JumpKind.YieldBreak }: return new Flow(null, null, Chain.Empty);
            case JumpStep { Node.Kind: JumpKind.Break or JumpKind.Continue }: return new Flow(null, Chain.Empty, null);
            default: return Flow.On(Chain.Empty);
        }
    }

    private Flow Sequence(SequenceStep sequence)
    {
        var total = new Flow(Chain.Empty, null, null);
        var pending = Chain.Empty;
        foreach (var step in sequence.Steps)
        {
            if (total.Through is not { } before) return total;
            if (step is CallSite { Node.Await: AwaitMode.Stored } started)
            {
                pending = Chain.Longer(pending, Of(started).Longest);
                continue;
            }
            var waits = pending.Count > 0 && step.Descendants().Any(x => x is AwaitStep || x is CallSite { Node.Await: AwaitMode.Awaited or AwaitMode.Returned } site && (site.Meaning(MeaningKind.All) ?? site.Meaning(MeaningKind.Any)) != null);
            var own = Of(step);
            if (waits) (own, pending) = (own.AtLeast(pending), Chain.Empty);
            else if (own.Ended != null) own = own with { Ended = own.Ended.Then(pending) };
            total = new Flow(Flow.Then(before, own.Through), Flow.Longer(total.Left, Flow.Then(before, own.Left)), Flow.Longer(total.Ended, Flow.Then(before, own.Ended)));
        }
        return total with { Through = total.Through?.Then(pending) };
    }

    private Chain Call(CallSite site)
    {
        if (site.Node.Await == AwaitMode.Discarded) return Chain.Empty;
        var delegates = site.Delegates.Aggregate(Chain.Empty, (sum, x) => sum.Then(Of(x).Longest));
        if (IsHop(site))
        {
            var hop = counts(site) ? Chain.Of(site, null, graph.Services.HandedTo(site).Count > 0 ? graph.Resources.Of(site) : null) : Chain.Empty;
            if (!crosses) return delegates.Then(hop);
            foreach (var passage in graph.Services.PassagesOf(site)) hop = hop.Then(Chain.Of(site, passage));
            if (graph.Services.EndpointOf(site)?.Root is { } endpoint) hop = hop.Then(Any(endpoint));
            return delegates.Then(hop);
        }
        if (site.Remote != null) return delegates;
        using var entered = graph.Services.Enter(site);
        var targets = provider != null && site.Targets.Any(x => x.Unit == provider) ? site.Targets.Where(x => x.Unit == provider) : site.Targets;
        return targets.Where(x => !IsAsyncVoid(x)).Aggregate(Chain.Empty, (best, target) => Chain.Longer(best, Any(target))).Then(delegates);
    }

    private static bool IsAsyncVoid(Method method) => method.IsAsync && method.Facts.ReturnType == "System.Void";

    /// <summary>The longest chains of a step by how control leaves it; null where it never leaves that way.</summary>
    /// <param name="Through">To what follows.</param>
    /// <param name="Left">Out of the loop or its round.</param>
    /// <param name="Ended">Out of the member.</param>
    private readonly record struct Flow(Chain? Through, Chain? Left, Chain? Ended)
    {
        public Chain Longest => Longer(Longer(Through, Left), Ended) ?? Chain.Empty;

        public static Flow On(Chain chain) => new(chain, null, null);

        public static Chain? Longer(Chain? a, Chain? b) => a == null ? b : b == null ? a : Chain.Longer(a, b);

        public static Chain? Then(Chain first, Chain? next) => next == null ? null : first.Then(next);

        public static Flow Longer(Flow a, Flow b) => new(Longer(a.Through, b.Through), Longer(a.Left, b.Left), Longer(a.Ended, b.Ended));

        public Flow Then(Chain next) => new(Through?.Then(next), Left?.Then(next), Ended?.Then(next));

        public Flow AtLeast(Chain chain) => new(Through == null ? null : Chain.Longer(chain, Through), Left == null ? null : Chain.Longer(chain, Left), Ended == null ? null : Chain.Longer(chain, Ended));
    }
}
