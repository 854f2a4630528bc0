using ScaleLint.Topology.Linking;
using ScaleLint.Topology.Sources;

namespace ScaleLint.Topology.Gateways;

/// <summary>Routes of gateways to the services behind them.</summary>
internal sealed class GatewayLinker(HostTable<SystemNode> hosts, List<ReferenceDraft> references)
{
    public List<(ServiceNode Service, RouteDraft Route, List<SystemNode> Targets)> Routes { get; } = [];

    public void Link(ServiceNode service, IEnumerable<RouteDraft> routes)
    {
        foreach (var route in routes)
        {
            var targets = new List<SystemNode>();
            foreach (var text in route.Addresses)
            {
                if (NetworkAddress.Parse(text) is { } address
                    && hosts.Find(address, null, node => node.Deployments.Overlaps(service.Deployments)) is { } target
                    && target != service
                    && !targets.Contains(target))
                {
                    targets.Add(target);
                    references.Add(new ReferenceDraft(service, target, null, ReferenceKind.Route, null, null, null, route.Evidence));
                }
            }

            Routes.Add((service, route, targets));
        }
    }

    /// <summary>Without a route that holds everywhere, the ones for the environment the deployment names do.</summary>
    public static IEnumerable<RouteDraft> OcelotOf(ServiceNode service, IReadOnlyList<(List<RouteDraft> Routes, string? Environment)> files)
    {
        var production = files.Where(file => file.Environment is { } environment && ServiceNode.IsProduction(environment) && file.Routes.Count > 0).ToList();
        var general = files.Where(file => file.Environment is null && file.Routes.Count > 0).ToList();
        if (production.Count > 0)
        {
            return production.SelectMany(file => file.Routes);
        }

        if (general.Count > 0)
        {
            return general.SelectMany(file => file.Routes);
        }

        var stated = service.Effective.GetValueOrDefault("ASPNETCORE_ENVIRONMENT")?.Value;
        return files.Where(file => string.Equals(file.Environment, stated, StringComparison.OrdinalIgnoreCase)).SelectMany(file => file.Routes);
    }
}
