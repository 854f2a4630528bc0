using System.Reflection.Metadata;
using ScaleLint.Graph.Facts;

namespace ScaleLint.Il;

// Try statements with their handlers.
internal sealed unsafe partial class BodyReader
{
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
        _member.IsToSimplify = true;
        Add(steps, step, region.Start);
        var entry = Copy(state, withStack: false);
        Walk(index, follow, step.Body, state, enter: true);
        foreach (var handler in region.Handlers)
            WalkHandler(handler, follow, step, entry);
        if (isNew)
            _active[follow] = ActiveKind.None;
        Release(entry);
        return TakeIncoming(follow, isNew) is { } exit ? (follow, exit) : (-1, state);
    }

    /// <summary>The state in which control arrived at a block: one of whoever asks.</summary>
    private State? TakeIncoming(int index, bool isLast)
    {
        if (index < 0 || _incoming[index] is not { } incoming)
            return null;
        if (!isLast)
            return Copy(incoming);
        _incoming[index] = null;
        return incoming;
    }

    private bool Activate(int index, ActiveKind kind)
    {
        if (_active[index] != ActiveKind.None)
            return false;
        _active[index] = kind;
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
            if (start >= region.Start && start < end || _active[target] is not (ActiveKind.None or ActiveKind.Merge))
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
        var state = Copy(entry);
        if (handler.Kind is ExceptionRegionKind.Finally or ExceptionRegionKind.Fault)
        {
            if (handler.Kind == ExceptionRegionKind.Fault && IsMachine)
                return;
            step.Finally = _pool.List();
            Walk(start, -1, step.Finally, state);
            Release(state);
            return;
        }
        var body = _pool.List();
        string? exception;
        var at = Source.At(handler.HandlerOffset);
        if (handler.Kind == ExceptionRegionKind.Filter)
        {
            exception = FilterType(handler);
            var filter = Copy(entry);
            filter.Push(new Value(new ComputedOperand("exception", []), exception ?? ""));
            at = Source.At(handler.FilterOffset);
            Walk(_flow.BlockAt(handler.FilterOffset), -1, body, filter);
            state.ShareSlots(filter);
            Release(filter);
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
        Release(state);
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
}
