using ScaleLint.Graph.Facts;

namespace ScaleLint.Il;

/// <summary>Finds in finished steps what the compiler wrote with try blocks: lock, using, foreach, and finally blocks that await.</summary>
internal sealed class StepSimplifier(MemberBuilder member)
{
    public void Simplify(List<Step> steps)
    {
        for (var i = 0; i < steps.Count; i++)
        {
            switch (steps[i])
            {
                case BranchStep branch:
                    foreach (var arm in branch.Arms)
                        Simplify(arm);
                    break;
                case LoopStep loop:
                    Simplify(loop.Condition);
                    Simplify(loop.Body);
                    break;
                case HoldStep hold:
                    Simplify(hold.Body);
                    break;
                case TryStep attempt:
                    Simplify(attempt.Body);
                    foreach (var clause in attempt.Catches)
                        Simplify(clause.Body);
                    if (attempt.Finally is not null)
                        Simplify(attempt.Finally);
                    break;
            }
        }
        // Unreachable ends of state machines.
        steps.RemoveAll(static s => s is JumpStep { Kind: JumpKind.Throw, Value: ConstOperand { Value: null } });
        for (var i = 0; i < steps.Count; i++)
        {
            if (steps[i] is not TryStep attempt)
                continue;
            FindAwaitingCatch(steps, i, attempt);
            FindAwaitingFinally(steps, i, attempt);
            MergeCatches(attempt);
            if (attempt.Finally is null && attempt.Catches.Count == 0)
            {
                steps.RemoveAt(i);
                steps.InsertRange(i, attempt.Body);
                i--;
                continue;
            }
            if (attempt.Finally is not null && attempt.Catches.Count == 0)
                Replace(steps, i, attempt);
        }
    }

    /// <summary>A finally block that awaits is compiled as a catch of everything, the block, and a rethrow.</summary>
    private void FindAwaitingFinally(List<Step> steps, int index, TryStep attempt)
    {
        if (attempt.Finally is not null || attempt.Catches.Count != 1 || attempt.Catches[0].Exception is not null || attempt.Catches[0].HasFilter || !IsEmpty(attempt.Catches[0].Body))
            return;
        for (var i = index + 1; i < steps.Count; i++)
        {
            if (IsResumption(steps[i]))
            {
                steps.RemoveAt(i--);
                continue;
            }
            if (steps[i] is not BranchStep branch || !Rethrows(branch))
                continue;
            attempt.Catches.Clear();
            attempt.Finally = steps.GetRange(index + 1, i - index - 1);
            // What stands behind the rethrow's guard is the code after the try statement.
            var rest = branch.Arms.Count == 2 && branch.Arms[1].Count > 0 && !ContainsThrow(branch.Arms[1]) ? branch.Arms[1] : [];
            steps.RemoveRange(index + 1, i - index);
            steps.InsertRange(index + 1, rest);
            if (index + 1 < steps.Count && IsResumption(steps[index + 1]))
                steps.RemoveAt(index + 1);
            return;
        }
    }

    /// <summary>A catch block that awaits stands behind the try statement, under a test of the number its clause left.</summary>
    private void FindAwaitingCatch(List<Step> steps, int index, TryStep attempt)
    {
        if (index + 1 >= steps.Count || steps[index + 1] is not BranchStep branch || attempt.Catches.Count == 0 || !IsMark(branch.Condition, out var isNegated))
            return;
        var empty = new List<int>();
        for (var i = 0; i < attempt.Catches.Count; i++)
        {
            if (IsEmpty(attempt.Catches[i].Body))
                empty.Add(i);
        }
        if (branch.Kind == BranchKind.Switch)
        {
            // Case 0 is that nothing was caught.
            for (var i = 0; i < empty.Count && i + 1 < branch.Arms.Count; i++)
                Fill(empty[i], branch.Arms[branch.Arms.Count == empty.Count + 1 ? i : i + 1]);
            steps.RemoveAt(index + 1);
        }
        else if (empty.Count > 0 && branch.Arms.Count == 2)
        {
            var caught = branch.Arms[isNegated ? 1 : 0];
            var rest = branch.Arms[isNegated ? 0 : 1];
            Fill(empty[0], caught);
            steps.RemoveAt(index + 1);
            steps.InsertRange(index + 1, rest);
        }

        void Fill(int clause, List<Step> body)
        {
            var (exception, hasFilter, _, at) = attempt.Catches[clause];
            attempt.Catches[clause] = (exception, hasFilter, body, at);
        }
    }

    /// <summary>Whether a condition is a test of a number that only the compiler knows.</summary>
    private bool IsMark(Operand condition, out bool isNegated)
    {
        isNegated = condition is ComputedOperand { Operation: "!=" };
        var tested = condition is ComputedOperand { Operation: "==" or "!=", Parts: [var left, ConstOperand { Value: long }] } ? left : condition;
        if (tested is LocalOperand { Local: var local } && member.Variables[local] is { Name.Length: 0 } variable)
            return variable.Definitions.TrueForAll(static d => d is ConstOperand { Value: long });
        return tested is ConstOperand { Value: long } && condition is ComputedOperand || tested is ComputedOperand { Operation: "?:" } choice && choice.Parts.All(static p => p is ConstOperand { Value: long });
    }

    private static bool IsEmpty(List<Step> steps)
    {
        foreach (var step in steps)
        {
            if (step is not CallStep { IsDropped: true } and not JumpStep { Kind: JumpKind.Continue })
                return false;
        }
        return true;
    }

    /// <summary>Whether steps only go where a number of the compiler says that control was going before a finally block.</summary>
    private bool IsResumption(Step step) =>
        step is BranchStep branch && IsMark(branch.Condition, out _) && branch.Arms.TrueForAll(static arm => arm.TrueForAll(static s => s is JumpStep { Value: null }));

    private static bool Rethrows(BranchStep branch)
    {
        foreach (var arm in branch.Arms)
        {
            if (ContainsThrow(arm))
                return true;
        }
        return false;
    }

    private static bool ContainsThrow(List<Step> steps)
    {
        foreach (var step in steps)
        {
            switch (step)
            {
                case CallStep { Target: { Name: "Throw", Owner.Name: "System.Runtime.ExceptionServices.ExceptionDispatchInfo" } }:
                    return true;
            }
        }
        return false;
    }

    private static void MergeCatches(TryStep attempt)
    {
        if (attempt.Finally is null || attempt.Catches.Count > 0 || attempt.Body.Count != 1 || attempt.Body[0] is not TryStep { Finally: null } inner)
            return;
        attempt.Body = inner.Body;
        attempt.Catches = inner.Catches;
    }

    private void Replace(List<Step> steps, int index, TryStep attempt)
    {
        if (BodyReader.IsMonitorExit(attempt.Finally!, out var exit))
        {
            var enter = FindEnter(steps, index, attempt);
            if (enter is not null)
            {
                enter.IsDropped = true;
                exit.IsDropped = true;
                steps[index] = new HoldStep { Kind = HoldKind.Lock, Target = enter.Arguments[0], Body = attempt.Body, At = enter.At };
            }
            return;
        }
        if (!BodyReader.IsDisposal(attempt.Finally!, out var dispose, out var isAsync))
            return;
        var resource = member.Resolve(dispose.Receiver!);
        if (resource is ResultOperand { Call: var id })
        {
            var maker = member.Calls[id];
            if (maker.IsDropped && maker.Target.Name is "GetEnumerator" or "GetAsyncEnumerator")
            {
                dispose.IsDropped = true;
                steps.RemoveAt(index);
                steps.InsertRange(index, attempt.Body);
                return;
            }
            if (maker.Target is { Name: "EnterScope", Owner.Name: "System.Threading.Lock" } && maker.Receiver is not null)
            {
                dispose.IsDropped = true;
                maker.IsDropped = true;
                steps[index] = new HoldStep { Kind = HoldKind.Lock, Target = maker.Receiver, Body = attempt.Body, At = maker.At };
                return;
            }
        }
        // The finally block of an enumerator whose GetEnumerator was folded into a loop but whose value is not known here.
        if (attempt.Body is [LoopStep { Kind: LoopKind.ForEach or LoopKind.AwaitForEach } loop] && resource is not ResultOperand)
        {
            dispose.IsDropped = true;
            steps[index] = loop;
            return;
        }
        dispose.IsDropped = true;
        steps[index] = new HoldStep { Kind = isAsync ? HoldKind.AwaitUsing : HoldKind.Using, Target = dispose.Receiver!, Body = attempt.Body, At = attempt.At };
    }

    private static CallStep? FindEnter(List<Step> steps, int index, TryStep attempt)
    {
        foreach (var step in attempt.Body)
        {
            if (step is CallStep { IsDropped: true })
                continue;
            if (IsEnter(step))
                return (CallStep)step;
            break;
        }
        for (var i = index - 1; i >= 0; i--)
        {
            if (steps[i] is CallStep { IsDropped: true })
                continue;
            return IsEnter(steps[i]) ? (CallStep)steps[i] : null;
        }
        return null;
    }

    private static bool IsEnter(Step step) =>
        step is CallStep { Target: { Name: "Enter", Owner.Name: "System.Threading.Monitor" }, Arguments.Length: > 0, IsDropped: false };
}
