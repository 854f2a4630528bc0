namespace ScaleLint.Topology.Sources;

/// <summary>A configuration value as a source states it, secrets and all; never leaves the assembly unmasked.</summary>
internal sealed record DraftValue(string Key, string? Value, ConfigurationSource Source, string? Environment, Evidence Evidence)
{
    /// <summary>What it replaces within its own source; asked when this one leads nowhere, as a production overlay left behind does.</summary>
    public DraftValue? Overridden { get; init; }
}

/// <summary>A service as one deployment source sees it.</summary>
internal sealed class ServiceDraft(string name, ServiceKind kind, Evidence evidence)
{
    public string Name { get; } = name;

    public ServiceKind Kind { get; set; } = kind;

    /// <summary>Id it gets where no AppHost or compose file names it: that of its project.</summary>
    public string? PreferredId { get; init; }

    public Evidence Evidence { get; set; } = evidence;

    /// <summary>Other names by which an earlier deployment may know it.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    public string? ProjectPath { get; set; }

    public string? Image { get; set; }

    public int? Instances { get; set; }

    public SortedSet<string> Hosts { get; } = new(StringComparer.Ordinal);

    public List<DraftValue> Values { get; } = [];
}

/// <summary>A resource as one deployment source sees it.</summary>
internal sealed class ResourceDraft(string name, string kind, string? engine, Evidence evidence)
{
    public string Name { get; } = name;

    public string Kind { get; set; } = kind;

    public string? Engine { get; set; } = engine;

    public Evidence Evidence { get; } = evidence;

    public string? Database { get; set; }

    /// <summary>Name of the server it is a database, queue or container of.</summary>
    public string? Parent { get; set; }

    public string? Image { get; set; }

    /// <summary>Connection string given for it outside the code that declares it.</summary>
    public string? Connection { get; set; }

    public SortedSet<string> Hosts { get; } = new(StringComparer.Ordinal);
}

/// <summary>One draft's way to another, by their names within the deployment.</summary>
internal sealed record LinkDraft(string From, string To, ReferenceKind Kind, string? ConnectionName, string? Key, Evidence Evidence);

/// <summary>A gateway route before its addresses are resolved.</summary>
internal sealed record RouteDraft(string Name, string Path, IReadOnlyList<string> Methods, IReadOnlyList<string> MatchHosts, string TargetPath, IReadOnlyList<string> Addresses, double? TimeoutSeconds, Evidence Evidence);

/// <summary>What one AppHost, compose stack, set of manifests or chart declares.</summary>
internal sealed class Deployment(ConfigurationSource source)
{
    public ConfigurationSource Source { get; } = source;

    public Dictionary<string, ServiceDraft> Services { get; } = new(StringComparer.OrdinalIgnoreCase);

    public Dictionary<string, ResourceDraft> Resources { get; } = new(StringComparer.OrdinalIgnoreCase);

    public List<LinkDraft> Links { get; } = [];

    public List<(string Service, RouteDraft Route)> Routes { get; } = [];
}
