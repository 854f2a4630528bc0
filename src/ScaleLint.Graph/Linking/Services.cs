using QuikGraph;
using ScaleLint.Graph.Effects;
using ScaleLint.Graph.Facts;

namespace ScaleLint.Graph.Linking;

/// <summary>A process of the system.</summary>
/// <param name="Name">As the AppHost or compose file calls it, else the project's name.</param>
/// <param name="Kind"><c>web</c> when it answers requests, else <c>worker</c>.</param>
public sealed record Service(string Name, Unit Unit, string Kind);

/// <summary>A dependency between services, or of a service on a resource, with the calls that show it.</summary>
public sealed record SystemEdge(string From, string To, string Kind, IReadOnlyList<CallSite> Sites) : IEdge<string>
{
    /// <inheritdoc/>
    public string Source => From;

    /// <inheritdoc/>
    public string Target => To;
}

/// <summary>The services of the system, the endpoints their calls arrive at, and the edges between them. A path alone never makes an edge.</summary>
public sealed class Services
{
    private readonly SystemGraph graph;
    private readonly SystemMap map;
    private readonly Dictionary<Unit, IReadOnlyList<Service>> byUnit = [];
    private readonly Dictionary<string, List<EntryPoint>> endpoints = new(StringComparer.Ordinal);
    private readonly Dictionary<CallSite, (string? Target, EntryPoint? Endpoint)> known = [];

    internal Services(SystemGraph graph, SystemMap map)
    {
        (this.graph, this.map) = (graph, map);
        var all = new List<Service>();
        foreach (var unit in graph.Units)
        {
            if (!IsService(unit)) continue;
            var request = graph.EntryPoints.Any(x => x.IsRequest && Uses(unit, x.Root.Unit));
            var name = map.Services.FirstOrDefault(x => x.Project != null && string.Equals(x.Project, unit.Project, StringComparison.OrdinalIgnoreCase))?.Id ?? ProjectName(unit);
            all.Add(new Service(name, unit, request ? "web" : "worker"));
        }
        All = all.OrderBy(x => x.Name, StringComparer.Ordinal).ThenBy(x => x.Unit.Name, StringComparer.Ordinal).ToList();
        foreach (var entry in graph.EntryPoints)
        {
            if (Of(entry.Root.Unit).FirstOrDefault() is not { } service) continue;
            if (!endpoints.TryGetValue(service.Name, out var list)) endpoints[service.Name] = list = [];
            list.Add(entry);
        }
    }

    /// <summary>All services, sorted by name.</summary>
    public IReadOnlyList<Service> All { get; }

    /// <summary>The services that run a unit: itself, or those that reference it.</summary>
    public IReadOnlyList<Service> Of(Unit unit)
    {
        if (byUnit.TryGetValue(unit, out var list)) return list;
        list = All.Where(x => x.Unit == unit).ToList();
        if (list.Count == 0) list = All.Where(x => Uses(x.Unit, unit)).ToList();
        return byUnit[unit] = list;
    }

    /// <summary>Name of the service an entry point belongs to, else of its project.</summary>
    public string NameOf(EntryPoint entry) => Of(entry.Root.Unit).FirstOrDefault()?.Name ?? ProjectName(entry.Root.Unit);

    /// <summary>The endpoint of the solution that a call arrives at, or null.</summary>
    public EntryPoint? EndpointOf(CallSite site) => Find(site).Endpoint;

    /// <summary>Id of the service or declared resource that an HTTP or gRPC call goes to, or null when it cannot be told.</summary>
    public string? TargetOf(CallSite site) => Find(site).Target;

    /// <summary>Edges of the calls that some entry point reaches, sorted.</summary>
    public IReadOnlyList<SystemEdge> Edges => edges ??= FindEdges();

    /// <summary>The dependency graph of the services among themselves: who waits for whom, by HTTP and gRPC.</summary>
    public BidirectionalGraph<string, SystemEdge> Waiting()
    {
        var result = new BidirectionalGraph<string, SystemEdge>();
        result.AddVertexRange(All.Select(x => x.Name).Distinct(StringComparer.Ordinal));
        result.AddEdgeRange(Edges.Where(x => x.Kind is "http" or "grpc" && result.ContainsVertex(x.From) && result.ContainsVertex(x.To)));
        return result;
    }

    /// <summary>Calls to other processes whose target could not be told, sorted.</summary>
    public IReadOnlyList<CallSite> Unresolved { get; private set; } = [];

    private IReadOnlyList<SystemEdge>? edges;

    private IReadOnlyList<SystemEdge> FindEdges()
    {
        var live = new Reached(graph.EntryPoints.Where(x => !x.Root.Unit.Facts.IsTest), background: true);
        var found = new Dictionary<(string From, string To, string Kind), List<CallSite>>();
        var unresolved = new List<CallSite>();
        foreach (var method in graph.Methods)
        {
            if (method.Facts.Body == null || !method.Unit.IsJudged || method.Unit.Facts.IsTest || !live.Contains(method)) continue;
            foreach (var site in method.Sites)
            {
                if (site.Remote is not { } effect || effect.Kind is MeaningKind.File) continue;
                var resource = graph.Resources.Of(site)!;
                var target = TargetOf(site) ?? resource.Id;
                if (resource.Kind is MeaningKind.Http or MeaningKind.Grpc && TargetOf(site) == null) { unresolved.Add(site); continue; }
                foreach (var service in Of(method.Unit))
                {
                    if (service.Name == target) continue;
                    var key = (service.Name, target, ContractName(resource.Kind));
                    if (!found.TryGetValue(key, out var list)) found[key] = list = [];
                    list.Add(site);
                }
            }
        }
        Unresolved = unresolved.OrderBy(x => x.At.File, StringComparer.Ordinal).ThenBy(x => x.At.Line).ToList();
        return found.OrderBy(x => x.Key.From, StringComparer.Ordinal).ThenBy(x => x.Key.To, StringComparer.Ordinal).ThenBy(x => x.Key.Kind, StringComparer.Ordinal)
            .Select(x => new SystemEdge(x.Key.From, x.Key.To, x.Key.Kind, x.Value.OrderBy(s => s.At.File, StringComparer.Ordinal).ThenBy(s => s.At.Line).ThenBy(s => s.At.Column).ToList())).ToList();
    }

    /// <summary>The contract's name of an effect kind: <c>document-db</c>.</summary>
    public static string ContractName(MeaningKind kind) => kind switch
    {
        MeaningKind.DocumentDb => "document-db",
        MeaningKind.QueuePublish => "queue-publish",
        MeaningKind.QueueConsume => "queue-consume",
        MeaningKind.ThirdParty => "third-party",
        _ => kind.ToString().ToLowerInvariant(),
    };

    private (string? Target, EntryPoint? Endpoint) Find(CallSite site)
    {
        if (known.TryGetValue(site, out var result)) return result;
        if (site.Remote is not { Kind: MeaningKind.Http or MeaningKind.Grpc or MeaningKind.ThirdParty } effect) return known[site] = (null, null);
        foreach (var service in Of(site.Owner.Unit))
        {
            if (Target(service, site) is not { } target) continue;
            var endpoint = effect.Kind == MeaningKind.Http ? Endpoint(target, site, effect) : null;
            return known[site] = (target, endpoint);
        }
        return known[site] = (null, null);
    }

    private string? Target(Service service, CallSite site)
    {
        var setup = graph.Clients.Of(site);
        var absolute = site.Node.Arguments.Select(site.Owner.Values.Text).FirstOrDefault(x => x != null && x.IndexOf("://", StringComparison.Ordinal) > 0 && !x.StartsWith("{}", StringComparison.Ordinal));
        if (absolute != null) return ByAddress(service, absolute);
        foreach (var key in setup.AddressKeys)
        {
            if (map.Key(service.Name, key) is { } declared) return declared;
            if (map.Value(service.Name, key) is { } value && ByAddress(service, value) is { } found) return found;
        }
        return setup.Address == null ? null : ByAddress(service, setup.Address);
    }

    private string? ByAddress(Service service, string address)
    {
        if (map.Address(service.Name, address) is { } declared) return declared;
        var host = Resources.HostOf(address);
        return host == null ? null : All.FirstOrDefault(x => string.Equals(x.Name, host, StringComparison.OrdinalIgnoreCase))?.Name;
    }

    private EntryPoint? Endpoint(string service, CallSite site, Meaning effect)
    {
        if (!endpoints.TryGetValue(service, out var list)) return null;
        var text = site.Node.Arguments.Select(site.Owner.Values.Text).FirstOrDefault(x => x != null);
        if (text == null) return null;
        var path = PathOf(text, graph.Clients.Of(site).Address);
        var verb = effect.Value("verb") ?? (site.Node.Callee.Id.IndexOf(".Post", StringComparison.Ordinal) > 0 ? "POST" : site.Node.Callee.Id.IndexOf(".Put", StringComparison.Ordinal) > 0 ? "PUT"
            : site.Node.Callee.Id.IndexOf(".Patch", StringComparison.Ordinal) > 0 ? "PATCH" : site.Node.Callee.Id.IndexOf(".Delete", StringComparison.Ordinal) > 0 ? "DELETE" : site.Node.Callee.Id.IndexOf(".Get", StringComparison.Ordinal) > 0 ? "GET" : null);
        return list.Where(x => x.Route != null && (x.Verb == verb || x.Verb == "ANY")).Select(x => (Entry: x, Rank: Match(x.Route!, path))).Where(x => x.Rank >= 0)
            .OrderByDescending(x => x.Rank).ThenBy(x => x.Entry.Id, StringComparer.Ordinal).Select(x => x.Entry).FirstOrDefault();
    }

    private static string PathOf(string text, string? baseAddress)
    {
        string Strip(string address)
        {
            var at = address.IndexOf("://", StringComparison.Ordinal);
            if (at < 0) return address;
            var slash = address.IndexOf('/', at + 3);
            return slash < 0 ? "" : address.Substring(slash);
        }
        var path = Strip(text);
        var query = path.IndexOfAny(['?', '#']);
        if (query >= 0) path = path.Substring(0, query);
        var prefix = text.StartsWith("/", StringComparison.Ordinal) || text.IndexOf("://", StringComparison.Ordinal) > 0 || baseAddress == null ? "" : Strip(baseAddress).Trim('/');
        return prefix.Length == 0 ? path : prefix + "/" + path.TrimStart('/');
    }

    /// <summary>How well a path with holes fits a route template: number of literal segments, or -1.</summary>
    private static int Match(string route, string path)
    {
        var template = route.Trim('/').Split('/');
        var segments = path.Trim('/').Split('/');
        var rank = 0;
        for (var i = 0; i < template.Length; i++)
        {
            if (template[i].StartsWith("{*", StringComparison.Ordinal)) return rank;
            if (i >= segments.Length) return template[i].EndsWith("?}", StringComparison.Ordinal) && i == template.Length - 1 ? rank : -1;
            var parameter = template[i].IndexOf('{') >= 0;
            if (segments[i].Contains("{}")) { if (!parameter) return -1; }
            else if (string.Equals(template[i], segments[i], StringComparison.OrdinalIgnoreCase)) rank++;
            else if (!parameter) return -1;
        }
        return segments.Length > template.Length ? -1 : rank;
    }

    /// <summary>An executable of the solution that does work: no test, no orchestrator.</summary>
    private bool IsService(Unit unit) => unit.IsJudged && unit.Facts is { Output: OutputKind.Executable, IsTest: false }
        && !unit.Facts.References.Any(x => x.StartsWith("Aspire.Hosting", StringComparison.Ordinal))
        && graph.EntryPoints.Any(x => x.Kind != EntryKind.Main && Uses(unit, x.Root.Unit));

    private bool Uses(Unit unit, Unit other)
    {
        if (unit == other) return true;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var queue = new Queue<string>(unit.Facts.References);
        while (queue.Count > 0)
        {
            var name = queue.Dequeue();
            if (!seen.Add(name)) continue;
            if (name == other.Name) return true;
            if (graph.UnitOf(name) is { IsJudged: true } next) foreach (var reference in next.Facts.References) queue.Enqueue(reference);
        }
        return false;
    }

    private static string ProjectName(Unit unit)
    {
        if (unit.Project.Length == 0) return unit.Name;
        var name = unit.Project.Substring(unit.Project.LastIndexOf('/') + 1);
        var dot = name.LastIndexOf('.');
        return dot > 0 ? name.Substring(0, dot) : name;
    }
}
