using QuikGraph;
using ScaleLint.Graph.Effects;
using ScaleLint.Graph.Facts;

namespace ScaleLint.Graph.Linking;

/// <summary>A process of the system.</summary>
/// <param name="Name">As the AppHost or compose file calls it, else the project's name.</param>
/// <param name="Kind"><c>web</c> when it answers requests, <c>gateway</c> when it only passes them on, else <c>worker</c>.</param>
public sealed record Service(string Name, Unit Unit, string Kind);

/// <summary>The services of the system and the endpoints their calls arrive at. A path alone never makes an edge.</summary>
public sealed class Services
{
    private const int MostGateways = 4;
    private readonly SystemGraph graph;
    private readonly SystemMap map;
    private readonly Dictionary<Unit, HashSet<Unit>> closures = [];
    private readonly Dictionary<Unit, Scope> scopes = [];
    private readonly Dictionary<Unit, IReadOnlyList<Service>> byUnit = [];
    private readonly Dictionary<Unit, LiveCode> live = [];
    private readonly Dictionary<string, List<EntryPoint>> endpoints = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<(CallSite, string), Destination> known = [];
    private readonly Dictionary<Unit, List<EntryPoint>> entries;
    private readonly Callbacks callbacks;
    private readonly Routes routes;
    private SystemEdges? edges;
    private HandedAddresses? handed;
    private IReadOnlyDictionary<CallSite, Destination>? entered;

    internal Services(SystemGraph graph, SystemMap map)
    {
        (this.graph, this.map) = (graph, map);
        callbacks = new Callbacks(graph);
        entries = graph.EntryPoints.GroupBy(x => x.Root.Unit).ToDictionary(x => x.Key, x => x.ToList());
        var declared = map.Services.Where(x => x.Project != null).ToLookup(x => x.Project!, StringComparer.OrdinalIgnoreCase);
        var gateways = new HashSet<string>(map.Routes.Select(x => x.Service), StringComparer.Ordinal);
        var all = new List<Service>();
        foreach (var unit in graph.Units)
        {
            if (!unit.IsJudged || unit.Facts is not { Output: OutputKind.Executable, IsTest: false } || unit.Facts.References.Any(x => x.StartsWith("Aspire.Hosting", StringComparison.Ordinal))) continue;
            var own = Closure(unit).Where(entries.ContainsKey).SelectMany(x => entries[x]).Where(x => x.Kind != EntryKind.Main || x.Root.Unit == unit).ToList();
            var names = declared[unit.Project].Select(x => x.Id).DefaultIfEmpty(ProjectName(unit)).ToList();
            var forwards = IsGateway(unit);
            foreach (var name in names)
            {
                if (!forwards && !own.Any(x => x.Kind != EntryKind.Main) && !map.Services.Any(x => x.Id == name)) continue;
                all.Add(new Service(name, unit, own.Any(x => x.Kind < EntryKind.Consumer) ? "web" : forwards || gateways.Contains(name) ? "gateway" : "worker"));
            }
        }
        All = all.OrderBy(x => x.Name, StringComparer.Ordinal).ThenBy(x => x.Unit.Name, StringComparer.Ordinal).ToList();
        foreach (var service in All)
        {
            if (!endpoints.TryGetValue(service.Name, out var list)) endpoints[service.Name] = list = [];
            foreach (var unit in Closure(service.Unit).OrderBy(x => x.Name, StringComparer.Ordinal)) if (entries.TryGetValue(unit, out var here)) list.AddRange(here);
        }
        foreach (var unit in graph.Units)
            if (unit.IsJudged && !All.Any(x => x.Unit == unit)) byUnit[unit] = [];
        foreach (var group in All.GroupBy(x => x.Unit)) byUnit[group.Key] = group.ToList();
        foreach (var service in All)
            foreach (var unit in Closure(service.Unit)) if (unit != service.Unit && byUnit.TryGetValue(unit, out var list) && !list.Any(x => x.Unit == unit)) byUnit[unit] = [.. list, service];
        routes = new Routes(map);
    }

    /// <summary>All services, sorted by name.</summary>
    public IReadOnlyList<Service> All { get; }

    /// <summary>Edges between services and to resources, what could not be told, and what is only declared.</summary>
    public SystemEdges Found => edges ??= new SystemEdges(graph, map);

    /// <summary>Edges of the calls that services may make, sorted.</summary>
    public IReadOnlyList<SystemEdge> Edges => Found.All;

    /// <summary>The dependency graph of the services among themselves: who waits for whom, by HTTP and gRPC.</summary>
    public BidirectionalGraph<string, SystemEdge> Waiting()
    {
        var result = new BidirectionalGraph<string, SystemEdge>();
        result.AddVertexRange(All.Select(x => x.Name).Distinct(StringComparer.Ordinal));
        result.AddEdgeRange(Edges.Where(x => x.Kind is "http" or "grpc" && x.Sites.Count > 0 && result.ContainsVertex(x.From) && result.ContainsVertex(x.To)));
        return result;
    }

    /// <summary>The services that run a unit: itself, or those that reference it.</summary>
    public IReadOnlyList<Service> Of(Unit unit) => byUnit.TryGetValue(unit, out var list) ? list : [];

    /// <summary>The assemblies that a service runs.</summary>
    public Scope ScopeOf(Service service) => scopes.TryGetValue(service.Unit, out var scope) ? scope : scopes[service.Unit] = new Scope(Closure(service.Unit));

    /// <summary>The members that a service may run.</summary>
    public LiveCode LiveOf(Service service)
    {
        if (live.TryGetValue(service.Unit, out var found)) return found;
        var units = Closure(service.Unit).OrderBy(x => x.Name, StringComparer.Ordinal).ToList();
        return live[service.Unit] = new LiveCode(graph, service, units.Where(entries.ContainsKey).SelectMany(x => entries[x]), callbacks, units);
    }

    /// <summary>Entry points of a service by its name.</summary>
    public IReadOnlyList<EntryPoint> EntriesOf(string service) => endpoints.TryGetValue(service, out var list) ? list : [];

    /// <summary>Name of the service an entry point belongs to, else of its project.</summary>
    public string NameOf(EntryPoint entry) => Of(entry.Root.Unit).FirstOrDefault()?.Name ?? ProjectName(entry.Root.Unit);

    /// <summary>The endpoint of the solution that a call arrives at, or null.</summary>
    public EntryPoint? EndpointOf(CallSite site) => site.Remote?.Is("request") == true ? graph.Messages.AnswerTo(site) : Find(site).Endpoint;

    /// <summary>The gateways that pass an HTTP call on, in order; empty when it arrives where it is sent.</summary>
    public IReadOnlyList<Passage> PassagesOf(CallSite site) => Find(site).Passages;

    /// <summary>Where a call goes whose address callers hand in and mean different targets, by who decides; empty for any other call.</summary>
    public IReadOnlyList<HandedAddress> HandedTo(CallSite remote) => Handed.Of(remote);

    /// <summary>The endpoints that a call arrives at, itself or through helpers that it hands the address.</summary>
    public IReadOnlyList<Method> ArrivalsOf(CallSite site) => EndpointOf(site) is { } own ? [own.Root]
        : Handed.At(site) is { } below ? below.Values.Select(x => x.Endpoint?.Root).OfType<Method>().Distinct().ToList() : [];

    /// <summary>Until the answer is disposed, calls below a call go where it says in what it hands over; null when it decides nothing.</summary>
    public IDisposable? Enter(CallSite site)
    {
        if (Handed.At(site) is not { } here) return null;
        var outer = entered;
        var inner = new Dictionary<CallSite, Destination>();
        foreach (var each in (outer ?? new Dictionary<CallSite, Destination>()).Concat(here)) inner[each.Key] = each.Value;
        entered = inner;
        return new Entered(() => entered = outer);
    }

    /// <summary>Whether what a member reaches depends on who calls it, so that nothing may be remembered of it.</summary>
    public bool DependsOnCaller(Method method) => Handed.Passes(method);

    private HandedAddresses Handed => handed ??= new HandedAddresses(graph, Find);

    /// <summary>Where an HTTP or gRPC call of a service goes.</summary>
    public Destination Of(CallSite site, Service service)
    {
        if (Handed.Of(site).Count > 0) return entered != null && entered.TryGetValue(site, out var to) ? to : Destination.Unknown;
        if (known.TryGetValue((site, service.Name), out var found)) return found;
        if (site.Remote is not { Kind: MeaningKind.Http or MeaningKind.Grpc or MeaningKind.ThirdParty } effect) return known[(site, service.Name)] = Destination.Unknown;
        return known[(site, service.Name)] = Find(site, service, effect, null);
    }

    /// <summary>Id of the service or resource that an address leads to from a service, or null.</summary>
    public string? Target(Service service, TextValue address)
    {
        foreach (var key in address.Keys.Take(1)) if (address.Parts[0].Text is null or { Length: < 12 } && map.Key(service.Name, key) is { } declared) return declared;
        return Authority(address.Resolve(x => map.Value(service.Name, x))) is not { } authority ? null
            : map.Address(service.Name, authority) ?? (Resources.HostOf(authority) is { } host && endpoints.ContainsKey(host) ? All.First(x => string.Equals(x.Name, host, StringComparison.OrdinalIgnoreCase)).Name : null);
    }

    /// <summary>Scheme and authority of an address; null where it is none, or has a hole in them.</summary>
    internal static string? Authority(string address)
    {
        var at = address.IndexOf("://", StringComparison.Ordinal);
        var end = address.IndexOfAny(['/', '?', '#'], at < 0 ? 0 : at + 3);
        var authority = end < 0 ? address : address.Substring(0, end);
        return authority.Length == 0 || authority.IndexOf('{') >= 0 || authority.IndexOf(' ') >= 0 ? null : authority;
    }

    private Destination Find(CallSite site)
    {
        var destination = Destination.Unknown;
        foreach (var service in Of(site.Owner.Unit))
        {
            var found = Of(site, service);
            if (found.Target != null) return found;
            if (destination.Address == null) destination = found;
        }
        return destination;
    }

    private Destination Find(CallSite site, Service service, Meaning effect, Frame? frame)
    {
        var scope = ScopeOf(service);
        string Resolved(TextValue x) => x.Resolve(key => map.Value(service.Name, key));
        var request = Requests.Of(graph, site, effect, scope, frame);
        var addresses = new List<TextValue>();
        foreach (var url in request.Urls) if (url.Keys.Any() && url.Parts[0].Key != null || Resolved(url).IndexOf("://", StringComparison.Ordinal) > 0) addresses.Add(url);
        var bases = graph.Clients.Of(site, scope).Addresses.SelectMany(x => graph.Texts.Of(x.Owner, x.Value, scope, x.Frame)).ToList();
        if (addresses.Count == 0) addresses.AddRange(bases);
        // Other libraries are told where to call as stores are: by what their client was made of.
        if (addresses.Count == 0 && !effect.Library.StartsWith("System.Net.Http", StringComparison.Ordinal)) addresses.AddRange(graph.Connections.MadeOf(site, scope).Where(x => !x.IsName).Select(x => x.Value));
        if (request.App.Count > 0) addresses = [.. request.App];
        foreach (var address in addresses)
        {
            if (Target(service, address) is not { } target) continue;
            if (effect.Kind == MeaningKind.Grpc) return new Destination(target, GrpcEndpoint(target, site), address);
            if (HubEndpoint(target, site, effect) is { } hub) return new Destination(target, hub, address);
            var (endpoint, passages) = Arrival(target, request, Resolved, bases);
            return new Destination(target, endpoint, address) { Passages = passages };
        }
        return new Destination(null, null, addresses.FirstOrDefault());
    }

    /// <summary>The endpoint that a request arrives at, over gateways whose routes take it.</summary>
    private (EntryPoint? Endpoint, IReadOnlyList<Passage> Passages) Arrival(string service, Request request, Func<TextValue, string> resolved, IReadOnlyList<TextValue> bases)
    {
        IReadOnlyList<Passage> passed = [];
        foreach (var url in request.Urls)
        {
            var (endpoint, passages) = Arrival(service, request.Verb, Paths.Of(resolved(url), bases.Select(resolved).FirstOrDefault()), 0);
            if (endpoint != null) return (endpoint, passages);
            if (passed.Count == 0) passed = passages;
        }
        return (null, passed);
    }

    private (EntryPoint? Endpoint, IReadOnlyList<Passage> Passages) Arrival(string service, string? verb, string path, int depth)
    {
        if (Match(service, verb, path) is { } own) return (own, []);
        IReadOnlyList<Passage> passed = [];
        if (depth >= MostGateways || !IsForwarding(service)) return (null, passed);
        foreach (var (route, target, rest) in routes.From(service, verb, path))
        {
            var (endpoint, further) = Arrival(target, verb, rest, depth + 1);
            IReadOnlyList<Passage> passages = [new Passage(service, target, new Position(route.File, route.Line, 1, route.Line, 1)), .. further];
            if (endpoint != null) return (endpoint, passages);
            if (passed.Count == 0) passed = passages;
        }
        return (null, passed);
    }

    /// <summary>Whether a service passes requests on by its routes: its code is a gateway's, or it has no code: a container.</summary>
    public bool IsForwarding(string service) => All.FirstOrDefault(x => x.Name == service) is not { } own || IsGateway(own.Unit);

    private EntryPoint? Match(string service, string? verb, string path) => EntriesOf(service)
        .Where(x => x.Route != null && (x.Verb == verb || x.Verb == "ANY")).Select(x => (Entry: x, Rank: Paths.Match(x.Route!, path))).Where(x => x.Rank >= 0)
        .OrderByDescending(x => x.Rank).ThenBy(x => x.Entry.Id, StringComparer.Ordinal).Select(x => x.Entry).FirstOrDefault();

    /// <summary>The method of that name of the service of that name: client and base class are generated from one description.</summary>
    private EntryPoint? GrpcEndpoint(string service, CallSite site)
    {
        var client = Names.Short(site.Owner.Type.Name);
        if (!client.EndsWith("Client", StringComparison.Ordinal)) return null;
        var name = client.Substring(0, client.Length - "Client".Length);
        var method = Names.Own(site.Owner.Facts.Id);
        if (method.EndsWith("Async", StringComparison.Ordinal)) method = method.Substring(0, method.Length - "Async".Length);
        return EntriesOf(service).FirstOrDefault(x => x.Kind == EntryKind.Grpc && Names.Own(x.Root.Facts.Id) == method && x.Root.Facts.Overrides.Any(m => Names.Short(Names.TypeOf(m.Id)) == name + "Base"));
    }

    /// <summary>The hub's method that an invocation names.</summary>
    private EntryPoint? HubEndpoint(string service, CallSite site, Meaning effect)
    {
        if (!effect.Library.StartsWith("Microsoft.AspNetCore.SignalR", StringComparison.Ordinal) || site.Owner.Values.Text(site.Argument(effect.Value("key"))) is not { } method) return null;
        var named = EntriesOf(service).Where(x => x.Kind == EntryKind.Hub && string.Equals(Names.Own(x.Root.Facts.Id), method, StringComparison.OrdinalIgnoreCase)).ToList();
        return named.Count == 1 ? named[0] : null;
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

    /// <summary>Whether an executable is built on a reverse proxy.</summary>
    public bool IsGateway(Unit unit) => Closure(unit).Any(x => x.Facts.References.Any(r => r is "Yarp.ReverseProxy" or "Ocelot"));

    private HashSet<Unit> Closure(Unit unit)
    {
        if (closures.TryGetValue(unit, out var closure)) return closure;
        closure = [unit];
        var queue = new Queue<Unit>();
        queue.Enqueue(unit);
        while (queue.Count > 0)
            foreach (var reference in queue.Dequeue().Facts.References)
                if (graph.UnitOf(reference) is { IsJudged: true, Facts.IsTest: false } next && closure.Add(next)) queue.Enqueue(next);
        return closures[unit] = closure;
    }

    private static string ProjectName(Unit unit)
    {
        if (unit.Project.Length == 0) return unit.Name;
        var name = unit.Project.Substring(unit.Project.LastIndexOf('/') + 1);
        var dot = name.LastIndexOf('.');
        return dot > 0 ? name.Substring(0, dot) : name;
    }
}

internal sealed class Entered(Action leave) : IDisposable
{
    public void Dispose() => leave();
}

/// <summary>Where a call goes.</summary>
/// <param name="Target">Id of a service or resource, or null.</param>
/// <param name="Endpoint">What it arrives at, or null.</param>
/// <param name="Address">The address as the code says it, or null.</param>
public sealed record Destination(string? Target, EntryPoint? Endpoint, TextValue? Address)
{
    internal static readonly Destination Unknown = new(null, null, null);

    /// <summary>The gateways on the way, the one that is called first; what lies behind the last is where it arrives.</summary>
    public IReadOnlyList<Passage> Passages { get; init; } = [];
}

/// <summary>A gateway passes a request on to a service behind it, by the route at a place in its configuration.</summary>
public sealed record Passage(string Gateway, string Target, Position At)
{
    /// <inheritdoc/>
    public override string ToString() => Gateway + " to " + Target;
}
