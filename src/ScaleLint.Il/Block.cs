using System.Reflection.Metadata;

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

    private readonly int[] _one = new int[1];
    private readonly int[] _two = new int[2];

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

    /// <summary>Makes it a new block that begins at an offset.</summary>
    public void Begin(int start)
    {
        Start = start;
        Next = [];
        ForwardEntries = 0;
        Order = -1;
        Dominator = -1;
        Loop = null;
        Merges = null;
        Visited = false;
        IsReturn = false;
        ReturnedLocal = -1;
    }

    public void LeadTo(int next)
    {
        _one[0] = next;
        Next = _one;
    }

    public void LeadTo(int taken, int other)
    {
        _two[0] = taken;
        _two[1] = other;
        Next = _two;
    }
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
