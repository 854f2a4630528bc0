using System.Runtime.CompilerServices;
using ScaleLint.Graph.Facts;

namespace ScaleLint.Il;

internal sealed unsafe partial class BodyReader
{
    /// <summary>
    /// Follows control from a block until <paramref name="follow"/>, where whoever called goes on. What reaches a block that someone
    /// further out goes on with is a jump; its state is kept for that moment.
    /// </summary>
    [MethodImpl(Hot.Path)]
    private void Walk(int index, int follow, List<Step> steps, State state, bool enter = false)
    {
        if (++_depth > MaxNesting)
            throw new NestingException();
        State? joined = null;
        while (index >= 0)
        {
            var block = _flow.Blocks[index];
            if (!enter && (index == follow || _active[index] != ActiveKind.None))
            {
                Arrive(index, state);
                if (index != follow)
                    AddJump(index, steps);
                break;
            }
            if (block.IsReturn)
            {
                AddReturn(block, steps, state);
                break;
            }
            if (OutermostTry(block) is { } region)
            {
                enter = false;
                (index, state) = Go(WalkTry(region, index, steps, state), state, ref joined);
                continue;
            }
            if (block.Loop is { } loop && !_loops.Contains(loop))
            {
                (index, state) = Go(WalkLoop(loop, steps, state), state, ref joined);
                continue;
            }
            enter = false;
            if (block.Visited)
            {
                Add(steps, _pool.Jump(JumpKind.Goto), block.Start);
                break;
            }
            block.Visited = true;
            Execute(block, steps, state);
            switch (block.End)
            {
                case BlockEnd.Fall or BlockEnd.Goto:
                    index = block.Next[0];
                    continue;
                case BlockEnd.Leave:
                    state.Cut(0);
                    index = block.Next[0];
                    continue;
                case BlockEnd.Yield:
                    Add(steps, _pool.Jump(JumpKind.YieldReturn, _pendingYield.Operand), block.Last);
                    state.Cut(0);
                    index = block.Next[0];
                    continue;
                case BlockEnd.Branch:
                    (index, state) = Go(WalkBranch(block, index, follow, steps, state), state, ref joined);
                    continue;
                case BlockEnd.Switch:
                    (index, state) = Go(WalkSwitch(block, follow, steps, state), state, ref joined);
                    continue;
            }
            break;
        }
        if (joined is not null)
            Release(joined);
        _depth--;
    }

    /// <summary>Goes on in the state that several ways joined in, which is this walk's own.</summary>
    private (int, State) Go((int Index, State State) next, State state, ref State? joined)
    {
        if (ReferenceEquals(next.State, state))
            return next;
        if (joined is not null)
            Release(joined);
        joined = next.State;
        return next;
    }

    private void AddReturn(Block block, List<Step> steps, State state)
    {
        Operand? value = null;
        if (block.ReturnedLocal >= 0)
        {
            var loaded = LoadSlot(state, block.ReturnedLocal, block.Start);
            if (!IsMachine || Kind == BodyKind.Async)
                value = loaded.Operand;
        }
        AddReturn(value, steps, block.Start);
    }

    private void AddReturn(Operand? value, List<Step> steps, int offset)
    {
        if (Kind is BodyKind.Iterator or BodyKind.AsyncIterator)
        {
            Add(steps, _pool.Jump(JumpKind.YieldBreak), offset);
            return;
        }
        if (value is not null)
        {
            value = Typed(value, _returnType);
            Consume(value, AwaitMode.Returned);
        }
        Add(steps, _pool.Jump(JumpKind.Return, value), offset);
    }

    private void AddJump(int index, List<Step> steps)
    {
        var kind = JumpKind.Goto;
        if (_loops.Count > 0)
        {
            var loop = _loops[_loops.Count - 1];
            kind = loop.Header == index ? JumpKind.Continue : loop.Exit == index ? JumpKind.Break : JumpKind.Goto;
        }
        Add(steps, _pool.Jump(kind), _flow.Blocks[index].Start);
    }

    private void Arrive(int index, State state)
    {
        if (_incoming[index] is { } other)
            Merge(other, state);
        else
            _incoming[index] = Copy(state);
    }

    /// <summary>Leaves in a state what is known where it meets another one.</summary>
    private static void Merge(State state, State other)
    {
        if (!state.HasSlotsOf(other))
        {
            for (var i = 0; i < state.SlotCount; i++)
            {
                var first = state.Slot(i);
                if (!first.IsKnown)
                    continue;
                var second = i < other.SlotCount ? other.Slot(i) : default;
                if (!second.IsKnown)
                    state.SetSlot(i, default);
                else if (!Equals(first.Operand, second.Operand))
                    state.SetSlot(i, IsInternal(first.Operand) || IsInternal(second.Operand) ? default : Choice(first, second));
            }
        }
        state.Cut(other.Depth);
        for (var i = 0; i < state.Depth; i++)
        {
            var first = state.OnStack(i);
            if (!Equals(first.Operand, other.OnStack(i).Operand))
                state.SetOnStack(i, Choice(first, other.OnStack(i)));
        }
    }

    private static Value Choice(Value a, Value b)
    {
        var parts = new List<Operand>();
        Flatten(a.Operand);
        Flatten(b.Operand);
        return new Value(parts.Count > 16 ? UnknownOperand.Instance : new ComputedOperand("?:", parts), a.Type.Length > 0 ? a.Type : b.Type);

        void Flatten(Operand operand)
        {
            if (operand is ComputedOperand { Operation: "?:" } choice)
                parts.AddRange(choice.Parts);
            else
                parts.Add(operand);
        }
    }
}
