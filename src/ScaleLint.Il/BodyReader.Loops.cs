using ScaleLint.Graph.Facts;

namespace ScaleLint.Il;

// Loops and what they are tested on.
internal sealed unsafe partial class BodyReader
{
    private (int, State) WalkLoop(Loop loop, List<Step> steps, State state)
    {
        _loops.Add(loop);
        var step = new LoopStep();
        _loopSteps.Add(step);
        var headerIsNew = Activate(loop.Header, ActiveKind.Header);
        var exitIsNew = loop.Exit >= 0 && Activate(loop.Exit, ActiveKind.Exit);
        Forget(loop, state);
        var block = _flow.Blocks[loop.Header];
        Add(steps, step, block.Start);
        var before = DefinitionCounts();
        if (_flow.Blocks[loop.Test].End == BlockEnd.Branch && loop.Exit >= 0 && TestLeaves(loop) && IsBottomTested(loop) && OutermostTry(block) is null)
            WalkCondition(loop, step, state);
        else
            Walk(loop.Header, loop.Header, step.Body, state, enter: true);
        _loops.RemoveAt(_loops.Count - 1);
        _loopSteps.RemoveAt(_loopSteps.Count - 1);
        if (headerIsNew)
            _active[loop.Header] = ActiveKind.None;
        if (exitIsNew)
            _active[loop.Exit] = ActiveKind.None;
        if (headerIsNew)
            _incoming[loop.Header] = null;
        var exit = TakeIncoming(loop.Exit, exitIsNew);
        StripContinue(step.Body);
        FoldLoop(steps, step, before);
        step.At = Source.At(block.Start);
        if (step.Kind is LoopKind.For or LoopKind.ForEach && _flow.Blocks[loop.Header].Start > 0 && EntryPosition(loop) is { IsKnown: true } at)
            step.At = at;
        return exit is null ? (-1, state) : (loop.Exit, exit);
    }

    /// <summary>Where the loop was entered from: the statement's first line.</summary>
    private Position EntryPosition(Loop loop)
    {
        var first = int.MaxValue;
        for (var i = 0; i < loop.Body.Length; i++)
        {
            if (loop.Body[i])
                first = Math.Min(first, _flow.Blocks[i].Start);
        }
        return first == int.MaxValue || first == 0 ? Position.None : Source.At(first - 1);
    }

    private List<int> DefinitionCounts()
    {
        var counts = new List<int>(_member.Variables.Count);
        foreach (var variable in _member.Variables)
            counts.Add(variable.Definitions.Count);
        return counts;
    }

    private bool TestLeaves(Loop loop)
    {
        foreach (var next in _flow.Blocks[loop.Test].Next)
        {
            if (next == loop.Exit)
                return true;
        }
        return false;
    }

    /// <summary>C# puts a loop's condition behind its body; a header in front of it is <c>while (true)</c> with a break.</summary>
    private bool IsBottomTested(Loop loop)
    {
        for (var i = 0; i < loop.Body.Length; i++)
        {
            if (loop.Body[i] && _flow.Blocks[i].Start < _flow.Blocks[loop.Header].Start)
                return true;
        }
        return loop.Latch == loop.Header;
    }

    /// <summary>In a loop a temporary holds what the round before left in it.</summary>
    private void Forget(Loop loop, State state)
    {
        for (var i = 0; i < loop.Body.Length; i++)
        {
            if (!loop.Body[i])
                continue;
            var block = _flow.Blocks[i];
            for (var at = block.Start; at < block.Limit;)
            {
                at = Op.Read(_il, _length, at, out var code, out var operand);
                if (code == 0x7d && IsMachine && _module.Field(Token(operand)) is { Shape: FieldShape.HoistedTemporary } field
                    && FieldValue(state, field.Row) is { IsKnown: true } kept && !IsInternal(kept.Operand))
                    state.SetSlot(FieldSlot(field.Row), default);
                var slot = Op.StoredLocal(_il, code, operand);
                if (slot >= 0 && slot < _localTypes.Length && _flow.Stores[slot] > 1 && state.Slot(slot) is { IsKnown: true } value && !IsInternal(value.Operand) && value.Operand is not ThisOperand)
                    state.SetSlot(slot, default);
            }
        }
    }

    private void WalkCondition(Loop loop, LoopStep step, State state)
    {
        var block = _flow.Blocks[loop.Header];
        for (var index = loop.Header; ; index = block.Next[0])
        {
            block = _flow.Blocks[index];
            block.Visited = true;
            Execute(block, step.Condition, state);
            if (index == loop.Test)
                break;
        }
        var (taken, target, other, _) = Condition(block, step.Condition, state);
        var stays = loop.Body[target];
        step.Source = stays ? taken : Negate(taken);
        Arrive(loop.Exit, state);
        if (loop.Latch == loop.Header && loop.Latches == 1 && (stays ? target : other) == loop.Header)
        {
            step.Kind = LoopKind.DoWhile;
            return;
        }
        Walk(stays ? target : other, loop.Header, step.Body, state);
        StripContinue(step.Body);
        // A loop that does nothing but test is the same code whether its test was written first or last.
        if (step.Body.Count == 0 && step.Condition.Count > 0 && !step.Condition.Exists(static s => s is CallStep { Target.Name: "MoveNext" or "MoveNextAsync" or "get_Length" }))
            step.Kind = LoopKind.DoWhile;
    }
}
