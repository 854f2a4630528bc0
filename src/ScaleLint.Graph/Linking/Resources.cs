using ScaleLint.Graph.Effects;
using ScaleLint.Graph.Facts;

namespace ScaleLint.Graph.Linking;

/// <summary>One physical dependency: a database, cache, broker, host. Calls to the same one share its fate.</summary>
/// <param name="Id">Database, connection, client or host name.</param>
/// <param name="Connection">Configuration name of the connection, or null.</param>
/// <param name="Registration">Where it is registered or created; null when only uses were seen.</param>
public sealed record Resource(string Id, MeaningKind Kind, string? Connection, CallSite? Registration);

/// <summary>Tells which dependency a remote call goes to, from registrations, connection names and client set-ups.</summary>
public sealed class Resources
{
    private readonly SystemGraph graph;
    private readonly Dictionary<(string Unit, string Library), List<(CallSite Site, string Name)>> connections = [];
    private readonly Dictionary<CallSite, Resource?> known = [];
    private readonly Dictionary<(string, MeaningKind, CallSite?), Resource> shared = [];

    internal Resources(SystemGraph graph)
    {
        this.graph = graph;
        foreach (var method in graph.Methods)
        {
            if (method.Facts.Body == null || method.Unit.Facts.IsTest) continue;
            foreach (var site in method.Sites)
                foreach (var meaning in site.Meanings)
                    if (meaning.Kind is MeaningKind.Client or MeaningKind.Register or MeaningKind.Address && !meaning.Is("http-client") && NameIn(site) is { } name) Note(method.Unit.Name, meaning.Library, site, name);
        }
    }

    /// <summary>The dependency a remote call goes to, or null when the call is none.</summary>
    public Resource? Of(CallSite site)
    {
        if (site.Remote is not { } effect) return null;
        if (!known.TryGetValue(site, out var resource)) known[site] = resource = Name(Find(site, effect), site);
        return resource;
    }

    /// <summary>Gives a dependency the name that topology files give it; an address outside the system is a third party.</summary>
    private Resource Name(Resource found, CallSite site)
    {
        if (found.Kind is MeaningKind.Http or MeaningKind.Grpc)
        {
            if (graph.Services.TargetOf(site) is { } target)
            {
                var outside = graph.Map.Resources.Any(x => x.Id == target && x.Kind == "third-party");
                return Share(target, outside ? MeaningKind.ThirdParty : found.Kind, found.Connection, found.Registration);
            }
            return HostFor(site) is { } host && IsPublic(host) ? Share(host, MeaningKind.ThirdParty, null, found.Registration) : found;
        }
        if (found.Connection == null) return found;
        foreach (var service in graph.Services.Of(site.Owner.Unit))
            if ((graph.Map.Connection(service.Name, found.Connection) ?? graph.Map.Key(service.Name, "ConnectionStrings:" + found.Connection) ?? graph.Map.Key(service.Name, found.Connection)) is { } declared)
                return Share(declared, found.Kind, found.Connection, found.Registration);
        return found;
    }

    /// <summary>The host that a call's absolute address, constant or configured, names; null when none is seen.</summary>
    private string? HostFor(CallSite site)
    {
        var setup = graph.Clients.Of(site);
        var address = site.Node.Arguments.Select(site.Owner.Values.Text).FirstOrDefault(x => x != null && x.Contains("://"));
        foreach (var service in graph.Services.Of(site.Owner.Unit))
            foreach (var key in setup.AddressKeys) address ??= graph.Map.Value(service.Name, key);
        address ??= setup.Address;
        return address == null ? null : HostOf(address);
    }

    /// <summary>A fully qualified host that is neither local nor of a cluster's inner domains.</summary>
    private static bool IsPublic(string host) => host.IndexOf('.') > 0 && !char.IsDigit(host[host.Length - 1])
        && !new[] { ".local", ".internal", ".svc", ".localhost", ".lan", ".cluster.local", ".test", ".home.arpa", ".corp" }.Any(x => host.EndsWith(x, StringComparison.OrdinalIgnoreCase));

    private Resource Find(CallSite site, Meaning effect)
    {
        if (effect.Kind is MeaningKind.Http or MeaningKind.Grpc or MeaningKind.ThirdParty or MeaningKind.Email)
        {
            var setup = graph.Clients.Of(site);
            var address = setup.Address ?? site.Node.Arguments.Select(site.Owner.Values.Text).FirstOrDefault(x => x != null && x.Contains("://"));
            var host = address != null ? HostOf(address) : null;
            var id = host ?? (setup.AddressKeys.Count > 0 ? setup.AddressKeys[0] : setup.Key.Length > 0 ? Names.Short(setup.Key) : effect.Kind is MeaningKind.ThirdParty or MeaningKind.Email ? effect.Library.Split(' ')[0] : Names.Short(site.Owner.Type.Name));
            return Share(id, effect.Kind, null, setup.Site);
        }
        if (ContextOf(site) is { } context)
        {
            foreach (var registration in graph.Registrations.Of(context))
                if (NameIn(registration.Site) is { } name) return Share(name, effect.Kind, name, registration.Site);
            return Share(Names.Short(context), effect.Kind, null, graph.Registrations.Of(context).FirstOrDefault()?.Site);
        }
        foreach (var unit in Near(site.Owner.Unit))
        {
            if (!connections.TryGetValue((unit, effect.Library), out var list)) continue;
            var names = list.Select(x => x.Name).Distinct(StringComparer.Ordinal).ToList();
            if (names.Count == 1) return Share(names[0], effect.Kind, names[0], list[0].Site);
        }
        return Share(effect.Library.Split(' ')[0] + "@" + site.Owner.Unit.Name, effect.Kind, null, null);
    }

    /// <summary>Kinds that one server answers are one resource: a name stands for one thing.</summary>
    private Resource Share(string id, MeaningKind kind, string? connection, CallSite? registration)
    {
        if (!shared.TryGetValue((id, kind, registration), out var resource)) shared[(id, kind, registration)] = resource = new Resource(id, kind, connection, registration);
        return resource;
    }

    private IEnumerable<string> Near(Unit unit)
    {
        yield return unit.Name;
        foreach (var other in graph.Units)
            if (other.IsJudged && (unit.Facts.References.Contains(other.Name, StringComparer.Ordinal) || other.Facts.References.Contains(unit.Name, StringComparer.Ordinal))) yield return other.Name;
    }

    /// <summary>The DbContext type that a query or save goes through.</summary>
    private string? ContextOf(CallSite site)
    {
        bool IsContext(string? type) => type != null && graph.Types.IsA(Names.Definition(type), "Microsoft.EntityFrameworkCore.DbContext") && Names.Definition(type) != "Microsoft.EntityFrameworkCore.DbContext";
        var values = site.Owner.Values;
        var start = site.Node.Receiver ?? (site.Node.Arguments.Count > 0 ? site.Node.Arguments[0] : null);
        if (start == null) return null;
        if (IsContext(site.Node.ReceiverType)) return Names.Definition(site.Node.ReceiverType);
        foreach (var input in values.Inputs(start))
        {
            if (IsContext(values.TypeOf(input))) return Names.Definition(values.TypeOf(input)!);
            if (input is ThisOperand && IsContext(site.Owner.Type.Name)) return site.Owner.Type.Name;
        }
        return null;
    }

    private void Note(string unit, string library, CallSite site, string name)
    {
        if (!connections.TryGetValue((unit, library), out var list)) connections[(unit, library)] = list = [];
        list.Add((site, name));
    }

    /// <summary>The connection that a registration or creation names: a configuration key, a database of a constant connection string, or a plain name.</summary>
    private string? NameIn(CallSite site)
    {
        var places = graph.Clients.Inside(site).Concat([site]).ToList();
        foreach (var place in places)
        {
            foreach (var argument in place.Node.Arguments)
            {
                var key = graph.Clients.ConfigKeys(place.Owner, argument).FirstOrDefault();
                if (key != null) return key.StartsWith("ConnectionStrings:", StringComparison.Ordinal) ? key.Substring("ConnectionStrings:".Length) : key;
                if (place.Owner.Values.Text(argument) is { Length: > 0 } text && !text.Contains("{}") && text.IndexOf(' ') < 0)
                    return text.IndexOf('=') > 0 ? DatabaseIn(text) : text.IndexOf("://", StringComparison.Ordinal) > 0 ? HostOf(text) : text;
                if (place.Owner.Values.Text(argument) is { } connection && DatabaseIn(connection) is { } database) return database;
            }
        }
        return null;
    }

    private static string? DatabaseIn(string connection)
    {
        string? host = null;
        foreach (var part in connection.Split(';'))
        {
            var equal = part.IndexOf('=');
            if (equal < 0) continue;
            var key = part.Substring(0, equal).Trim().ToLowerInvariant();
            if (key is "database" or "initial catalog") return part.Substring(equal + 1).Trim();
            if (key is "host" or "server" or "data source") host = part.Substring(equal + 1).Trim();
        }
        return host;
    }

    /// <summary>The host of an absolute address without port, or null.</summary>
    public static string? HostOf(string address)
    {
        var at = address.IndexOf("://", StringComparison.Ordinal);
        if (at < 0) return null;
        var rest = address.Substring(at + 3);
        var end = rest.IndexOfAny(['/', '?', ':']);
        var host = end < 0 ? rest : rest.Substring(0, end);
        return host.Length == 0 || host.StartsWith("{}", StringComparison.Ordinal) ? null : host;
    }
}
