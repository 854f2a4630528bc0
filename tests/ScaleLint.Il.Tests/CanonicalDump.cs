using System.Text;
using ScaleLint.Graph.Facts;

namespace ScaleLint.Il.Tests;

/// <summary>
/// A method's facts in the form that source and compiled code share: locals that are assigned once are their value, calls, locals and lambdas are
/// numbered in order of appearance, conditions are positive, what follows a guard stands after it, and what only one side can know
/// (virtual or not, flags and overloads of other assemblies' members) is left out.
/// </summary>
internal sealed class CanonicalDump
{
    private readonly MethodFacts _method;
    private readonly string _assembly;
    private readonly StringBuilder _text = new();
    private readonly Dictionary<int, int> _calls = [];
    private readonly Dictionary<int, int> _locals = [];
    private readonly List<int> _localOrder = [];
    private readonly List<int> _lambdaOrder = [];
    private readonly HashSet<int> _elements = [];
    private readonly Stack<bool> _isTail = new();
    private readonly Dictionary<int, Operand> _replaced = [];

    private CanonicalDump(string assembly, MethodFacts method)
    {
        _assembly = assembly;
        _method = method;
        foreach (var root in Roots())
        {
            foreach (var node in FactsWalk.All(root))
            {
                if (node is LoopNode { Element: >= 0 } loop)
                    _elements.Add(loop.Element);
                if (node is CallNode { Callee.Id: "M:System.Array.get_Length", Receiver: { } array } length)
                    _replaced[length.Id] = new ComputedOperand("length", [array]);
                if (node is CallNode { Callee.Id: "M:System.Nullable`1.get_HasValue", Receiver: { } asked } test)
                    _replaced[test.Id] = new ComputedOperand("!=", [asked, new ConstOperand(null)]);
                if (node is CallNode { Callee.Id: "M:System.Nullable`1.GetValueOrDefault", Receiver: { } unwrapped } unwrap)
                    _replaced[unwrap.Id] = unwrapped;
            }
        }
    }

    public static string Write(string assembly, MethodFacts method)
    {
        var dump = new CanonicalDump(assembly, method);
        if (method.Body is not null)
            dump.Block(method.Body, 1, method.ReturnType == "System.Void" || method.Flags.HasFlag(MethodFlags.Async) || method.Flags.HasFlag(MethodFlags.Iterator) ? JumpKind.Return : null);
        for (var i = 0; i < dump._lambdaOrder.Count; i++)
        {
            var lambda = method.Lambdas[dump._lambdaOrder[i]];
            dump.Line(1, $"lambda {i} {lambda.Name}{(lambda.IsAsync ? " async" : "")}");
            dump.Block(lambda.Body, 2, JumpKind.Return);
        }
        for (var i = 0; i < dump._localOrder.Count; i++)
        {
            if (!dump._elements.Contains(dump._localOrder[i]))
                dump.Line(1, $"local {i} = {string.Join(", ", dump.Definitions(dump._localOrder[i]).Select(d => dump.Text(d)).Distinct().Order(StringComparer.Ordinal))}");
        }
        return dump._text.ToString();
    }

    private IEnumerable<Node> Roots() => _method.Lambdas.Select(l => l.Body).Prepend(_method.Body ?? new SequenceNode([], Position.None));

    private static List<Node> Steps(Node node) => node is SequenceNode sequence ? sequence.Steps.SelectMany(Steps).ToList() : [node];

    /// <param name="tail">The jump that running off the end of the block is, if it is one.</param>
    private void Block(Node node, int depth, JumpKind? tail)
    {
        var steps = new Queue<Node>(Steps(node));
        var pending = steps.ToList();
        for (var i = 0; i < pending.Count; i++)
        {
            var isLast = i == pending.Count - 1;
            if (pending[i] is BranchNode { Kind: BranchKind.If, Arms.Count: 2 } branch)
            {
                var (condition, first, second) = Positive(branch);
                var arms = (Steps(first), Steps(second));
                // What follows a guard is the other arm.
                if (Leaves(arms.Item1) && !Leaves(arms.Item2))
                    (arms.Item2, pending, isLast) = ([.. arms.Item2, .. pending.Skip(i + 1)], pending.Take(i + 1).ToList(), true);
                else if (Leaves(arms.Item2) && !Leaves(arms.Item1))
                    (arms.Item1, pending, isLast) = ([.. arms.Item1, .. pending.Skip(i + 1)], pending.Take(i + 1).ToList(), true);
                Line(depth, $"if {condition}");
                Block(new SequenceNode(arms.Item1, Position.None), depth + 1, isLast ? tail : null);
                Line(depth, "else");
                Block(new SequenceNode(arms.Item2, Position.None), depth + 1, isLast ? tail : null);
                continue;
            }
            if (isLast && tail is { } implied && pending[i] is JumpNode { Value: null } jump && (jump.Kind == implied || implied == JumpKind.Return && jump.Kind == JumpKind.YieldBreak))
                continue;
            Write(pending[i], depth, isLast ? tail : null);
        }
    }

    private static bool Leaves(List<Node> steps) =>
        steps.Count > 0 && steps[^1] is JumpNode { Kind: not JumpKind.YieldReturn };

    private (string Condition, Node First, Node Second) Positive(BranchNode branch)
    {
        var condition = branch.Condition;
        var (first, second) = (branch.Arms[0], branch.Arms[1]);
        while (condition is ComputedOperand { Operation: "!", Parts: [var inner] })
            (condition, first, second) = (inner, second, first);
        if (condition is ComputedOperand { Operation: "!=" or ">=" or ">" } negative)
        {
            // Inversion shows in the order of arms alone.
            if (negative.Operation is "!=" or ">=")
                (condition, first, second) = (new ComputedOperand(negative.Operation == "!=" ? "==" : "<", negative.Parts), second, first);
            else
                (condition, first, second) = (new ComputedOperand("<=", negative.Parts), second, first);
        }
        return (Text(condition), first, second);
    }

    private void Write(Node node, int depth, JumpKind? tail)
    {
        switch (node)
        {
            case CallNode call:
                if (!_replaced.ContainsKey(call.Id))
                    Line(depth, Call(call));
                break;
            case BranchNode { Kind: not (BranchKind.Switch or BranchKind.If) } guarded when guarded.Arms.Count(a => Steps(a).Count > 0) == 1:
                Line(depth, "perhaps");
                foreach (var arm in guarded.Arms)
                    Block(arm, depth + 1, null);
                break;
            case BranchNode branch:
                Line(depth, $"branch {branch.Kind} {(branch.Kind == BranchKind.Switch ? Text(branch.Condition) : "")}");
                foreach (var arm in branch.Arms.Where(a => Steps(a).Count > 0))
                {
                    Line(depth + 1, "arm");
                    Block(arm, depth + 2, tail);
                }
                break;
            case LoopNode loop:
                // A counting while loop and a for loop are the same code.
                var kind = loop.Kind == LoopKind.For ? LoopKind.While : loop.Kind;
                Line(depth, $"loop {kind} {(loop.Kind == LoopKind.DoWhile ? "" : Text(loop.Source))}{(loop.Bound is { } bound ? " at most " + bound : "")}");
                if (loop.Kind == LoopKind.DoWhile)
                {
                    Block(loop.Body, depth + 1, null);
                    Block(loop.Condition, depth + 1, null);
                    break;
                }
                Block(loop.Condition, depth + 2, null);
                _isTail.Push(tail == JumpKind.Return);
                Block(loop.Body, depth + 1, JumpKind.Continue);
                _isTail.Pop();
                break;
            case TryNode attempt:
                Line(depth, "try");
                Block(attempt.Body, depth + 1, attempt.Finally is null ? tail : tail);
                foreach (var clause in attempt.Catches)
                {
                    Line(depth, $"catch {clause.Exception ?? "all"}{(clause.HasFilter ? " when" : "")}");
                    Block(clause.Body, depth + 1, tail);
                }
                if (attempt.Finally is not null)
                {
                    Line(depth, "finally");
                    Block(attempt.Finally, depth + 1, null);
                }
                break;
            case LockNode held:
                Line(depth, $"lock {Text(held.Target)}");
                Block(held.Body, depth + 1, tail);
                break;
            case UsingNode used:
                Line(depth, $"{(used.IsAsync ? "await " : "")}using {Text(used.Resource)}");
                Block(used.Body, depth + 1, tail);
                break;
            case WriteNode write:
                Line(depth, $"write {write.Kind} {Text(write.Member)} = {Text(write.Value)}");
                break;
            case AwaitNode awaited:
                Line(depth, $"await {Text(awaited.Task)}");
                break;
            // At the end of a member leaving the loop is leaving the member.
            case JumpNode { Kind: JumpKind.Return or JumpKind.YieldBreak, Value: null } when _isTail.Count == 1 && _isTail.Peek():
                Line(depth, "Break");
                break;
            case JumpNode jump:
                Line(depth, $"{jump.Kind}{(jump.Value is null ? "" : " " + Text(jump.Value))}");
                break;
        }
    }

    private string Call(CallNode call)
    {
        var isOwn = call.Callee.Assembly == _assembly;
        var kind = call.Kind is CallKind.Direct or CallKind.Virtual && !isOwn ? "" : call.Kind.ToString();
        var token = call.Token == TokenUse.OverloadAvailable && !isOwn ? TokenUse.NotAccepted : call.Token;
        var target = call.Kind == CallKind.Local ? $"lambda {Lambda(call.LocalFunction)}" : call.Callee.Id;
        var number = _calls.Count;
        var text = $"{kind} {target} <{string.Join(", ", call.TypeArguments)}> on {(call.Receiver is null ? "-" : Text(call.Receiver))} ({string.Join(", ", call.Arguments.Select(a => Text(a)))}) : {call.ReturnType} {call.Await} {token}";
        _calls[call.Id] = number;
        return $"#{number} {text}";
    }

    private int Lambda(int index)
    {
        var order = _lambdaOrder.IndexOf(index);
        if (order >= 0)
            return order;
        _lambdaOrder.Add(index);
        return _lambdaOrder.Count - 1;
    }

    private List<Operand> Definitions(int local)
    {
        var all = _method.Locals[local].Definitions;
        var set = all.Where(d => d is not (DefaultOperand or ConstOperand { Value: null })).ToList();
        return set.Count > 0 ? set : [.. all];
    }

    private string Text(Operand operand) => Text(operand, 0);

    private string Text(Operand operand, int depth)
    {
        if (depth > 12)
            return "...";
        return operand switch
        {
            DefaultOperand or ConstOperand { Value: null or 0L or false } => "default",
            ResultOperand result when _replaced.TryGetValue(result.Call, out var replaced) => Text(replaced, depth + 1),
            ResultOperand result => "#" + (_calls.TryGetValue(result.Call, out var number) ? number : "?"),
            LocalOperand local => Local(local.Local, depth),
            LambdaOperand lambda => "lambda " + Lambda(lambda.Lambda),
            ParameterOperand parameter => parameter.Lambda < 0 ? $"p{parameter.Index}" : $"l{Lambda(parameter.Lambda)}.p{parameter.Index}",
            FieldOperand field => (field.Target is null ? "" : Text(field.Target, depth + 1) + "->") + field.Member.Id,
            MethodGroupOperand group => "method " + group.Method.Id,
            AwaitedOperand awaited => $"awaited {Text(awaited.Task, depth + 1)}",
            ArrayOperand array => $"[{string.Join(", ", array.Elements.Select(e => Text(e, depth + 1)))}]",
            ComputedOperand { Operation: "?:" or "??" } choice => $"?:({string.Join(", ", choice.Parts.Select(p => Text(p, depth + 1)))})",
            ComputedOperand computed => $"{computed.Operation}({string.Join(", ", computed.Parts.Select(p => Text(p, depth + 1)))})",
            _ => FactsDump.Operand(operand),
        };
    }

    private string Local(int local, int depth)
    {
        var definitions = Definitions(local);
        if (definitions.Count == 1 && !_elements.Contains(local))
            return Text(definitions[0], depth + 1);
        if (!_locals.TryGetValue(local, out var number))
        {
            _locals[local] = number = _localOrder.Count;
            _localOrder.Add(local);
        }
        return (_elements.Contains(local) ? "element " : "local ") + number;
    }

    private void Line(int depth, string text) => _text.Append(' ', depth * 2).Append(text).Append('\n');
}
