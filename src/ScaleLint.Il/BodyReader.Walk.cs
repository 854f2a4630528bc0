using System.Reflection.Metadata;
using ScaleLint.Graph.Facts;

namespace ScaleLint.Il;

internal sealed unsafe partial class BodyReader
{
    /// <summary>
    /// Follows control from a block until <paramref name="follow"/>, where whoever called goes on. What reaches a block that someone
    /// further out goes on with is a jump; its state is kept for that moment.
    /// </summary>
    private void Walk(int index, int follow, List<Step> steps, State state, bool enter = false)
    {
        if (++_depth > MaxNesting)
            throw new NestingException();
        var outer = _steps;
        _steps = steps;
        while (index >= 0)
        {
            var block = _flow.Blocks[index];
            if (!enter && (index == follow || _active.ContainsKey(index)))
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
                (index, state) = WalkTry(region, index, steps, state);
                continue;
            }
            if (block.Loop is { } loop && !_loops.Contains(loop))
            {
                (index, state) = WalkLoop(loop, steps, state);
                continue;
            }
            enter = false;
            if (block.Visited)
            {
                Add(steps, new JumpStep { Kind = JumpKind.Goto }, block.Start);
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
                    state.Stack.Clear();
                    index = block.Next[0];
                    continue;
                case BlockEnd.Yield:
                    Add(steps, new JumpStep { Kind = JumpKind.YieldReturn, Value = _pendingYield.Operand }, block.Last);
                    state.Stack.Clear();
                    index = block.Next[0];
                    continue;
                case BlockEnd.Branch:
                    (index, state) = WalkBranch(block, index, follow, steps, state);
                    continue;
                case BlockEnd.Switch:
                    (index, state) = WalkSwitch(block, follow, steps, state);
                    continue;
            }
            break;
        }
        _steps = outer;
        _depth--;
    }

    private void AddReturn(Block block, List<Step> steps, State state)
    {
        Operand? value = null;
        if (block.ReturnedLocal >= 0)
        {
            var loaded = LoadSlot(state, block.ReturnedLocal, block.Start);
            if (!IsMachine || _kind == BodyKind.Async)
                value = loaded.Operand;
        }
        AddReturn(value, steps, block.Start);
    }

    private bool ReturnsVoid => _module.Method(_body).ReturnType == "System.Void";

    private void AddReturn(Operand? value, List<Step> steps, int offset)
    {
        if (_kind is BodyKind.Iterator or BodyKind.AsyncIterator)
        {
            Add(steps, new JumpStep { Kind = JumpKind.YieldBreak }, offset);
            return;
        }
        if (value is not null)
        {
            value = Typed(value, _kind == BodyKind.Plain ? _module.Method(_body).ReturnType : "");
            Consume(value, AwaitMode.Returned);
        }
        Add(steps, new JumpStep { Kind = JumpKind.Return, Value = value }, offset);
    }

    private void AddJump(int index, List<Step> steps)
    {
        var kind = JumpKind.Goto;
        if (_loops.Count > 0)
        {
            var loop = _loops[_loops.Count - 1];
            kind = loop.Header == index ? JumpKind.Continue : loop.Exit == index ? JumpKind.Break : JumpKind.Goto;
        }
        Add(steps, new JumpStep { Kind = kind }, _flow.Blocks[index].Start);
    }

    private void Arrive(int index, State state) =>
        _incoming[index] = _incoming[index] is { } other ? Merge(other, state, null) : state.Clone();

    /// <summary>What is known where two ways meet.</summary>
    private static State Merge(State a, State b, Operand? condition)
    {
        var merged = a.Clone();
        for (var i = 0; i < merged.Slots.Length; i++)
        {
            if (i >= b.Slots.Length || merged.Slots[i] is not { } first || b.Slots[i] is not { } second)
                merged.Slots[i] = null;
            else if (!Equals(first.Operand, second.Operand))
                merged.Slots[i] = IsInternal(first.Operand) || IsInternal(second.Operand) ? null : Choice(first, second, null);
        }
        while (merged.Stack.Count > b.Stack.Count)
            merged.Stack.RemoveAt(merged.Stack.Count - 1);
        for (var i = 0; i < merged.Stack.Count; i++)
        {
            if (!Equals(merged.Stack[i].Operand, b.Stack[i].Operand))
                merged.Stack[i] = Choice(merged.Stack[i], b.Stack[i], condition);
        }
        return merged;
    }

    private static Value Choice(Value a, Value b, Operand? condition)
    {
        if (condition is not null && b.Operand is ConstOperand { Value: 0L or false } && a.Type is "System.Boolean" or "")
            return new Value(new ComputedOperand("&&", [condition, a.Operand]), "System.Boolean");
        if (condition is not null && a.Operand is ConstOperand { Value: 1L or true } && b.Type is "System.Boolean" or "")
            return new Value(new ComputedOperand("||", [condition, b.Operand]), "System.Boolean");
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

    private TryRegion? OutermostTry(Block block)
    {
        for (var i = _flow.Regions.Count - 1; i >= 0; i--)
        {
            var region = _flow.Regions[i];
            if (region.Start == block.Start && !region.IsActive && !region.IsTransparent)
                return region;
        }
        return null;
    }

    private (int, State) WalkTry(TryRegion region, int index, List<Step> steps, State state)
    {
        region.IsActive = true;
        var follow = FollowOf(region);
        var isNew = follow >= 0 && Activate(follow, ActiveKind.Merge);
        var step = new TryStep();
        Add(steps, step, region.Start);
        var entry = state.Clone();
        entry.Stack.Clear();
        Walk(index, follow, step.Body, state, enter: true);
        foreach (var handler in region.Handlers)
            WalkHandler(handler, follow, step, entry);
        if (isNew)
            _active.Remove(follow);
        var exit = follow >= 0 ? _incoming[follow] : null;
        if (isNew)
            _incoming[follow] = null;
        return exit is null ? (-1, state) : (follow, exit);
    }

    private bool Activate(int index, ActiveKind kind)
    {
        if (_active.ContainsKey(index))
            return false;
        _active.Add(index, kind);
        return true;
    }

    private int FollowOf(TryRegion region)
    {
        var end = region.End;
        foreach (var handler in region.Handlers)
            end = Math.Max(end, handler.HandlerOffset + handler.HandlerLength);
        var best = -1;
        var returns = -1;
        foreach (var index in _flow.Order)
        {
            var block = _flow.Blocks[index];
            if (block.End is not BlockEnd.Leave || block.Start < region.Start || block.Start >= end)
                continue;
            var target = block.Next[0];
            var start = _flow.Blocks[target].Start;
            if (start >= region.Start && start < end || _active.ContainsKey(target) && _active[target] != ActiveKind.Merge)
                continue;
            if (_flow.Blocks[target].IsReturn)
            {
                if (_flow.Blocks[target].ReturnedLocal < 0)
                    returns = target;
                continue;
            }
            if (best < 0 || start < _flow.Blocks[best].Start)
                best = target;
        }
        return best >= 0 ? best : returns;
    }

    private void WalkHandler(ExceptionRegion handler, int follow, TryStep step, State entry)
    {
        var start = _flow.BlockAt(handler.HandlerOffset);
        var state = entry.Clone();
        if (handler.Kind is ExceptionRegionKind.Finally or ExceptionRegionKind.Fault)
        {
            if (handler.Kind == ExceptionRegionKind.Fault && IsMachine)
                return;
            step.Finally = [];
            Walk(start, -1, step.Finally, state);
            return;
        }
        var body = new List<Step>();
        string? exception;
        var at = _source.At(handler.HandlerOffset);
        if (handler.Kind == ExceptionRegionKind.Filter)
        {
            exception = FilterType(handler);
            var filter = entry.Clone();
            filter.Push(new Value(new ComputedOperand("exception", []), exception ?? ""));
            at = _source.At(handler.FilterOffset);
            Walk(_flow.BlockAt(handler.FilterOffset), -1, body, filter);
            state.Slots = filter.Slots;
            // The test of the exception's type is the clause's own.
            for (var i = 0; i < body.Count; i++)
            {
                if (body[i] is BranchStep { Arms: [var first, var second] } && (first.Count == 0 || second.Count == 0))
                {
                    body.RemoveAt(i);
                    body.InsertRange(i, first.Count == 0 ? second : first);
                    break;
                }
            }
        }
        else
        {
            exception = _module.Names.Display(handler.CatchType);
        }
        Name(handler.CatchType, handler.HandlerOffset);
        state.Push(new Value(new ComputedOperand("exception", []), exception ?? ""));
        Walk(start, follow, body, state);
        step.Catches.Add((exception is "System.Object" ? null : exception, handler.Kind == ExceptionRegionKind.Filter, body, at));
    }

    private string? FilterType(ExceptionRegion handler)
    {
        for (var at = handler.FilterOffset; at < handler.HandlerOffset && at < _length;)
        {
            at = Op.Read(_il, _length, at, out var code, out var operand);
            if (code == 0x75)
                return _module.Names.Display(Token(operand));
        }
        return null;
    }

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
            _active.Remove(loop.Header);
        if (exitIsNew)
            _active.Remove(loop.Exit);
        _incoming[loop.Header] = headerIsNew ? null : _incoming[loop.Header];
        var exit = loop.Exit >= 0 ? _incoming[loop.Exit] : null;
        if (exitIsNew && loop.Exit >= 0)
            _incoming[loop.Exit] = null;
        StripContinue(step.Body);
        FoldLoop(steps, step, before);
        step.At = _source.At(block.Start);
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
        return first == int.MaxValue || first == 0 ? Position.None : _source.At(first - 1);
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
                    && FieldValue(state, field.Row) is { } kept && !IsInternal(kept.Operand))
                {
                    var hoisted = FieldSlot(state, field.Row);
                    state.Slots[hoisted] = null;
                }
                var slot = Op.StoredLocal(_il, code, operand);
                if (slot >= 0 && slot < _localTypes.Length && _flow.Stores[slot] > 1 && state.Slots[slot] is { } value && !IsInternal(value.Operand) && value.Operand is not ThisOperand)
                    state.Slots[slot] = null;
            }
        }
    }

    private void WalkCondition(Loop loop, LoopStep step, State state)
    {
        var block = _flow.Blocks[loop.Header];
        var outer = _steps;
        _steps = step.Condition;
        for (var index = loop.Header; ; index = block.Next[0])
        {
            block = _flow.Blocks[index];
            block.Visited = true;
            Execute(block, step.Condition, state);
            if (index == loop.Test)
                break;
        }
        var (taken, target, other, _) = Condition(block, step.Condition, state);
        _steps = outer;
        var stays = loop.Body[target];
        step.Source = stays ? taken : Negate(taken);
        Arrive(loop.Exit, state);
        if (loop.Latch == loop.Header && loop.Latches == 1 && (stays ? target : other) == loop.Header)
        {
            step.Kind = LoopKind.DoWhile;
            return;
        }
        Walk(stays ? target : other, loop.Header, step.Body, state.Clone());
        StripContinue(step.Body);
        // A loop that does nothing but test is the same code whether its test was written first or last.
        if (step.Body.Count == 0 && step.Condition.Count > 0 && !step.Condition.Exists(static s => s is CallStep { Target.Name: "MoveNext" or "MoveNextAsync" or "get_Length" }))
            step.Kind = LoopKind.DoWhile;
    }

    /// <summary>The condition of a block that was executed, with those chained to it by <c>&amp;&amp;</c> and <c>||</c>.</summary>
    private (Operand Taken, int Target, int Other, bool FallsToTarget) Condition(Block block, List<Step> steps, State state)
    {
        var taken = Taken(block, state);
        var target = block.Next[0];
        var other = block.Next[1];
        var last = block;
        for (var links = 0; links < 64; links++)
        {
            var next = _flow.Blocks[other];
            if (next.End != BlockEnd.Branch || next.ForwardEntries != 1 || next.Loop is not null || next.Visited || _active.ContainsKey(other)
                || state.Stack.Count > 0 || OutermostTry(next) is not null || !IsCondition(next))
                break;
            bool isOr;
            if (next.Next[0] == target)
                isOr = true;
            else if (next.Next[1] == target)
                isOr = false;
            else
                break;
            next.Visited = true;
            var inner = new List<Step>();
            var outer = _steps;
            _steps = inner;
            Execute(next, inner, state);
            var second = Taken(next, state);
            _steps = outer;
            if (inner.Count > 0)
            {
                var shown = taken is ComputedOperand { Operation: "!", Parts: [var positive] } ? positive : taken;
                Add(steps, new BranchStep { Kind = BranchKind.ShortCircuit, Condition = shown, Arms = [inner, []] }, block.Last);
            }
            if (isOr)
            {
                // Both lead to the target when true: neither is what falls through.
                taken = new ComputedOperand("||", [taken, second]);
                other = next.Next[1];
            }
            else
            {
                taken = new ComputedOperand("||", [taken, Negate(second)]);
                other = next.Next[0];
            }
            last = next;
            if (next.Merges is not null)
                block.Merges = [.. block.Merges ?? [], .. next.Merges];
        }
        return (taken, target, other, last.Next[1] == target);
    }

    /// <summary>Whether a block is the rest of a condition, not a statement of its own.</summary>
    private bool IsCondition(Block block)
    {
        if (_source.IsKnown)
            return !_source.HasStatement(block.Start, block.Limit);
        for (var at = block.Start; at < block.Limit;)
        {
            at = Op.Read(_il, _length, at, out var code, out var operand);
            if (code is 0x7d or 0x80 or 0x26 || Op.StoredLocal(_il, code, operand) >= 0)
                return false;
        }
        return true;
    }

    private (int, State) WalkBranch(Block block, int index, int follow, List<Step> steps, State state)
    {
        var (taken, target, other, fallsToTarget) = Condition(block, steps, state);
        if (_loops.Count > 0 && IsLatchTest(target, other, out var stays))
        {
            var loop = _loopSteps[_loopSteps.Count - 1];
            loop.Kind = LoopKind.DoWhile;
            loop.Source = stays ? taken : Negate(taken);
            Arrive(_loops[_loops.Count - 1].Exit, state);
            Arrive(_loops[_loops.Count - 1].Header, state);
            return (-1, state);
        }
        var merge = MergeOf(block);
        var isNew = merge >= 0 && Activate(merge, ActiveKind.Merge);
        var next = isNew ? merge : follow;
        var whenTaken = new List<Step>();
        var whenNot = new List<Step>();
        var first = state.Clone();
        var second = state;
        Walk(target, next, whenTaken, first);
        var firstIncoming = isNew ? _incoming[merge] : null;
        if (isNew)
            _incoming[merge] = null;
        Walk(other, next, whenNot, second);
        State? joined = null;
        var isValue = false;
        if (isNew)
        {
            _active.Remove(merge);
            var secondIncoming = _incoming[merge];
            _incoming[merge] = null;
            isValue = firstIncoming is { Stack.Count: > 0 } a && secondIncoming is { Stack.Count: > 0 } b && a.Stack.Count == b.Stack.Count
                && !ReferenceEquals(a.Peek().Operand, b.Peek().Operand);
            joined = firstIncoming is null ? secondIncoming : secondIncoming is null ? firstIncoming : Join(firstIncoming, secondIncoming, taken);
        }
        EmitBranch(block, steps, taken, whenTaken, whenNot, joined, isValue, fallsToTarget);
        return joined is null ? (-1, state) : (merge, joined);
    }

    private State Join(State first, State second, Operand taken)
    {
        // The stack's values are those of ?:, ??, && and ||; which of them shows in what each way pushed.
        if (first.Stack.Count > 0 && second.Stack.Count == first.Stack.Count)
        {
            var a = first.Stack[first.Stack.Count - 1];
            var b = second.Stack[second.Stack.Count - 1];
            var top = b.Operand is ConstOperand { Value: 1L or true } && a.Type is "System.Boolean" && Positive(taken, out var notTaken) ? new Value(new ComputedOperand("||", [notTaken, a.Operand]), "System.Boolean")
                : a.Operand is ConstOperand { Value: 1L or true } && b.Operand is not ConstOperand ? new Value(new ComputedOperand("||", [taken, b.Operand]), "System.Boolean")
                : a.Operand is ConstOperand { Value: 0L or false } && b.Type is "System.Boolean" ? new Value(new ComputedOperand("&&", [Negate(taken), b.Operand]), "System.Boolean")
                : IsNullTest(taken, a.Operand) ? new Value(new ComputedOperand("??", [a.Operand, b.Operand]), a.Type)
                : IsNullTest(taken, b.Operand, negated: true) && a.Operand is not ConstOperand { Value: null } ? new Value(new ComputedOperand("??", [b.Operand, a.Operand]), b.Type)
                : IsNullTest(taken, null) && b.Operand is ConstOperand { Value: null } or DefaultOperand ? a
                : Equals(a.Operand, b.Operand) ? a
                : Choice(a, b, null);
            var merged = Merge(first, second, null);
            merged.Stack[merged.Stack.Count - 1] = top;
            return merged;
        }
        return Merge(first, second, null);
    }

    private static bool Positive(Operand taken, out Operand positive)
    {
        positive = taken is ComputedOperand { Operation: "!", Parts: [var inner] } ? inner : taken;
        return !ReferenceEquals(positive, taken);
    }

    /// <summary>Whether a condition is that a value is not null; of any value when none is given.</summary>
    private static bool IsNullTest(Operand taken, Operand? value, bool negated = false) =>
        taken is ComputedOperand { Parts: [var tested, ConstOperand { Value: null }] } test && test.Operation == (negated ? "==" : "!=")
        && (value is null || Equals(tested, value));

    private bool IsLatchTest(int target, int other, out bool stays)
    {
        var loop = _loops[_loops.Count - 1];
        stays = target == loop.Header;
        return loop.Latches == 1 && loop.Exit >= 0 && _loopSteps[_loopSteps.Count - 1].Kind == LoopKind.While
            && _loopSteps[_loopSteps.Count - 1].Source is ConstOperand
            && (target == loop.Header && other == loop.Exit || other == loop.Header && target == loop.Exit);
    }

    private int MergeOf(Block block)
    {
        if (block.Merges is null)
            return -1;
        var best = -1;
        foreach (var candidate in block.Merges)
        {
            if (_active.ContainsKey(candidate) || _flow.Blocks[candidate].Visited || IsHandler(candidate))
                continue;
            if (best < 0 || _flow.Blocks[candidate].Order > _flow.Blocks[best].Order)
                best = candidate;
        }
        return best;
    }

    private bool IsHandler(int index)
    {
        var start = _flow.Blocks[index].Start;
        foreach (var region in _flow.Regions)
        {
            foreach (var handler in region.Handlers)
            {
                if (handler.HandlerOffset == start)
                    return true;
            }
        }
        return false;
    }

    private void EmitBranch(Block block, List<Step> steps, Operand taken, List<Step> whenTaken, List<Step> whenNot, State? joined, bool isValue, bool fallsToTaken)
    {
        if (whenTaken.Count == 0 && whenNot.Count == 0)
            return;
        var branch = new BranchStep();
        if (isValue)
        {
            var value = joined!.Stack[joined.Stack.Count - 1].Operand;
            var single = whenTaken.Count == 0 ? whenNot : whenTaken;
            branch.Kind = value switch
            {
                ComputedOperand { Operation: "&&" or "||" } => BranchKind.ShortCircuit,
                ComputedOperand { Operation: "??" } => BranchKind.Coalesce,
                _ when IsNullTest(taken, null) && whenNot.Count == 0 => BranchKind.ShortCircuit,
                _ => BranchKind.Conditional,
            };
            if (branch.Kind is BranchKind.ShortCircuit or BranchKind.Coalesce)
            {
                branch.Condition = Tested(value is ComputedOperand { Operation: "&&" or "||" or "??", Parts: [var left, _] } ? left : taken);
                branch.Arms = [single, []];
            }
            else
            {
                branch.Condition = taken;
                branch.Arms = [whenTaken, whenNot];
            }
        }
        else
        {
            branch.Kind = BranchKind.If;
            // An optimising compiler branches straight to where a jump statement leads.
            fallsToTaken |= whenTaken is [JumpStep { Kind: JumpKind.Break or JumpKind.Continue or JumpKind.Return or JumpKind.Goto, Value: null }] && whenNot is not [JumpStep];
            branch.Condition = fallsToTaken ? taken : Negate(taken);
            branch.Arms = fallsToTaken ? [whenTaken, whenNot] : [whenNot, whenTaken];
        }
        Add(steps, branch, block.Last);
        Hoist(steps, branch);
    }

    private static Operand Tested(Operand operand) =>
        operand is ComputedOperand { Operation: "!=" or "==", Parts: [var tested, ConstOperand { Value: null }] } ? tested : operand;

    /// <summary>What follows a guard stands after it, not inside its other arm.</summary>
    private void Hoist(List<Step> steps, BranchStep branch)
    {
        if (branch.Kind != BranchKind.If || branch.Arms[1].Count == 0 || branch.Arms[0].Count == 0)
            return;
        var isGuard = branch.Arms[0][branch.Arms[0].Count - 1] is JumpStep { Kind: JumpKind.Throw or JumpKind.Return or JumpKind.Rethrow or JumpKind.Break or JumpKind.Continue or JumpKind.YieldBreak };
        var isOtherGuard = branch.Arms[1][branch.Arms[1].Count - 1] is JumpStep { Kind: JumpKind.Throw or JumpKind.Return or JumpKind.Rethrow or JumpKind.Break or JumpKind.Continue or JumpKind.YieldBreak };
        if (isGuard && (IsQuiet(branch.Arms[0]) || _depth > 40))
        {
            var rest = branch.Arms[1];
            branch.Arms[1] = [];
            steps.AddRange(rest);
        }
        else if (isOtherGuard && IsQuiet(branch.Arms[1]) && branch.Arms[1].Count > 0 && branch.Arms[1][branch.Arms[1].Count - 1] is JumpStep { Kind: JumpKind.Throw })
        {
            var rest = branch.Arms[0];
            branch.Arms[0] = branch.Arms[1];
            branch.Arms[1] = [];
            branch.Condition = Negate(branch.Condition);
            steps.AddRange(rest);
        }
    }

    private static bool IsQuiet(List<Step> steps)
    {
        foreach (var step in steps)
        {
            if (step is not (JumpStep or CallStep { Kind: CallKind.New }))
                return false;
        }
        return true;
    }

    private (int, State) WalkSwitch(Block block, int follow, List<Step> steps, State state)
    {
        var value = state.Pop();
        var merge = MergeOf(block);
        var isNew = merge >= 0 && Activate(merge, ActiveKind.Merge);
        // A switch that does not start at zero subtracts its first case.
        var on = value.Operand is ComputedOperand { Operation: "-", Parts: [var selected, ConstOperand] } ? selected : value.Operand;
        var branch = new BranchStep { Kind = BranchKind.Switch, Condition = on };
        var seen = new HashSet<int>();
        var any = false;
        State? joined = null;
        foreach (var target in block.Next)
        {
            if (!seen.Add(target))
                continue;
            var arm = new List<Step>();
            if (isNew)
                _incoming[merge] = null;
            Walk(target, isNew ? merge : follow, arm, state.Clone());
            if (isNew && _incoming[merge] is { } reached)
                joined = joined is null ? reached : Merge(joined, reached, null);
            branch.Arms.Add(arm);
            any |= arm.Count > 0;
        }
        if (isNew)
        {
            _active.Remove(merge);
            _incoming[merge] = null;
        }
        if (any)
            Add(steps, branch, block.Last);
        return joined is null ? (-1, state) : (merge, joined);
    }
}
