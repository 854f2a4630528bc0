using System.Reflection.Metadata;
using System.Runtime.CompilerServices;

namespace ScaleLint.Il;

// Which blocks can be reached, what dominates them, and the loops they form.
internal sealed unsafe partial class ControlFlow
{
    /// <summary>Applies what is folded, then orders the reachable blocks and finds dominators and loops.</summary>
    public void Analyze()
    {
        Order.Clear();
        if (Blocks.Count == 1 && Regions.Count == 0 && Blocks[0].Next.Length == 0)
        {
            Blocks[0].Order = 0;
            Blocks[0].Dominator = 0;
            FindReturn(Blocks[0]);
            Order.Add(0);
            return;
        }
        if (Folded.Count > 0)
        {
            foreach (var block in Blocks)
            {
                if (block.End is BlockEnd.Branch or BlockEnd.Switch && Folded.TryGetValue(block.Last, out var index) && index < block.Next.Length)
                {
                    block.LeadTo(block.Next[index]);
                    block.End = BlockEnd.Goto;
                }
            }
        }
        Reserve(Blocks.Count);
        Thread();
        foreach (var block in Blocks)
            FindReturn(block);
        Sort();
        Dominate();
        FindLoops();
        FindMerges();
    }

    /// <summary>Leads past blocks that only go on elsewhere: whether a compiler leaves them in must not matter.</summary>
    private void Thread()
    {
        var onward = _position;
        for (var i = 0; i < Blocks.Count; i++)
            onward[i] = IsEmpty(Blocks[i]) ? Blocks[i].Next[0] : i;
        foreach (var region in Regions)
        {
            var start = BlockAt(region.Start);
            onward[start] = start;
            foreach (var handler in region.Handlers)
            {
                start = BlockAt(handler.HandlerOffset);
                onward[start] = start;
            }
        }
        foreach (var block in Blocks)
        {
            for (var i = 0; i < block.Next.Length; i++)
            {
                for (var hops = 0; hops < 64 && onward[block.Next[i]] != block.Next[i]; hops++)
                    block.Next[i] = onward[block.Next[i]];
            }
        }
    }

    private bool IsEmpty(Block block)
    {
        if (block.End is not (BlockEnd.Goto or BlockEnd.Fall))
            return false;
        for (var at = block.Start; at < block.Limit;)
        {
            at = Op.Read(_il, _length, at, out var code, out var operand);
            if (Op.IsInt(_il, code, operand, out _))
            {
                // A debug build stores the constant of `while (true)` where nobody looks.
                var next = Op.Read(_il, _length, at, out var store, out var stored);
                if (Op.StoredLocal(_il, store, stored) is >= 0 and var local && local < _locals && !_isLoaded[local])
                {
                    at = next;
                    continue;
                }
            }
            if (code is not (0x00 or 0x2b or 0x38) && !(_constant.Contains(block.Last)
                && (Op.IsConditional(code) || Op.IsInt(_il, code, operand, out _) || Op.LoadedLocal(_il, code, operand) >= 0 || Op.StoredLocal(_il, code, operand) >= 0)))
                return false;
        }
        return true;
    }

    private void FindReturn(Block block)
    {
        if (block.End != BlockEnd.Return)
            return;
        var loaded = -1;
        for (var at = block.Start; at < block.Last;)
        {
            at = Op.Read(_il, _length, at, out var code, out var operand);
            if (code == 0)
                continue;
            var local = Op.LoadedLocal(_il, code, operand);
            if (local < 0 || loaded >= 0)
                return;
            loaded = local;
        }
        if (loaded < 0 && ReturnsValue)
            return;
        block.IsReturn = true;
        block.ReturnedLocal = loaded;
    }

    /// <summary>Blocks in reverse post-order, reachable ones only.</summary>
    public List<int> Order { get; } = [];

    // Successors of block i lie from _successorsAt[i] to _successorsAt[i + 1], predecessors likewise.
    private int[] _successors = new int[64];
    private int[] _successorsAt = new int[32];
    private int[] _predecessors = new int[64];
    private int[] _predecessorsAt = new int[32];
    private int[] _position = new int[32];
    private int[] _stack = new int[32];

    private ReadOnlySpan<int> Successors(int block) => new(_successors, _successorsAt[block], _successorsAt[block + 1] - _successorsAt[block]);

    private ReadOnlySpan<int> Predecessors(int block) => new(_predecessors, _predecessorsAt[block], _predecessorsAt[block + 1] - _predecessorsAt[block]);

    private void Reserve(int blocks)
    {
        if (_successorsAt.Length > blocks)
            return;
        _successorsAt = new int[blocks * 2];
        _predecessorsAt = new int[blocks * 2];
        _position = new int[blocks * 2];
        _stack = new int[blocks * 2];
    }

    [MethodImpl(Hot.Path)]
    private void FindSuccessors()
    {
        var count = Blocks.Count;
        Array.Clear(_position, 0, count);
        foreach (var region in Regions)
        {
            if (region.IsTransparent)
                continue;
            var start = BlockAt(region.Start);
            foreach (var handler in region.Handlers)
                _position[start] += handler.Kind == ExceptionRegionKind.Filter ? 2 : 1;
        }
        var total = 0;
        for (var i = 0; i < count; i++)
        {
            _successorsAt[i] = total;
            total += Blocks[i].Next.Length + _position[i];
        }
        _successorsAt[count] = total;
        if (_successors.Length < total)
        {
            _successors = new int[total * 2];
            _predecessors = new int[total * 2];
        }
        for (var i = 0; i < count; i++)
        {
            Blocks[i].Next.CopyTo(_successors, _successorsAt[i]);
            _position[i] = _successorsAt[i] + Blocks[i].Next.Length;
        }
        foreach (var region in Regions)
        {
            if (region.IsTransparent)
                continue;
            var start = BlockAt(region.Start);
            foreach (var handler in region.Handlers)
            {
                _successors[_position[start]++] = BlockAt(handler.HandlerOffset);
                if (handler.Kind == ExceptionRegionKind.Filter)
                    _successors[_position[start]++] = BlockAt(handler.FilterOffset);
            }
        }
    }

    [MethodImpl(Hot.Path)]
    private void Sort()
    {
        FindSuccessors();
        var count = Blocks.Count;
        for (var i = 0; i < count; i++)
            _position[i] = _successorsAt[i];
        var depth = 0;
        _stack[depth++] = 0;
        // Seen is what has an order, given for good below.
        Blocks[0].Order = 0;
        while (depth > 0)
        {
            var block = _stack[depth - 1];
            if (_position[block] < _successorsAt[block + 1])
            {
                var next = _successors[_position[block]++];
                if (Blocks[next].Order < 0)
                {
                    Blocks[next].Order = 0;
                    _stack[depth++] = next;
                }
                continue;
            }
            depth--;
            Order.Add(block);
        }
        Order.Reverse();
        for (var i = 0; i < Order.Count; i++)
            Blocks[Order[i]].Order = i;
        FindPredecessors();
    }

    [MethodImpl(Hot.Path)]
    private void FindPredecessors()
    {
        var count = Blocks.Count;
        Array.Clear(_position, 0, count);
        foreach (var block in Order)
        {
            foreach (var next in Successors(block))
                _position[next]++;
        }
        var total = 0;
        for (var i = 0; i < count; i++)
        {
            _predecessorsAt[i] = total;
            total += _position[i];
            _position[i] = _predecessorsAt[i];
        }
        _predecessorsAt[count] = total;
        foreach (var block in Order)
        {
            foreach (var next in Successors(block))
                _predecessors[_position[next]++] = block;
        }
    }

    [MethodImpl(Hot.Path)]
    private void Dominate()
    {
        Blocks[0].Dominator = 0;
        for (var changed = true; changed;)
        {
            changed = false;
            foreach (var index in Order)
            {
                if (index == 0)
                    continue;
                var best = -1;
                foreach (var from in Predecessors(index))
                {
                    if (Blocks[from].Dominator >= 0)
                        best = best < 0 ? from : Common(best, from);
                }
                if (best >= 0 && Blocks[index].Dominator != best)
                {
                    Blocks[index].Dominator = best;
                    changed = true;
                }
            }
        }
    }

    private int Common(int a, int b)
    {
        while (a != b)
        {
            while (Blocks[a].Order > Blocks[b].Order)
                a = Blocks[a].Dominator;
            while (Blocks[b].Order > Blocks[a].Order)
                b = Blocks[b].Dominator;
        }
        return a;
    }

    public bool Dominates(int a, int b)
    {
        while (Blocks[b].Order > Blocks[a].Order)
            b = Blocks[b].Dominator;
        return a == b;
    }

    [MethodImpl(Hot.Path)]
    private void FindLoops()
    {
        foreach (var from in Order)
        {
            foreach (var to in Successors(from))
            {
                if (Blocks[to].Order <= Blocks[from].Order && Dominates(to, from))
                    Grow(Blocks[to].Loop ??= new Loop(to, Blocks.Count), from);
                else
                    Blocks[to].ForwardEntries++;
            }
        }
        foreach (var index in Order)
        {
            if (Blocks[index].Loop is { } loop)
                FindExit(loop);
        }
    }

    private void Grow(Loop loop, int latch)
    {
        loop.Latches++;
        loop.Latch = latch;
        loop.Body[loop.Header] = true;
        var pending = new Stack<int>();
        pending.Push(latch);
        while (pending.Count > 0)
        {
            var block = pending.Pop();
            if (loop.Body[block])
                continue;
            loop.Body[block] = true;
            foreach (var from in Predecessors(block))
                pending.Push(from);
        }
    }

    private void FindExit(Loop loop)
    {
        loop.Test = loop.Header;
        for (var hops = 0; hops < 64; hops++)
        {
            var block = Blocks[loop.Test];
            if (block.End is not (BlockEnd.Goto or BlockEnd.Fall) || !loop.Body[block.Next[0]] || Blocks[block.Next[0]].ForwardEntries != 1
                || Blocks[block.Next[0]].Loop is not null || IsRegionStart(Blocks[block.Next[0]].Start))
                break;
            loop.Test = block.Next[0];
        }
        var header = Blocks[loop.Test];
        var first = int.MaxValue;
        var last = 0;
        for (var i = 0; i < loop.Body.Length; i++)
        {
            if (!loop.Body[i])
                continue;
            first = Math.Min(first, Blocks[i].Start);
            last = Math.Max(last, Blocks[i].Limit);
        }
        if (header.End == BlockEnd.Branch)
        {
            foreach (var next in header.Next)
            {
                // A loop that is tested at its top is left behind its last byte; what lies between is an arm that leaves by itself.
                if (!loop.Body[next] && (Blocks[loop.Header].Start > first || Blocks[next].Start >= last || Blocks[next].Start < first))
                {
                    loop.Exit = next;
                    return;
                }
            }
        }
        for (var i = 0; i < loop.Body.Length; i++)
        {
            if (!loop.Body[i])
                continue;
            foreach (var next in Blocks[i].Next)
            {
                if (!loop.Body[next] && !Blocks[next].IsReturn && Blocks[next].Start >= last && (loop.Exit < 0 || Blocks[next].Start < Blocks[loop.Exit].Start))
                    loop.Exit = next;
            }
        }
    }

    private bool IsRegionStart(int offset)
    {
        foreach (var region in Regions)
        {
            if (region.Start == offset)
                return true;
        }
        return false;
    }

    private void FindMerges()
    {
        foreach (var index in Order)
        {
            var block = Blocks[index];
            if (index == 0 || block.ForwardEntries < 2 || block.IsReturn)
                continue;
            (Blocks[block.Dominator].Merges ??= []).Add(index);
        }
    }
}
