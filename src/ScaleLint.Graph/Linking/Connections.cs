using ScaleLint.Graph.Effects;
using ScaleLint.Graph.Facts;

namespace ScaleLint.Graph.Linking;

/// <summary>What code says of the store or broker that a call goes to.</summary>
/// <param name="Value">A connection's name, its configuration key, its address or connection string.</param>
/// <param name="IsName">Whether the value is the connection's name itself.</param>
/// <param name="Registration">Where it is registered or created; null when only uses were seen.</param>
public sealed record Connection(TextValue Value, bool IsName, CallSite? Registration);

/// <summary>Finds the connections of stores and brokers: from the call back over the client to where it is made or registered.</summary>
public sealed class Connections
{
    private const int Deepest = 8;
    private const string Context = "Microsoft.EntityFrameworkCore.DbContext";
    private readonly SystemGraph graph;
    private readonly Dictionary<string, List<CallSite>> byLibrary = new(StringComparer.Ordinal);
    private readonly Dictionary<(Scope?, string), IReadOnlyList<Connection>> named = [];

    internal Connections(SystemGraph graph)
    {
        this.graph = graph;
        foreach (var method in graph.Methods)
        {
            if (method.Facts.Body == null || method.Unit.Facts.IsTest || !method.Unit.IsJudged) continue;
            foreach (var site in method.Meant)
                foreach (var library in site.Meanings.Where(IsSetUp).Select(LibraryOf).Distinct(StringComparer.Ordinal))
                {
                    if (!byLibrary.TryGetValue(library, out var list)) byLibrary[library] = list = [];
                    list.Add(site);
                }
        }
    }

    /// <summary>Name of a line's library without its version.</summary>
    public static string LibraryOf(Meaning meaning) => meaning.Library.Split(' ')[0];

    /// <summary>The connections that a call may go over, most certain first; empty when the code does not say.</summary>
    public IReadOnlyList<Connection> Of(CallSite site, Meaning effect, Scope? scope)
    {
        if (ContextOf(site) is { } context)
        {
            var found = OfContext(context, scope);
            if (found.Count > 0) return found;
        }
        var address = effect.Value("address") is { } stated && stated.StartsWith("arg", StringComparison.Ordinal) ? site.Argument(stated) : null;
        // A component is called by its name.
        if (address != null && site.Owner.Values.TypeOf(address) is null or "System.String" && graph.Texts.One(site.Owner, address, scope) is { } component) return [new Connection(component, component.Constant != null, null)];
        var walked = new List<Connection>();
        if ((address ?? site.Argument("receiver")) is { } start) Walk(site.Owner, start, scope, null, 0, [], walked);
        return walked.Count > 0 ? walked : OfLibrary(LibraryOf(effect), scope);
    }

    /// <summary>The connections that the client of a call was made of or registered with; empty when the code does not say.</summary>
    public IReadOnlyList<Connection> MadeOf(CallSite site, Scope? scope)
    {
        var walked = new List<Connection>();
        if (site.Argument("receiver") is { } start) Walk(site.Owner, start, scope, null, 0, [], walked);
        return walked;
    }

    /// <summary>Connections that a service sets up for a library.</summary>
    public IReadOnlyList<Connection> OfLibrary(string library, Scope? scope)
    {
        if (named.TryGetValue((scope, library), out var known)) return known;
        var found = new List<Connection>();
        if (byLibrary.TryGetValue(library, out var sites))
            foreach (var site in sites.Where(x => scope == null || scope.Has(x.Owner.Unit)))
                foreach (var name in NamesIn(site, scope)) if (!found.Any(x => x.Value.Equals(name.Value))) found.Add(name);
        return named[(scope, library)] = found;
    }

    /// <summary>The database of a server that a call, or every call of its assembly, chooses by a constant name; null when none is chosen or several are.</summary>
    public string? DatabaseOf(CallSite site, Meaning effect)
    {
        if (Chosen(site.Owner, site.Node.Receiver, 0) is { } name) return name;
        var library = LibraryOf(effect);
        var all = graph.Methods.Where(x => x.Unit == site.Owner.Unit && x.Facts.Body != null).SelectMany(x => x.Sites)
            .Select(x => (Site: x, Choice: x.Meanings.FirstOrDefault(m => m.Is("database") && LibraryOf(m) == library))).Where(x => x.Choice != null)
            .Select(x => x.Site.Owner.Values.Text(x.Site.Argument(x.Choice!.Value("value")))).Distinct().ToList();
        return all.Count == 1 ? all[0] : null;
    }

    private string? Chosen(Method owner, Operand? client, int depth)
    {
        if (client == null || depth > 4) return null;
        foreach (var input in owner.Values.Inputs(client))
        {
            if (input is ResultOperand result && owner.Values.Call(result.Call) is { } call && graph.MeaningsOf(call, owner).FirstOrDefault(x => x.Kind == MeaningKind.Address && x.Is("database")) is { } choice)
                return owner.Values.Text(CallSite.Argument(call, choice.Value("value")));
            if (input is not FieldOperand field) continue;
            foreach (var write in graph.WritesTo(field.Member))
                if (Chosen(write.Owner, write.Node.Value, depth + 1) is { } name) return name;
        }
        return null;
    }

    /// <summary>The DbContext type that a query or save goes through, or null.</summary>
    public string? ContextOf(CallSite site)
    {
        bool IsContext(string? type) => type != null && Names.Definition(type) is var name && name != Context && graph.Types.IsA(name, Context);
        var values = site.Owner.Values;
        if (IsContext(site.Node.ReceiverType)) return Names.Definition(site.Node.ReceiverType);
        if ((site.Node.Receiver ?? (site.Node.Arguments.Count > 0 ? site.Node.Arguments[0] : null)) is not { } start) return null;
        foreach (var input in values.Inputs(start))
        {
            if (IsContext(values.TypeOf(input))) return Names.Definition(values.TypeOf(input)!);
            if (input is ThisOperand && IsContext(site.Owner.Type.Name)) return site.Owner.Type.Name;
            // A context behind an interface of its own.
            if (values.TypeOf(input) is { } type && graph.Types.Find(Names.Definition(type)) is { Type.Kind: TypeKind.Interface }
                && graph.Registrations.Of(Names.Definition(type)).Select(x => x.Implementation).FirstOrDefault(IsContext) is { } behind) return behind;
        }
        return null;
    }

    /// <summary>The calls that set a DbContext up: its registrations, what their delegates call, and its own <c>OnConfiguring</c>.</summary>
    public IEnumerable<CallSite> SetUpOf(string context)
    {
        foreach (var registration in graph.Registrations.Of(context))
        {
            yield return registration.Site;
            foreach (var inner in graph.Clients.Inside(registration.Site))
            {
                yield return inner;
                foreach (var option in graph.Clients.Inside(inner)) yield return option;
            }
        }
        foreach (var site in OnConfiguring(context))
        {
            yield return site;
            foreach (var option in graph.Clients.Inside(site)) yield return option;
        }
    }

    private IEnumerable<CallSite> OnConfiguring(string context) => graph.Types.Find(context) is not { } type ? []
        : type.Type.Methods.Where(x => Names.Own(x.Id) == "OnConfiguring").Select(x => graph.Find(new MemberRef(type.Unit.Name, x.Id))).Where(x => x?.Facts.Body != null).SelectMany(x => x!.Sites);

    private List<Connection> OfContext(string context, Scope? scope)
    {
        var found = graph.Registrations.Of(context).Where(x => scope == null || scope.Has(x.Site.Owner.Unit)).SelectMany(x => NamesIn(x.Site, scope)).ToList();
        if (found.Count > 0) return found;
        foreach (var site in OnConfiguring(context)) found.AddRange(NamesAt(site, scope, null));
        return found;
    }

    /// <summary>What a registration or creation names, and the calls in the delegates it is given.</summary>
    private IReadOnlyList<Connection> NamesIn(CallSite site, Scope? scope)
    {
        var found = NamesAt(site, scope, site).ToList();
        foreach (var inner in graph.Clients.Inside(site)) found.AddRange(NamesAt(inner, scope, site));
        return [.. found.Where(x => x.Value.Keys.Any() || x.IsName), .. found.Where(x => !x.Value.Keys.Any() && !x.IsName)];
    }

    private IEnumerable<Connection> NamesAt(CallSite place, Scope? scope, CallSite? registration)
    {
        foreach (var meaning in place.Meanings)
        {
            if (meaning.Kind == MeaningKind.Register && place.Argument(meaning.Value("connection")) is { } name)
                foreach (var text in graph.Texts.Of(place.Owner, name, scope)) yield return new Connection(text, text.Constant != null, registration ?? place);
            // An address may be a host's name and nothing more.
            if (IsAddress(meaning) && place.Argument(meaning.Value("value") ?? meaning.Value("address")) is { } address)
                foreach (var text in graph.Texts.Of(place.Owner, address, scope)) yield return new Connection(text, false, registration ?? place);
        }
        if (place.Meanings.Any(x => x.Kind is MeaningKind.Config or MeaningKind.Log)) yield break;
        foreach (var argument in place.Node.Arguments)
            if (place.Owner.Values.TypeOf(argument) is null or "System.String" or "System.Uri" or "System.Object" && argument is not (LambdaOperand or MethodGroupOperand))
                foreach (var text in graph.Texts.Of(place.Owner, argument, scope))
                    if (text.Keys.Any() || text.Constant is { } constant && IsConnection(constant)) yield return new Connection(text, false, registration ?? place);
    }

    private void Walk(Method owner, Operand operand, Scope? scope, Frame? frame, int depth, HashSet<(Method, Operand)> seen, List<Connection> found)
    {
        if (depth > Deepest || found.Count >= 8 || !seen.Add((owner, operand))) return;
        foreach (var leaf in graph.Sources.Of(owner, operand, scope, frame))
        {
            var before = found.Count;
            if (leaf.Call is { } call) Made(leaf, call, scope, depth, seen, found);
            if (found.Count == before && leaf.Type is { } type) Injected(Names.Definition(type), scope, depth, seen, found);
        }
    }

    private void Made(Leaf leaf, CallNode call, Scope? scope, int depth, HashSet<(Method, Operand)> seen, List<Connection> found)
    {
        var site = graph.SiteOf(leaf.Owner, call);
        foreach (var meaning in site.Meanings)
            if (IsAddress(meaning) && site.Argument(meaning.Value("value") ?? meaning.Value("address")) is { } address)
                foreach (var text in graph.Texts.Of(leaf.Owner, address, scope, leaf.Frame)) if (!found.Any(x => x.Value.Equals(text))) found.Add(new Connection(text, false, site));
        if (found.Count > 0) return;
        // What is set on the new object, then what it was made of.
        foreach (var set in leaf.Owner.Values.Calls.Where(x => x.Receiver != null && leaf.Owner.Values.CallOf(x.Receiver) == call.Id))
            foreach (var meaning in graph.MeaningsOf(set, leaf.Owner))
                if (IsAddress(meaning) && CallSite.Argument(set, meaning.Value("value")) is { } value)
                    foreach (var text in graph.Texts.Of(leaf.Owner, value, scope, leaf.Frame)) found.Add(new Connection(text, false, site));
        if (found.Count > 0) return;
        foreach (var input in (call.Receiver == null ? call.Arguments : [call.Receiver, .. call.Arguments]).Where(x => x is not (ConstOperand or DefaultOperand or LambdaOperand or TypeOperand)))
            if (IsCarrier(leaf.Owner.Values.TypeOf(input))) Walk(leaf.Owner, input, scope, leaf.Frame, depth + 1, seen, found);
    }

    private void Injected(string type, Scope? scope, int depth, HashSet<(Method, Operand)> seen, List<Connection> found)
    {
        if (graph.Types.Find(type) is { Unit.IsJudged: true }) return;
        foreach (var registration in graph.Registrations.Of(type).Where(x => scope == null || scope.Has(x.Site.Owner.Unit)))
        {
            foreach (var name in NamesIn(registration.Site, scope)) if (!found.Any(x => x.Value.Equals(name.Value))) found.Add(name);
            // What was made before is registered as it is.
            foreach (var made in graph.Registrations.Given(registration)) Walk(made.Owner, made.Value, scope, null, depth + 1, seen, found);
        }
    }

    /// <summary>Whether an object of the type may lead to its connection: plain values do not.</summary>
    private static bool IsCarrier(string? type) => type != null && !type.StartsWith("System.", StringComparison.Ordinal) || type != null && type.StartsWith("System.Data.", StringComparison.Ordinal);

    private static bool IsConnection(string text) => text.IndexOf('=') > 0 && text.IndexOf(' ') is var space && (space < 0 || text.IndexOf('=') < text.LastIndexOf(';') || text.IndexOf(';') < 0 && text.Split('=').Length == 2 && space > text.IndexOf('=')) || text.IndexOf("://", StringComparison.Ordinal) > 0;

    private static bool IsAddress(Meaning meaning) => meaning.Kind is MeaningKind.Address or MeaningKind.Client && !meaning.Is("query") && !meaning.Is("database");

    private static bool IsSetUp(Meaning meaning) => meaning.Kind is MeaningKind.Client or MeaningKind.Register or MeaningKind.Address && !meaning.Is("http-client") && !meaning.Is("grpc-client") && !meaning.Is("query") && !meaning.Is("database");
}
