using ScaleLint.Graph.Facts;

namespace ScaleLint.Il;

// Branches, switches, and the conditions that chain several blocks.
internal sealed unsafe partial class BodyReader
{
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
            if (next.End != BlockEnd.Branch || next.ForwardEntries != 1 || next.Loop is not null || next.Visited || _active[other] != ActiveKind.None
                || state.Depth > 0 || OutermostTry(next) is not null || !IsCondition(next))
                break;
            bool isOr;
            if (next.Next[0] == target)
                isOr = true;
            else if (next.Next[1] == target)
                isOr = false;
            else
                break;
            next.Visited = true;
            var inner = _pool.List();
            Execute(next, inner, state);
            var second = Taken(next, state);
            if (inner.Count > 0)
            {
                var shown = taken is ComputedOperand { Operation: "!", Parts: [var positive] } ? positive : taken;
                Add(steps, Branch(BranchKind.ShortCircuit, shown, inner, _pool.List()), block.Last);
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
        if (Source.IsKnown)
            return !Source.HasStatement(block.Start, block.Limit);
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
        var whenTaken = _pool.List();
        var whenNot = _pool.List();
        var copy = Copy(state);
        Walk(target, next, whenTaken, copy);
        Release(copy);
        var firstIncoming = isNew ? _incoming[merge] : null;
        if (isNew)
            _incoming[merge] = null;
        Walk(other, next, whenNot, state);
        State? joined = null;
        var isValue = false;
        if (isNew)
        {
            _active[merge] = ActiveKind.None;
            var secondIncoming = _incoming[merge];
            _incoming[merge] = null;
            isValue = firstIncoming is { Depth: > 0 } a && secondIncoming is { Depth: > 0 } b && a.Depth == b.Depth
                && !ReferenceEquals(a.Peek().Operand, b.Peek().Operand);
            joined = firstIncoming is null ? secondIncoming : secondIncoming is null ? firstIncoming : Join(firstIncoming, secondIncoming, taken);
        }
        EmitBranch(block, steps, taken, whenTaken, whenNot, joined, isValue, fallsToTarget);
        return joined is null ? (-1, state) : (merge, joined);
    }

    /// <summary>Joins two ways in the state of the first.</summary>
    private State Join(State first, State second, Operand taken)
    {
        // The stack's values are those of ?:, ??, && and ||; which of them shows in what each way pushed.
        if (first.Depth > 0 && second.Depth == first.Depth)
        {
            var a = first.Peek();
            var b = second.Peek();
            var top = b.Operand is ConstOperand { Value: 1L or true } && a.Type is "System.Boolean" && Positive(taken, out var notTaken) ? new Value(new ComputedOperand("||", [notTaken, a.Operand]), "System.Boolean")
                : a.Operand is ConstOperand { Value: 1L or true } && b.Operand is not ConstOperand ? new Value(new ComputedOperand("||", [taken, b.Operand]), "System.Boolean")
                : a.Operand is ConstOperand { Value: 0L or false } && b.Type is "System.Boolean" ? new Value(new ComputedOperand("&&", [Negate(taken), b.Operand]), "System.Boolean")
                : IsNullTest(taken, a.Operand) ? new Value(new ComputedOperand("??", [a.Operand, b.Operand]), a.Type)
                : IsNullTest(taken, b.Operand, negated: true) && a.Operand is not ConstOperand { Value: null } ? new Value(new ComputedOperand("??", [b.Operand, a.Operand]), b.Type)
                : IsNullTest(taken, null) && b.Operand is ConstOperand { Value: null } or DefaultOperand ? a
                : Equals(a.Operand, b.Operand) ? a
                : Choice(a, b);
            Merge(first, second);
            first.SetOnStack(first.Depth - 1, top);
        }
        else
        {
            Merge(first, second);
        }
        Release(second);
        return first;
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
            if (_active[candidate] != ActiveKind.None || _flow.Blocks[candidate].Visited || IsHandler(candidate))
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
        BranchStep branch;
        if (isValue)
        {
            var value = joined!.Peek().Operand;
            var single = whenTaken.Count == 0 ? whenNot : whenTaken;
            var kind = value switch
            {
                ComputedOperand { Operation: "&&" or "||" } => BranchKind.ShortCircuit,
                ComputedOperand { Operation: "??" } => BranchKind.Coalesce,
                _ when IsNullTest(taken, null) && whenNot.Count == 0 => BranchKind.ShortCircuit,
                _ => BranchKind.Conditional,
            };
            branch = kind is BranchKind.ShortCircuit or BranchKind.Coalesce
                ? Branch(kind, Tested(value is ComputedOperand { Operation: "&&" or "||" or "??", Parts: [var left, _] } ? left : taken), single, _pool.List())
                : Branch(kind, taken, whenTaken, whenNot);
        }
        else
        {
            // An optimising compiler branches straight to where a jump statement leads.
            fallsToTaken |= whenTaken is [JumpStep { Kind: JumpKind.Break or JumpKind.Continue or JumpKind.Return or JumpKind.Goto, Value: null }] && whenNot is not [JumpStep];
            branch = fallsToTaken ? Branch(BranchKind.If, taken, whenTaken, whenNot) : Branch(BranchKind.If, Negate(taken), whenNot, whenTaken);
        }
        Add(steps, branch, block.Last);
        Hoist(steps, branch);
    }

    private BranchStep Branch(BranchKind kind, Operand condition, List<Step> first, List<Step> second)
    {
        var branch = _pool.Branch(kind, condition);
        branch.Arms.Add(first);
        branch.Arms.Add(second);
        return branch;
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
            branch.Arms[1] = _pool.List();
            steps.AddRange(rest);
        }
        else if (isOtherGuard && IsQuiet(branch.Arms[1]) && branch.Arms[1].Count > 0 && branch.Arms[1][branch.Arms[1].Count - 1] is JumpStep { Kind: JumpKind.Throw })
        {
            var rest = branch.Arms[0];
            branch.Arms[0] = branch.Arms[1];
            branch.Arms[1] = _pool.List();
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
        var branch = _pool.Branch(BranchKind.Switch, on);
        var seen = new HashSet<int>();
        var any = false;
        State? joined = null;
        foreach (var target in block.Next)
        {
            if (!seen.Add(target))
                continue;
            var arm = _pool.List();
            if (isNew)
                _incoming[merge] = null;
            var copy = Copy(state);
            Walk(target, isNew ? merge : follow, arm, copy);
            Release(copy);
            if (isNew && _incoming[merge] is { } reached)
            {
                if (joined is null)
                    joined = reached;
                else
                    Merge(joined, reached);
            }
            branch.Arms.Add(arm);
            any |= arm.Count > 0;
        }
        if (isNew)
        {
            _active[merge] = ActiveKind.None;
            _incoming[merge] = null;
        }
        if (any)
            Add(steps, branch, block.Last);
        return joined is null ? (-1, state) : (merge, joined);
    }
}
