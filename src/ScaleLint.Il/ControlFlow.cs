using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;

namespace ScaleLint.Il;

/// <summary>How a block ends.</summary>
internal enum BlockEnd : byte { Fall, Goto, Leave, Branch, Switch, Return, Throw, Rethrow, EndFinally, EndFilter, Yield, Other }

/// <summary>A run of instructions that is entered at its first and left at its last.</summary>
internal sealed class Block
{
    public int Start;

    /// <summary>Offset after the last instruction.</summary>
    public int Limit;

    /// <summary>Offset of the instruction that ends it; <see cref="Limit"/> when it falls through.</summary>
    public int Last;

    public int LastCode;

    public BlockEnd End;

    /// <summary>Branch: taken, then fall-through. Switch: targets, then fall-through.</summary>
    public int[] Next = [];

    /// <summary>Edges into it from reachable blocks, back edges left out.</summary>
    public int ForwardEntries;

    public int Order = -1;

    public int Dominator = -1;

    public Loop? Loop;

    /// <summary>Dominated blocks with several entries, in order.</summary>
    public List<int>? Merges;

    public bool Visited;

    /// <summary>Whether it only returns: nothing, or a local.</summary>
    public bool IsReturn;

    public int ReturnedLocal = -1;
}

/// <summary>A natural loop.</summary>
internal sealed class Loop(int header, int blocks)
{
    public int Header { get; } = header;

    public bool[] Body { get; } = new bool[blocks];

    /// <summary>Where control goes on after it, or -1.</summary>
    public int Exit = -1;

    public int Latches;

    /// <summary>The block that decides whether there is another round: the header, or one that it surely goes on to.</summary>
    public int Test;

    public int Latch = -1;
}

/// <summary>A try block with its handlers; handlers of one C# try that differ in kind are several of them, nested.</summary>
internal sealed class TryRegion
{
    public int Start;
    public int End;
    public List<ExceptionRegion> Handlers { get; } = [];

    /// <summary>Whether it is the frame of an async method, which a person did not write.</summary>
    public bool IsTransparent;

    public bool IsActive;

    public bool IsFinally => Handlers[0].Kind is ExceptionRegionKind.Finally or ExceptionRegionKind.Fault;
}

/// <summary>Blocks, dominators and loops of one body.</summary>
internal sealed unsafe class ControlFlow
{
    private const byte IsInstruction = 1;
    private const byte IsLeader = 2;

    private readonly byte* _il;
    private readonly int _length;
    private byte[] _marks = [];
    private int[] _blockAt = [];
    private readonly List<int> _order = [];
    private readonly HashSet<int> _constant = [];
    private bool[] _isLoaded = [];

    public ControlFlow(byte* il, int length)
    {
        _il = il;
        _length = length;
    }

    public List<Block> Blocks { get; } = [];

    public List<TryRegion> Regions { get; } = [];

    /// <summary>Branches whose outcome is known: index into <see cref="Block.Next"/> by offset of the branch.</summary>
    public Dictionary<int, int> Folded { get; } = [];

    /// <summary>How often each local is stored to.</summary>
    public int[] Stores { get; private set; } = [];

    /// <summary>Whether a return takes a value from the stack.</summary>
    public bool ReturnsValue { get; set; }

    /// <summary>Blocks in reverse post-order, reachable ones only.</summary>
    public List<int> Order => _order;

    public void Scan(IReadOnlyList<ExceptionRegion> handlers, int locals, Func<int, bool> isLambdaCache)
    {
        _marks = new byte[_length + 1];
        Stores = locals == 0 ? [] : new int[locals];
        _isLoaded = locals == 0 ? [] : new bool[locals];
        var previous = -1;
        var beforeThat = -1;
        var beforeThatOperand = 0;
        var previousOperand = 0;
        var history = new int[4];
        for (var at = 0; at < _length;)
        {
            _marks[at] |= IsInstruction;
            var start = at;
            at = Op.Read(_il, _length, at, out var code, out var operand);
            if (code is >= 0x2b and <= 0x44 or 0xdd or 0xde)
            {
                if ((code is 0x2d or 0x3a) && previous == 0x25 && beforeThat is 0x7e or 0x7b && isLambdaCache(Op.Int(_il, beforeThatOperand)))
                    Folded[start] = 1;
                // `while (true)` of a debug build stores its constant first.
                if (code is 0x2c or 0x2d or 0x39 or 0x3a && history[2] > 0 && history[1] == history[0] && history[0] < -1)
                {
                    Folded[start] = history[2] - 1 != 0 == (code is 0x2d or 0x3a) ? 0 : 1;
                    _constant.Add(start);
                }
                Mark(Op.Target(_il, code, operand, at));
                _marks[at] |= IsLeader;
            }
            else if (code == 0x45)
            {
                for (var i = operand + 4; i < at; i += 4)
                    Mark(at + Op.Int(_il, i));
                _marks[at] |= IsLeader;
            }
            else if (Op.IsEnd(code))
            {
                _marks[at] |= IsLeader;
            }
            else
            {
                var stored = Op.StoredLocal(_il, code, operand);
                if (stored >= 0 && stored < locals)
                    Stores[stored]++;
            }
            if ((_marks[start] & IsLeader) != 0)
                (history[0], history[1]) = (0, 0);
            var used = code is 0x12 or 0x10d ? code == 0x12 ? _il[operand] : _il[operand] | _il[operand + 1] << 8 : Op.LoadedLocal(_il, code, operand);
            if (used >= 0 && used < _isLoaded.Length)
                _isLoaded[used] = true;
            // Last three instructions: positive a constant + 1, below -1 a local's load or store.
            (history[2], history[1]) = (history[1], history[0]);
            history[0] = Op.IsInt(_il, code, operand, out var constant) && constant is 0 or 1 ? constant + 1
                : Math.Max(Op.LoadedLocal(_il, code, operand), Op.StoredLocal(_il, code, operand)) is >= 0 and var touched ? -2 - touched : 0;
            (beforeThat, beforeThatOperand, previous, previousOperand) = (previous, previousOperand, code, operand);
        }
        if (_length == 0)
            throw new BadImageFormatException("a body is empty");
        _marks[0] |= IsLeader;
        AddRegions(handlers);
        MakeBlocks();
    }

    public int BlockAt(int offset) => (uint)offset < (uint)_length && _blockAt[offset] > 0
        ? _blockAt[offset] - 1
        : throw new BadImageFormatException("a branch leads out of its body");

    /// <summary>The successor a block surely takes, or -1.</summary>
    public int Fold(Block block) => Folded.TryGetValue(block.Last, out var index) && index < block.Next.Length ? block.Next[index] : -1;

    private void Mark(int target)
    {
        if ((uint)target >= (uint)_length)
            throw new BadImageFormatException("a branch leads out of its body");
        _marks[target] |= IsLeader;
    }

    private void AddRegions(IReadOnlyList<ExceptionRegion> handlers)
    {
        if (handlers.Count > 4096)
            throw new BadImageFormatException("a body has too many handlers");
        foreach (var handler in handlers)
        {
            Mark(handler.TryOffset);
            Mark(handler.HandlerOffset);
            if (handler.Kind == ExceptionRegionKind.Filter)
                Mark(handler.FilterOffset);
            var end = handler.TryOffset + handler.TryLength;
            var handlerEnd = handler.HandlerOffset + handler.HandlerLength;
            if (handler.TryLength <= 0 || handler.HandlerLength <= 0 || end > _length || handlerEnd > _length || end < 0 || handlerEnd < 0)
                throw new BadImageFormatException("a handler lies outside its body");
            _marks[end] |= IsLeader;
            _marks[handlerEnd] |= IsLeader;
            var isCatch = handler.Kind is ExceptionRegionKind.Catch or ExceptionRegionKind.Filter;
            var last = Regions.Count > 0 ? Regions[Regions.Count - 1] : null;
            if (isCatch && last is { IsFinally: false } && last.Start == handler.TryOffset && last.End == end)
            {
                last.Handlers.Add(handler);
                continue;
            }
            var region = new TryRegion { Start = handler.TryOffset, End = end };
            region.Handlers.Add(handler);
            Regions.Add(region);
        }
    }

    private void MakeBlocks()
    {
        _blockAt = new int[_length];
        Block? current = null;
        for (var at = 0; at < _length;)
        {
            if ((_marks[at] & IsLeader) != 0)
            {
                current = new Block { Start = at };
                Blocks.Add(current);
                _blockAt[at] = Blocks.Count;
            }
            var start = at;
            at = Op.Read(_il, _length, at, out var code, out _);
            for (var inside = start + 1; inside < at; inside++)
            {
                if ((_marks[inside] & IsLeader) != 0)
                    throw new BadImageFormatException("a branch leads into an instruction");
            }
            current!.Limit = at;
            current.Last = start;
            current.LastCode = code;
        }
        foreach (var block in Blocks)
            Link(block);
    }

    private void Link(Block block)
    {
        var next = Op.Read(_il, _length, block.Last, out var code, out var operand);
        if (Op.IsConditional(code))
        {
            block.End = BlockEnd.Branch;
            block.Next = [BlockAt(Op.Target(_il, code, operand, next)), BlockAt(next)];
        }
        else if (Op.IsUnconditional(code))
        {
            block.End = Op.IsLeave(code) ? BlockEnd.Leave : BlockEnd.Goto;
            block.Next = [BlockAt(Op.Target(_il, code, operand, next))];
        }
        else if (code == 0x45)
        {
            block.End = BlockEnd.Switch;
            var count = (next - operand - 4) / 4;
            block.Next = new int[count + 1];
            for (var i = 0; i < count; i++)
                block.Next[i] = BlockAt(next + Op.Int(_il, operand + 4 + i * 4));
            block.Next[count] = BlockAt(next);
        }
        else if (Op.IsEnd(code))
        {
            block.End = code switch
            {
                0x2a => BlockEnd.Return,
                0x7a => BlockEnd.Throw,
                0x11a => BlockEnd.Rethrow,
                0xdc => BlockEnd.EndFinally,
                0x111 => BlockEnd.EndFilter,
                _ => BlockEnd.Other,
            };
        }
        else
        {
            if (next >= _length)
                throw new BadImageFormatException("a body runs past its end");
            block.End = BlockEnd.Fall;
            block.Last = block.Limit;
            block.Next = [BlockAt(next)];
        }
    }

    /// <summary>Applies what is folded, then orders the reachable blocks and finds dominators and loops.</summary>
    public void Analyze()
    {
        if (Blocks.Count == 1 && Regions.Count == 0 && Blocks[0].Next.Length == 0)
        {
            Blocks[0].Order = 0;
            Blocks[0].Dominator = 0;
            FindReturn(Blocks[0]);
            _order.Add(0);
            return;
        }
        if (Folded.Count > 0)
        {
            foreach (var block in Blocks)
            {
                if (block.End is BlockEnd.Branch or BlockEnd.Switch && Folded.TryGetValue(block.Last, out var index) && index < block.Next.Length)
                {
                    block.Next = [block.Next[index]];
                    block.End = BlockEnd.Goto;
                }
            }
        }
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
        var onward = new int[Blocks.Count];
        for (var i = 0; i < onward.Length; i++)
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
                if (Op.StoredLocal(_il, store, stored) is >= 0 and var local && local < _isLoaded.Length && !_isLoaded[local])
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

    private List<int>[] Successors()
    {
        var successors = new List<int>[Blocks.Count];
        for (var i = 0; i < successors.Length; i++)
            successors[i] = [.. Blocks[i].Next];
        foreach (var region in Regions)
        {
            if (region.IsTransparent)
                continue;
            var start = BlockAt(region.Start);
            foreach (var handler in region.Handlers)
            {
                successors[start].Add(BlockAt(handler.HandlerOffset));
                if (handler.Kind == ExceptionRegionKind.Filter)
                    successors[start].Add(BlockAt(handler.FilterOffset));
            }
        }
        return successors;
    }

    private List<int>[] _successors = [];
    private List<int>[] _predecessors = [];

    private void Sort()
    {
        _successors = Successors();
        _predecessors = new List<int>[Blocks.Count];
        for (var i = 0; i < _predecessors.Length; i++)
            _predecessors[i] = [];
        var state = new int[Blocks.Count];
        var stack = new Stack<int>();
        stack.Push(0);
        var seen = new bool[Blocks.Count];
        seen[0] = true;
        while (stack.Count > 0)
        {
            var block = stack.Peek();
            if (state[block] < _successors[block].Count)
            {
                // Later successors first, so that fall-through code comes first in reverse post-order.
                var next = _successors[block][state[block]++];
                if (!seen[next])
                {
                    seen[next] = true;
                    stack.Push(next);
                }
                continue;
            }
            stack.Pop();
            _order.Add(block);
        }
        _order.Reverse();
        for (var i = 0; i < _order.Count; i++)
            Blocks[_order[i]].Order = i;
        foreach (var block in _order)
        {
            foreach (var next in _successors[block])
                _predecessors[next].Add(block);
        }
    }

    private void Dominate()
    {
        Blocks[0].Dominator = 0;
        for (var changed = true; changed;)
        {
            changed = false;
            foreach (var index in _order)
            {
                if (index == 0)
                    continue;
                var best = -1;
                foreach (var from in _predecessors[index])
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

    private void FindLoops()
    {
        foreach (var from in _order)
        {
            foreach (var to in _successors[from])
            {
                if (Blocks[to].Order <= Blocks[from].Order && Dominates(to, from))
                    Grow(Blocks[to].Loop ??= new Loop(to, Blocks.Count), from);
                else
                    Blocks[to].ForwardEntries++;
            }
        }
        foreach (var index in _order)
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
            foreach (var from in _predecessors[block])
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
        foreach (var index in _order)
        {
            var block = Blocks[index];
            if (index == 0 || block.ForwardEntries < 2 || block.IsReturn)
                continue;
            (Blocks[block.Dominator].Merges ??= []).Add(index);
        }
    }
}
