using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;

namespace ScaleLint.Il;

/// <summary>
/// Undoes what a state machine adds to control flow: its dispatch is decided for the initial state, awaits are taken as completed,
/// and a yield goes on where its state resumes. What remains are the branches of the source.
/// </summary>
internal sealed unsafe class MachineFlow
{
    private readonly IlModule _module;
    private readonly ControlFlow _flow;
    private readonly byte* _il;
    private readonly int _length;
    private readonly BodyKind _kind;
    private int _stateLocal = -1;

    public MachineFlow(IlModule module, ControlFlow flow, byte* il, int length, BodyKind kind)
    {
        _module = module;
        _flow = flow;
        _il = il;
        _length = length;
        _kind = kind;
    }

    private int Initial => _kind switch { BodyKind.Iterator => 0, BodyKind.AsyncIterator => -3, _ => -1 };

    public void Apply()
    {
        if (_kind is BodyKind.Async or BodyKind.AsyncIterator)
            HideFrame();
        FindStateLocal();
        var yields = new List<(Block Block, int State)>();
        foreach (var block in _flow.Blocks)
        {
            var known = Interpret(block, Initial, out var yielded);
            if (known >= 0)
                _flow.Folded[block.Last] = known;
            if (yielded is { } state)
                yields.Add((block, state));
        }
        foreach (var (block, state) in yields)
        {
            var resume = Resume(state);
            if (resume < 0)
                continue;
            block.End = BlockEnd.Yield;
            block.LeadTo(resume);
        }
    }

    /// <summary>The outermost try of an async method hands exceptions to the builder.</summary>
    private void HideFrame()
    {
        TryRegion? frame = null;
        foreach (var region in _flow.Regions)
        {
            if (frame is null || region.End - region.Start >= frame.End - frame.Start)
                frame = region;
        }
        if (frame is null)
            return;
        frame.IsTransparent = true;
        // Leaving it is returning; the value is what the builder is given.
        foreach (var block in _flow.Blocks)
        {
            if (block.Start < frame.Start || block.Start >= frame.End || block.End != BlockEnd.Leave)
                continue;
            var target = _flow.Blocks[block.Next[0]];
            if (target.Start >= frame.End && !target.IsReturn)
                MarkResult(target);
        }
    }

    private void MarkResult(Block end)
    {
        end.IsReturn = true;
        var index = _flow.Blocks.IndexOf(end);
        for (var hops = 0; hops < 8 && index >= 0 && index < _flow.Blocks.Count; hops++, index++)
        {
            var block = _flow.Blocks[index];
            var loaded = -1;
            for (var at = block.Start; at < block.Limit;)
            {
                at = Op.Read(_il, _length, at, out var code, out var operand);
                var local = Op.LoadedLocal(_il, code, operand);
                if (local >= 0)
                    loaded = local;
                if (code is 0x28 or 0x6f && _module.Method(MetadataTokens.EntityHandle(Op.Int(_il, operand))) is { Name: "SetResult" } target)
                {
                    if (_kind == BodyKind.Async && target.Parameters.Length == 1)
                        end.ReturnedLocal = loaded;
                    return;
                }
            }
        }
    }

    private void FindStateLocal()
    {
        var isField = false;
        for (var at = 0; at < _length;)
        {
            at = Op.Read(_il, _length, at, out var code, out var operand);
            var stored = Op.StoredLocal(_il, code, operand);
            if (stored >= 0 && isField)
            {
                _stateLocal = stored;
                return;
            }
            isField = code == 0x7b && IsState(operand);
            if (Op.IsEnd(code))
                return;
        }
    }

    private FieldShape Shape(int operand)
    {
        var handle = MetadataTokens.EntityHandle(Op.Int(_il, operand));
        return handle.Kind is HandleKind.FieldDefinition or HandleKind.MemberReference ? _module.Field(handle).Shape : FieldShape.Written;
    }

    private bool IsState(int operand) => Shape(operand) == FieldShape.MachineState;

    /// <summary>Interprets the integers of a block with the state at a fixed value.</summary>
    /// <returns>The successor it surely takes as an index into its successors, or -1.</returns>
    private int Interpret(Block block, int state, out int? yielded)
    {
        yielded = null;
        int? top = null;
        int? below = null;
        int? pending = null;
        var setsCurrent = false;
        for (var at = block.Start; at < block.Limit;)
        {
            var start = at;
            at = Op.Read(_il, _length, at, out var code, out var operand);
            if (Op.IsInt(_il, code, operand, out var constant))
            {
                (below, top) = (top, constant);
                continue;
            }
            switch (code)
            {
                case 0x00:
                    continue;
                case 0x25:
                    below = top;
                    continue;
                case 0x59:
                    (top, below) = (below - top, null);
                    continue;
                case 0x58:
                    (top, below) = (below + top, null);
                    continue;
                case 0x101 when top is not null && below is not null:
                    (top, below) = (below == top ? 1 : 0, null);
                    continue;
                case 0x102 when top is not null && below is not null:
                    (top, below) = (below > top ? 1 : 0, null);
                    continue;
                case 0x104 when top is not null && below is not null:
                    (top, below) = (below < top ? 1 : 0, null);
                    continue;
                case 0x7b:
                    switch (Shape(operand))
                    {
                        case FieldShape.MachineState:
                            (below, top) = (null, state);
                            continue;
                        case FieldShape.DisposeMode:
                            (below, top) = (null, 0);
                            continue;
                    }
                    break;
                case 0x7d:
                    switch (Shape(operand))
                    {
                        case FieldShape.MachineState:
                            pending = top;
                            break;
                        case FieldShape.MachineCurrent:
                            setsCurrent = true;
                            break;
                    }
                    break;
                case 0x28 or 0x6f:
                    var called = _module.Method(MetadataTokens.EntityHandle(Op.Int(_il, operand)));
                    if (called.Shape == TargetShape.IsCompleted && _kind != BodyKind.Iterator && called.Owner.Name.EndsWith("Awaiter", StringComparison.Ordinal) || IsGenericAwaiter(called))
                    {
                        (below, top) = (null, 1);
                        continue;
                    }
                    break;
                case 0x45 when top is { } selected:
                    return (uint)selected < (uint)(block.Next.Length - 1) ? selected : block.Next.Length - 1;
                default:
                    if (Op.IsConditional(code))
                        return Decide(code, below, top) is { } taken ? taken ? 0 : 1 : -1;
                    var loaded = Op.LoadedLocal(_il, code, operand);
                    if (loaded >= 0)
                    {
                        (below, top) = (top, loaded == _stateLocal ? state : null);
                        continue;
                    }
                    var stored = Op.StoredLocal(_il, code, operand);
                    if (stored >= 0)
                    {
                        (top, below) = (below, null);
                        continue;
                    }
                    break;
            }
            if (start == block.Last)
                break;
            (top, below) = (null, null);
        }
        if (_kind != BodyKind.Async && pending is { } resumed && setsCurrent && (_kind == BodyKind.Iterator ? resumed > 0 : resumed <= -4))
            yielded = resumed;
        return -1;
    }

    private bool IsGenericAwaiter(MethodTarget called) =>
        called.Shape == TargetShape.IsCompleted && _kind != BodyKind.Iterator && called.Owner.Name.IndexOf("Awaiter`", StringComparison.Ordinal) > 0;

    private static bool? Decide(int code, int? left, int? right)
    {
        switch (code)
        {
            case 0x2c or 0x39:
                return right is { } zero ? zero == 0 : null;
            case 0x2d or 0x3a:
                return right is { } one ? one != 0 : null;
        }
        if (left is not { } a || right is not { } b)
            return null;
        return code switch
        {
            0x2e or 0x3b => a == b,
            0x2f or 0x3c => a >= b,
            0x30 or 0x3d => a > b,
            0x31 or 0x3e => a <= b,
            0x32 or 0x3f => a < b,
            0x33 or 0x40 => a != b,
            0x34 or 0x41 => (uint)a >= (uint)b,
            0x35 or 0x42 => (uint)a > (uint)b,
            0x36 or 0x43 => (uint)a <= (uint)b,
            0x37 or 0x44 => (uint)a < (uint)b,
            _ => null,
        };
    }

    /// <summary>Where a state goes on: the dispatch followed for that state.</summary>
    private int Resume(int state)
    {
        var index = 0;
        var dispatched = false;
        for (var hops = 0; hops < 64; hops++)
        {
            var block = _flow.Blocks[index];
            // Resuming begins with setting the state back.
            if (dispatched && ResetsState(block))
                return index;
            var known = block.End is BlockEnd.Branch or BlockEnd.Switch ? Interpret(block, state, out _) : -1;
            if (known >= 0)
            {
                dispatched |= known != block.Next.Length - 1;
                index = block.Next[known];
                continue;
            }
            if (block.End is not (BlockEnd.Fall or BlockEnd.Goto))
                return dispatched ? index : -1;
            index = block.Next[0];
        }
        return -1;
    }

    private bool ResetsState(Block block)
    {
        for (var at = block.Start; at < block.Limit;)
        {
            at = Op.Read(_il, _length, at, out var code, out var operand);
            if (code == 0x7d && IsState(operand))
                return true;
        }
        return false;
    }
}
