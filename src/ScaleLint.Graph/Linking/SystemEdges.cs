using QuikGraph;
using ScaleLint.Graph.Effects;
using ScaleLint.Graph.Facts;

namespace ScaleLint.Graph.Linking;

/// <summary>A dependency between services, or of a service on a resource.</summary>
/// <param name="Sites">The calls that show it, in order of place; empty when only a route or a handler does.</param>
/// <param name="Evidence">Places that show it, sorted.</param>
public sealed record SystemEdge(string From, string To, string Kind, IReadOnlyList<CallSite> Sites, IReadOnlyList<Position> Evidence) : IEdge<string>
{
    /// <inheritdoc/>
    public string Source => From;

    /// <inheritdoc/>
    public string Target => To;
}

/// <summary>A call to another process whose target could not be told, a publication whose queue or topic could not, or a subscription whose could not.</summary>
/// <param name="Address">What the code says of the address, or null.</param>
public sealed record UnresolvedCall(string Service, MeaningKind Kind, string Call, string? Address, Position At);

/// <summary>A way between two nodes that files declare and no code uses, or that code uses and no file declares.</summary>
public sealed record LooseEnd(string From, string To, string? Kind, string File, int Line);

/// <summary>The edges of the system, found from each service's running code and its gateway routes.</summary>
public sealed class SystemEdges
{
    private readonly SystemGraph graph;
    private readonly SystemMap map;
    private readonly Dictionary<(string From, string To, string Kind), Draft> found = [];
    private readonly HashSet<(string Service, string Key)> read = [];
    private readonly Dictionary<string, string> kinds;

    internal SystemEdges(SystemGraph graph, SystemMap map)
    {
        (this.graph, this.map) = (graph, map);
        kinds = map.Resources.GroupBy(x => x.Id, StringComparer.Ordinal).ToDictionary(x => x.Key, x => x.First().Kind, StringComparer.Ordinal);
        var unresolved = new List<UnresolvedCall>();
        foreach (var service in graph.Services.All)
        {
            var live = graph.Services.LiveOf(service);
            foreach (var method in live.Members)
                foreach (var site in method.Sites) Site(service, site, live, unresolved);
            Handlers(service, live);
        }
        foreach (var route in map.Routes.Where(x => graph.Services.IsForwarding(x.Service)))
            foreach (var target in route.Targets) Add(route.Service, target, "http", null, new Position(route.File, route.Line, 1, route.Line, 1));
        All = found.OrderBy(x => x.Key.From, StringComparer.Ordinal).ThenBy(x => x.Key.To, StringComparer.Ordinal).ThenBy(x => x.Key.Kind, StringComparer.Ordinal)
            .Select(x => new SystemEdge(x.Key.From, x.Key.To, x.Key.Kind, InOrder(x.Value.Sites), x.Value.Places.Distinct().OrderBy(p => p.File, StringComparer.Ordinal).ThenBy(p => p.Line).ThenBy(p => p.Column).ToList())).ToList();
        unresolved.AddRange(graph.Messages.Unresolved);
        Unresolved = unresolved.OrderBy(x => x.Service, StringComparer.Ordinal).ThenBy(x => x.At.File, StringComparer.Ordinal).ThenBy(x => x.At.Line).ThenBy(x => x.At.Column).ToList();
        Unused = FindUnused();
        Undeclared = FindUndeclared();
    }

    /// <summary>All edges, sorted.</summary>
    public IReadOnlyList<SystemEdge> All { get; }

    /// <summary>Calls whose target could not be told, sorted.</summary>
    public IReadOnlyList<UnresolvedCall> Unresolved { get; }

    /// <summary>Ways that files declare and no code uses, sorted.</summary>
    public IReadOnlyList<LooseEnd> Unused { get; }

    /// <summary>Ways that code uses and no file declares, sorted.</summary>
    public IReadOnlyList<LooseEnd> Undeclared { get; }

    private void Read(Service service, CallSite site)
    {
        foreach (var key in graph.Texts.Of(site.Owner, new ResultOperand(site.Node.Id), graph.Services.ScopeOf(service))) if (key.Key != null) read.Add((service.Name, key.Key));
    }

    private void Site(Service service, CallSite site, LiveCode live, List<UnresolvedCall> unresolved)
    {
        if (site.Node.Callee.Id.Length > 2 && Names.TypeOf(site.Node.Callee.Id) == "System.Environment" && Names.Own(site.Node.Callee.Id) == "GetEnvironmentVariable") Read(service, site);
        foreach (var meaning in site.Meanings)
        {
            if (meaning.Kind == MeaningKind.Config) Read(service, site);
            if (meaning.Kind == MeaningKind.Address && meaning.Is("forward"))
                foreach (var address in graph.Texts.Of(site.Owner, site.Argument(meaning.Value("value")), graph.Services.ScopeOf(service)))
                    if (graph.Services.Target(service, address) is { } behind) Add(service.Name, behind, "http", null, site.At);
        }
        if (Effect(service, site) is not { } effect) return;
        var places = Written(site, live);
        if (graph.Services.HandedTo(site) is { Count: > 0 } handed)
        {
            foreach (var destination in handed.Where(x => live.Has(x.From.Owner)).Select(x => x.To).Distinct()) Way(service, site, effect, destination, graph.Resources.To(site, service, destination), places, unresolved);
            return;
        }
        Way(service, site, effect, graph.Services.Of(site, service), graph.Resources.Of(site, service)!, places, unresolved);
    }

    private void Way(Service service, CallSite site, Meaning effect, Destination destination, Resource resource, IReadOnlyList<Position> places, List<UnresolvedCall> unresolved)
    {
        if (effect.Kind is MeaningKind.Http or MeaningKind.Grpc && destination.Target == null && resource.Kind != MeaningKind.ThirdParty)
        {
            // Reading what a call brought, or writing to a stream that is open, is part of that call.
            if (!effect.Is("control")) foreach (var place in places) unresolved.Add(new UnresolvedCall(service.Name, effect.Kind, site.ToString(), destination.Address?.ToString(), place));
            return;
        }
        // What the files say a store is goes before what the library is usually used with.
        var kind = Services.ContractName(resource.Kind);
        if (kinds.TryGetValue(resource.Id, out var declared) && (kind is "sql" or "document-db" && declared is "sql" or "document-db" || kind == "document-db" && declared == "cache" && Connections.LibraryOf(effect).StartsWith("Dapr", StringComparison.Ordinal))) kind = declared;
        foreach (var place in places) Add(service.Name, resource.Id, kind, site, place);
    }

    /// <summary>The effect that shows an edge. Declaring an exchange or opening a channel is done by who only listens too; acknowledging, or starting a handler, says nothing that receiving and the handler do not say.</summary>
    private Meaning? Effect(Service service, CallSite site)
    {
        if (site.Remote is not { } effect || effect.Kind == MeaningKind.File) return null;
        if (effect.Kind == MeaningKind.QueuePublish && effect.Is("control") || effect.Kind == MeaningKind.QueueConsume && effect.Is("control") && effect.Value("key") == null) return null;
        return effect.Kind == MeaningKind.Cache && IsInProcess(service, site) ? null : effect;
    }

    private bool IsInProcess(Service service, CallSite site)
    {
        var scope = graph.Services.ScopeOf(service);
        var registered = Names.TypeOf(site.Node.Callee.Id).StartsWith("Microsoft.Extensions.Caching.Distributed.", StringComparison.Ordinal)
            ? graph.Registrations.Of("Microsoft.Extensions.Caching.Distributed.IDistributedCache").Where(x => scope.Has(x.Site.Owner.Unit)).ToList() : [];
        return registered.Count > 0 && registered.All(x => x.Implementation == "Microsoft.Extensions.Caching.Distributed.MemoryDistributedCache");
    }

    /// <summary>Handlers that a framework calls show that their service consumes, without a call that says so.</summary>
    private void Handlers(Service service, LiveCode live)
    {
        foreach (var entry in graph.Services.EntriesOf(service.Name))
        {
            if (entry.Kind != EntryKind.Consumer || entry.Library.Length == 0 || !live.Has(entry.Root)) continue;
            var broker = graph.Resources.Broker(service, entry.Library, entry);
            Add(service.Name, broker.Id, "queue-consume", null, entry.At);
        }
    }

    /// <summary>Where a person wrote what ends in a call: generated code is passed through.</summary>
    private IReadOnlyList<Position> Written(CallSite site, LiveCode live)
    {
        if (!site.Owner.IsGenerated) return [site.At];
        var places = new List<Position>();
        var seen = new HashSet<Method> { site.Owner };
        var queue = new Queue<Method>(seen);
        while (queue.Count > 0)
            foreach (var caller in graph.CallersOf(queue.Dequeue()))
            {
                if (!live.Has(caller.Owner)) continue;
                if (!caller.Owner.IsGenerated) places.Add(caller.At);
                else if (seen.Add(caller.Owner)) queue.Enqueue(caller.Owner);
            }
        return places;
    }

    private void Add(string from, string to, string kind, CallSite? site, Position at)
    {
        if (from == to) return;
        if (!found.TryGetValue((from, to, kind), out var draft)) found[(from, to, kind)] = draft = new Draft();
        if (site != null) draft.Sites.Add(site);
        draft.Places.Add(at);
    }

    private IReadOnlyList<LooseEnd> FindUnused()
    {
        var used = new HashSet<(string, string)>(All.Select(x => (x.From, x.To)));
        var resources = map.Resources.GroupBy(x => x.Id, StringComparer.Ordinal).ToDictionary(x => x.Key, x => x.First(), StringComparer.Ordinal);
        foreach (var edge in All)
            if (resources.TryGetValue(edge.To, out var resource) && resource.Server is { } server) used.Add((edge.From, server));
        var services = new HashSet<string>(graph.Services.All.Select(x => x.Name), StringComparer.Ordinal);
        return map.References
            .Where(x => x.Basis is MappedBasis.Declared or MappedBasis.Configuration && !x.IsShared && services.Contains(x.Service) && !used.Contains((x.Service, x.Target))
                && (resources.ContainsKey(x.Target) || map.Services.Any(s => s.Id == x.Target)) && (x.Key == null || !IsRead(x.Service, x.Key)))
            .GroupBy(x => (x.Service, x.Target)).Select(x => x.First())
            .Select(x => new LooseEnd(x.Service, x.Target, resources.TryGetValue(x.Target, out var resource) ? resource.Kind : null, x.File, x.Line)).ToList();
    }

    private bool IsRead(string service, string key) => read.Any(x => x.Service == service && (string.Equals(x.Key, key, StringComparison.OrdinalIgnoreCase) || key.StartsWith(x.Key + ":", StringComparison.OrdinalIgnoreCase)));

    private IReadOnlyList<LooseEnd> FindUndeclared()
    {
        var stated = new HashSet<(string, string)>(map.References.Select(x => (x.Service, x.Target)));
        foreach (var resource in map.Resources) if (resource.Server is { } server) foreach (var reference in map.References.Where(x => x.Target == server)) stated.Add((reference.Service, resource.Id));
        var known = new HashSet<string>(map.Services.Select(x => x.Id), StringComparer.Ordinal);
        return All.Where(x => known.Contains(x.From) && x.Kind is not ("third-party" or "email") && !stated.Contains((x.From, x.To)))
            .Select(x => new LooseEnd(x.From, x.To, x.Kind, x.Evidence[0].File, x.Evidence[0].Line)).ToList();
    }

    private static IReadOnlyList<CallSite> InOrder(List<CallSite> sites) => sites.OrderBy(s => s.At.File, StringComparer.Ordinal).ThenBy(s => s.At.Line).ThenBy(s => s.At.Column).ToList();

    private sealed class Draft
    {
        public List<CallSite> Sites { get; } = [];

        public List<Position> Places { get; } = [];
    }
}
