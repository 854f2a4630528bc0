namespace ScaleLint.Rules.Results;

/// <summary>Traces beside the code: what both know, and what only one of them does.</summary>
/// <param name="Agreement">Edges that both know, of all edges that either knows: 0..1.</param>
/// <param name="EdgesInBoth">Sorted by from, to, kind, as the lists beside it.</param>
/// <param name="EntryPointsNotSeen">Entry points that answer requests and were not used while the traces were taken.</param>
public sealed record CalibrationResult(
    int Traces, int Spans, double WindowSeconds, double Agreement, IReadOnlyList<MeasuredEdgeResult> EdgesInBoth, IReadOnlyList<EdgeNameResult> EdgesOnlyInCode,
    IReadOnlyList<MeasuredEdgeResult> EdgesOnlyInTraces, IReadOnlyList<MeasuredEntryPointResult> EntryPoints, IReadOnlyList<EntryPointNameResult> EntryPointsOnlyInTraces,
    IReadOnlyList<EntryPointNameResult> EntryPointsNotSeen);

/// <summary>An edge by its ends.</summary>
public sealed record EdgeNameResult(string From, string To, string Kind);

/// <summary>An edge with what was measured of it; times in ms.</summary>
public sealed record MeasuredEdgeResult(string From, string To, string Kind, double Count, double FailureRate, double MedianMs, double P99Ms);

/// <summary>An entry point as it was measured, beside what the model says at today's load.</summary>
public sealed record MeasuredEntryPointResult(string Service, string Id, double Count, double RatePerSecond, double FailureRate, double MedianMs, double P99Ms, double? ModelledP99Ms);

/// <summary>An entry point by its name.</summary>
public sealed record EntryPointNameResult(string Service, string Id);
