using System.Globalization;
using ScaleLint.Topology.Sources;
using ScaleLint.Topology.Text;

namespace ScaleLint.Topology.Gateways;

/// <summary>Ocelot routes from <c>ocelot*.json</c>, or from settings that carry the same lists.</summary>
internal static class OcelotRoutes
{
    /// <summary>Routes of one document; an empty list when it has none.</summary>
    public static List<RouteDraft> Read(TextNode document, string file)
    {
        var routes = new List<RouteDraft>();
        foreach (var list in (ReadOnlySpan<string>)["Routes", "ReRoutes"])
        {
            foreach (var route in document[list]?.Items ?? [])
            {
                if (route.Text("DownstreamPathTemplate") is { } downstream)
                {
                    routes.Add(Route(route, downstream, routes.Count, file));
                }
            }
        }

        return routes;
    }

    private static RouteDraft Route(TextNode route, string downstream, int place, string file)
    {
        var scheme = route.Text("DownstreamScheme") ?? "http";
        var addresses = new List<string>();
        foreach (var target in route["DownstreamHostAndPorts"]?.Items ?? [])
        {
            if (target.Text("Host") is { Length: > 0 } host)
            {
                addresses.Add(scheme + "://" + host + (target.Text("Port") is { } port ? ":" + port : ""));
            }
        }

        // With a discovery provider the service's name stands in place of hosts.
        if (addresses.Count == 0 && route.Text("ServiceName") is { Length: > 0 } service)
        {
            addresses.Add(scheme + "://" + service);
        }

        var template = route["UpstreamPathTemplate"];
        var timeout = route.Text("QoSOptions", "TimeoutValue") is { } text && double.TryParse(text, CultureInfo.InvariantCulture, out var milliseconds) && milliseconds > 0
            ? milliseconds / 1000
            : (double?)null;
        return new RouteDraft(
            route.Text("Key") ?? place.ToString(CultureInfo.InvariantCulture),
            PathTemplates.Rooted(template?.Value),
            [.. Methods(route["UpstreamHttpMethod"]).Order(StringComparer.Ordinal)],
            route.Text("UpstreamHost") is { Length: > 0 } upstream ? [upstream] : [],
            PathTemplates.Rooted(downstream),
            [.. addresses.Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.Ordinal)],
            timeout,
            new Evidence(file, template?.Line ?? route.Line));
    }

    private static IEnumerable<string> Methods(TextNode? node)
    {
        var items = node is { Kind: TextNodeKind.Sequence } ? node.Items : node is null ? [] : [node];
        return items.Select(item => item.Value).OfType<string>().Where(method => method.Length > 0).Select(method => method.ToUpperInvariant());
    }
}
