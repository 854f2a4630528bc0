using ScaleLint.Graph.Facts;

namespace ScaleLint.Il;

internal sealed unsafe partial class BodyReader
{
    /// <summary>Tells which kind of loop was written.</summary>
    private void FoldLoop(List<Step> steps, LoopStep loop, List<int> before)
    {
        if (FoldForEach(loop) || FoldArrayForEach(loop))
            return;
        FoldFor(loop, before);
    }

    private bool FoldForEach(LoopStep loop)
    {
        CallStep? moves = null;
        foreach (var step in loop.Condition)
        {
            if (step is CallStep { Target.Name: "MoveNext" or "MoveNextAsync", Receiver: not null } call)
                moves = call;
        }
        if (moves is null || _member.Resolve(moves.Receiver!) is not ResultOperand { Call: var id })
            return false;
        var enumerator = _member.Calls[id];
        if (enumerator.Target.Name is not ("GetEnumerator" or "GetAsyncEnumerator"))
            return false;
        loop.Kind = moves.Target.Name == "MoveNext" ? LoopKind.ForEach : LoopKind.AwaitForEach;
        loop.Source = enumerator.Receiver ?? (enumerator.Arguments.Length > 0 ? enumerator.Arguments[0] : UnknownOperand.Instance);
        moves.IsDropped = true;
        enumerator.IsDropped = true;
        // Source front ends know the sequence by its own identity.
        enumerator.Replacement = loop.Source;
        if (loop.Source is ArrayDraft { Elements: var elements } && Array.TrueForAll(elements, static e => e is ConstOperand))
            loop.Bound = elements.Length;
        loop.Element = -1;
        Operand element = new ComputedOperand("element", [loop.Source]);
        foreach (var call in _member.Calls)
        {
            if (call.IsDropped || call.Target.Name != "get_Current" || call.Receiver is null || !Equals(_member.Resolve(call.Receiver), SharedOperands.Result(id)))
                continue;
            call.IsDropped = true;
            if (loop.Element < 0)
                loop.Element = ElementVariable(SharedOperands.Result(call.Id), element, call.ReturnType);
            call.Replacement = SharedOperands.Local(loop.Element);
        }
        return true;
    }

    /// <summary>The variable that takes the element, or a new one where the compiler needed none.</summary>
    private int ElementVariable(Operand access, Operand element, string type)
    {
        for (var i = 0; i < _member.Variables.Count; i++)
        {
            var variable = _member.Variables[i];
            if (variable.Definitions.Count == 1 && Same(variable.Definitions[0], access))
            {
                variable.Definitions[0] = element;
                variable.IsElement = true;
                return i;
            }
        }
        var index = _member.AddVariable("", type);
        _member.Variables[index].Definitions.Add(element);
        _member.Variables[index].IsElement = true;
        return index;
    }

    private static bool Same(Operand a, Operand b) =>
        Equals(a, b) || a is ComputedOperand { Operation: "index", Parts: [_, var i] } && b is ComputedOperand { Operation: "index", Parts: [_, var j] } && Equals(i, j);

    /// <summary>A foreach over an array or a string is compiled to a loop over an index that has no name.</summary>
    private bool FoldArrayForEach(LoopStep loop)
    {
        if (loop.Source is not ComputedOperand { Operation: "<", Parts: [LocalOperand { Local: var index }, var limit] }
            || _member.Variables[index] is not { Name.Length: 0 } variable || !variable.Definitions.Exists(d => Step(d, index) == 1))
            return false;
        if (limit is ComputedOperand { Operation: "length", Parts: [var array] })
        {
            loop.Source = _member.Resolve(array);
            if (loop.Source is ArrayDraft { Elements: var elements } && Array.TrueForAll(elements, static e => e is ConstOperand))
                loop.Bound = elements.Length;
            loop.Element = ElementVariable(new ComputedOperand("index", [array, SharedOperands.Local(index)]), new ComputedOperand("element", [loop.Source]), "");
            _member.Elements.Add((SharedOperands.Local(index), loop.Element));
        }
        else if (limit is ResultOperand { Call: var id } && _member.Calls[id] is { Target: { Name: "get_Length", Owner.Name: "System.String" }, Receiver: { } text } length)
        {
            length.IsDropped = true;
            loop.Source = _member.Resolve(text);
            for (var i = id; i < _member.Calls.Count; i++)
            {
                var call = _member.Calls[i];
                if (call is not { Target: { Name: "get_Chars", Owner.Name: "System.String" }, Arguments: [LocalOperand { Local: var at }] } || at != index)
                    continue;
                call.IsDropped = true;
                if (loop.Element < 0)
                    loop.Element = ElementVariable(SharedOperands.Result(call.Id), new ComputedOperand("element", [loop.Source]), "System.Char");
                call.Replacement = SharedOperands.Local(loop.Element);
            }
        }
        else
        {
            return false;
        }
        loop.Kind = LoopKind.ForEach;
        return true;
    }

    private void FoldFor(LoopStep loop, List<int> before)
    {
        if (loop.Kind != LoopKind.While || loop.Source is not ComputedOperand { Operation: "<" or "<=" or ">" or ">=" or "!=", Parts: [var left, var right] } condition)
            return;
        if (left is not LocalOperand { Local: var counter } || counter >= before.Count || before[counter] < 1)
            return;
        var definitions = _member.Variables[counter].Definitions;
        Operand? step = null;
        for (var i = before[counter]; i < definitions.Count; i++)
        {
            if (Step(definitions[i], counter) is not null)
                step = definitions[i];
        }
        if (step is null || definitions.Count != before[counter] + 1)
            return;
        loop.Kind = LoopKind.For;
        if (definitions.Count == 2 && definitions[0] is ConstOperand { Value: long start } && right is ConstOperand { Value: long end } && Step(step, counter) is { } by)
            loop.Bound = Rounds(condition.Operation, start, end, by);
    }

    private static long? Step(Operand definition, int counter) => definition switch
    {
        ComputedOperand { Operation: "++", Parts: [LocalOperand { Local: var local }] } when local == counter => 1,
        ComputedOperand { Operation: "--", Parts: [LocalOperand { Local: var local }] } when local == counter => -1,
        ComputedOperand { Operation: "+", Parts: [LocalOperand { Local: var local }, ConstOperand { Value: long by }] } when local == counter => by,
        ComputedOperand { Operation: "-", Parts: [LocalOperand { Local: var local }, ConstOperand { Value: long by }] } when local == counter => -by,
        _ => null,
    };

    private static int? Rounds(string comparison, long start, long end, long step)
    {
        var distance = comparison switch
        {
            "<" when step > 0 => end - start,
            "<=" when step > 0 => end - start + 1,
            ">" when step < 0 => start - end,
            ">=" when step < 0 => start - end + 1,
            "!=" when step == 1 => end - start,
            _ => -1L,
        };
        if (distance < 0 || step == long.MinValue)
            return null;
        var size = Math.Abs(step);
        var rounds = (distance + size - 1) / size;
        return rounds is >= 0 and <= int.MaxValue ? (int)rounds : null;
    }

    /// <summary>Whether steps only dispose one thing, perhaps after a look whether there is one.</summary>
    internal static bool IsDisposal(List<Step> steps, out CallStep call, out bool isAsync)
    {
        call = null!;
        isAsync = false;
        var current = steps;
        for (var depth = 0; depth < 3; depth++)
        {
            CallStep? found = null;
            List<Step>? inner = null;
            foreach (var step in current)
            {
                switch (step)
                {
                    case CallStep { IsDropped: true }:
                        continue;
                    case CallStep { Target: { Name: "Dispose" or "DisposeAsync", Parameters.Length: 0 }, Receiver: not null } dispose when found is null && inner is null:
                        found = dispose;
                        break;
                    case BranchStep { Arms: [var first, var second] } when found is null && inner is null && (first.Count == 0 || second.Count == 0):
                        inner = first.Count == 0 ? second : first;
                        break;
                    default:
                        return false;
                }
            }
            if (found is not null)
            {
                call = found;
                isAsync = found.Target.Name == "DisposeAsync";
                return !isAsync || found.Await == AwaitMode.Awaited;
            }
            if (inner is null)
                return false;
            current = inner;
        }
        return false;
    }

    internal static bool IsMonitorExit(List<Step> steps, out CallStep call)
    {
        call = null!;
        foreach (var step in steps)
        {
            if (step is CallStep { Target: { Name: "Exit", Owner.Name: "System.Threading.Monitor" } } exit)
                call = exit;
            else if (step is BranchStep { Arms: [var first, var second] } && (first.Count == 0 || second.Count == 0)
                && IsMonitorExit(first.Count == 0 ? second : first, out var inner))
                call = inner;
            else
                return false;
        }
        return call is not null;
    }
}
