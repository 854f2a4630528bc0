using ScaleLint.Graph.Facts;
using ScaleLint.Graph.Linking;
using ScaleLint.Topology;

namespace ScaleLint.Cli.Scan;

/// <summary>What topology files say, as the graph asks for it.</summary>
internal sealed class TopologyMap(SystemTopology topology, TopologyInput input) : SystemMap
{
    /// <inheritdoc/>
    public override IReadOnlyList<MappedService> Services { get; } = [.. topology.Services.Select(x => new MappedService(x.Id, x.ProjectPath, x.Instances, x.Kind.ToString().ToLowerInvariant()))];

    /// <inheritdoc/>
    public override IReadOnlyList<MappedResource> Resources { get; } = [.. topology.Resources.Where(x => x.Kind is not (ResourceKind.Telemetry or ResourceKind.Unknown)).Select(x => new MappedResource(x.Id, x.Kind, x.MaxPoolSize, x.Evidence.File, x.Evidence.Line, x.ServerId))];

    /// <inheritdoc/>
    public override IReadOnlyList<MappedReference> References { get; } =
        [.. topology.References.Select(x => new MappedReference(x.ServiceId, x.TargetId, Basis(x.Kind), x.ConnectionName, x.ConfigurationKey, x.IsShared, x.Evidence.File, x.Evidence.Line))];

    /// <inheritdoc/>
    public override IReadOnlyList<MappedRoute> Routes { get; } =
        [.. topology.GatewayRoutes.Select(x => new MappedRoute(x.ServiceId, x.Methods, x.Path, x.TargetPath, x.TargetIds, x.Evidence.File, x.Evidence.Line))];

    /// <inheritdoc/>
    public override string? Store(string service, string connection) => topology.ResolveStore(connection, service);

    /// <inheritdoc/>
    public override string? Address(string service, string address) => topology.ResolveAddress(address, service);

    /// <inheritdoc/>
    public override string? Connection(string service, string name) => topology.ResolveConnection(service, name);

    /// <inheritdoc/>
    public override string? Key(string service, string key) => topology.ResolveKey(service, key);

    /// <inheritdoc/>
    public override string? Value(string service, string key) => topology.EffectiveConfiguration(service).TryGetValue(key, out var value) ? value.Value : null;

    /// <inheritdoc/>
    public override Position ProjectReference(string project, string referenced)
    {
        var name = referenced[(referenced.LastIndexOf('/') + 1)..];
        var file = input.Files.FirstOrDefault(x => string.Equals(x.Path, project, StringComparison.OrdinalIgnoreCase));
        var lines = file?.Content.Split('\n') ?? [];
        for (var i = 0; i < lines.Length; i++)
        {
            var at = lines[i].IndexOf("<ProjectReference", StringComparison.Ordinal);
            if (at >= 0 && lines[i].Contains(name, StringComparison.OrdinalIgnoreCase)) return new Position(project, i + 1, at + 1, i + 1, at + 1);
        }
        return base.ProjectReference(project, referenced);
    }

    private static MappedBasis Basis(ReferenceKind kind) => kind switch
    {
        ReferenceKind.Declared => MappedBasis.Declared,
        ReferenceKind.Configuration => MappedBasis.Configuration,
        ReferenceKind.Route => MappedBasis.Route,
        _ => MappedBasis.StartOrder,
    };
}
