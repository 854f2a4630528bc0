namespace ScaleLint.Topology;

/// <summary>Kinds of resource: the edge kinds of the result, and what no edge stands for.</summary>
public static class ResourceKind
{
    /// <summary>Relational database.</summary>
    public const string Sql = "sql";

    /// <summary>Document, wide-column, search or vector store.</summary>
    public const string DocumentDb = "document-db";

    /// <summary>Distributed cache.</summary>
    public const string Cache = "cache";

    /// <summary>Message broker, queue, topic or event stream.</summary>
    public const string Queue = "queue";

    /// <summary>Object store.</summary>
    public const string Blob = "blob";

    /// <summary>Mail server.</summary>
    public const string Email = "email";

    /// <summary>A service outside the system.</summary>
    public const string ThirdParty = "third-party";

    /// <summary>Infrastructure spoken to over HTTP: secrets, configuration, identity, models run locally.</summary>
    public const string Http = "http";

    /// <summary>Receivers of logs, metrics and traces.</summary>
    public const string Telemetry = "telemetry";

    /// <summary>Declared, but nothing says what it is.</summary>
    public const string Unknown = "unknown";
}

/// <summary>Something services depend on that holds data or is not theirs. Two services that open the same one share its id.</summary>
public sealed record Resource
{
    /// <summary>AppHost or compose name, else the database's, else the manifest's or the connection's.</summary>
    public required string Id { get; init; }

    /// <summary>One of <see cref="ResourceKind"/>.</summary>
    public required string Kind { get; init; }

    /// <summary>Product, such as <c>postgres</c>, <c>sqlserver</c>, <c>redis</c>, <c>rabbitmq</c>; null when nothing tells.</summary>
    public string? Engine { get; init; }

    /// <summary>Database, topic or container within the server.</summary>
    public string? Database { get; init; }

    /// <summary>Lower-case address of the server, <c>host</c> or <c>host:port</c>; null for a declared resource, which has <see cref="Hosts"/>.</summary>
    public string? Server { get; init; }

    /// <summary>Id of the resource that is the server of this database, when that is a resource of its own.</summary>
    public string? ServerId { get; init; }

    /// <summary>Lower-case names by which services address it. Sorted.</summary>
    public IReadOnlyList<string> Hosts { get; init; } = [];

    /// <summary>Names under which services know its connection string. Sorted.</summary>
    public IReadOnlyList<string> ConnectionNames { get; init; } = [];

    /// <summary>Connection names and hosts by which <c>scalelint.json</c> says what it is; empty when it does not.</summary>
    public IReadOnlyList<string> Matches { get; init; } = [];

    /// <summary>Greatest pool any service states for it (<c>Maximum Pool Size</c>); null is not stated.</summary>
    public int? MaxPoolSize { get; init; }

    /// <summary>True when a deployment file names it, false when only configuration does.</summary>
    public bool Declared { get; init; }

    /// <summary>Where it is declared, else where it is first used.</summary>
    public required Evidence Evidence { get; init; }
}
