using System.Collections.Immutable;
using System.Reflection.Metadata;
using System.Runtime.CompilerServices;

namespace ScaleLint.Il;

/// <summary>Blocks, dominators and loops of one body. An instance is used for one body after another.</summary>
/// <param name="isLambdaCache">Whether a field token is that of a cached delegate.</param>
internal sealed unsafe partial class ControlFlow(Func<int, bool> isLambdaCache)
{
    private const byte IsInstruction = 1;
    private const byte IsLeader = 2;

    private readonly List<Block> _spare = [];
    private readonly HashSet<int> _constant = [];
    private byte* _il;
    private int _length;
    private int _locals;
    private byte[] _marks = new byte[256];
    private int[] _blockAt = new int[256];
    private bool[] _isLoaded = new bool[16];

    public List<Block> Blocks { get; } = [];

    public List<TryRegion> Regions { get; } = [];

    /// <summary>Branches whose outcome is known: index into <see cref="Block.Next"/> by offset of the branch.</summary>
    public Dictionary<int, int> Folded { get; } = [];

    /// <summary>How often each local is stored to.</summary>
    public int[] Stores { get; private set; } = new int[16];

    /// <summary>Whether a return takes a value from the stack.</summary>
    public bool ReturnsValue { get; private set; }

    /// <summary>Finds the blocks of a body.</summary>
    [MethodImpl(Hot.Path)]
    public void Scan(byte* il, int length, ImmutableArray<ExceptionRegion> handlers, int locals, bool returnsValue)
    {
        Begin(il, length, locals, returnsValue);
        var previous = -1;
        var beforeThat = -1;
        var beforeThatOperand = 0;
        var previousOperand = 0;
        // Last three instructions: positive a constant + 1, below -1 a local's load or store.
        var (last, secondLast, thirdLast) = (0, 0, 0);
        for (var at = 0; at < length;)
        {
            _marks[at] |= IsInstruction;
            var start = at;
            at = Op.Read(il, length, at, out var code, out var operand);
            var stored = -1;
            if (code is >= 0x2b and <= 0x44 or 0xdd or 0xde)
            {
                if ((code is 0x2d or 0x3a) && previous == 0x25 && beforeThat is 0x7e or 0x7b && isLambdaCache(Op.Int(il, beforeThatOperand)))
                    Folded[start] = 1;
                // `while (true)` of a debug build stores its constant first.
                if (code is 0x2c or 0x2d or 0x39 or 0x3a && thirdLast > 0 && secondLast == last && last < -1)
                {
                    Folded[start] = thirdLast - 1 != 0 == (code is 0x2d or 0x3a) ? 0 : 1;
                    _constant.Add(start);
                }
                Mark(Op.Target(il, code, operand, at));
                _marks[at] |= IsLeader;
            }
            else if (code == 0x45)
            {
                for (var i = operand + 4; i < at; i += 4)
                    Mark(at + Op.Int(il, i));
                _marks[at] |= IsLeader;
            }
            else if (Op.IsEnd(code))
            {
                _marks[at] |= IsLeader;
            }
            else
            {
                stored = Op.StoredLocal(il, code, operand);
                if (stored >= 0 && stored < locals)
                    Stores[stored]++;
            }
            if ((_marks[start] & IsLeader) != 0)
                (last, secondLast) = (0, 0);
            var loaded = stored >= 0 ? -1 : Op.LoadedLocal(il, code, operand);
            var used = code is 0x12 or 0x10d ? code == 0x12 ? il[operand] : il[operand] | il[operand + 1] << 8 : loaded;
            if (used >= 0 && used < locals)
                _isLoaded[used] = true;
            (thirdLast, secondLast) = (secondLast, last);
            last = Op.IsInt(il, code, operand, out var constant) && constant is 0 or 1 ? constant + 1
                : Math.Max(loaded, stored) is >= 0 and var touched ? -2 - touched : 0;
            (beforeThat, beforeThatOperand, previous, previousOperand) = (previous, previousOperand, code, operand);
        }
        if (length == 0)
            throw new BadImageFormatException("a body is empty");
        _marks[0] |= IsLeader;
        AddRegions(handlers);
        MakeBlocks();
    }

    private void Begin(byte* il, int length, int locals, bool returnsValue)
    {
        _il = il;
        _length = length;
        _locals = locals;
        ReturnsValue = returnsValue;
        if (_marks.Length <= length)
        {
            _marks = new byte[length + length / 2 + 1];
            _blockAt = new int[_marks.Length];
        }
        else
        {
            Array.Clear(_marks, 0, length + 1);
        }
        if (_isLoaded.Length < locals)
        {
            _isLoaded = new bool[locals];
            Stores = new int[locals];
        }
        else
        {
            Array.Clear(_isLoaded, 0, locals);
            Array.Clear(Stores, 0, locals);
        }
        _spare.AddRange(Blocks);
        Blocks.Clear();
        Regions.Clear();
        if (_constant.Count > 0)
            _constant.Clear();
        if (Folded.Count > 0)
            Folded.Clear();
    }

    public int BlockAt(int offset) => (uint)offset < (uint)_length && (_marks[offset] & IsLeader) != 0
        ? _blockAt[offset]
        : throw new BadImageFormatException("a branch leads out of its body");

    private void Mark(int target)
    {
        if ((uint)target >= (uint)_length)
            throw new BadImageFormatException("a branch leads out of its body");
        _marks[target] |= IsLeader;
    }

    private void AddRegions(ImmutableArray<ExceptionRegion> handlers)
    {
        if (handlers.Length > 4096)
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

    [MethodImpl(Hot.Path)]
    private void MakeBlocks()
    {
        Block? current = null;
        var last = 0;
        for (var at = 0; at < _length; at++)
        {
            var mark = _marks[at];
            if (mark == 0)
                continue;
            if ((mark & IsInstruction) == 0)
                throw new BadImageFormatException("a branch leads into an instruction");
            if ((mark & IsLeader) != 0)
            {
                if (current is not null)
                    End(current, last, at);
                _blockAt[at] = Blocks.Count;
                current = Take(at);
                Blocks.Add(current);
            }
            last = at;
        }
        End(current!, last, _length);
        foreach (var block in Blocks)
            Link(block);
    }

    private void End(Block block, int last, int limit)
    {
        block.Limit = limit;
        block.Last = last;
        Op.Read(_il, _length, last, out block.LastCode, out _);
    }

    private Block Take(int start)
    {
        Block block;
        if (_spare.Count == 0)
        {
            block = new Block();
        }
        else
        {
            block = _spare[_spare.Count - 1];
            _spare.RemoveAt(_spare.Count - 1);
        }
        block.Begin(start);
        return block;
    }

    private void Link(Block block)
    {
        var next = Op.Read(_il, _length, block.Last, out var code, out var operand);
        if (Op.IsConditional(code))
        {
            block.End = BlockEnd.Branch;
            block.LeadTo(BlockAt(Op.Target(_il, code, operand, next)), BlockAt(next));
        }
        else if (Op.IsUnconditional(code))
        {
            block.End = Op.IsLeave(code) ? BlockEnd.Leave : BlockEnd.Goto;
            block.LeadTo(BlockAt(Op.Target(_il, code, operand, next)));
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
            block.LeadTo(BlockAt(next));
        }
    }
}
