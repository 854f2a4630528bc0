using ScaleLint.Graph.Effects;
using ScaleLint.Graph.Facts;

namespace ScaleLint.Graph.Linking;

/// <summary>One physical dependency: a database, cache, broker, host. Calls to the same one share its fate.</summary>
/// <param name="Id">As topology files call it, else database, connection, client or host name.</param>
/// <param name="Connection">Configuration name of the connection, or null.</param>
/// <param name="Registration">Where it is registered or created; null when only uses were seen.</param>
/// <param name="Place">The declared resource, or server and database: whoever names the same place shares it. Null when neither code nor files tell.</param>
public sealed record Resource(string Id, MeaningKind Kind, string? Connection, CallSite? Registration, string? Place = null)
{
    /// <summary>Of the id alone: few resources share one.</summary>
    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(Id);
}

/// <summary>Tells which dependency a remote call goes to, from registrations, connection names and client set-ups, under the names of topology files.</summary>
public sealed class Resources
{
    private readonly SystemGraph graph;
    private readonly Dictionary<(CallSite, Service?), Resource> known = [];
    private readonly Dictionary<Resource, Resource> shared = [];
    private readonly HashSet<string> declared;
    private readonly HashSet<string> outside;
    private readonly HashSet<string> services;
    private readonly Dictionary<(string, string), string?> only = [];

    internal Resources(SystemGraph graph)
    {
        this.graph = graph;
        services = new HashSet<string>(graph.Services.All.Select(x => x.Name).Concat(graph.Map.Services.Select(x => x.Id)), StringComparer.Ordinal);
        declared = new HashSet<string>(graph.Map.Resources.Select(x => x.Id), StringComparer.Ordinal);
        outside = new HashSet<string>(graph.Map.Resources.Where(x => x.Kind == "third-party").Select(x => x.Id), StringComparer.Ordinal);
    }

    /// <summary>The dependency a remote call goes to, or null when the call is none; of a call that several services make, for the first of them.</summary>
    public Resource? Of(CallSite site) => site.Remote == null ? null : Of(site, graph.Services.Of(site.Owner.Unit).FirstOrDefault());

    /// <summary>The dependency a remote call of a service goes to, or null when the call is none.</summary>
    public Resource? Of(CallSite site, Service? service)
    {
        if (site.Remote is not { } effect) return null;
        if (service != null && graph.Services.HandedTo(site).Count > 0) return To(site, service, graph.Services.Of(site, service));
        if (!known.TryGetValue((site, service), out var resource))
            known[(site, service)] = resource = effect.Kind is MeaningKind.Http or MeaningKind.Grpc or MeaningKind.ThirdParty ? Host(site, effect, service, service == null ? Destination.Unknown : graph.Services.Of(site, service)) : Store(site, effect, service);
        return resource;
    }

    /// <summary>The dependency that a hop goes to.</summary>
    public Resource? Of(Hop hop) => hop.Passage is { } passage ? Passed(passage) : hop.Handed ?? Of(hop.Site);

    /// <summary>The services behind gateways that a remote call is passed on to, in order.</summary>
    public IReadOnlyList<Resource> Behind(CallSite site) => graph.Services.PassagesOf(site).Select(Passed).ToList();

    private Resource Passed(Passage passage) => Share(passage.Target, outside.Contains(passage.Target) ? MeaningKind.ThirdParty : MeaningKind.Http, null, null);

    /// <summary>The dependencies that a remote call is sent to, each with the call that decides it: the call itself, unless callers hand in different addresses.</summary>
    public IReadOnlyList<(CallSite From, Resource To)> SentTo(CallSite site)
    {
        if (site.Remote == null) return [];
        if (graph.Services.HandedTo(site) is not { Count: > 0 } handed) return [(site, Of(site)!)];
        return handed.Where(x => graph.Services.Of(x.From.Owner.Unit).Count > 0).Select(x => (x.From, To(site, graph.Services.Of(x.From.Owner.Unit)[0], x.To))).ToList();
    }

    /// <summary>The dependencies that a remote call waits for: those that it is sent to, and those behind gateways.</summary>
    public IReadOnlyList<(CallSite From, Resource To)> AllOf(CallSite site) =>
        graph.Services.HandedTo(site) is { Count: > 0 } handed ? [.. SentTo(site), .. handed.SelectMany(x => x.To.Passages.Select(p => (x.From, Passed(p))))] : [.. SentTo(site), .. Behind(site).Select(x => (site, x))];

    /// <summary>The dependency behind a destination of a call.</summary>
    internal Resource To(CallSite site, Service service, Destination destination) => Host(site, site.Remote!, service, destination);

    /// <summary>The broker that a service's handlers of a library's messages listen to.</summary>
    public Resource Broker(Service service, string library, EntryPoint entry)
    {
        var connections = graph.Connections.OfLibrary(library, graph.Services.ScopeOf(service));
        if (entry.MappedBy is { } mapped && entry.Line is { } line && mapped.Meanings.Contains(line) && mapped.Argument(line.Value("address")) is { } stated && graph.Texts.One(mapped.Owner, stated, graph.Services.ScopeOf(service)) is { } called)
            connections = [new Connection(called, called.Constant != null, null)];
        foreach (var attribute in entry.Root.Attributes)
            foreach (var meaning in graph.Catalogue.OfType(attribute.Type.Name))
                if (meaning.Kind == MeaningKind.Entry && EntryPoints.AttributeArgument(attribute, meaning.Value("address")) is { } component)
                    connections = [new Connection(TextValue.Of(component), true, null)];
        foreach (var connection in connections)
            if (IdOf(service, connection) is { } id) return Share(id, MeaningKind.QueueConsume, NameOf(connection), connection.Registration);
        return connections.Count == 0 && OnlyOne(service, MeaningKind.QueueConsume) is { } broker ? Share(broker, MeaningKind.QueueConsume, null, null)
            : connections.Count > 0 ? Share(Display(service, connections[0]), MeaningKind.QueueConsume, NameOf(connections[0]), connections[0].Registration)
            : Queue(service, library, graph.Messages.Names.Of(service, entry));
    }

    /// <summary>An address outside the system is a third party.</summary>
    private Resource Host(CallSite site, Meaning effect, Service? service, Destination destination)
    {
        var scope = service == null ? null : graph.Services.ScopeOf(service);
        var setup = graph.Clients.Of(site, scope);
        if (destination.Target is { } target) return Share(target, outside.Contains(target) ? MeaningKind.ThirdParty : effect.Kind, null, setup.Site);
        var address = destination.Address != null || graph.Services.HandedTo(site).Count > 0 ? destination.Address : setup.Addresses.SelectMany(x => graph.Texts.Of(x.Owner, x.Value, scope, x.Frame)).FirstOrDefault()
            ?? Requests.Of(graph, site, effect, scope).Urls.FirstOrDefault(x => x.ToString().IndexOf("://", StringComparison.Ordinal) > 0);
        var text = address?.Resolve(key => service == null ? null : graph.Map.Value(service.Name, key));
        if (text != null && HostOf(text) is { } host) return Share(host, IsPublic(host) ? MeaningKind.ThirdParty : effect.Kind, null, setup.Site);
        var id = address?.Keys.FirstOrDefault() ?? (effect.Kind == MeaningKind.ThirdParty ? Connections.LibraryOf(effect)
            : setup.Key.Length > 0 && setup.Key.IndexOf('#') < 0 ? Names.Short(setup.Key)
            : Names.Short(graph.Find(site.Node.Callee) is { Type.Kind: TypeKind.Interface } client ? client.Type.Name : site.Owner.Type.Name));
        return Share(id, effect.Kind, null, setup.Site);
    }

    private Resource Store(CallSite site, Meaning effect, Service? service)
    {
        var connections = graph.Connections.Of(site, effect, service == null ? null : graph.Services.ScopeOf(service)).Where(x => !IsInMemory(Text(x))).ToList();
        string Text(Connection connection) => connection.Value.Resolve(key => service == null ? null : graph.Map.Value(service.Name, key));
        if (service != null)
        {
            foreach (var connection in connections)
                if (IdOf(service, connection) is { } id) return Share(id, effect.Kind, NameOf(connection), connection.Registration, id);
            if (connections.Count == 0 && OnlyOne(service, effect.Kind) is { } one) return Share(one, effect.Kind, null, RegistrationOf(site), one);
        }
        if (connections.Count > 0 && Display(service, connections[0]) is { Length: > 0 } name)
        {
            var place = PlaceOf(Text(connections[0]));
            var database = effect.Kind == MeaningKind.DocumentDb ? graph.Connections.DatabaseOf(site, effect) : null;
            return Share(database ?? name, effect.Kind, NameOf(connections[0]), connections[0].Registration, place == null || database == null ? place : place.Split('/')[0] + "/" + database);
        }
        if (graph.Connections.ContextOf(site) is { } context) return Share(Names.Short(context), effect.Kind, null, RegistrationOf(site));
        // Nobody says which one it is: a queue goes by its name, and of other sorts a service is taken to have one.
        if (effect.Kind is MeaningKind.QueuePublish or MeaningKind.QueueConsume && service != null)
        {
            var address = graph.Messages.Names.Of(service, site, effect);
            return address.Names.Count == 0 && graph.Messages.Names.KeyOf(service, site, effect) is { } key ? Share(key, effect.Kind, null, null) : Queue(service, Connections.LibraryOf(effect), address, effect.Kind);
        }
        var sort = effect.Kind is MeaningKind.QueuePublish or MeaningKind.QueueConsume ? Connections.LibraryOf(effect) : Services.ContractName(effect.Kind);
        return Share(sort + "@" + (service?.Name ?? site.Owner.Unit.Name), effect.Kind, null, null);
    }

    /// <summary>A queue or topic of a broker that nobody names: whoever names the same one shares it.</summary>
    private Resource Queue(Service service, string library, MessageAddress address, MeaningKind kind = MeaningKind.QueueConsume)
    {
        if (!address.IsOneQueue) return Share(library + "@" + service.Name, kind, null, null);
        var name = address.Names[0];
        return Share(services.Contains(name) ? name + " (queue)" : name, kind, null, null, library + "/" + name);
    }

    private CallSite? RegistrationOf(CallSite site) => graph.Connections.ContextOf(site) is { } context ? graph.Registrations.Of(context).FirstOrDefault()?.Site : null;

    /// <summary>What topology files call a connection of a service, or null.</summary>
    private string? IdOf(Service service, Connection connection)
    {
        var map = graph.Map;
        var value = connection.Value;
        if (connection.IsName) return map.Connection(service.Name, value.Constant!) ?? (declared.Contains(value.Constant!) ? value.Constant : null);
        if (value.Key is { } key)
        {
            if (NameOf(connection) is { } name && map.Connection(service.Name, name) is { } stated) return stated;
            return map.Key(service.Name, key) ?? (map.Value(service.Name, key) is { Length: > 0 } text ? map.Store(service.Name, text) ?? map.Address(service.Name, text) : null);
        }
        foreach (var part in value.Keys) if (map.Key(service.Name, part) is { } found) return found;
        var resolved = value.Resolve(x => map.Value(service.Name, x));
        return map.Store(service.Name, resolved) ?? (Services.Authority(resolved) is { } authority ? map.Address(service.Name, authority) : null);
    }

    /// <summary>The one resource of that kind that topology files give a service; null when there is none or a choice.</summary>
    private string? OnlyOne(Service service, MeaningKind kind)
    {
        var wanted = kind is MeaningKind.QueuePublish or MeaningKind.QueueConsume ? "queue" : Services.ContractName(kind);
        if (only.TryGetValue((service.Name, wanted), out var found)) return found;
        var kinds = graph.Map.Resources.GroupBy(x => x.Id, StringComparer.Ordinal).ToDictionary(x => x.Key, x => x.First(), StringComparer.Ordinal);
        var ids = graph.Map.References.Where(x => x.Service == service.Name && !x.IsShared && kinds.TryGetValue(x.Target, out var resource) && resource.Kind == wanted)
            .GroupBy(x => x.Basis == MappedBasis.StartOrder).OrderBy(x => x.Key).Select(x => x.Select(r => r.Target).Distinct(StringComparer.Ordinal).ToList()).FirstOrDefault() ?? [];
        return only[(service.Name, wanted)] = ids.Count == 1 ? ids[0] : null;
    }

    private static string? NameOf(Connection connection)
    {
        const string prefix = "ConnectionStrings:";
        if (connection.IsName) return connection.Value.Constant;
        return connection.Value.Key is { } key ? key.StartsWith(prefix, StringComparison.Ordinal) ? key.Substring(prefix.Length) : key : null;
    }

    /// <summary>A connection's name; of an address that stands elsewhere in the configuration its host.</summary>
    private string Display(Service? service, Connection connection)
    {
        if (NameOf(connection) is not { } name) return Readable(connection.Value.ToString());
        return service != null && connection.Value.Key == name && graph.Map.Value(service.Name, name) is { } value && (DatabaseIn(value).Name ?? BareHost(value)) is { } host ? host : name;
    }

    /// <summary>The host of an address that is nothing more than one, with its port perhaps.</summary>
    private static string? BareHost(string text)
    {
        var host = text.Split(',')[0].Split(':')[0];
        return host.Length > 0 && host.All(x => char.IsLetterOrDigit(x) || x is '.' or '-' or '_') && !host.All(x => char.IsDigit(x) || x == '.') && host != "localhost" ? host : null;
    }

    private static string Readable(string text) => text.IndexOf('=') > 0 || text.IndexOf("://", StringComparison.Ordinal) > 0 ? DatabaseIn(text).Name ?? "" : text.IndexOf(' ') < 0 ? text : "";

    /// <summary>A database inside the process, which nobody shares.</summary>
    private static bool IsInMemory(string text) => text.IndexOf(":memory:", StringComparison.OrdinalIgnoreCase) >= 0 || text.Replace(" ", "").IndexOf("mode=memory", StringComparison.OrdinalIgnoreCase) >= 0;

    /// <summary>Server and database of an address or connection string that has no hole in them; null where it is neither.</summary>
    private static string? PlaceOf(string text) => text.IndexOf('{') >= 0 ? null : DatabaseIn(text).Place;

    private Resource Share(string id, MeaningKind kind, string? connection, CallSite? registration, string? place = null)
    {
        // Kinds that one server answers are one resource: a name stands for one thing.
        var resource = new Resource(id, kind, connection, registration, place);
        if (!shared.TryGetValue(resource, out var known)) shared[resource] = known = resource;
        return known;
    }

    /// <summary>A fully qualified host that is neither local nor of a cluster's inner domains.</summary>
    private static bool IsPublic(string host) => host.IndexOf('.') > 0 && !char.IsDigit(host[host.Length - 1])
        && !new[] { ".local", ".internal", ".svc", ".localhost", ".lan", ".cluster.local", ".test", ".home.arpa", ".corp" }.Any(x => host.EndsWith(x, StringComparison.OrdinalIgnoreCase));

    /// <summary>The database, else the server, that an address or connection string names, and both together.</summary>
    private static (string? Name, string? Place) DatabaseIn(string text)
    {
        if (HostOf(text) is { } server)
        {
            // A broker's or web address is its host.
            var rest = text.Substring(text.IndexOf("://", StringComparison.Ordinal) + 3);
            var slash = rest.IndexOf('/');
            var path = slash < 0 ? "" : rest.Substring(slash + 1).Split('?')[0];
            if (!new[] { "mongodb", "postgres", "mysql", "sqlserver", "cockroach" }.Any(x => text.StartsWith(x, StringComparison.OrdinalIgnoreCase))) path = "";
            return (path.Length > 0 ? path : server, (server + "/" + path).ToLowerInvariant());
        }
        string? host = null;
        string? database = null;
        foreach (var part in text.Split(';'))
        {
            var equal = part.IndexOf('=');
            if (equal < 0) continue;
            var key = part.Substring(0, equal).Trim().ToLowerInvariant();
            var value = part.Substring(equal + 1).Trim();
            if (key is "database" or "initial catalog") database ??= value;
            else if (key is "host" or "server" or "data source" or "addr" or "address" or "network address" or "filename" or "endpoint") host ??= value;
        }
        return (database ?? host) is { Length: > 0 } name ? (name, ((host ?? "") + "/" + (database ?? "")).ToLowerInvariant()) : (null, null);
    }

    /// <summary>The host of an absolute address without user and port, or null.</summary>
    public static string? HostOf(string address)
    {
        var at = address.IndexOf("://", StringComparison.Ordinal);
        if (at < 0) return null;
        var rest = address.Substring(at + 3);
        var path = rest.IndexOfAny(['/', '?']);
        if (path >= 0) rest = rest.Substring(0, path);
        rest = rest.Substring(rest.LastIndexOf('@') + 1);
        var end = rest.IndexOfAny([':', ',']);
        var host = end < 0 ? rest : rest.Substring(0, end);
        return host.Length == 0 || host.IndexOf("{}", StringComparison.Ordinal) >= 0 ? null : host;
    }
}
