using System.Runtime.CompilerServices;
using ScaleLint.Graph.Facts;

namespace ScaleLint.Il;

/// <summary>
/// Turns the steps of a member into nodes: numbers calls and locals, and sees through what only the compiler needed.
/// Used for one member after another.
/// </summary>
internal sealed class FactsConverter
{
    private const int MaxOperandSize = 48;
    private const int MaxOperandDepth = 16;

    private readonly MemberBuilder _member;
    private readonly StepSimplifier _simplifier;
    private readonly List<int> _used = [];
    private readonly List<Node> _nodes = [];
    private readonly List<LocalFacts> _facts = [];
    private int[] _ids = new int[64];
    private int[] _locals = new int[64];
    private bool[] _resolving = new bool[64];
    private int _calls;
    private int _size;

    public FactsConverter(MemberBuilder member)
    {
        _member = member;
        _simplifier = new StepSimplifier(member);
    }

    public (Node Body, IReadOnlyList<LambdaFacts> Lambdas, IReadOnlyList<LocalFacts> Locals) Convert(List<Step> steps)
    {
        Begin();
        if (_member.IsToSimplify)
        {
            _simplifier.Simplify(steps);
            foreach (var draft in _member.Lambdas)
                _simplifier.Simplify(draft.Body);
        }
        Number(steps);
        foreach (var draft in _member.Lambdas)
            Number(draft.Body);
        var body = Node(steps);
        var lambdas = _member.Lambdas.Count == 0 ? [] : new LambdaFacts[_member.Lambdas.Count];
        for (var i = 0; i < lambdas.Length; i++)
        {
            var draft = _member.Lambdas[i];
            lambdas[i] = new LambdaFacts(draft.Name, draft.IsAsync, draft.ReturnType, draft.Parameters, draft.Attributes, Node(draft.Body), draft.At);
        }
        // Definitions use further locals, which are numbered then.
        _facts.Clear();
        for (var i = 0; i < _used.Count; i++)
        {
            var variable = _member.Variables[_used[i]];
            var values = Definitions(variable);
            var definitions = values.Count == 0 ? [] : new Operand[values.Count];
            for (var k = 0; k < definitions.Length; k++)
                definitions[k] = Operand(values[k]);
            _facts.Add(new LocalFacts(variable.Name, variable.Type, definitions));
        }
        return (body, lambdas, _facts.Count == 0 ? [] : _facts.ToArray());
    }

    private void Begin()
    {
        _calls = 0;
        _used.Clear();
        _nodes.Clear();
        _ids = Reset(_ids, _member.Calls.Count);
        _locals = Reset(_locals, _member.Variables.Count);
        if (_resolving.Length < _member.Variables.Count)
            _resolving = new bool[_member.Variables.Count * 2];
        else
            Array.Clear(_resolving, 0, _member.Variables.Count);
    }

    private static int[] Reset(int[] numbers, int count)
    {
        if (numbers.Length < count)
            numbers = new int[count * 2];
        for (var i = 0; i < count; i++)
            numbers[i] = -1;
        return numbers;
    }

    [MethodImpl(Hot.Path)]
    private void Number(List<Step> steps)
    {
        foreach (var step in steps)
        {
            switch (step)
            {
                case CallStep { IsDropped: false } call:
                    _ids[call.Id] = _calls++;
                    break;
                case BranchStep branch:
                    foreach (var arm in branch.Arms)
                        Number(arm);
                    break;
                case LoopStep loop:
                    Number(loop.Condition);
                    Number(loop.Body);
                    break;
                case HoldStep hold:
                    Number(hold.Body);
                    break;
                case TryStep attempt:
                    Number(attempt.Body);
                    foreach (var clause in attempt.Catches)
                        Number(clause.Body);
                    if (attempt.Finally is not null)
                        Number(attempt.Finally);
                    break;
            }
        }
    }

    [MethodImpl(Hot.Path)]
    private Node Node(List<Step> steps)
    {
        if (steps.Count == 1 && steps[0] is not CallStep { IsDropped: true })
            return Node(steps[0]) ?? Empty;
        var first = _nodes.Count;
        foreach (var step in steps)
        {
            if (Node(step) is { } node)
                _nodes.Add(node);
        }
        var count = _nodes.Count - first;
        if (count == 0)
            return Empty;
        Node made;
        if (count == 1)
        {
            made = _nodes[first];
        }
        else
        {
            var nodes = new Node[count];
            _nodes.CopyTo(first, nodes, 0, count);
            made = new SequenceNode(nodes, nodes[0].At);
        }
        _nodes.RemoveRange(first, count);
        return made;
    }

    private static readonly SequenceNode Empty = new([], Position.None);

    private static bool IsEmpty(Node node) => node is SequenceNode { Steps.Count: 0 };

    [MethodImpl(Hot.Path)]
    private Node? Node(Step step)
    {
        switch (step)
        {
            case CallStep call:
                return call.IsDropped ? null : Call(call);
            case BranchStep branch:
                var arms = new Node[branch.Arms.Count];
                var isEmpty = true;
                for (var i = 0; i < arms.Length; i++)
                {
                    arms[i] = Node(branch.Arms[i]);
                    isEmpty &= IsEmpty(arms[i]);
                }
                return isEmpty ? null : new BranchNode(branch.Kind, Operand(branch.Condition), arms, branch.At);
            case LoopStep loop:
                return new LoopNode(loop.Kind, Operand(loop.Source), loop.Bound, loop.Element < 0 ? -1 : Local(loop.Element), Node(loop.Condition), Node(loop.Body), loop.At);
            case HoldStep hold:
                return hold.Kind == HoldKind.Lock
                    ? new LockNode(Operand(hold.Target), Node(hold.Body), hold.At)
                    : new UsingNode(Operand(hold.Target), hold.Kind == HoldKind.AwaitUsing, Node(hold.Body), hold.At);
            case TryStep attempt:
                return Try(attempt);
            case WriteStep write:
                return new WriteNode((FieldOperand)Operand(write.Member), Operand(write.Value), write.Kind, write.At);
            case AwaitStep await:
                return new AwaitNode(Operand(await.Task), await.At);
            case JumpStep jump:
                return new JumpNode(jump.Kind, jump.Value is null ? null : Operand(jump.Value), jump.At);
            default:
                return null;
        }
    }

    private TryNode? Try(TryStep attempt)
    {
        var body = Node(attempt.Body);
        var catches = new List<CatchClause>(attempt.Catches.Count);
        var isEmpty = IsEmpty(body);
        foreach (var (exception, hasFilter, steps, at) in attempt.Catches)
        {
            var clause = Node(steps);
            isEmpty &= IsEmpty(clause);
            catches.Add(new CatchClause(exception, hasFilter, clause, at));
        }
        var last = attempt.Finally is null ? null : Node(attempt.Finally);
        return isEmpty && (last is null || IsEmpty(last)) ? null : new TryNode(body, catches, last, attempt.At);
    }

    [MethodImpl(Hot.Path)]
    private CallNode Call(CallStep call)
    {
        // Each call is converted once, so its arguments can be where they are.
        var arguments = call.Arguments;
        for (var i = 0; i < arguments.Length; i++)
            arguments[i] = Operand(arguments[i]);
        if (call.Kind is not (CallKind.Delegate or CallKind.Local or CallKind.Dynamic))
            Name(call.Target.OwnerType, call.At);
        var mode = call.Await == AwaitMode.None && call.Target.IsTask && call.Kind != CallKind.New ? AwaitMode.Stored : call.Await;
        return new CallNode(_ids[call.Id], call.Kind, call.Kind == CallKind.Local ? new MemberRef("", "") : call.Target.Member, call.Lambda,
            call.Receiver is null ? null : Operand(call.Receiver), call.ReceiverType, arguments, call.TypeArguments, call.ReturnType, mode, call.Token, call.At);
    }

    private void Name(NamedType type, Position at)
    {
        if (type.IsCounted)
            _member.Named.Add((type, at));
    }

    [MethodImpl(Hot.Path)]
    private Operand Operand(Operand operand)
    {
        switch (operand)
        {
            case ConstOperand or DefaultOperand or ThisOperand or UnknownOperand or ParameterOperand or LambdaOperand or TypeOperand:
                return operand;
        }
        _size = 0;
        return Map(operand, 0);
    }

    [MethodImpl(Hot.Path)]
    private Operand Map(Operand operand, int depth)
    {
        if (++_size > MaxOperandSize || depth > MaxOperandDepth)
            return UnknownOperand.Instance;
        switch (operand)
        {
            case ConstOperand or DefaultOperand or ThisOperand or UnknownOperand or ParameterOperand or LambdaOperand or TypeOperand:
                return operand;
            case ResultOperand o:
                var call = _member.Calls[o.Call];
                if (call.Replacement is { } replacement)
                    return Map(replacement, depth + 1);
                return _ids[o.Call] < 0 ? UnknownOperand.Instance : SharedOperands.Result(_ids[o.Call]);
            case LocalOperand o:
                return MapLocal(o.Local, depth);
            case AwaitedOperand o:
                return new AwaitedOperand(Map(o.Task, depth + 1));
            case FieldOperand o:
                if (o.Target is null or ThisOperand)
                    return o;
                return o with { Target = Map(o.Target, depth + 1) };
            case MethodGroupOperand o:
                return o.Target is null or ThisOperand ? o : new MethodGroupOperand(o.Method, Map(o.Target, depth + 1));
            case ArrayOperand o:
                return new ArrayOperand(Map(o.Elements, depth + 1));
            case ArrayDraft o:
                return Map(o, depth);
            case ComputedOperand { Operation: "index", Parts: [_, LocalOperand index] } when Element(index) is { } element:
                return MapLocal(element, depth);
            case ComputedOperand o:
                var parts = Map(o.Parts, depth + 1);
                return ReferenceEquals(parts, o.Parts) ? o : new ComputedOperand(o.Operation, parts);
            case InterpolationDraft o:
                return new ComputedOperand("interpolate", Map(o.Parts, depth + 1));
            default:
                return UnknownOperand.Instance;
        }
    }

    private int? Element(LocalOperand index)
    {
        foreach (var (access, variable) in _member.Elements)
        {
            if (Equals(access, index))
                return variable;
        }
        return null;
    }

    private Operand Map(ArrayDraft draft, int depth)
    {
        var isKnown = false;
        foreach (var element in draft.Elements)
            isKnown |= element is not null;
        if (!isKnown)
            return new ComputedOperand("new[]", [Map(draft.Length, depth + 1)]);
        var elements = new Operand[draft.Elements.Length];
        for (var i = 0; i < elements.Length; i++)
            elements[i] = draft.Elements[i] is { } element ? Map(element, depth + 1) : DefaultOperand.Instance;
        return new ArrayOperand(elements);
    }

    [MethodImpl(Hot.Path)]
    private IReadOnlyList<Operand> Map(IReadOnlyList<Operand> parts, int depth)
    {
        Operand[]? mapped = null;
        var count = parts.Count;
        for (var i = 0; i < count; i++)
        {
            var part = parts[i];
            var result = Map(part, depth);
            if (mapped is null && !ReferenceEquals(result, part))
            {
                mapped = new Operand[count];
                for (var k = 0; k < i; k++)
                    mapped[k] = parts[k];
            }
            if (mapped is not null)
                mapped[i] = result;
        }
        return mapped ?? parts;
    }

    private Operand MapLocal(int index, int depth)
    {
        var variable = _member.Variables[index];
        var definitions = Definitions(variable);
        if (!variable.IsElement && definitions.Count == 1 && !_resolving[index])
        {
            _resolving[index] = true;
            var value = Map(definitions[0], depth + 1);
            _resolving[index] = false;
            return value;
        }
        return SharedOperands.Local(Local(index));
    }

    /// <summary>The values assigned; that a hoisted local is cleared at its end is none, nor that it begins empty.</summary>
    private static List<Operand> Definitions(Variable variable)
    {
        if (variable.Definitions.Count < 2)
            return variable.Definitions;
        var isMixed = false;
        var hasEmpty = false;
        foreach (var definition in variable.Definitions)
        {
            var isEmpty = definition is ConstOperand { Value: null } or DefaultOperand;
            hasEmpty |= isEmpty;
            isMixed |= !isEmpty;
        }
        return isMixed && hasEmpty ? variable.Definitions.FindAll(static d => d is not (ConstOperand { Value: null } or DefaultOperand)) : variable.Definitions;
    }

    private int Local(int index)
    {
        if (_locals[index] < 0)
        {
            _locals[index] = _used.Count;
            _used.Add(index);
        }
        return _locals[index];
    }
}
