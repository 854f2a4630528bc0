namespace ScaleLint.Rules.Results;

/// <summary>The solved model over load: what the curves, the timelines and the what-if of a report are drawn from. Times in ms, rates per second.</summary>
/// <param name="TargetLoad">The load multiple that scores 100.</param>
/// <param name="Loads">Multiples of today's load, ascending; every list of a curve has one value for each.</param>
/// <param name="Operations">Entry points that the model answers for, sorted by id.</param>
/// <param name="Limits">What gives way up to the target load, first one first.</param>
/// <param name="Repairs">Proposed repairs that move a limit, the best first.</param>
/// <param name="Plans">Every set of these repairs, as many as 2^repairs; the set without any is the first.</param>
public sealed record ScaleResult(
    double TargetLoad, IReadOnlyList<double> Loads, IReadOnlyList<OperationCurve> Operations, IReadOnlyList<ResourceCurve> Resources,
    IReadOnlyList<LimitResult> Limits, IReadOnlyList<RepairResult> Repairs, IReadOnlyList<PlanResult> Plans);

/// <summary>One entry point over load. A time is null past saturation.</summary>
/// <param name="Id">Id of the operation in the model: the entry point's, with its service before it where several have the same.</param>
/// <param name="Hops">What it waits for at today's load, in order of start.</param>
public sealed record OperationCurve(
    string Id, string EntryPoint, string Service, double RatePerSecond, double? P99ObjectiveMs, double? AvailabilityObjective,
    IReadOnlyList<double?> P50Ms, IReadOnlyList<double?> P95Ms, IReadOnlyList<double?> P99Ms, IReadOnlyList<double> Availability, IReadOnlyList<HopResult> Hops);

/// <summary>A span of the mean request: <see cref="Depth"/> 0 is the entry point itself.</summary>
/// <param name="Times">How often it happens in one request, on average.</param>
public sealed record HopResult(string Name, string Kind, int Depth, double StartMs, double Ms, double Times);

/// <summary>One resource over load; utilisation 0..1, null where it has no slots.</summary>
public sealed record ResourceCurve(string Id, string Kind, double? SaturatesAt, IReadOnlyList<double?> Utilization);

/// <summary>What gives way at a load, and the points of score it costs.</summary>
public sealed record LimitResult(string? Resource, string? Operation, string Reason, double At, double Points);

/// <summary>A change that findings propose.</summary>
/// <param name="Findings">Fingerprints of the findings it repairs.</param>
/// <param name="Gain">Factor by which the margin grows with this repair alone.</param>
/// <param name="Moves">Limits that this repair alone moves, the first ones first.</param>
public sealed record RepairResult(string Kind, string Title, string Target, IReadOnlyList<string> Findings, double Gain, IReadOnlyList<MovedLimit> Moves);

/// <summary>A limit before and after; null after when it is gone.</summary>
public sealed record MovedLimit(string Limit, double From, double? To);

/// <summary>The system with a set of repairs made: bit i of <see cref="Set"/> stands for repair i.</summary>
public sealed record PlanResult(int Set, double Margin, double Score, BreaksFirst? BreaksFirst);
