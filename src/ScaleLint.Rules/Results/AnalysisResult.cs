using SystemFile = ScaleLint.Model.SystemFile;

namespace ScaleLint.Rules.Results;

/// <summary>
/// What one analysis found; the whole of what a report may know. Its shape is that of the JSON result contract
/// (camelCase, <c>schemaVersion</c> 1). All lists are sorted: same input, same order.
/// </summary>
public sealed record AnalysisResult(
    bool Complete,
    Coverage Coverage,
    Score? Score,
    IReadOnlyList<ServiceResult> Services,
    IReadOnlyList<ResourceResult> Resources,
    IReadOnlyList<EdgeResult> Edges,
    IReadOnlyList<EntryPointResult> EntryPoints,
    Metrics Metrics,
    IReadOnlyList<FindingResult> Findings,
    IReadOnlyList<ProblemResult> Problems,
    IReadOnlyList<UnresolvedResult> Unresolved,
    IReadOnlyList<LooseEdgeResult> UnusedEdges,
    IReadOnlyList<LooseEdgeResult> UndeclaredEdges)
{
    /// <summary>Messages from who publishes them to who handles them, sorted.</summary>
    public IReadOnlyList<MessageResult> Messages { get; init; } = [];

    /// <summary>The system file that the score was solved from, for <c>--format model</c>; not part of the JSON result. Null where there is no score.</summary>
    public SystemFile? Model { get; init; }

    /// <summary>The model over load; null where there is no score.</summary>
    public ScaleResult? Scale { get; init; }

    /// <summary>How far code and traces agree; null when nothing was measured.</summary>
    public CalibrationResult? Calibration { get; init; }
}

/// <summary>How much of the code was read. Shares are 0..1; <see cref="CallsResolved"/> over all calls that leave a member.</summary>
/// <param name="Calls">Calls seen in the solution's own code.</param>
/// <param name="Unknown">Of these, calls into code that was neither read nor catalogued.</param>
/// <param name="UnknownByAssembly">Unread assemblies with their call counts, most first.</param>
public sealed record Coverage(int Projects, int ProjectsRead, int Files, int Lines, int Methods, int Calls, int Unknown, double CallsResolved, IReadOnlyList<NamedCount> UnknownByAssembly);

/// <summary>A name with a count.</summary>
public sealed record NamedCount(string Name, int Count);

/// <summary>The score with its interval, the margin and what breaks first.</summary>
/// <param name="Inputs">How much of what it rests on is known.</param>
public sealed record Score(double Value, double Low, double High, double Margin, BreaksFirst? BreaksFirst, InputShares? Inputs = null);

/// <summary>Shares of the model's numbers that are assumed, declared and measured; they sum to 1.</summary>
public sealed record InputShares(double Assumed, double Declared, double Measured);

/// <summary>The first limit that growth meets.</summary>
public sealed record BreaksFirst(string Resource, double At, string Reason);

/// <summary>A service of the system; <see cref="Project"/> is relative to the input's folder.</summary>
public sealed record ServiceResult(string Name, string Project, string Kind);

/// <summary>Something shared that calls wait for. <see cref="BlastRadius"/> is a share of traffic 0..1; null where the model says nothing.</summary>
public sealed record ResourceResult(string Id, string Kind, string? Service, double? Slots, double? SaturatesAt, double? BlastRadius);

/// <summary>A dependency between services and resources with the code that shows it.</summary>
public sealed record EdgeResult(string From, string To, string Kind, IReadOnlyList<Evidence> Evidence);

/// <summary>A message on its way between services; nobody waits for that.</summary>
/// <param name="Name">Queue or topic, exchange and routing key, or the message's type.</param>
/// <param name="Resource">The broker, or the queue where no broker is known.</param>
/// <param name="To">Null when no code that was read handles it.</param>
/// <param name="EntryPoint">What runs; null when it is not known.</param>
/// <param name="Evidence">Where it is published, then where it is subscribed to or received.</param>
public sealed record MessageResult(string Name, string Resource, string From, string? To, string? EntryPoint, IReadOnlyList<Evidence> Evidence);

/// <summary>A call to another process whose target could not be told, or a publication or subscription whose queue, topic or type could not: it makes no edge.</summary>
/// <param name="Kind">An edge's kind.</param>
/// <param name="Call">What is called.</param>
/// <param name="Address">What the code says of the address, configuration keys in braces, or null.</param>
public sealed record UnresolvedResult(string Service, string Kind, string Call, string? Address, string File, int Line);

/// <summary>A way between two nodes that is declared and never used, or used and never declared, with the place that does the one without the other. <see cref="Kind"/> is an edge's or resource's kind; null between services.</summary>
public sealed record LooseEdgeResult(string From, string To, string? Kind, string File, int Line);

/// <summary>A file and line.</summary>
public sealed record Evidence(string File, int Line);

/// <summary>Where work arrives. <see cref="Chain"/> names the longest synchronous chain of remote calls.</summary>
/// <param name="Unread">Share of the calls on its synchronous path that run into code which could not be read, 0..1; null in a result saved before it was told.</param>
public sealed record EntryPointResult(string Id, string Service, string Kind, string? Route, string File, int Line, IReadOnlyList<string> Chain, double? Availability, double? P99Ms, double? Unread = null);

/// <summary>Coupling metrics.</summary>
public sealed record Metrics(IReadOnlyList<CouplingMetrics> Assemblies, IReadOnlyList<CouplingMetrics> Namespaces, IReadOnlyList<CouplingMetrics> Types);

/// <summary>Afferent (Ca) and efferent (Ce) coupling, instability I = Ce/(Ca+Ce), abstractness A, distance D = |A+I-1| (Martin 1994), and the cycle it is in, if any.</summary>
public sealed record CouplingMetrics(string Name, int Afferent, int Efferent, double Instability, double? Abstractness, double? Distance, int? Cycle);

/// <summary>A finding. <see cref="Level"/> is <c>error</c>, <c>warning</c>, <c>suggestion</c> or <c>note</c>.</summary>
/// <param name="Fingerprint">Identity without lines: survives moved code.</param>
/// <param name="MarginGain">Factor by which the margin grows when this is repaired; null when the model does not see it.</param>
public sealed record FindingResult(string RuleId, string Level, string Message, string File, int Line, int Column, IReadOnlyList<PathStep> Path, string Fingerprint, double? MarginGain);

/// <summary>One hop of a path.</summary>
public sealed record PathStep(string Symbol, string File, int Line);

/// <summary>Trouble of the analysis itself (a project that would not load, a config key unknown). Incomplete is never clean.</summary>
public sealed record ProblemResult(string Code, string Message, string File, int Line);
