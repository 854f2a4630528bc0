namespace ScaleLint.Topology;

/// <summary>What a connection string says, without its secrets. Members are null where it says nothing: defaults belong to the driver.</summary>
public sealed record ConnectionString
{
    /// <summary>One of <see cref="ResourceKind"/>.</summary>
    public required string Kind { get; init; }

    /// <summary>Product, <c>postgres</c>, <c>sqlserver</c>, <c>redis</c> ...; null when several fit.</summary>
    public string? Engine { get; init; }

    /// <summary>Lower-case host of the first server; null for a file or an address that is a placeholder.</summary>
    public string? Server { get; init; }

    /// <summary>Port, if written.</summary>
    public int? Port { get; init; }

    /// <summary>Database, file, virtual host's queue or entity path.</summary>
    public string? Database { get; init; }

    /// <summary>Most connections one process keeps open to it.</summary>
    public int? MaxPoolSize { get; init; }

    /// <summary>Connections kept open at least.</summary>
    public int? MinPoolSize { get; init; }

    /// <summary>False when pooling is switched off.</summary>
    public bool? Pooling { get; init; }

    /// <summary>Seconds until opening a connection gives up.</summary>
    public double? ConnectTimeoutSeconds { get; init; }

    /// <summary>Seconds until a command gives up.</summary>
    public double? CommandTimeoutSeconds { get; init; }

    /// <summary>Attempts the driver makes to connect anew.</summary>
    public int? ConnectRetries { get; init; }

    /// <summary>True for a store within the process (SQLite <c>:memory:</c>), which is no dependency.</summary>
    public bool InProcess { get; init; }

    /// <summary>Reads a connection string of the usual engines; null when it is none, or a placeholder.</summary>
    /// <param name="text">Key-value pairs, a URI, or a Redis or broker list.</param>
    public static ConnectionString? Parse(string? text) => ConnectionStringParser.Parse(text);
}
