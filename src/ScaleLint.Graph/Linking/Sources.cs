using ScaleLint.Graph.Facts;

namespace ScaleLint.Graph.Linking;

/// <summary>The call that a member was entered by: its arguments are the values of the parameters.</summary>
public sealed record Frame(Method Caller, CallNode Call, Frame? Up);

/// <summary>A value where nothing leads further back: a constant, the result of a call that was not read, something injected.</summary>
public sealed record Leaf(Method Owner, Operand Value, Frame? Frame)
{
    /// <summary>The call whose result it is, or null.</summary>
    public CallNode? Call => Value is ResultOperand result ? Owner.Values.Call(result.Call) : null;

    /// <summary>Static type in documentation-comment form, or null.</summary>
    public string? Type => Owner.Values.TypeOf(Value);
}

/// <summary>
/// Follows values back over locals, fields, parameters and the results of own code, from member to member. Bounded: what lies
/// deeper or is too many stays unknown. A scope keeps to the assemblies of one service, so that nothing comes from another's code.
/// </summary>
public sealed class Sources
{
    private const int Deepest = 24;
    private const int MostLeaves = 32;
    private const int MostCallers = 16;
    private readonly SystemGraph graph;

    internal Sources(SystemGraph graph) => this.graph = graph;

    /// <summary>Where a value may come from; never empty.</summary>
    /// <param name="scope">The assemblies that are looked into; all when null.</param>
    /// <param name="frame">The call that the member was entered by, when it is known.</param>
    public IReadOnlyList<Leaf> Of(Method owner, Operand value, Scope? scope, Frame? frame = null)
    {
        var found = new List<Leaf>();
        Walk(owner, value, scope, frame, 0, new HashSet<(Method, Operand)>(), found);
        if (found.Count == 0) found.Add(new Leaf(owner, UnknownOperand.Instance, frame));
        return found;
    }

    /// <summary>What own code returns from a call, with the call as frame; empty when the callee was not read.</summary>
    public IEnumerable<(Method Owner, Operand Value, Frame Frame)> Returned(Method owner, CallNode call, Scope? scope, Frame? frame)
    {
        if (call.Kind is CallKind.New or CallKind.Delegate or CallKind.Dynamic) yield break;
        if (call.Kind == CallKind.Local)
        {
            if (call.LocalFunction < 0 || call.LocalFunction >= owner.Facts.Lambdas.Count) yield break;
            var local = new Frame(owner, call, frame);
            foreach (var value in Returns(owner.Facts.Lambdas[call.LocalFunction].Body)) yield return (owner, value, local);
            yield break;
        }
        IReadOnlyList<Method> targets = graph.Find(call.Callee) is { Facts.Body: not null } own && call.Kind == CallKind.Direct ? [own] : graph.SiteOf(owner, call).Targets;
        foreach (var target in targets.Where(x => x.Unit.IsJudged && (scope == null || scope.Has(x.Unit))).Take(4))
            foreach (var value in Returns(target.Facts.Body!)) yield return (target, value, new Frame(owner, call, frame));
    }

    /// <summary>Values of a delegate's or member's return statements.</summary>
    public static IEnumerable<Operand> Returns(Node body)
    {
        var stack = new Stack<Node>();
        stack.Push(body);
        while (stack.Count > 0)
        {
            switch (stack.Pop())
            {
                case JumpNode { Kind: JumpKind.Return, Value: { } value }: yield return value; break;
                case SequenceNode x: foreach (var step in x.Steps) stack.Push(step); break;
                case BranchNode x: foreach (var arm in x.Arms) stack.Push(arm); break;
                case LoopNode x: stack.Push(x.Body); break;
                case TryNode x:
                    stack.Push(x.Body);
                    foreach (var clause in x.Catches) stack.Push(clause.Body);
                    break;
                case LockNode x: stack.Push(x.Body); break;
                case UsingNode x: stack.Push(x.Body); break;
            }
        }
    }

    private void Walk(Method owner, Operand value, Scope? scope, Frame? frame, int depth, HashSet<(Method, Operand)> seen, List<Leaf> found)
    {
        if (found.Count >= MostLeaves) return;
        foreach (var origin in owner.Values.Origins(value))
        {
            if (depth > Deepest || !seen.Add((owner, origin))) continue;
            var before = found.Count;
            switch (origin)
            {
                case ConstOperand { Value: null }:
                    continue;
                case ParameterOperand parameter:
                    Parameter(owner, parameter, scope, frame, depth, seen, found);
                    break;
                case FieldOperand field:
                    foreach (var write in graph.WritesTo(field.Member))
                        if (write.Node.Kind is WriteKind.Assign or WriteKind.Coalesce && (scope == null || scope.Has(write.Owner.Unit)) && write.Node.Value is not ConstOperand { Value: null })
                            Walk(write.Owner, write.Node.Value, scope, null, depth + 1, seen, found);
                    // A property that a configuration section is bound to has its default too.
                    if ((field.Flags & FieldFlags.Property) != 0) found.Add(new Leaf(owner, origin, frame));
                    break;
                case ResultOperand result when owner.Values.Call(result.Call) is { } call:
                    foreach (var (target, returned, entered) in Returned(owner, call, scope, frame).ToList()) Walk(target, returned, scope, entered, depth + 1, seen, found);
                    break;
                case ComputedOperand { Operation: "index" or "element" or "slice", Parts: { Count: > 0 } parts }:
                    Walk(owner, parts[0], scope, frame, depth + 1, seen, found);
                    break;
                case ArrayOperand array:
                    foreach (var element in array.Elements) Walk(owner, element, scope, frame, depth + 1, seen, found);
                    break;
            }
            if (found.Count == before) found.Add(new Leaf(owner, origin, frame));
        }
    }

    private void Parameter(Method owner, ParameterOperand parameter, Scope? scope, Frame? frame, int depth, HashSet<(Method, Operand)> seen, List<Leaf> found)
    {
        if (parameter.Lambda >= 0)
        {
            if (frame is { Call.Kind: CallKind.Local } local && local.Call.LocalFunction == parameter.Lambda)
            {
                if (parameter.Index < local.Call.Arguments.Count) Walk(local.Caller, local.Call.Arguments[parameter.Index], scope, local.Up, depth + 1, seen, found);
                return;
            }
            foreach (var call in owner.Values.Calls.Where(x => x.Kind == CallKind.Local && x.LocalFunction == parameter.Lambda).Take(MostCallers))
                if (parameter.Index < call.Arguments.Count) Walk(owner, call.Arguments[parameter.Index], scope, frame, depth + 1, seen, found);
            return;
        }
        if (frame is { Call.Kind: not CallKind.Local })
        {
            if (parameter.Index < frame.Call.Arguments.Count) Walk(frame.Caller, frame.Call.Arguments[parameter.Index], scope, frame.Up, depth + 1, seen, found);
            return;
        }
        var member = owner.Lambda < 0 ? owner : graph.Find(new MemberRef(owner.Unit.Name, owner.Facts.Id)) ?? owner;
        var callers = 0;
        foreach (var site in graph.CallersOf(member))
        {
            if (parameter.Index >= site.Node.Arguments.Count || (scope != null && !scope.Has(site.Owner.Unit)) || site.Owner.Unit.Facts.IsTest) continue;
            if (callers++ >= MostCallers) return;
            Walk(site.Owner, site.Node.Arguments[parameter.Index], scope, null, depth + 1, seen, found);
        }
    }
}

/// <summary>The assemblies that one process runs.</summary>
public sealed class Scope(HashSet<Unit> units)
{
    /// <summary>Whether an assembly is among them.</summary>
    public bool Has(Unit unit) => units.Contains(unit);
}
