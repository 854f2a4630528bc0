using ScaleLint.Graph.Effects;
using ScaleLint.Graph.Facts;

namespace ScaleLint.Graph.Linking;

/// <summary>
/// One node of a member's <em>meaning</em>: the behaviour tree of the facts after the catalogue has spoken. Delegates stand where
/// they run, LINQ and parallel runners are loops, semaphores and transactions are scopes around what they hold.
/// </summary>
public abstract class Step(Method owner, Position at)
{
    private Step[]? tree;
    private int first;
    private int count;
    private bool inBackground;

    /// <summary>The member this belongs to.</summary>
    public Method Owner { get; } = owner;

    /// <summary>Where it was written.</summary>
    public Position At { get; } = at;

    /// <summary>The step around it; null for a member's body.</summary>
    public Step? Parent { get; internal set; }

    /// <summary>Steps directly inside, in order.</summary>
    public abstract IEnumerable<Step> Children { get; }

    /// <summary>The steps around it, innermost first.</summary>
    public IEnumerable<Step> Ancestors()
    {
        for (var step = Parent; step != null; step = step.Parent) yield return step;
    }

    /// <summary>This step and all inside it, in evaluation order.</summary>
    public IEnumerable<Step> Descendants() => tree == null ? Walk(this) : new ArraySegment<Step>(tree, first, count);

    /// <summary>Whether it runs without anyone waiting for it: in a background delegate, or as a task thrown away.</summary>
    public bool InBackground => tree == null ? IsLeft || Ancestors().Any(x => x is BackgroundStep || x.IsLeft) : inBackground;

    private bool IsLeft => this is CallSite { Node.Await: AwaitMode.Discarded };

    /// <summary>Numbers a finished tree, so that what is inside a step is a piece of one array. The tree is not changed after it.</summary>
    internal static void Seal(Step root)
    {
        var all = Walk(root).ToArray();
        for (var i = 0; i < all.Length; i++)
        {
            var step = all[i];
            (step.tree, step.first, step.count) = (all, i, 1);
            step.inBackground = step.IsLeft || step.Parent is { } parent && (parent is BackgroundStep || parent.inBackground);
        }
        for (var i = all.Length - 1; i > 0; i--) all[i].Parent!.count += all[i].count;
    }

    private static IEnumerable<Step> Walk(Step root)
    {
        var stack = new Stack<Step>();
        stack.Push(root);
        while (stack.Count > 0)
        {
            var step = stack.Pop();
            yield return step;
            var children = step.Children as IReadOnlyList<Step> ?? step.Children.ToList();
            for (var i = children.Count - 1; i >= 0; i--) stack.Push(children[i]);
        }
    }

    internal T Adopt<T>(T child) where T : Step
    {
        child.Parent = this;
        return child;
    }
}

/// <summary>Steps one after another.</summary>
public sealed class SequenceStep : Step
{
    internal SequenceStep(Method owner, IReadOnlyList<Step> steps, Position at) : base(owner, at)
    {
        Steps = steps;
        foreach (var step in steps) Adopt(step);
    }

    /// <summary>In order.</summary>
    public IReadOnlyList<Step> Steps { get; }

    /// <inheritdoc/>
    public override IEnumerable<Step> Children => Steps;
}

/// <summary>Exactly one arm runs.</summary>
public sealed class ChoiceStep : Step
{
    internal ChoiceStep(Method owner, BranchNode node, IReadOnlyList<Step> arms) : base(owner, node.At)
    {
        (Node, Arms) = (node, arms);
        foreach (var arm in arms) Adopt(arm);
    }

    /// <summary>As written.</summary>
    public BranchNode Node { get; }

    /// <summary>The alternatives.</summary>
    public IReadOnlyList<Step> Arms { get; }

    /// <inheritdoc/>
    public override IEnumerable<Step> Children => Arms;
}

/// <summary>What drives a loop.</summary>
public enum LoopDrive
{
    /// <summary>One round per element of a sequence.</summary>
    Elements,
    /// <summary>A small constant number of rounds.</summary>
    Constant,
    /// <summary>Rounds until an attempt succeeds.</summary>
    Retry,
    /// <summary>One round per page: a continuation token, offset or has-more flag drives it.</summary>
    Paging,
    /// <summary>One round per batch of a chunked sequence.</summary>
    Batches,
    /// <summary>For ever, or until cancelled: polling and consumer loops.</summary>
    Forever,
    /// <summary>Counted, or driven by a condition that says nothing more.</summary>
    Counted,
}

/// <summary>A loop statement, or a delegate run once per element.</summary>
public sealed class LoopStep : Step
{
    internal LoopStep(Method owner, LoopNode? node, CallSite? runner, Operand source, Step? condition, Step body, Position at) : base(owner, at)
    {
        (Node, Runner, Source, Condition, Body) = (node, runner, source, condition, body);
        if (condition != null) Adopt(condition);
        Adopt(body);
    }

    /// <summary>The loop statement; null when a call runs the delegate.</summary>
    public LoopNode? Node { get; }

    /// <summary>The call that runs the delegate per element; null for a statement.</summary>
    public CallSite? Runner { get; }

    /// <summary>The sequence, or what the condition looks at.</summary>
    public Operand Source { get; }

    /// <summary>Calls of condition and incrementors.</summary>
    public Step? Condition { get; }

    /// <summary>What is repeated.</summary>
    public Step Body { get; }

    /// <summary>What drives it.</summary>
    public LoopDrive Drive { get; internal set; }

    /// <summary>Rounds, when a constant says so.</summary>
    public int? Bound { get; internal set; }

    /// <summary>Whether rounds run at the same time (<c>Parallel.*</c>, or tasks started per element and joined by <c>WhenAll</c>).</summary>
    public bool IsParallel { get; internal set; }

    /// <summary>Whether the number of rounds at the same time is limited.</summary>
    public bool IsBounded { get; internal set; }

    /// <summary>The call that waits for all rounds (<c>Task.WhenAll</c>) when they run at the same time.</summary>
    public CallSite? Join { get; internal set; }

    /// <inheritdoc/>
    public override IEnumerable<Step> Children => Condition == null ? [Body] : [Condition, Body];
}

/// <summary>A try statement.</summary>
public sealed class TryStep : Step
{
    internal TryStep(Method owner, TryNode node, Step body, IReadOnlyList<Step> catches, Step? final) : base(owner, node.At)
    {
        (Node, Body, Catches, Finally) = (node, Adopt(body), catches, final);
        foreach (var clause in catches) Adopt(clause);
        if (final != null) Adopt(final);
    }

    /// <summary>As written; <see cref="TryNode.Catches"/> go with <see cref="Catches"/>.</summary>
    public TryNode Node { get; }

    /// <summary>What may fail.</summary>
    public Step Body { get; }

    /// <summary>Bodies of the catch clauses.</summary>
    public IReadOnlyList<Step> Catches { get; }

    /// <summary>The finally block.</summary>
    public Step? Finally { get; }

    /// <inheritdoc/>
    public override IEnumerable<Step> Children => Finally == null ? [Body, .. Catches] : [Body, .. Catches, Finally];
}

/// <summary>What a scope holds.</summary>
public enum ScopeKind { Lock, Semaphore, DistributedLock, Transaction, Using }

/// <summary>Something is held while the body runs.</summary>
public sealed class ScopeStep : Step
{
    internal ScopeStep(Method owner, ScopeKind kind, Operand key, CallSite? acquire, Step body, Position at) : base(owner, at) =>
        (Kind, Key, Acquire, Body) = (kind, key, acquire, Adopt(body));

    /// <summary>What is held.</summary>
    public ScopeKind Kind { get; }

    /// <summary>The lock object, semaphore, or the transaction's connection or context.</summary>
    public Operand Key { get; }

    /// <summary>The call that took it; null for a lock statement.</summary>
    public CallSite? Acquire { get; }

    /// <summary>What runs meanwhile.</summary>
    public Step Body { get; }

    /// <summary>Whether a call gives up what is held.</summary>
    public bool IsFreedBy(CallSite site) => Kind == ScopeKind.DistributedLock && Scopes.Frees(site, Key, Owner.Values);

    /// <inheritdoc/>
    public override IEnumerable<Step> Children => [Body];
}

/// <summary>A delegate that nobody waits for.</summary>
public sealed class BackgroundStep : Step
{
    internal BackgroundStep(Method owner, CallSite runner, Step body) : base(owner, runner.At) => (Runner, Body) = (runner, Adopt(body));

    /// <summary>The call that starts it.</summary>
    public CallSite Runner { get; }

    /// <summary>What it does.</summary>
    public Step Body { get; }

    /// <inheritdoc/>
    public override IEnumerable<Step> Children => [Body];
}

/// <summary>A delegate run once, and waited for, by a call: <c>Task.Run</c> that is awaited, a policy's execute, a lazy's factory, a callback.</summary>
public sealed class InlineStep : Step
{
    internal InlineStep(Method owner, CallSite runner, Meaning? meaning, Step body) : base(owner, runner.At) => (Runner, Meaning, Body) = (runner, meaning, Adopt(body));

    /// <summary>The call that runs it.</summary>
    public CallSite Runner { get; }

    /// <summary>What the catalogue says of the runner (kind Run or Execute); null for solution code that takes a delegate.</summary>
    public Meaning? Meaning { get; }

    /// <summary>What it does.</summary>
    public Step Body { get; }

    /// <inheritdoc/>
    public override IEnumerable<Step> Children => [Body];
}

/// <summary>A write to a field or property.</summary>
public sealed class WriteStep(Method owner, WriteNode node) : Step(owner, node.At)
{
    /// <summary>As written.</summary>
    public WriteNode Node { get; } = node;

    /// <inheritdoc/>
    public override IEnumerable<Step> Children => [];
}

/// <summary>Waits for a task started before.</summary>
public sealed class AwaitStep(Method owner, AwaitNode node) : Step(owner, node.At)
{
    /// <summary>As written.</summary>
    public AwaitNode Node { get; } = node;

    /// <inheritdoc/>
    public override IEnumerable<Step> Children => [];
}

/// <summary>Control leaves.</summary>
public sealed class JumpStep(Method owner, JumpNode node) : Step(owner, node.At)
{
    /// <summary>As written.</summary>
    public JumpNode Node { get; } = node;

    /// <inheritdoc/>
    public override IEnumerable<Step> Children => [];
}

/// <summary>How the target of a call was found.</summary>
public enum Resolution
{
    /// <summary>The catalogue describes it; its code is not looked into.</summary>
    Catalogued,
    /// <summary>Its code was read.</summary>
    Read,
    /// <summary>Base class library without effect, or a language artefact.</summary>
    Boundary,
    /// <summary>A delegate or interface without a known target in the code that was read.</summary>
    Open,
    /// <summary>Code that was not read.</summary>
    Unread,
}

/// <summary>A call with its meaning and its targets.</summary>
public sealed class CallSite : Step
{
    private readonly Linker linker;
    private IReadOnlyList<Method>? targets;
    private IReadOnlyList<Method>? direct;
    private List<Step>? children;

    internal CallSite(Linker linker, Method owner, CallNode node, IReadOnlyList<Meaning> meanings) : base(owner, node.At) =>
        (this.linker, Node, Meanings) = (linker, node, meanings);

    /// <summary>As written.</summary>
    public CallNode Node { get; }

    /// <summary>What the catalogue says of the callee; empty when nothing.</summary>
    public IReadOnlyList<Meaning> Meanings { get; }

    /// <summary>The members that may run, through registrations first, then the class hierarchy; empty at a boundary.</summary>
    public IReadOnlyList<Method> Targets => targets ??= linker.Resolve(this);

    internal IReadOnlyList<Method> Direct => direct ??= linker.ResolveDirect(this);

    /// <summary>How the target was found.</summary>
    public Resolution Resolution => linker.ResolutionOf(this);

    /// <summary>The delegates that run as part of this call.</summary>
    public IReadOnlyList<Step> Delegates => children ?? (IReadOnlyList<Step>)[];

    /// <inheritdoc/>
    public override IEnumerable<Step> Children => Delegates;

    /// <summary>The remote effect of the call itself, or null. Queue, cache and third party included.</summary>
    public Meaning? Remote
    {
        get
        {
            for (var i = 0; i < Meanings.Count; i++) if (Meanings[i].IsRemote) return Meanings[i];
            return null;
        }
    }

    /// <summary>The first meaning of that kind, or null.</summary>
    public Meaning? Meaning(MeaningKind kind)
    {
        for (var i = 0; i < Meanings.Count; i++) if (Meanings[i].Kind == kind) return Meanings[i];
        return null;
    }

    /// <summary>Whether a meaning of that kind has the word.</summary>
    public bool Is(MeaningKind kind, string word)
    {
        for (var i = 0; i < Meanings.Count; i++) if (Meanings[i].Kind == kind && Meanings[i].Is(word)) return true;
        return false;
    }

    /// <summary>The operand that a value such as <c>arg1</c> or <c>receiver</c> names, or null.</summary>
    public Operand? Argument(string? reference) => Argument(Node, reference);

    /// <summary>The operand that a value such as <c>arg1</c> or <c>receiver</c> names in a call, or null.</summary>
    public static Operand? Argument(CallNode call, string? reference) => reference switch
    {
        null => null,
        "receiver" => call.Receiver ?? (call.Arguments.Count > 0 ? call.Arguments[0] : null),
        _ when reference.StartsWith("arg", StringComparison.Ordinal) && int.TryParse(reference.Substring(3), out var i) && i < call.Arguments.Count => call.Arguments[i],
        _ => null,
    };

    /// <summary>The call that stands inside a step written in the same member: this one, or the call of the local function or delegate that this one is in.</summary>
    public CallSite Within(Step outer)
    {
        var at = this;
        foreach (var step in Ancestors())
        {
            if (step == outer) break;
            if (step is InlineStep { Runner: { Node.Kind: CallKind.Local or CallKind.Delegate } runner }) at = runner;
        }
        return at;
    }

    /// <summary>Forgets what it runs.</summary>
    internal void Forget() => (targets, direct) = (null, null);

    internal void Run(Step step) => (children ??= []).Add(Adopt(step));

    /// <inheritdoc/>
    public override string ToString() => Node.LocalFunction >= 0 && Node.LocalFunction < Owner.Facts.Lambdas.Count && Owner.Facts.Lambdas[Node.LocalFunction].Name is { Length: > 0 } name ? name : Names.Display(Node.Callee.Id);
}
