namespace ScaleLint.Model;

/// <summary>Why a system breaks; at equal loads the first of these counts.</summary>
public enum BreakReason
{
    Availability,
    P99,
    Quota,
    Saturation,
    Backlog,
    Metastable,
}

/// <summary>The solved system. Loads are multiples of the file's rates and users, times in ms.</summary>
public sealed record ScoreResult
{
    public required double TargetLoad { get; init; }

    public required IReadOnlyList<double> Loads { get; init; }

    /// <summary>100 log10(margin) / log10(target load), within 0 and 100.</summary>
    public required double Score { get; init; }

    /// <summary>The score with every assumed input at its worse and at its better end.</summary>
    public required ScoreInterval Interval { get; init; }

    public required InputShares Inputs { get; init; }

    /// <summary>Smallest load multiple at which anything gives way, capped at the target load.</summary>
    public required double Margin { get; init; }

    /// <summary>All that gives way up to the target load, smallest load first.</summary>
    public required IReadOnlyList<Breakage> Limits { get; init; }

    /// <summary>Null when nothing gives way up to the target load.</summary>
    public Breakage? BreaksFirst => Limits.Count == 0 ? null : Limits[0];

    public required IReadOnlyList<OperationScore> Operations { get; init; }

    /// <summary>The file's resources, then for each service in the file's order its cores and threads where they are limited.</summary>
    public required IReadOnlyList<ResourceScore> Resources { get; init; }

    /// <summary>Smallest margin first; the points sum to 100 - <see cref="Score"/>.</summary>
    public required IReadOnlyList<Attribution> Attribution { get; init; }
}

public readonly record struct ScoreInterval(double Low, double High);

/// <summary>Shares of the inputs; they sum to 1.</summary>
public readonly record struct InputShares(double Assumed, double Declared, double Measured);

/// <summary>What gives way: a resource, an operation or both, at a load multiple.</summary>
public sealed record Breakage(string? Resource, string? Operation, double At, BreakReason Reason);

public sealed record OperationScore(string Id, IReadOnlyList<CurvePoint> Curve);

/// <summary>One operation at one load. Times are null past saturation; the throughput there is the capacity.</summary>
public sealed record CurvePoint
{
    public required double Load { get; init; }

    public required double ThroughputPerSecond { get; init; }

    public required double? MeanMs { get; init; }

    public required double? P50Ms { get; init; }

    public required double? P95Ms { get; init; }

    public required double? P99Ms { get; init; }

    public required double? P999Ms { get; init; }

    public required double Availability { get; init; }

    /// <summary>The operation's objectives that are missed here: availability, p99.</summary>
    public required IReadOnlyList<BreakReason> Violated { get; init; }
}

public sealed record ResourceScore
{
    public required string Id { get; init; }

    /// <summary>Load multiple at which it saturates; null when it never does.</summary>
    public required double? SaturatesAt { get; init; }

    /// <summary>Per load, within 0 and 1; null for a resource without slots.</summary>
    public required IReadOnlyList<double?> Utilization { get; init; }

    /// <summary>Mean wait for a slot per load; null past saturation.</summary>
    public required IReadOnlyList<double?> WaitMs { get; init; }

    /// <summary>Share of traffic of the operations that cannot succeed with this part down.</summary>
    public required double BlastRadius { get; init; }

    /// <summary>Availability with this part up minus with it down, weighted by traffic.</summary>
    public required double Birnbaum { get; init; }

    /// <summary>Load multiples between which a disturbance does not die out; null where there are none.</summary>
    public required MetastableRange? Metastable { get; init; }
}

/// <summary>Load multiples: below <paramref name="Down"/> the system recovers by itself, above <paramref name="Up"/> it collapses by itself.</summary>
public sealed record MetastableRange(double Down, double Up);

/// <summary>What one constraint costs of the score.</summary>
public sealed record Attribution(string Constraint, double Margin, double Points);
