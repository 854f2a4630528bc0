using System.Runtime.CompilerServices;
using ScaleLint.Graph.Facts;

namespace ScaleLint.Il;

/// <summary>A value on the evaluation stack or in a slot; by default nothing is known of it.</summary>
/// <param name="Type">Static type in documentation-comment form; empty when unknown.</param>
/// <param name="Slot">Slot whose address it is, or -1.</param>
/// <param name="Tested">Token of the type of an isinst that made it, or 0.</param>
internal readonly record struct Value(Operand Operand, string Type = "", int Slot = -1, int Tested = 0)
{
    public static readonly Value Unknown = new(UnknownOperand.Instance);

    public bool IsKnown => Operand is not null;
}

/// <summary>What is known at one point of a body: the evaluation stack, and what slots hold. Copies share their slots until one is written to.</summary>
internal sealed class State(SlotPool pool)
{
    private const int MaxDepth = 65_535;

    private static readonly Value[]?[] Blank = new Value[64][];

    private Value[] _stack = [];
    private Value[] _slots = [];
    private bool _isShared;

    /// <summary>Depth of the evaluation stack.</summary>
    public int Depth { get; private set; }

    public int SlotCount => _slots.Length;

    /// <summary>Makes it the state at the beginning of a body with that many locals.</summary>
    public void Begin(int locals)
    {
        Depth = 0;
        _isShared = locals < Blank.Length;
        _slots = _isShared ? Blank[locals] ??= new Value[locals] : pool.Copy([], locals);
    }

    /// <summary>Makes it a copy.</summary>
    public void CopyFrom(State other, bool withStack)
    {
        ShareSlots(other);
        Depth = withStack ? other.Depth : 0;
        if (Depth == 0)
            return;
        if (_stack.Length < Depth)
            _stack = new Value[Math.Max(8, Depth * 2)];
        Array.Copy(other._stack, _stack, Depth);
    }

    public void ShareSlots(State other)
    {
        _slots = other._slots;
        _isShared = other._isShared = true;
    }

    public bool HasSlotsOf(State other) => ReferenceEquals(_slots, other._slots);

    public Value Slot(int slot) => _slots[slot];

    public void SetSlot(int slot, Value value)
    {
        if (_isShared || slot >= _slots.Length)
        {
            _slots = pool.Copy(_slots, slot < _slots.Length ? _slots.Length : slot + 4);
            _isShared = false;
        }
        _slots[slot] = value;
    }

    [MethodImpl(Hot.Path)]
    public void Push(Value value)
    {
        if (Depth == _stack.Length)
            Grow();
        _stack[Depth++] = value;
    }

    private void Grow()
    {
        if (Depth > MaxDepth)
            throw new BadImageFormatException("the evaluation stack is too deep");
        Array.Resize(ref _stack, Math.Max(8, Depth * 2));
    }

    [MethodImpl(Hot.Path)]
    public Value Pop() => Depth == 0 ? Value.Unknown : _stack[--Depth];

    public Value Peek() => Depth == 0 ? Value.Unknown : _stack[Depth - 1];

    /// <summary>Takes what was pushed last, in the order of pushing. It stays what it is until the next push.</summary>
    [MethodImpl(Hot.Path)]
    public ReadOnlySpan<Value> Pop(int count)
    {
        if (count <= Depth)
        {
            Depth -= count;
            return new ReadOnlySpan<Value>(_stack, Depth, count);
        }
        var values = new Value[count];
        for (var i = count - 1; i >= 0; i--)
            values[i] = Pop();
        return values;
    }

    public Value OnStack(int index) => _stack[index];

    public void SetOnStack(int index, Value value) => _stack[index] = value;

    /// <summary>Drops what lies on the stack above a depth.</summary>
    public void Cut(int depth)
    {
        if (depth < Depth)
            Depth = depth;
    }
}

/// <summary>The arrays of slots that the states of one body write to: all are used again for the next body.</summary>
internal sealed class SlotPool
{
    private readonly List<Value[]>?[] _free = new List<Value[]>?[512];
    private readonly List<Value[]> _taken = [];

    /// <summary>Begins with a body: nobody looks at the slots of the one before any more.</summary>
    public void Begin()
    {
        foreach (var slots in _taken)
            (_free[slots.Length] ??= []).Add(slots);
        _taken.Clear();
    }

    /// <summary>A copy with that many slots, new ones empty.</summary>
    public Value[] Copy(Value[] slots, int count)
    {
        Value[] copy;
        if (count < _free.Length && _free[count] is { Count: > 0 } free)
        {
            copy = free[free.Count - 1];
            free.RemoveAt(free.Count - 1);
            Array.Clear(copy, slots.Length, count - slots.Length);
        }
        else
        {
            copy = new Value[count];
        }
        if (count < _free.Length)
            _taken.Add(copy);
        Array.Copy(slots, copy, slots.Length);
        return copy;
    }
}
