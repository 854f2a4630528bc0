using ScaleLint.Graph.Effects;
using ScaleLint.Graph.Facts;
using ScaleLint.Graph.Linking;
using ScaleLint.Model;
using ScaleLint.Rules.Chokepoints;
using ScaleLint.Rules.Failure;
using ScaleLint.Rules.Presets;
using Effort = ScaleLint.Model.Step;
using Step = ScaleLint.Graph.Linking.Step;

namespace ScaleLint.Rules.Scaling;

/// <summary>Turns what members do into behaviour trees of the model; what costs nothing is left out. With repairs, as if they were made.</summary>
internal sealed class Behaviour
{
    private const double AssumedRounds = 10;
    private const double AssumedPages = 2;
    private const int ManyAtOnce = 32;
    private const int BoundOfFanOut = 4;
    private const int Deepest = 200;

    private readonly RuleContext context;
    private readonly ModelResources resources;
    private readonly IReadOnlyDictionary<EntryPoint, string> operations;
    private readonly IReadOnlyList<Repair> repairs = [];
    private readonly Behaviour? unrepaired;
    private readonly Func<Method, bool> isTouched;
    private readonly Dictionary<Method, Effort?> known = [];
    private readonly HashSet<Method> open = [];
    private readonly Dictionary<Method, Dictionary<int, CallSite>> blocking = [];
    private readonly HashSet<TryStep> attempts = [];
    private Effort? lifted;
    private Repair? lifting;

    public Behaviour(RuleContext context, ModelResources resources, IReadOnlyDictionary<EntryPoint, string> operations)
    {
        (this.context, this.resources, this.operations) = (context, resources, operations);
        isTouched = _ => true;
    }

    /// <summary>The same system with repairs; members that they do not touch are taken as they were.</summary>
    public Behaviour(Behaviour unrepaired, IReadOnlyList<Repair> repairs, Func<Method, bool> isTouched)
    {
        (context, resources, operations) = (unrepaired.context, unrepaired.resources, unrepaired.operations);
        (this.unrepaired, this.repairs, this.isTouched) = (unrepaired, repairs, isTouched);
    }

    /// <summary>What a member does, or null when it costs nothing.</summary>
    public Effort? Of(Method method)
    {
        if (unrepaired != null && !isTouched(method)) return unrepaired.Of(method);
        if (known.TryGetValue(method, out var step)) return step;
        if (method.Facts.Body == null || open.Count > Deepest || !open.Add(method)) return null;
        step = ModelShapes.Bounded(Of(method.Body));
        open.Remove(method);
        return context.Graph.Services.DependsOnCaller(method) ? step : known[method] = step;
    }

    private Effort? Of(Step step)
    {
        switch (step)
        {
            case SequenceStep x: return Sequence(x);
            case ChoiceStep x: return Choice(x, false);
            case LoopStep x: return Loop(x);
            case TryStep x: return Try(x);
            case ScopeStep x: return Scope(x);
            case BackgroundStep x: return Of(x.Body) is { } work ? new Effort.Background(work) : null;
            case InlineStep x: return Inline(x);
            case CallSite x: return Call(x);
            default: return null;
        }
    }

    private Effort? Sequence(SequenceStep sequence)
    {
        var done = new List<Effort?>();
        var pending = new List<Effort>();
        for (var i = 0; i < sequence.Steps.Count; i++)
        {
            var step = sequence.Steps[i];
            var own = step is ChoiceStep choice ? Choice(choice, i == sequence.Steps.Count - 2 && IsEnd(sequence.Steps[i + 1])) : Of(step);
            if (step is CallSite { Node.Await: AwaitMode.Stored })
            {
                if (own != null) pending.Add(own);
                continue;
            }
            var waits = pending.Count > 0 && step.Descendants().Any(x => x is AwaitStep || x is CallSite { Node.Await: AwaitMode.Awaited or AwaitMode.Returned } site && (site.Meaning(MeaningKind.All) ?? site.Meaning(MeaningKind.Any)) != null);
            if (waits)
            {
                done.Add(ModelShapes.Parallel(own == null ? [.. pending] : [.. pending, own]));
                pending.Clear();
            }
            else if (own != null && Made("parallel", x => Is(step, x)) != null && done.FindLastIndex(x => x != null) is >= 0 and var last)
                done[last] = done[last] is Effort.Parallel together ? new Effort.Parallel([.. together.Steps, own]) : new Effort.Parallel([done[last]!, own]);
            else done.Add(own);
        }
        done.AddRange(pending);
        return ModelShapes.Sequence(done);
    }

    /// <summary>The arms by even chance. A request that a guard ends at once is not the one that is measured, so the other arm is all that counts.</summary>
    /// <param name="endsAfter">Nothing but the end of the member follows, so that an empty arm is the guard of one that ends by itself.</param>
    private Effort? Choice(ChoiceStep choice, bool endsAfter)
    {
        var arms = choice.Arms.Select(Of).ToList();
        var counted = Enumerable.Range(0, arms.Count).Where(x => arms[x] != null || !(IsEnd(Last(choice.Arms[x])) || endsAfter && Last(choice.Arms[x]) == null)).ToList();
        if (counted is [var only] && (!endsAfter || IsEnd(Last(choice.Arms[only])))) return arms[only];
        return OneOf(arms);
    }

    private static Effort? OneOf(IReadOnlyList<Effort?> arms) => arms.All(x => x == null) ? null : arms.Count == 1 ? arms[0]
        : new Effort.Branch(arms.Select((x, i) => new Effort.Arm(Quantity.Assumed(i == 0 ? 1 - (arms.Count - 1) * (1.0 / arms.Count) : 1.0 / arms.Count), x ?? ModelShapes.Nothing)).ToList());

    private static Step? Last(Step arm) => arm is SequenceStep x ? x.Steps.Count == 0 ? null : Last(x.Steps[^1]) : arm;

    private static bool IsEnd(Step? step) => step is JumpStep { Node.Kind: JumpKind.Return or JumpKind.Throw };

    private Effort? Loop(LoopStep loop)
    {
        if (loop.Drive == LoopDrive.Retry)
        {
            foreach (var attempt in loop.Body.Descendants().OfType<TryStep>()) attempts.Add(attempt);
            if (Of(loop.Body) is not { } tried) return null;
            return Made("remove-retry", x => Contains(loop, x)) != null ? tried : new Effort.Retry(loop.Bound is { } bound ? Quantity.Declared(Math.Max(1, bound)) : Quantity.Assumed(3), Quantity.Assumed(0), null, tried);
        }
        // The call of one round is made once for all of them, beside the loop.
        if (!loop.IsParallel && Made("batch", x => Contains(loop, x) && !loop.Body.Descendants().OfType<LoopStep>().Any(inner => !inner.IsParallel && Contains(inner, x))) is { } batch)
        {
            var (rest, once) = Lifted(batch, () => ModelShapes.Sequence([loop.Condition == null ? null : Of(loop.Condition), Of(loop.Body)]));
            return ModelShapes.Sequence([rest == null ? null : Rounds(loop, rest), once]);
        }
        return ModelShapes.Sequence([loop.Condition == null ? null : Of(loop.Condition), Of(loop.Body)]) is { } body ? Rounds(loop, body) : null;
    }

    private Effort? Rounds(LoopStep loop, Effort body)
    {
        var rounds = loop.Bound is { } bound ? Quantity.Declared(bound) : loop.Drive switch
        {
            LoopDrive.Forever => Quantity.Assumed(1),
            LoopDrive.Constant or LoopDrive.Paging or LoopDrive.Batches => Quantity.Assumed(AssumedPages),
            _ => Quantity.Assumed(AssumedRounds),
        };
        if (rounds.Value <= 0) return null;
        if (rounds.Value == 1) return body;
        if (!loop.IsParallel) return new Effort.Loop(rounds, body);
        var most = loop.IsBounded || Made("bound", x => Contains(loop, x)) != null ? BoundOfFanOut : ManyAtOnce;
        var together = (int)Math.Min(most, rounds.Value);
        var batch = ModelShapes.Bounded(new Effort.Parallel(Enumerable.Repeat(body, together).ToList()));
        return batch == null || rounds.Value <= together ? batch : new Effort.Loop(rounds with { Value = Math.Ceiling(rounds.Value / together) }, batch);
    }

    private Effort? Try(TryStep attempt)
    {
        var body = Of(attempt.Body);
        if (body != null && !attempts.Contains(attempt) && attempt.Catches.FirstOrDefault(x => !Throws(x)) is { } clause) body = new Effort.Fallback([body, Of(clause) ?? ModelShapes.Nothing]);
        return ModelShapes.Sequence([body, attempt.Finally == null ? null : Of(attempt.Finally)]);
    }

    private static bool Throws(Step step) => step.Descendants().Any(x => x is JumpStep { Node.Kind: JumpKind.Throw or JumpKind.Rethrow });

    private Effort? Scope(ScopeStep scope)
    {
        var held = HeldBy(scope);
        if (held == null) return Of(scope.Body);
        if (Made("shorten-hold", x => scope.Acquire is { } acquire && Is(acquire, x)) != null) return Of(scope.Body);
        if (Made("shorten-hold", x => Contains(scope, x)) is { } shorter)
        {
            var (rest, outside) = Lifted(shorter, () => Of(scope.Body));
            return ModelShapes.Sequence([rest == null ? null : new Effort.Hold(held, rest), outside]);
        }
        return Of(scope.Body) is { } body ? new Effort.Hold(held, body) : null;
    }

    /// <summary>Id of the resource that a scope takes a slot of: the pool of a transaction's connection, or a lock that all requests share.</summary>
    private string? HeldBy(ScopeStep scope)
    {
        switch (scope.Kind)
        {
            case ScopeKind.Transaction:
                return scope.Body.Descendants().OfType<CallSite>().FirstOrDefault(x => x.Remote?.Kind == MeaningKind.Sql) is { } query ? resources.Of(query) : null;
            case ScopeKind.Using:
                return null;
            default:
                if (LockObjects.IsPerKey(scope) || scope.Kind != ScopeKind.DistributedLock && !LockObjects.IsShared(context, scope)) return null;
                var slots = scope.Kind == ScopeKind.Semaphore ? LockObjects.Slots(context, scope) : 1;
                return slots is > 0 and var n ? resources.Lock(LockObjects.Name(scope), n, scope.Kind == ScopeKind.Semaphore) : null;
        }
    }

    private Effort? Inline(InlineStep inline)
    {
        if (Of(inline.Body) is not { } body) return null;
        if (inline.Runner.Meaning(MeaningKind.Cache) is { } cache)
        {
            var prior = !cache.Is("local") && Priors.Default.Calls.TryGetValue("cache", out var found) ? found : null;
            return new Effort.Cache(Quantity.Assumed(Resilience.AssumedHitRatio), prior == null ? TimeShape.Zero : new TimeShape.Lognormal(Quantity.Assumed(prior.MedianMs), Quantity.Assumed(prior.P99Ms)), body);
        }
        if (inline.Meaning?.Kind != MeaningKind.Execute) return body;
        return Resilience.Wrap(context.Graph, body, context.Graph.Pipelines.Of(inline.Runner), retries: Made("remove-retry", x => Contains(inline, x)) == null);
    }

    private Effort? Call(CallSite site)
    {
        var step = ModelShapes.Sequence([.. site.Delegates.Select(Of), Own(site)]);
        if (step == null) return null;
        if (Blocks(site) is { } waiter && Made("async", x => Is(waiter, x)) == null && context.Graph.Services.Of(site.Owner.Unit).FirstOrDefault() is { } service)
            step = new Effort.Hold(resources.BlockedThreadsOf(service.Name), step);
        else if (Blocks(site) == null && Made("async", x => Is(site, x)) != null) step = new Effort.Background(step);
        if (site.Node.Await == AwaitMode.Discarded) step = new Effort.Background(step);
        if (lifting == null || !Is(site, lifting)) return step;
        lifted = step;
        return null;
    }

    private Effort? Own(CallSite site)
    {
        if (site.Remote is not { } effect)
        {
            using var entered = context.Graph.Services.Enter(site);
            var targets = site.Targets.Select(x => (Method: x, Step: Of(x))).ToList();
            if (targets.Count == 0) return null;
            return OneOf(targets.Select(x => x.Step != null && x.Method.IsAsync && x.Method.Facts.ReturnType == "System.Void" ? new Effort.Background(x.Step) : x.Step).ToList());
        }
        if (effect.Is("control") || effect.Kind == MeaningKind.QueueConsume || effect.Kind == MeaningKind.Cache && effect.Value("factory") != null) return null;
        var id = resources.Of(site);
        if (effect.Kind == MeaningKind.QueuePublish && !effect.Is("request")) return effect.Is("outbox") ? new Effort.Background(Published(site, id)) : Published(site, id);
        Effort call = new Effort.Call(id);
        if (effect.Kind is not (MeaningKind.Http or MeaningKind.Grpc or MeaningKind.ThirdParty or MeaningKind.QueuePublish)) return call;
        if (resources.Behind(site).ToList() is { Count: > 0 } behind) call = new Effort.Sequence([call, .. behind.Select(x => new Effort.Call(x))]);
        if (context.Graph.Services.EndpointOf(site) is { } endpoint && operations.TryGetValue(endpoint, out var operation)) call = ModelShapes.Sequence([call, new Effort.Invoke(operation)])!;
        var setup = context.Graph.Clients.Of(site);
        var retries = (effect.Is("read") || !RetryLayers.UnsafeDisabled(context.Graph, setup.Policies)) && (Made("remove-retry", x => Is(site, x)) == null || IsRetried(site));
        call = Resilience.Wrap(context.Graph, call, setup.Policies, retries);
        return setup.Timeout is > 0 and < 1e6 and var seconds ? new Effort.Timeout(Quantity.Declared(seconds * 1000), call) : call;
    }

    /// <summary>What is published goes to the broker, and from there to each of its handlers; of several names that the call may publish under, one at a time.</summary>
    private Effort Published(CallSite site, string broker)
    {
        var handled = context.Graph.Messages.Of(site).Where(x => x.Handler != null && operations.ContainsKey(x.Handler)).ToList();
        if (handled.Count == 0) return new Effort.Publish(broker);
        var names = context.Graph.Messages.Of(site).Select(x => x.Name).Distinct(StringComparer.Ordinal).ToList();
        var ways = names.Select(name => ModelShapes.Sequence(handled.Where(x => x.Name == name).Select(x => operations[x.Handler!]).Distinct(StringComparer.Ordinal).Select(x => new Effort.Publish(resources.Queue(broker + "/" + name, x, site))))).ToList();
        return ModelShapes.Sequence([new Effort.Publish(broker), OneOf(ways)])!;
    }

    /// <summary>Whether the member around the call repeats it: of the two layers that one goes, and the client's stays.</summary>
    private bool IsRetried(CallSite site) => site.Ancestors().Any(x => x is LoopStep { Drive: LoopDrive.Retry }
        || x is InlineStep { Meaning.Kind: MeaningKind.Execute } inline && context.Graph.Pipelines.Of(inline.Runner).Any(y => y.Meaning.Is("retry")));

    /// <summary>The call that keeps a thread waiting for this one: itself, or one that waits for its task; null when none does.</summary>
    private CallSite? Blocks(CallSite site)
    {
        if (site.Remote is { } effect && effect.Is("blocking") && effect.Value("twin") != null) return site;
        if (!blocking.TryGetValue(site.Owner, out var waits))
        {
            blocking[site.Owner] = waits = [];
            foreach (var waiter in site.Owner.Sites)
            {
                if (!waiter.Meanings.Any(x => x.Kind == MeaningKind.Block && x.Is("task") || x.Kind == MeaningKind.All && x.Is("blocking"))) continue;
                var operands = waiter.Node.Receiver == null ? waiter.Node.Arguments : [waiter.Node.Receiver, .. waiter.Node.Arguments];
                foreach (var made in operands.SelectMany(waiter.Owner.Values.Inputs).OfType<ResultOperand>()) if (!waits.ContainsKey(made.Call)) waits[made.Call] = waiter;
            }
        }
        // What is awaited somewhere before is not waited for here.
        return site.Node.Await is AwaitMode.Stored or AwaitMode.None && waits.TryGetValue(site.Node.Id, out var found) && found != site ? found : null;
    }

    /// <summary>What is left when the call that a repair moves is taken out, and that call.</summary>
    private (Effort? Left, Effort? Lifted) Lifted(Repair repair, Func<Effort?> build)
    {
        var outer = (lifting, lifted);
        (lifting, lifted) = (repair, null);
        var rest = build();
        var found = lifted;
        (lifting, lifted) = outer;
        return (rest, found);
    }

    /// <summary>The first repair of a kind that concerns what is asked for.</summary>
    private Repair? Made(string kind, Func<Repair, bool> concerns) => repairs.FirstOrDefault(x => x.Kind == kind && concerns(x));

    private static bool Is(Step step, Repair repair) => repair.Site is { } site && step is CallSite call && Same(call, site);

    private static bool Contains(Step step, Repair repair) => repair.Site is { } site && Same(step.Owner, site.Owner) && step.Descendants().Any(x => x is CallSite call && Same(call, site));

    /// <summary>A delegate's call stands in the member and in the delegate's own tree: the same place of the code.</summary>
    private static bool Same(CallSite a, CallSite b) => a == b || a.Node.Id >= 0 && a.Node.Id == b.Node.Id && Same(a.Owner, b.Owner);

    private static bool Same(Method a, Method b) => a.Unit == b.Unit && a.Facts.Id == b.Facts.Id;
}
