namespace ScaleLint.Rules.Calibrations;

/// <summary>What traces of the running system say, as <c>scalelint calibrate</c> writes it. Times in ms, rates per second, shares 0..1.</summary>
/// <param name="EntryPoints">Sorted by service, then id.</param>
/// <param name="Edges">Sorted by from, to, then kind.</param>
public sealed record Calibration(TraceSource Source, IReadOnlyList<MeasuredEntryPoint> EntryPoints, IReadOnlyList<MeasuredEdge> Edges)
{
    /// <summary>The version of the file that this tool writes and reads.</summary>
    public const int SchemaVersion = 1;
}

/// <summary>Where the numbers come from.</summary>
/// <param name="Files">Names of the files without folder, sorted.</param>
/// <param name="Spans">Spans used, each once however often it was exported.</param>
/// <param name="Skipped">Spans left out: without an id, or ending before they begin.</param>
/// <param name="WindowSeconds">From the first span's start to the last one's end.</param>
public sealed record TraceSource(IReadOnlyList<string> Files, int Traces, int Spans, int Skipped, double WindowSeconds, IReadOnlyList<string> Services);

/// <summary>Durations of one kind of span.</summary>
public sealed record MeasuredTime(double MedianMs, double P99Ms, double MeanMs);

/// <summary>Where work arrives.</summary>
/// <param name="Service">As the traces call it.</param>
/// <param name="Id">Verb and route as the code has them, else the span's name.</param>
/// <param name="Count">Requests seen; of sampled traces as many as they stand for.</param>
/// <param name="RatePerSecond">Of all requests.</param>
/// <param name="Callers">Services whose spans sent some of the requests, sorted; the rest came from outside.</param>
public sealed record MeasuredEntryPoint(string Service, string Id, double Count, double Failures, double FailureRate, double RatePerSecond, MeasuredTime Time, IReadOnlyList<MeasuredCaller> Callers);

/// <summary>A service with the requests it sent to one entry point.</summary>
public sealed record MeasuredCaller(string Service, double Count);

/// <summary>Calls from a service to a service or resource.</summary>
/// <param name="To">The called service, else the database, queue, peer or host.</param>
/// <param name="Kind">As the edges of a result.</param>
/// <param name="IsService">Whether <see cref="To"/> took part in the traces itself.</param>
/// <param name="Address">Host that was called, if known.</param>
/// <param name="System">Kind of database or broker, if known.</param>
/// <param name="Time">Whole calls.</param>
/// <param name="OwnTime">Calls less what the called service itself took: the way there and back.</param>
/// <param name="OwnFailures">Failed calls whose failure did not come from the called service.</param>
public sealed record MeasuredEdge(string From, string To, string Kind, bool IsService, string? Address, string? System,
    double Count, double Failures, double FailureRate, MeasuredTime Time, MeasuredTime OwnTime, double OwnFailures, IReadOnlyList<MeasuredCalls> Calls);

/// <summary>Calls of one edge per request of an entry point of the calling service.</summary>
public sealed record MeasuredCalls(string EntryPoint, double Requests, double PerRequest);
