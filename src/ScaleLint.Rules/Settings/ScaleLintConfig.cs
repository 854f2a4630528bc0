namespace ScaleLint.Rules.Settings;

/// <summary>What <c>scalelint.json</c> says. Lines are 1-based places in that file.</summary>
public sealed record ScaleLintConfig
{
    /// <summary>Path of the file as reported; empty when there is none.</summary>
    public string File { get; init; } = "";

    /// <summary>Named sets of types.</summary>
    public IReadOnlyList<Layer> Layers { get; init; } = [];

    /// <summary>Which layer may use which.</summary>
    public IReadOnlyList<DependencyRule> Rules { get; init; } = [];

    /// <summary>Services that no topology file declares, or overrides.</summary>
    public IReadOnlyList<ServiceConfig> Services { get; init; } = [];

    /// <summary>Resources that no topology file declares, or overrides.</summary>
    public IReadOnlyList<ResourceConfig> Resources { get; init; } = [];

    /// <summary>Smallest margin the team accepts.</summary>
    public double MinMargin { get; init; } = 10;

    /// <summary>Objectives by entry point id.</summary>
    public IReadOnlyList<Objective> Objectives { get; init; } = [];

    /// <summary>Calibration file, relative to the config.</summary>
    public string? Calibration { get; init; }

    /// <summary>Baseline file, relative to the config.</summary>
    public string? Baseline { get; init; }

    /// <summary>Effects files, relative to the config.</summary>
    public IReadOnlyList<string> Effects { get; init; } = [];

    /// <summary>Entity or message types that are an outbox.</summary>
    public IReadOnlyList<string> OutboxTypes { get; init; } = [];

    /// <summary>Consumers that may lose messages.</summary>
    public IReadOnlyList<string> LossyConsumers { get; init; } = [];

    /// <summary>Findings that are accepted.</summary>
    public IReadOnlyList<Allowance> Allow { get; init; } = [];
}

/// <summary>A named set of types.</summary>
public sealed record Layer(string Name, IReadOnlyList<string> Types, int Line);

/// <summary>Whether one layer or pattern may use another.</summary>
public sealed record DependencyRule(string From, string To, bool Allow, bool Transitive, string? Reason, int Line);

/// <summary>A service.</summary>
public sealed record ServiceConfig(string Name, string? Project, IReadOnlyList<string> Hosts, int? Instances, bool SingleInstance, int Line);

/// <summary>A resource; <see cref="Time"/> as JSON of the system file's <c>time</c>.</summary>
public sealed record ResourceConfig(string Id, string? Kind, IReadOnlyList<string> Match, double? Slots, string? Time, double? Failure, double? QuotaPerSecond, int? Replicas, int Line);

/// <summary>An objective of an entry point.</summary>
public sealed record Objective(string EntryPoint, double? P99Ms, double? Availability, double? RatePerSecond, int Line);

/// <summary>A finding that is accepted, by whom, why and until when (<c>yyyy-MM-dd</c>).</summary>
public sealed record Allowance(string Rule, string? Symbol, string? Path, string? Owner, string? Reason, string? Expires, int Line);

/// <summary>Trouble in <c>scalelint.json</c>, with its place.</summary>
public sealed record ConfigProblem(string Message, string File, int Line, int Column);
