namespace ScaleLint.Topology;

/// <summary>What a reference rests on.</summary>
public enum ReferenceKind
{
    /// <summary>The AppHost hands the target's address to the service (<c>WithReference</c>, an endpoint in <c>WithEnvironment</c>).</summary>
    Declared,

    /// <summary>An address or connection string in the service's configuration leads to the target.</summary>
    Configuration,

    /// <summary>A gateway's routes lead to the target.</summary>
    Route,

    /// <summary>The service waits for the target to start (<c>WaitFor</c>, <c>depends_on</c>); no proof that it calls it.</summary>
    StartOrder,
}

/// <summary>One service's way to another service or resource, as files declare it. What the code does with it is not known here.</summary>
public sealed record Reference
{
    /// <summary>Id of the service that refers.</summary>
    public required string ServiceId { get; init; }

    /// <summary>Id of the service or resource referred to.</summary>
    public required string TargetId { get; init; }

    /// <summary>What it rests on.</summary>
    public required ReferenceKind Kind { get; init; }

    /// <summary>Name of the connection string in the service's configuration, if it is one.</summary>
    public string? ConnectionName { get; init; }

    /// <summary>Configuration key that carries the address, <c>Services:Catalog:BaseUrl</c>; null for start order.</summary>
    public string? ConfigurationKey { get; init; }

    /// <summary>True when the same line gives it to three or more services, as a common config map does: no sign that this one uses it.</summary>
    public bool IsShared { get; init; }

    /// <summary>The connection string, parsed and without its secrets, when the key holds one.</summary>
    public ConnectionString? Connection { get; init; }

    /// <summary>Where it is written.</summary>
    public required Evidence Evidence { get; init; }
}

/// <summary>An address in effective configuration that no service or resource answers to.</summary>
/// <param name="ServiceId">Service whose configuration it is.</param>
/// <param name="ConfigurationKey">Its key.</param>
/// <param name="Address">Host, with port if stated; null when the value is empty, a placeholder or secret.</param>
/// <param name="Evidence">Where it is written.</param>
public sealed record UnresolvedAddress(string ServiceId, string ConfigurationKey, string? Address, Evidence Evidence);
