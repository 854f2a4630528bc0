using System.Globalization;
using ScaleLint.Topology.Sources;

namespace ScaleLint.Topology.Gateways;

/// <summary>YARP routes from configuration: any section with <c>Routes</c> that name a <c>ClusterId</c> and <c>Clusters</c> with destinations.</summary>
internal static class YarpRoutes
{
    public static List<RouteDraft> Read(IReadOnlyDictionary<string, DraftValue> configuration)
    {
        var routes = new List<RouteDraft>();
        var sections = configuration.Keys
            .Select(key => key.Split(':'))
            .Where(segments => segments.Length >= 3 && segments[^1].Equals("ClusterId", StringComparison.OrdinalIgnoreCase) && segments[^3].Equals("Routes", StringComparison.OrdinalIgnoreCase))
            .Select(segments => (Section: string.Join(':', segments[..^3]), Route: segments[^2]))
            .OrderBy(entry => entry.Section, StringComparer.Ordinal)
            .ThenBy(entry => entry.Route, StringComparer.Ordinal);
        foreach (var (section, route) in sections)
        {
            var root = section.Length == 0 ? "" : section + ":";
            var prefix = root + "Routes:" + route + ":";
            var cluster = configuration[prefix + "ClusterId"];
            var clusterPrefix = root + "Clusters:" + cluster.Value + ":";
            var path = PathTemplates.Rooted(Text(configuration, prefix + "Match:Path") ?? "/{**catch-all}");
            routes.Add(new RouteDraft(
                route,
                path,
                [.. List(configuration, prefix + "Match:Methods").Select(method => method.ToUpperInvariant()).Order(StringComparer.Ordinal)],
                List(configuration, prefix + "Match:Hosts"),
                Transformed(configuration, prefix + "Transforms:", path),
                [.. Destinations(configuration, clusterPrefix).Order(StringComparer.Ordinal)],
                Seconds(Text(configuration, prefix + "Timeout") ?? Text(configuration, clusterPrefix + "HttpRequest:ActivityTimeout")),
                configuration.TryGetValue(prefix + "Match:Path", out var match) ? match.Evidence : cluster.Evidence));
        }

        return routes;
    }

    /// <summary>True for the keys whose addresses are the routes' targets and no calls of the service's own.</summary>
    public static bool IsDestination(string key) =>
        key.Contains(":Destinations:", StringComparison.OrdinalIgnoreCase) && key.Contains("Clusters:", StringComparison.OrdinalIgnoreCase);

    private static IEnumerable<string> Destinations(IReadOnlyDictionary<string, DraftValue> configuration, string clusterPrefix) =>
        configuration
            .Where(pair => pair.Key.StartsWith(clusterPrefix + "Destinations:", StringComparison.OrdinalIgnoreCase) && pair.Key.EndsWith(":Address", StringComparison.OrdinalIgnoreCase))
            .Select(pair => pair.Value.Value)
            .OfType<string>()
            .Distinct(StringComparer.OrdinalIgnoreCase);

    private static string Transformed(IReadOnlyDictionary<string, DraftValue> configuration, string prefix, string path)
    {
        for (var i = 0; ; i++)
        {
            var step = prefix + i.ToString(CultureInfo.InvariantCulture) + ":";
            if (!configuration.Keys.Any(key => key.StartsWith(step, StringComparison.OrdinalIgnoreCase)))
            {
                return path;
            }

            if (Text(configuration, step + "PathRemovePrefix") is { } removed)
            {
                path = PathTemplates.WithoutPrefix(path, removed);
            }
            else if (Text(configuration, step + "PathPrefix") is { } added)
            {
                path = PathTemplates.WithPrefix(path, added);
            }
            else if ((Text(configuration, step + "PathPattern") ?? Text(configuration, step + "PathSet")) is { } replaced)
            {
                path = PathTemplates.Rooted(replaced);
            }
        }
    }

    private static List<string> List(IReadOnlyDictionary<string, DraftValue> configuration, string key)
    {
        var items = new List<string>();
        while (Text(configuration, key + ":" + items.Count.ToString(CultureInfo.InvariantCulture)) is { } item)
        {
            items.Add(item);
        }

        return items;
    }

    private static string? Text(IReadOnlyDictionary<string, DraftValue> configuration, string key) =>
        configuration.TryGetValue(key, out var value) && !string.IsNullOrWhiteSpace(value.Value) ? value.Value : null;

    private static double? Seconds(string? text) =>
        TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var time) ? time.TotalSeconds : null;
}
