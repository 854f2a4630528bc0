namespace ScaleLint.Model;

/// <summary>Use of a station by one run of an operation: how often on average, and raw moments of the hold in ms.</summary>
internal struct Visit
{
    public int Station;
    public double Weight;
    public double First;
    public double Second;
    public double Third;

    /// <summary>How often the run makes it when it makes it at all.</summary>
    public double Times;

    /// <summary>Whether a slot is taken, or one that is already held is used.</summary>
    public bool TakesSlot;

    /// <summary>Whether it is a call that a quota counts.</summary>
    public bool IsCall;

    /// <summary>Whether the operation waits for it.</summary>
    public bool OnPath;

    /// <summary>Station whose wait adds to the hold; -1 for none.</summary>
    public int Below;

    /// <summary>Station of which a slot is held meanwhile, the innermost; -1 for none.</summary>
    public int Under;

    /// <summary>How many of these arrive together.</summary>
    public double Batch;

    /// <summary>Whether the others of the batch were sent ahead and do not come back.</summary>
    public bool Follows;

    /// <summary>How often the run comes to the station, one visit after another.</summary>
    public double Turns;

    /// <summary>Own work times that of the run's visits here before it, ms^2.</summary>
    public double PairWork;

    /// <summary>Own work that the run's visits here before it still have to do, ms.</summary>
    public double PairRest;

    /// <summary>Whether the run may be over before the visit is.</summary>
    public bool IsCut;
}

/// <summary>Visits of a run and all it waits for to one station, and their work in ms.</summary>
internal readonly record struct Stay(int Station, double Visits, double Work);

/// <summary>Runs of another operation that one run causes.</summary>
internal struct Cause
{
    public int Operation;
    public double Weight;

    /// <summary>Whether the operation waits for it.</summary>
    public bool OnPath;

    /// <summary>Handed over through a queue.</summary>
    public bool Handed;

    /// <summary>Station of which a slot is held meanwhile, the innermost; -1 for none.</summary>
    public int Under;
}

/// <summary>Calls that come to a breaker per run, and how many of them fail when they are let through.</summary>
internal readonly record struct Watched(Node Breaker, double Calls, double Failing);

/// <summary>What one run of an operation does, from one evaluation.</summary>
internal sealed class RunResult
{
    public required Latency Latency { get; init; }

    public required Visit[] Visits { get; init; }

    public required Cause[] Causes { get; init; }

    /// <summary>What those that wait for this run feel of stations; empty where nobody does.</summary>
    public required Stay[] Stays { get; init; }

    /// <summary>Probability that each deadline, total or open breaker fails a run that would have succeeded, by node; null for none.</summary>
    public required Dictionary<Node, double>? GivenUp { get; init; }

    /// <summary>What breakers see of it.</summary>
    public required Watched[] Watched { get; init; }

    /// <summary>For each race, the chance of each branch to end first given that it succeeds; null for none.</summary>
    public required Dictionary<Node, double[]>? First { get; init; }
}
