using ScaleLint.Graph.Effects;
using ScaleLint.Graph.Facts;

namespace ScaleLint.Graph.Linking;

/// <summary>One physical dependency: a database, cache, broker, host. Calls to the same one share its fate.</summary>
/// <param name="Id">Database, connection, client or host name.</param>
/// <param name="Connection">Configuration name of the connection, or null.</param>
/// <param name="Registration">Where it is registered or created; null when only uses were seen.</param>
/// <param name="Place">The declared resource, or server and database: whoever names the same place shares it. Null when code alone does not tell.</param>
public sealed record Resource(string Id, MeaningKind Kind, string? Connection, CallSite? Registration, string? Place = null);

/// <summary>Tells which dependency a remote call goes to, from registrations, connection names and client set-ups.</summary>
public sealed class Resources
{
    private readonly SystemGraph graph;
    private static readonly string[] Databases = ["System.Data.Common.DbConnection", "System.Data.Common.DbDataSource", "System.Data.IDbConnection"];
    private readonly Dictionary<(string Unit, string Library), List<(CallSite Site, Target Target)>> connections = [];
    private readonly Dictionary<(string Unit, string Library), List<string>> chosen = [];
    private readonly Dictionary<CallSite, Resource?> known = [];
    private readonly Dictionary<Resource, Resource> shared = [];

    /// <summary>What a registration or creation names.</summary>
    /// <param name="Connection">The name in configuration, or null for an address in code.</param>
    private readonly record struct Target(string Name, string? Connection, string? Place);

    internal Resources(SystemGraph graph)
    {
        this.graph = graph;
        foreach (var method in graph.Methods)
        {
            if (method.Facts.Body == null || method.Unit.Facts.IsTest) continue;
            foreach (var site in method.Sites)
                foreach (var meaning in site.Meanings)
                {
                    if (meaning.Kind == MeaningKind.Address && meaning.Is("database") && site.Owner.Values.Text(site.Argument(meaning.Value("value"))) is { } name)
                    {
                        if (!chosen.TryGetValue((method.Unit.Name, meaning.Library), out var names)) chosen[(method.Unit.Name, meaning.Library)] = names = [];
                        names.Add(name);
                    }
                    else if (meaning.Kind is MeaningKind.Client or MeaningKind.Register or MeaningKind.Address && !meaning.Is("http-client") && TargetIn(site) is { } target) Note(method.Unit.Name, meaning.Library, site, target);
                }
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
                return Share(new Resource(target, outside ? MeaningKind.ThirdParty : found.Kind, found.Connection, found.Registration));
            }
            return HostFor(site) is { } host && IsPublic(host) ? Share(new Resource(host, MeaningKind.ThirdParty, null, found.Registration)) : found;
        }
        if (found.Connection == null) return found;
        foreach (var service in graph.Services.Of(site.Owner.Unit))
            if ((graph.Map.Connection(service.Name, found.Connection) ?? graph.Map.Key(service.Name, "ConnectionStrings:" + found.Connection) ?? graph.Map.Key(service.Name, found.Connection)) is { } declared)
                return Share(new Resource(declared, found.Kind, found.Connection, found.Registration, declared));
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
            return Share(new Resource(id, effect.Kind, null, setup.Site));
        }
        if (ContextOf(site) is { } context)
        {
            var registrations = graph.Registrations.Of(context, site.Owner.Unit);
            foreach (var registration in registrations)
                if (TargetIn(registration.Site) is { } named) return Share(new Resource(named.Name, effect.Kind, named.Connection, registration.Site, named.Place));
            return Share(new Resource(Names.Short(context), effect.Kind, null, registrations.FirstOrDefault()?.Site));
        }
        foreach (var unit in Near(site.Owner.Unit))
        {
            var list = connections.TryGetValue((unit, effect.Library), out var own) ? own : effect.Kind == MeaningKind.Sql ? Opened(unit) : [];
            var targets = list.Select(x => x.Target).Distinct().ToList();
            if (targets.Count == 1) return Share(Inside(site, effect, new Resource(targets[0].Name, effect.Kind, targets[0].Connection, list[0].Site, targets[0].Place)));
        }
        return Share(Inside(site, effect, new Resource(effect.Library.Split(' ')[0] + "@" + site.Owner.Unit.Name, effect.Kind, null, null)));
    }

    /// <summary>The database of a server that the call, or all calls of the unit, choose by a constant name.</summary>
    private Resource Inside(CallSite site, Meaning effect, Resource server)
    {
        if (effect.Kind != MeaningKind.DocumentDb) return server;
        if (!chosen.TryGetValue((site.Owner.Unit.Name, effect.Library), out var names)) return server;
        var name = ChosenBy(site.Owner, site.Node.Receiver, 0) ?? (names.Distinct(StringComparer.Ordinal).Count() == 1 ? names[0] : null);
        return name == null ? server : server with { Id = name, Place = server.Place == null ? null : server.Place.Split('/')[0] + "/" + name };
    }

    private string? ChosenBy(Method owner, Operand? client, int depth)
    {
        if (client == null || depth > 4) return null;
        foreach (var input in owner.Values.Inputs(client))
        {
            if (input is ResultOperand result && owner.Values.Call(result.Call) is { } call && graph.MeaningsOf(call, owner).FirstOrDefault(x => x.Kind == MeaningKind.Address && x.Is("database")) is { } choice)
                return owner.Values.Text(CallSite.Argument(call, choice.Value("value")));
            if (input is not FieldOperand field) continue;
            foreach (var write in graph.WritesTo(field.Member))
                if (ChosenBy(write.Owner, write.Node.Value, depth + 1) is { } name) return name;
        }
        return null;
    }

    /// <summary>ADO.NET connections and data sources that a unit names, of whatever provider: what is run on them is the mapper's call.</summary>
    private List<(CallSite Site, Target Target)> Opened(string unit)
    {
        bool IsDatabase(string type) => Databases.Any(x => graph.Types.IsA(type, x)) || type.EndsWith("DataSourceBuilder", StringComparison.Ordinal);
        return connections.Where(x => x.Key.Unit == unit).SelectMany(x => x.Value).Where(x => IsDatabase(Names.TypeOf(x.Site.Node.Callee.Id))
            || graph.Registrations.All.Any(r => r.Site == x.Site && IsDatabase(r.Service))).ToList();
    }

    private Resource Share(Resource resource)
    {
        if (!shared.TryGetValue(resource, out var known)) shared[resource] = known = resource;
        return known;
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

    private void Note(string unit, string library, CallSite site, Target target)
    {
        if (!connections.TryGetValue((unit, library), out var list)) connections[(unit, library)] = list = [];
        list.Add((site, target));
    }

    /// <summary>The connection that a registration or creation names: a configuration key, the database of a constant connection string, or a plain name.</summary>
    private Target? TargetIn(CallSite site)
    {
        if (site.Is(MeaningKind.Address, "query") || site.Is(MeaningKind.Address, "database")) return null;
        foreach (var place in graph.Clients.Inside(site).Concat([site]))
        {
            foreach (var argument in place.Node.Arguments)
            {
                if (graph.Clients.ConfigKeys(place.Owner, argument).FirstOrDefault() is { } key)
                {
                    var name = key.StartsWith("ConnectionStrings:", StringComparison.Ordinal) ? key.Substring("ConnectionStrings:".Length) : key;
                    return new Target(name, name, null);
                }
                if (place.Owner.Values.Text(argument) is not { Length: > 0 } text || text.Contains("{}")) continue;
                if (text.IndexOf("://", StringComparison.Ordinal) > 0) { if (OfUrl(text) is { } address) return address; }
                else if (text.IndexOf('=') > 0) { if (OfPairs(text) is { } pairs) return pairs; }
                else if (text.IndexOf(' ') < 0) return new Target(text, text, null);
            }
        }
        return null;
    }

    /// <summary><c>Host=a;Database=b</c> in the spellings of the providers.</summary>
    private static Target? OfPairs(string connection)
    {
        string? host = null;
        string? database = null;
        foreach (var part in connection.Split(';'))
        {
            var equal = part.IndexOf('=');
            if (equal < 0) continue;
            var key = part.Substring(0, equal).Trim().ToLowerInvariant();
            var value = part.Substring(equal + 1).Trim();
            if (key is "database" or "initial catalog") database ??= value;
            else if (key is "host" or "server" or "data source" or "addr" or "address" or "network address" or "filename") host ??= value;
        }
        var name = database ?? host;
        return string.IsNullOrEmpty(name) ? null : new Target(name!, null, ((host ?? "") + "/" + (database ?? "")).ToLowerInvariant());
    }

    /// <summary><c>scheme://user@host/database?options</c>; a broker's or web address is its host.</summary>
    private static Target? OfUrl(string address)
    {
        if (HostOf(address) is not { } host) return null;
        var rest = address.Substring(address.IndexOf("://", StringComparison.Ordinal) + 3);
        var slash = rest.IndexOf('/');
        var database = slash < 0 ? "" : rest.Substring(slash + 1).Split('?')[0];
        var names = database.Length > 0 && new[] { "mongodb", "postgres", "mysql", "sqlserver", "cockroach" }.Any(x => address.StartsWith(x, StringComparison.OrdinalIgnoreCase));
        return new Target(names ? database : host, null, (host + "/" + (names ? database : "")).ToLowerInvariant());
    }

    /// <summary>The host of an absolute address without port, or null.</summary>
    public static string? HostOf(string address)
    {
        var at = address.IndexOf("://", StringComparison.Ordinal);
        if (at < 0) return null;
        var rest = address.Substring(at + 3);
        var end = rest.IndexOfAny(['/', '?', ':']);
        var user = rest.IndexOf('@');
        var path = rest.IndexOf('/');
        if (user >= 0 && (path < 0 || user < path))
        {
            rest = rest.Substring(user + 1);
            end = rest.IndexOfAny(['/', '?', ':', ',']);
        }
        var host = end < 0 ? rest : rest.Substring(0, end);
        return host.Length == 0 || host.StartsWith("{}", StringComparison.Ordinal) ? null : host;
    }
}
