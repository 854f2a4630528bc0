namespace ScaleLint.Model;

/// <summary>How much of a latency an evaluation tells.</summary>
internal enum Detail
{
    /// <summary>How likely it is to succeed.</summary>
    Ends,

    /// <summary>Exact mean and variance, too.</summary>
    Moments,

    /// <summary>The whole distribution.</summary>
    Whole,
}

internal enum NodeKind
{
    Nothing,
    Cpu,
    Call,
    Publish,
    Invoke,
    Sequence,
    Parallel,
    Race,
    Branch,
    Loop,
    Retry,
    Timeout,
    Cache,
    Hedge,
    Fallback,
    Breaker,
    Hold,
    Background,
}

/// <summary>A step with its ids resolved to indices.</summary>
internal sealed class Node
{
    public required NodeKind Kind { get; init; }

    public Node[] Children { get; init; } = [];

    /// <summary>Station of a call, hold, publish or cpu; -1 where there is no contention.</summary>
    public int Station { get; init; } = -1;

    /// <summary>Station of the thread that a cpu step holds; -1 for none.</summary>
    public int Threads { get; init; } = -1;

    /// <summary>Callee of an invoke.</summary>
    public int Operation { get; init; } = -1;

    /// <summary>cpu ms, times, count, attempts, timeout, hit, hedge delay or failure ratio.</summary>
    public double Value { get; init; }

    /// <summary>Back-off ms, or break ms.</summary>
    public double Second { get; init; }

    /// <summary>Total ms (NaN for none), or minimum throughput.</summary>
    public double Third { get; init; } = double.NaN;

    /// <summary>Sampling ms.</summary>
    public double Fourth { get; init; }

    /// <summary>Chances of a branch's arms.</summary>
    public double[] Chances { get; init; } = [];

    /// <summary>Look-up of a cache, or work of a cpu step.</summary>
    public Density Time { get; init; } = Density.Zero;

    /// <summary>Of a timeout, or of a retry with a total: at most how often its step is at a queue, by station, in one run.</summary>
    public (int Station, double Count)[] Queues { get; set; } = [];

    /// <summary>Of these: what the deadline does when nothing waits.</summary>
    public IdleDeadline? Idle { get; set; }

    /// <summary>Of a retry: stations whose states its attempts may share.</summary>
    public int[] Parts { get; set; } = [];

    /// <summary>Stations that are up whenever this succeeds.</summary>
    public int[] Needs { get; set; } = [];
}

/// <summary>An operation with its ids resolved.</summary>
internal sealed class Work
{
    public required int Index { get; init; }

    public required Operation Source { get; init; }

    public required Node Root { get; init; }

    /// <summary>Whether another operation invokes it.</summary>
    public bool IsInvoked { get; set; }

    /// <summary>Operations it invokes, each once.</summary>
    public int[] Callees { get; set; } = [];

    /// <summary>Whether waits decide if it succeeds: a deadline, a breaker, a race, or users, here or in what it waits for.</summary>
    public bool Loses { get; set; }

    /// <summary>Whether what it does to stations depends on waits: it loses by them, holds a slot across them, or hedges.</summary>
    public bool LoadsVary { get; set; }

    /// <summary>How much of its latency must be known to tell the loads at a state; null where one run does the same in every state.</summary>
    public Detail? Detail { get; set; }

    /// <summary>At most how often one run is at a queue, by station, what it invokes included.</summary>
    public Dictionary<int, double> Queues { get; set; } = [];

    /// <summary>Stations that its own steps use.</summary>
    public int[] Stations { get; set; } = [];

    public bool HasBreaker { get; set; }

    /// <summary>Stations whose state is shared by several of its steps and is conditioned on.</summary>
    public int[] Conditions { get; set; } = [];

    /// <summary>Stations called within a retry whose attempts may time out.</summary>
    public int[] Fed { get; set; } = [];

    public double Rate => Source.RatePerSecond / 1000;

    public bool Closed => Source.Users is not null;
}
