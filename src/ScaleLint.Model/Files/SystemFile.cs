namespace ScaleLint.Model;

/// <summary>
/// A system as the scale model sees it: the content of a <c>*.system.json</c>. Times in ms, rates per second.
/// <see cref="SystemFileReader"/> checks what it reads; a system built in memory is checked by <see cref="SystemFileChecks.Check"/>.
/// </summary>
public sealed record SystemFile
{
    public const int SchemaVersion = 1;

    /// <summary>The load multiple that scores 100; greater than 1.</summary>
    public Quantity TargetLoad { get; init; } = Quantity.Assumed(1000);

    public IReadOnlyList<Service> Services { get; init; } = [];

    public IReadOnlyList<Resource> Resources { get; init; } = [];

    /// <summary>At least one.</summary>
    public required IReadOnlyList<Operation> Operations { get; init; }
}

/// <summary>A deployable process: a pool of threads and cores that its operations share.</summary>
public sealed record Service
{
    public required string Id { get; init; }

    /// <summary>Multiplies <see cref="Threads"/> and <see cref="CpuCores"/>, which are pooled.</summary>
    public Quantity Instances { get; init; } = Quantity.Assumed(1);

    /// <summary>Threads per instance; null is no limit.</summary>
    public Quantity? Threads { get; init; }

    /// <summary>Cores per instance, fractions allowed; null is no contention.</summary>
    public Quantity? CpuCores { get; init; }

    /// <summary>Whether a thread is held for the whole operation, or only while its <c>cpuMs</c> runs.</summary>
    public bool ThreadsBlock { get; init; }
}

/// <summary>A dependency, pool, lock or queue. One failure variable each, however many operations use it.</summary>
public sealed record Resource
{
    public required string Id { get; init; }

    /// <summary>An effect kind (<c>sql</c>, <c>http</c> ...), <c>queue</c>, <c>pool</c> or <c>lock</c>; see <see cref="SystemFileChecks.Kinds"/>.</summary>
    public required string Kind { get; init; }

    public string? Service { get; init; }

    /// <summary>The time of one call once it has a slot.</summary>
    public TimeShape Time { get; init; } = TimeShape.Zero;

    /// <summary>Servers before an unbounded first-come queue, per replica; null is delay without contention.</summary>
    public Quantity? Slots { get; init; }

    /// <summary>Probability that one attempt on one replica fails.</summary>
    public Quantity Failure { get; init; } = Quantity.Assumed(0);

    /// <summary>Calls per second that one replica admits.</summary>
    public Quantity? QuotaPerSecond { get; init; }

    /// <summary>Multiplies slots and quota; the dependency fails when all of them fail.</summary>
    public Quantity Replicas { get; init; } = Quantity.Assumed(1);

    /// <summary>Share of <see cref="Failure"/> that strikes all replicas and all attempts of a request at once.</summary>
    public Quantity CommonCause { get; init; } = Quantity.Assumed(0.05);

    /// <summary>On a queue: the operation that handles what is published.</summary>
    public string? Consumer { get; init; }
}

/// <summary>An entry point with what it does. Open (<see cref="RatePerSecond"/>), closed (<see cref="Users"/>), or only invoked.</summary>
public sealed record Operation
{
    public required string Id { get; init; }

    public string? Service { get; init; }

    public Quantity RatePerSecond { get; init; } = Quantity.Assumed(0);

    public Quantity? Users { get; init; }

    /// <summary>Mean of the exponential pause of a user between answers and next requests.</summary>
    public Quantity? ThinkMs { get; init; }

    public Objective? Objective { get; init; }

    public required Step Does { get; init; }
}

/// <summary>What is promised; each part optional.</summary>
public sealed record Objective
{
    public Quantity? P99Ms { get; init; }

    /// <summary>In (0, 1].</summary>
    public Quantity? Availability { get; init; }
}
