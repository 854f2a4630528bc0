using ScaleLint.Graph.Facts;

namespace ScaleLint.Graph.Pruning;

/// <summary>Cuts one member down to some of its calls, with the structure around them.</summary>
/// <param name="isOutline">Whether values but constants, delegates and types may go as well.</param>
internal sealed class BodyPruner(MethodFacts facts, HashSet<int> kept, bool isOutline)
{
    private readonly HashSet<int> locals = [];

    public MethodFacts Prune()
    {
        var body = Visit(facts.Body) ?? Empty(facts.At);
        var lambdas = facts.Lambdas.Select(x => x with { Body = Visit(x.Body) ?? Empty(x.At), Parameters = Parameters(x.Parameters) }).ToList();
        return facts with
        {
            Body = body,
            Lambdas = lambdas,
            Locals = Locals(),
            Parameters = Parameters(facts.Parameters),
        };
    }

    private static Node Empty(Position at) => new SequenceNode([], at);

    private IReadOnlyList<ParameterFacts> Parameters(IReadOnlyList<ParameterFacts> parameters) =>
        isOutline ? parameters.Select(x => new ParameterFacts("", x.Type, [])).ToList() : parameters;

    private Node? Visit(Node? node)
    {
        switch (node)
        {
            case SequenceNode x:
                var steps = x.Steps.Select(Visit).Where(s => s != null).Select(s => s!).ToList();
                return steps.Count switch { 0 => null, 1 => steps[0], _ => new SequenceNode(steps, x.At) };
            case CallNode x when kept.Contains(x.Id):
                return x with { Receiver = x.Receiver == null ? null : Value(x.Receiver), Arguments = x.Arguments.Select(Value).ToList() };
            case BranchNode x:
                var arms = x.Arms.Select(Visit).ToList();
                return arms.TrueForAll(a => a is null or JumpNode) && (isOutline || arms.TrueForAll(a => a is null)) ? null
                    : new BranchNode(x.Kind, UnknownOperand.Instance, arms.Select(a => a ?? Empty(x.At)).ToList(), x.At);
            case LoopNode x:
                var (condition, body) = (Visit(x.Condition), Visit(x.Body));
                return IsIdle(condition) && IsIdle(body) ? null : x with { Source = Value(x.Source), Condition = condition ?? Empty(x.At), Body = body ?? Empty(x.At) };
            case TryNode x:
                var (main, final) = (Visit(x.Body), Visit(x.Finally));
                var catches = x.Catches.Select(c => c with { Body = Visit(c.Body) ?? Empty(x.At) }).ToList();
                return IsIdle(main) && IsIdle(final) && catches.TrueForAll(c => IsIdle(c.Body)) ? null : new TryNode(main ?? Empty(x.At), catches, final, x.At);
            case LockNode x:
                return Visit(x.Body) is { } held && !IsIdle(held) ? new LockNode(Value(x.Target), held, x.At) : null;
            case UsingNode x:
                return Visit(x.Body) is { } used && !IsIdle(used) ? new UsingNode(Value(x.Resource), x.IsAsync, used, x.At) : null;
            case WriteNode x when !isOutline:
                return x with { Member = (FieldOperand)Value(x.Member), Value = Value(x.Value) };
            case AwaitNode x when !isOutline:
                return x with { Task = Value(x.Task) };
            case JumpNode x:
                return x.Kind == JumpKind.Throw && isOutline ? null : x with { Value = x.Value == null || isOutline ? null : Value(x.Value) };
            default:
                return null;
        }
    }

    /// <summary>Whether nothing but jumps is left.</summary>
    private static bool IsIdle(Node? node) => node is null || FactsWalk.All(node).All(x => x is SequenceNode or JumpNode or BranchNode);

    private Operand Value(Operand operand)
    {
        switch (operand)
        {
            case ResultOperand x: return kept.Contains(x.Call) ? x : UnknownOperand.Instance;
            case ConstOperand or LambdaOperand or TypeOperand or DefaultOperand: return operand;
            case MethodGroupOperand x: return x with { Target = x.Target == null ? null : Value(x.Target) };
            case ArrayOperand x: return new ArrayOperand(x.Elements.Select(Value).ToList());
            case LocalOperand x when x.Local >= 0:
                locals.Add(x.Local);
                return x;
            case FieldOperand x when !isOutline: return x with { Target = x.Target == null ? null : Value(x.Target) };
            case AwaitedOperand x when !isOutline: return new AwaitedOperand(Value(x.Task));
            case ComputedOperand x when !isOutline: return new ComputedOperand(x.Operation, x.Parts.Select(Value).ToList());
            default: return isOutline && operand is not ThisOperand ? UnknownOperand.Instance : operand;
        }
    }

    /// <summary>Locals that are named by what is left, and by those; the others keep their number alone.</summary>
    private IReadOnlyList<LocalFacts> Locals()
    {
        var result = new LocalFacts[facts.Locals.Count];
        var done = new HashSet<int>();
        while (done.Count < locals.Count)
        {
            foreach (var index in locals.Where(x => x < result.Length && done.Add(x)).ToList())
                result[index] = facts.Locals[index] with { Name = isOutline ? "" : facts.Locals[index].Name, Definitions = facts.Locals[index].Definitions.Select(Value).ToList() };
            locals.RemoveWhere(x => x >= result.Length);
        }
        for (var i = 0; i < result.Length; i++) result[i] ??= new LocalFacts("", "", []);
        var last = result.Length;
        while (last > 0 && result[last - 1].Type.Length == 0 && result[last - 1].Definitions.Count == 0) last--;
        return result.Take(last).ToList();
    }
}
