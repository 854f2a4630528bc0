namespace ScaleLint.Topology;

/// <summary>One route of a gateway (YARP, Ocelot): what it takes in and where it sends it.</summary>
public sealed record GatewayRoute
{
    /// <summary>Id of the gateway's service.</summary>
    public required string ServiceId { get; init; }

    /// <summary>The route's name, or its place in the list.</summary>
    public required string Name { get; init; }

    /// <summary>Path template it matches, leading slash: <c>/catalog/{**rest}</c>.</summary>
    public required string Path { get; init; }

    /// <summary>Upper-case methods it matches; empty is all. Sorted.</summary>
    public IReadOnlyList<string> Methods { get; init; } = [];

    /// <summary>Hosts it is limited to; empty is all.</summary>
    public IReadOnlyList<string> MatchHosts { get; init; } = [];

    /// <summary>Path template the target sees, after the route's transforms.</summary>
    public required string TargetPath { get; init; }

    /// <summary>Addresses it forwards to, as written, secrets removed. Sorted.</summary>
    public IReadOnlyList<string> TargetAddresses { get; init; } = [];

    /// <summary>Ids of the services those addresses lead to; what did not resolve is missing. Sorted.</summary>
    public IReadOnlyList<string> TargetIds { get; init; } = [];

    /// <summary>Seconds until the gateway gives up on the target, where the route says so.</summary>
    public double? TimeoutSeconds { get; init; }

    /// <summary>Where it is written.</summary>
    public required Evidence Evidence { get; init; }
}
