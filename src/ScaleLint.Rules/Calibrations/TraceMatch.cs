using ScaleLint.Graph.Effects;
using ScaleLint.Graph.Linking;
using ScaleLint.Rules.Settings;

namespace ScaleLint.Rules.Calibrations;

/// <summary>One edge of the code with what was measured of it; one of the sides may be missing.</summary>
public sealed record EdgeMatch(SystemEdge? Code, IReadOnlyList<MeasuredEdge> Measured);

/// <summary>
/// Which measured edge and entry point is which of the code. Services are matched by name, entry points by verb and route, edges by
/// the called service, else by host, database or broker; what only a guess would match stays unmatched.
/// </summary>
public sealed class TraceMatch
{
    private readonly SystemGraph graph;
    private readonly ScaleLintConfig config;
    private readonly Dictionary<string, string> services = new(StringComparer.Ordinal);
    private readonly Dictionary<EntryPoint, MeasuredEntryPoint> entries = [];
    private readonly Dictionary<(string Id, MeaningKind Kind), List<MeasuredEdge>> resources = [];

    private TraceMatch(SystemGraph graph, ScaleLintConfig config, Calibration calibration)
    {
        (this.graph, this.config, Calibration) = (graph, config, calibration);
        foreach (var name in calibration.Source.Services)
            if (graph.Services.All.FirstOrDefault(x => Plain(x.Name) == Plain(name)) is { } byName) services[name] = byName.Name;
            else if (graph.Services.All.FirstOrDefault(x => Plain(x.Unit.Name) == Plain(name)) is { } byAssembly) services[name] = byAssembly.Name;
        MatchEntries();
        Edges = MatchEdges();
        foreach (var edge in Edges.Where(x => x.Code != null && x.Measured.Count > 0))
            foreach (var resource in edge.Code!.Sites.Select(graph.Resources.Of).OfType<Resource>().Distinct())
            {
                if (!resources.TryGetValue((resource.Id, resource.Kind), out var list)) resources[(resource.Id, resource.Kind)] = list = [];
                list.AddRange(edge.Measured.Except(list));
            }
    }

    /// <summary>What was measured.</summary>
    public Calibration Calibration { get; }

    /// <summary>All edges of code and traces, sorted by from, to and kind; those of the code first.</summary>
    public IReadOnlyList<EdgeMatch> Edges { get; }

    /// <summary>Measured entry points by those of the code.</summary>
    public IReadOnlyDictionary<EntryPoint, MeasuredEntryPoint> EntryPoints => entries;

    /// <summary>Measured entry points that no code has, in the calibration's order.</summary>
    public IReadOnlyList<MeasuredEntryPoint> UnknownEntryPoints => Calibration.EntryPoints.Where(x => !entries.ContainsValue(x)).ToList();

    /// <summary>The match for a system; null when nothing was measured.</summary>
    public static TraceMatch? Of(SystemGraph graph, Settings.Settings settings) => settings.Calibration is { } calibration ? new TraceMatch(graph, settings.Config, calibration) : null;

    /// <summary>Requests per second from outside the system; null when the entry point was not seen.</summary>
    public double? RateOf(EntryPoint entry)
    {
        if (!entries.TryGetValue(entry, out var measured) || measured.Count <= 0) return null;
        var inside = measured.Callers.Where(x => services.ContainsKey(x.Service)).Sum(x => x.Count);
        return measured.RatePerSecond * Math.Max(0, 1 - inside / measured.Count);
    }

    /// <summary>What was measured of a resource; null when no call of it was seen.</summary>
    public MeasuredResource? Of(Resource resource) => resources.TryGetValue((resource.Id, resource.Kind), out var edges) ? MeasuredResource.Of(edges) : null;

    /// <summary>The code's name of a service in the traces; its own when the code has none.</summary>
    public string ServiceOf(string name) => services.TryGetValue(name, out var known) ? known : name;

    private void MatchEntries()
    {
        var own = graph.EntryPoints.Where(x => x.Root.Unit.IsJudged && !x.Root.Unit.Facts.IsTest).Select(x => (Entry: x, Service: graph.Services.NameOf(x))).ToList();
        foreach (var measured in Calibration.EntryPoints)
        {
            var inService = own.Where(x => x.Service == ServiceOf(measured.Service) && !entries.ContainsKey(x.Entry)).Select(x => x.Entry).ToList();
            var found = inService.FirstOrDefault(x => RouteKey(x.Id) == RouteKey(measured.Id))
                ?? (measured.Id.StartsWith("grpc ", StringComparison.Ordinal) ? Only(inService.Where(x => x.Kind == EntryKind.Grpc && Last(x.Id) == Last(measured.Id))) : null)
                ?? (measured.Id.StartsWith("consume ", StringComparison.Ordinal) ? Consumer(inService.Where(x => x.Kind == EntryKind.Consumer).ToList(), measured) : null);
            if (found != null) entries[found] = measured;
        }
    }

    private EntryPoint? Consumer(List<EntryPoint> consumers, MeasuredEntryPoint measured)
    {
        var destination = Plain(measured.Id.Substring("consume ".Length));
        return Only(consumers.Where(x => x.Id.Split(' ') is { Length: > 1 } words && Plain(words[1]) is { Length: > 2 } message && destination.Contains(message)))
            ?? (Calibration.EntryPoints.Count(x => x.Service == measured.Service && x.Id.StartsWith("consume ", StringComparison.Ordinal)) == 1 ? Only(consumers) : null);
    }

    private List<EdgeMatch> MatchEdges()
    {
        var code = graph.Services.Edges;
        var matched = code.ToDictionary(x => x, _ => new List<MeasuredEdge>());
        var open = new List<MeasuredEdge>();
        foreach (var measured in Calibration.Edges)
        {
            var candidates = code.Where(x => x.From == ServiceOf(measured.From) && Fits(x.Kind, measured)).Select(x => (Edge: x, Rank: Rank(x, measured))).Where(x => x.Rank > 0).ToList();
            var best = candidates.Count == 0 ? 0 : candidates.Max(x => x.Rank);
            if (Only(candidates.Where(x => x.Rank == best).Select(x => x.Edge)) is { } found) matched[found].Add(measured);
            else open.Add(measured);
        }
        // One way out of a service for a kind of call, and one edge measured: they are the same.
        foreach (var measured in open.Where(x => !x.IsService).ToList())
        {
            if (open.Count(x => !x.IsService && x.From == measured.From && x.Kind == measured.Kind) > 1) continue;
            if (Only(code.Where(x => x.From == ServiceOf(measured.From) && Fits(x.Kind, measured))) is not { } found || matched[found].Count > 0) continue;
            matched[found].Add(measured);
            open.Remove(measured);
        }
        return [.. code.Select(x => new EdgeMatch(x, matched[x])), .. open.Select(x => new EdgeMatch(null, [x]))];
    }

    private static bool Fits(string kind, MeasuredEdge measured) => measured.Kind switch
    {
        "http" or "grpc" => kind is "http" or "grpc" or "third-party" or "email" or "blob",
        "sql" => kind is "sql" or "document-db",
        _ => kind == measured.Kind,
    };

    /// <summary>3 the same thing by name, 2 a name within the other, 0 nothing says so.</summary>
    private int Rank(SystemEdge edge, MeasuredEdge measured)
    {
        if (measured.IsService) return edge.To == ServiceOf(measured.To) ? 3 : 0;
        var said = new[] { measured.To, measured.Address, measured.System }.OfType<string>().ToList();
        var names = edge.Sites.Select(graph.Resources.Of).OfType<Resource>().SelectMany(x => new[] { x.Id, x.Connection }).OfType<string>().Append(edge.To).Distinct(StringComparer.Ordinal).ToList();
        if (said.Any(x => names.Any(y => Plain(x) == Plain(y)))) return 3;
        if (said.Any(x => graph.Map.Address(edge.From, x) == edge.To || graph.Map.Address(edge.From, "http://" + x) == edge.To)) return 3;
        if (config.Resources.Any(x => names.Contains(x.Id) && said.Any(y => x.Match.Any(pattern => Pattern.Glob(pattern, y))))) return 3;
        return said.Any(x => names.Any(y => Within(Plain(x), Plain(y)) || Within(Plain(y), Plain(x)))) ? 2 : 0;
    }

    private static bool Within(string part, string whole) => part.Length >= 3 && whole.Contains(part);

    private static string Plain(string name) => string.Concat(name.Where(char.IsLetterOrDigit)).ToLowerInvariant();

    private static string Last(string id) => Plain(id.Substring(id.LastIndexOf('.') + 1)).Replace("async", "");

    /// <summary>Verb and route, whatever parameters are called and however they are constrained.</summary>
    private static string RouteKey(string id) => string.Join("/", id.TrimEnd('/').Split('/').Select(x => x.IndexOf('{') is >= 0 and var open && x.LastIndexOf('}') is var close && close > open
        ? x.Substring(0, open) + "{}" + x.Substring(close + 1) : x)).ToLowerInvariant();

    private static T? Only<T>(IEnumerable<T> items) where T : class
    {
        var first = items.Take(2).ToList();
        return first.Count == 1 ? first[0] : null;
    }
}
