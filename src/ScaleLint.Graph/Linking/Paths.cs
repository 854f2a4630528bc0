namespace ScaleLint.Graph.Linking;

/// <summary>Paths of addresses, and the route templates that they fit. A hole in a path is <c>{}</c>.</summary>
internal static class Paths
{
    /// <summary>The path of a URL, under the path of the base address when it is relative.</summary>
    public static string Of(string url, string? baseAddress)
    {
        var path = WithoutHost(url);
        var query = path.IndexOfAny(['?', '#']);
        if (query >= 0) path = path.Substring(0, query);
        var absolute = url.StartsWith("/", StringComparison.Ordinal) || url.IndexOf("://", StringComparison.Ordinal) > 0 || baseAddress == null;
        var prefix = absolute ? "" : WithoutHost(baseAddress!).Trim('/');
        return prefix.Length == 0 ? path : prefix + "/" + path.TrimStart('/');
    }

    /// <summary>How well a path with holes fits a route template: number of literal segments, or -1.</summary>
    public static int Match(string route, string path) => Fill(route, path, null);

    /// <summary>Fits a path to a template and puts what its parameters stand for into another; null when it does not fit.</summary>
    public static string? Rewrite(string route, string target, string path)
    {
        var values = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        if (Fill(route, path, values) < 0) return null;
        var parts = target.Trim('/').Split('/').Select(x => IsParameter(x) ? values.TryGetValue(NameOf(x), out var value) ? value : "{}" : x).Where(x => x.Length > 0);
        return "/" + string.Join("/", parts);
    }

    private static int Fill(string route, string path, Dictionary<string, string>? values)
    {
        var template = route.Trim('/').Split('/');
        var segments = path.Trim('/').Split('/');
        var rank = 0;
        for (var i = 0; i < template.Length; i++)
        {
            // Ocelot's last parameter, like a catch-all, takes what is left.
            var rest = template[i].StartsWith("{*", StringComparison.Ordinal) || (values != null && i == template.Length - 1 && IsParameter(template[i]));
            if (rest)
            {
                if (values != null) values[NameOf(template[i])] = string.Join("/", segments.Skip(i));
                return rank;
            }
            if (i >= segments.Length) return template[i].EndsWith("?}", StringComparison.Ordinal) && i == template.Length - 1 ? rank : -1;
            var parameter = template[i].IndexOf('{') >= 0;
            if (segments[i].Contains("{}")) { if (!parameter) return -1; }
            else if (string.Equals(template[i], segments[i], StringComparison.OrdinalIgnoreCase)) rank++;
            else if (!parameter) return -1;
            if (parameter && values != null) values[NameOf(template[i])] = segments[i];
        }
        return segments.Length > template.Length ? -1 : rank;
    }

    private static bool IsParameter(string segment) => segment.StartsWith("{", StringComparison.Ordinal) && segment.EndsWith("}", StringComparison.Ordinal);

    private static string NameOf(string parameter) => parameter.Trim('{', '}', '*', '?').Split(':')[0];

    private static string WithoutHost(string address)
    {
        var at = address.IndexOf("://", StringComparison.Ordinal);
        if (at < 0 && address.StartsWith("{}", StringComparison.Ordinal)) at = -1;
        else if (at < 0) return address;
        var slash = address.IndexOf('/', at < 0 ? 0 : at + 3);
        return slash < 0 ? "" : address.Substring(slash);
    }
}

/// <summary>The routes of gateways, for calls that come in by them.</summary>
internal sealed class Routes(SystemMap map)
{
    private readonly ILookup<string, MappedRoute> byService = map.Routes.ToLookup(x => x.Service, StringComparer.OrdinalIgnoreCase);

    /// <summary>The services behind a gateway that a call to it is passed on to, with the route and the path they see; the most exact route first.</summary>
    public IEnumerable<(MappedRoute Route, string Target, string Path)> From(string service, string? verb, string path) => byService[service]
        .Where(x => x.Methods.Count == 0 || verb == null || x.Methods.Contains(verb, StringComparer.Ordinal))
        .OrderByDescending(x => Paths.Match(x.Path, path)).ThenBy(x => x.File, StringComparer.Ordinal).ThenBy(x => x.Line)
        .SelectMany(x => Paths.Rewrite(x.Path, x.TargetPath, path) is { } passed ? x.Targets.Select(t => (x, t, passed)) : []);
}
