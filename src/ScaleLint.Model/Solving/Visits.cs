namespace ScaleLint.Model;

/// <summary>Use of a station by one run of an operation: how often on average, and raw moments of the hold in ms.</summary>
internal struct Visit
{
    public int Station;
    public double Weight;
    public double First;
    public double Second;
    public double Third;

    /// <summary>Whether a slot is taken, or one that is already held is used.</summary>
    public bool TakesSlot;

    /// <summary>Whether it is a call that a quota counts.</summary>
    public bool IsCall;

    /// <summary>Whether the operation waits for it.</summary>
    public bool OnPath;

    /// <summary>Station whose wait adds to the hold; -1 for none.</summary>
    public int Below;

    /// <summary>How many of these arrive together.</summary>
    public double Batch;
}

/// <summary>Runs of another operation that one run causes.</summary>
internal struct Cause
{
    public int Operation;
    public double Weight;

    /// <summary>Whether the operation waits for it.</summary>
    public bool OnPath;

    /// <summary>Handed over through a queue.</summary>
    public bool Handed;
}

/// <summary>What one run of an operation does, from one evaluation.</summary>
internal sealed class RunResult
{
    public required Latency Latency { get; init; }

    public required Visit[] Visits { get; init; }

    public required Cause[] Causes { get; init; }

    /// <summary>Probability that each deadline, total or open breaker fails a run that would have succeeded, by node; null for none.</summary>
    public required Dictionary<Node, double>? GivenUp { get; init; }

    /// <summary>For each race, the chance of each branch to end first; null for none.</summary>
    public required Dictionary<Node, double[]>? First { get; init; }
}
