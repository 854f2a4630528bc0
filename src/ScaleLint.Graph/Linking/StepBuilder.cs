using ScaleLint.Graph.Effects;
using ScaleLint.Graph.Facts;

namespace ScaleLint.Graph.Linking;

/// <summary>Turns a member's behaviour tree into steps: asks the catalogue what each call means and puts delegates where they run.</summary>
internal sealed class StepBuilder(Linker linker, Method owner)
{
    private readonly Dictionary<int, CallSite> sites = [];
    private readonly HashSet<int> inlining = [];
    private readonly Values values = owner.Values;

    public Step Build()
    {
        var facts = owner.Facts;
        var node = owner.Lambda < 0 ? facts.Body : facts.Lambdas[owner.Lambda].Body;
        if (owner.Lambda >= 0) inlining.Add(owner.Lambda);
        if (owner.Lambda >= 0) linker.Place(owner, owner.Lambda);
        var body = node == null ? new SequenceStep(owner, [], owner.At) : Visit(node);
        Step.Seal(body);
        LoopReading.Classify(body, values);
        return body;
    }

    private Step Visit(Node node) => node switch
    {
        SequenceNode x => Sequence(x),
        CallNode x => Call(x),
        BranchNode x => new ChoiceStep(owner, x, x.Arms.Select(Visit).ToList()),
        LoopNode x => Loop(x),
        TryNode x => new TryStep(owner, x, Visit(x.Body), x.Catches.Select(c => Visit(c.Body)).ToList(), x.Finally == null ? null : Visit(x.Finally)),
        LockNode x => new ScopeStep(owner, ScopeKind.Lock, values.Origin(x.Target), null, Visit(x.Body), x.At),
        UsingNode x => Using(x),
        WriteNode x => Write(x),
        AwaitNode x => new AwaitStep(owner, x),
        JumpNode x => new JumpStep(owner, x),
        _ => new SequenceStep(owner, [], node.At),
    };

    private Step Loop(LoopNode node)
    {
        var loop = new LoopStep(owner, node, null, node.Source, Visit(node.Condition), Visit(node.Body), node.At) { Bound = node.Bound };
        // Enumerating a query runs it, though no call says so.
        if (node.Kind != LoopKind.ForEach || values.TypeOf(node.Source) is not { } type) return loop;
        var call = new CallNode(-1, CallKind.Virtual, new MemberRef("System.Runtime", "M:System.Collections.Generic.IEnumerable`1.GetEnumerator"), -1, node.Source, type, [], [], "", AwaitMode.None, TokenUse.NotAccepted, node.At);
        var meanings = linker.MeaningsOf(call, owner);
        return meanings.Count == 0 ? loop : new SequenceStep(owner, [new CallSite(linker, owner, call, meanings), loop], node.At);
    }

    private Step Write(WriteNode node)
    {
        if (node.Kind != WriteKind.Event) return new WriteStep(owner, node);
        // An event handler runs when the event is raised, not here; the linker makes an entry point of it where the catalogue says so.
        foreach (var (lambda, _) in Delegates(node.Value)) if (lambda >= 0) linker.Defer(owner, lambda);
        return new WriteStep(owner, node);
    }

    private Step Sequence(SequenceNode node)
    {
        var steps = node.Steps.Select(Visit).ToList();
        for (var i = steps.Count - 1; i >= 0; i--)
        {
            if (steps[i] is not CallSite site) continue;
            if (Scopes.KindOf(site) is not { } kind || node.Steps.OfType<UsingNode>().Any(x => values.CallOf(x.Resource) == site.Node.Id)) continue;
            var key = Scopes.KeyOf(site, values);
            var end = Scopes.EndOf(steps, i + 1, kind, key, values);
            if (end <= i) continue;
            var held = new ScopeStep(owner, kind, key, site, new SequenceStep(owner, steps.GetRange(i + 1, end - i), site.At), site.At);
            steps.RemoveRange(i + 1, end - i);
            steps.Insert(i + 1, held);
        }
        return new SequenceStep(owner, steps, node.At);
    }

    private Step Using(UsingNode node)
    {
        var body = Visit(node.Body);
        if (values.CallOf(node.Resource) is { } call && sites.TryGetValue(call, out var site) && Scopes.KindOf(site) is { } kind)
        {
            var key = Scopes.KeyOf(site, values);
            // A database transaction is over with its commit, however long its object lives; an ambient one with its scope.
            if (kind == ScopeKind.Transaction && !site.Is(MeaningKind.Transaction, "ambient") && body is SequenceStep { Steps: var steps } && Scopes.EndOf([.. steps], 0, kind, key, values) is >= 0 and var end && end < steps.Count - 1 && steps[end] is not ChoiceStep)
                return new SequenceStep(owner, [new ScopeStep(owner, kind, key, site, new SequenceStep(owner, [.. steps.Take(end + 1)], node.At), node.At), .. steps.Skip(end + 1)], node.At);
            return new ScopeStep(owner, kind, key, site, body, node.At);
        }
        return new ScopeStep(owner, ScopeKind.Using, values.Origin(node.Resource), null, body, node.At);
    }

    private Step Call(CallNode node)
    {
        var site = new CallSite(linker, owner, node, linker.MeaningsOf(node, owner));
        sites[node.Id] = site;
        if (node.Kind == CallKind.Local && node.LocalFunction >= 0)
        {
            Inline(site, node.LocalFunction, (body, s) => new InlineStep(owner, s, null, body));
            return site;
        }
        if (node.Kind == CallKind.Delegate && node.Receiver != null)
        {
            foreach (var (lambda, group) in Delegates(node.Receiver)) Attach(site, lambda, group, (body, s) => new InlineStep(owner, s, null, body));
            return site;
        }
        if (site.Meanings.Any(x => x.Kind == MeaningKind.Pure))
        {
            foreach (var (lambda, _) in node.Arguments.SelectMany(Delegates)) if (lambda >= 0) linker.Place(owner, lambda);
            return site;
        }
        for (var i = 0; i < node.Arguments.Count; i++)
            foreach (var (lambda, group) in Delegates(node.Arguments[i])) Hand(site, i, lambda, group);
        return site;
    }

    /// <summary>A delegate given to a call runs as the catalogue says; given to code that is read or unknown, once and waited for.</summary>
    private void Hand(CallSite site, int argument, int lambda, MethodGroupOperand? group)
    {
        var reference = "arg" + argument.ToString(System.Globalization.CultureInfo.InvariantCulture);
        foreach (var meaning in site.Meanings)
        {
            var chosen = meaning.Value("delegate") ?? meaning.Value("handler") ?? meaning.Value("factory");
            if (chosen != null && chosen != reference && meaning.Kind is MeaningKind.Run or MeaningKind.Execute) continue;
            switch (meaning.Kind)
            {
                case MeaningKind.Run when meaning.Is("loop") || meaning.Is("parallel"):
                    Attach(site, lambda, group, (body, s) => new LoopStep(owner, null, s, s.Argument(meaning.Value("source")) ?? s.Argument("receiver") ?? UnknownOperand.Instance, null, body, s.At)
                    {
                        IsParallel = meaning.Is("parallel"),
                        IsBounded = meaning.Is("bounded") && !(meaning.Is("blocking") && LeavesDegree(s.Argument(meaning.Value("options")))) || IsSet(s.Argument(meaning.Value("degree"))),
                    });
                    return;
                case MeaningKind.Run when meaning.Is("background") && !Awaited(site):
                    Attach(site, lambda, group, (body, s) => new BackgroundStep(owner, s, body));
                    return;
                case MeaningKind.Run or MeaningKind.Execute:
                    Attach(site, lambda, group, (body, s) => new InlineStep(owner, s, meaning, body));
                    return;
                case MeaningKind.Register or MeaningKind.Entry or MeaningKind.Health or MeaningKind.Policy or MeaningKind.Flow:
                    if (lambda >= 0) linker.Defer(owner, lambda);
                    return;
            }
        }
        if (Effects.EffectsCatalogue.SplitPattern(site.Node.Callee.Id.Length > 2 ? site.Node.Callee.Id : "M:_._").Member.StartsWith("add_", StringComparison.Ordinal))
        {
            if (lambda >= 0) linker.Defer(owner, lambda);
            return;
        }
        if (lambda >= 0 && linker.Find(site.Node.Callee) is { Facts.Body: not null } helper && Registrations.TakesContainer(helper.Facts) && !linker.Runs(helper, argument))
        {
            linker.Defer(owner, lambda);
            return;
        }
        Attach(site, lambda, group, (body, s) => new InlineStep(owner, s, null, body));
    }

    /// <summary>Options made here that set no degree, or an unlimited one.</summary>
    private bool LeavesDegree(Operand? options) => values.CallOf(options) is { } id && values.Call(id) is { Kind: CallKind.New }
        && !values.Calls.Any(x => x.Receiver != null && x.Callee.Id.IndexOf(".set_MaxDegreeOfParallelism(", StringComparison.Ordinal) > 0 && values.CallOf(x.Receiver) == id && values.Number(x.Arguments[0]) is not < 0);

    private static bool IsSet(Operand? degree) => degree is not null and not DefaultOperand and not ConstOperand { Value: null };

    /// <summary>Whether the task that a runner returns is waited for: awaited, handed on, or kept in something that is awaited later.</summary>
    private static bool Awaited(CallSite site) => site.Node.Await is AwaitMode.Awaited or AwaitMode.Returned or AwaitMode.Stored
        || (site.Node.Await == AwaitMode.None && site.Node.ReturnType.StartsWith("System.Threading.Tasks.", StringComparison.Ordinal));

    private void Attach(CallSite site, int lambda, MethodGroupOperand? group, Func<Step, CallSite, Step> place)
    {
        if (lambda >= 0)
        {
            Inline(site, lambda, place);
            return;
        }
        var call = new CallNode(-1, CallKind.Virtual, group!.Method, -1, group.Target, "", [], [], "", AwaitMode.Returned, TokenUse.NotAccepted, site.At);
        site.Run(place(new CallSite(linker, owner, call, linker.MeaningsOf(call, owner)), site));
    }

    private void Inline(CallSite site, int lambda, Func<Step, CallSite, Step> place)
    {
        linker.Place(owner, lambda);
        if (lambda >= owner.Facts.Lambdas.Count || !inlining.Add(lambda)) return;
        site.Run(place(Visit(owner.Facts.Lambdas[lambda].Body), site));
        inlining.Remove(lambda);
    }

    /// <summary>The delegates that a value may be: lambdas by index, or method groups.</summary>
    private IEnumerable<(int Lambda, MethodGroupOperand? Group)> Delegates(Operand operand)
    {
        foreach (var origin in values.Origins(operand))
        {
            if (origin is LambdaOperand lambda) yield return (lambda.Lambda, null);
            else if (origin is MethodGroupOperand group) yield return (-1, group);
            else if (origin is ArrayOperand array)
                foreach (var element in array.Elements)
                    foreach (var found in Delegates(element)) yield return found;
        }
    }
}
