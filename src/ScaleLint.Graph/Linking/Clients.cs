using ScaleLint.Graph.Effects;
using ScaleLint.Graph.Facts;

namespace ScaleLint.Graph.Linking;

/// <summary>How a client of a remote dependency was set up: what its registration, its creation and the policies around it say.</summary>
/// <param name="Key">Identity: the typed client's type, the named client's name, or the field that holds it.</param>
/// <param name="Site">Registration, else creation; null when neither was seen.</param>
/// <param name="Timeout">Seconds set on the client, or null.</param>
/// <param name="Address">Constant base address, or null.</param>
/// <param name="AddressKeys">Configuration keys that the address is read from.</param>
/// <param name="Policies">Policy calls that apply to every call of the client.</param>
public sealed record ClientSetup(string Key, CallSite? Site, double? Timeout, string? Address, IReadOnlyList<string> AddressKeys, IReadOnlyList<PolicyCall> Policies);

/// <summary>A call that adds a policy, with what the catalogue says of it.</summary>
public sealed record PolicyCall(CallSite Site, Meaning Meaning);

/// <summary>Finds the set-up of HTTP and gRPC clients: typed, named, created by hand, and defaults for all.</summary>
public sealed class Clients
{
    private readonly SystemGraph graph;
    private readonly Dictionary<string, List<ClientSetup>> byType = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<ClientSetup>> byName = new(StringComparer.Ordinal);
    private readonly List<PolicyCall> defaults = [];

    internal Clients(SystemGraph graph)
    {
        this.graph = graph;
        foreach (var method in graph.Methods)
        {
            if (method.Facts.Body == null || method.Unit.Facts.IsTest) continue;
            foreach (var site in method.Sites) Read(site);
        }
    }

    /// <summary>Every registered client, sorted by key.</summary>
    public IReadOnlyList<ClientSetup> All => byType.Values.Concat(byName.Values).SelectMany(x => x).Distinct().OrderBy(x => x.Key, StringComparer.Ordinal).ToList();

    /// <summary>Policies for all clients.</summary>
    public IReadOnlyList<PolicyCall> Defaults => defaults;

    /// <summary>The set-up of the client that a remote call goes through; its key is empty when nothing is known.</summary>
    public ClientSetup Of(CallSite site)
    {
        var client = site.Node.Receiver ?? (site.Node.Arguments.Count > 0 ? site.Node.Arguments[0] : UnknownOperand.Instance);
        var found = Of(site.Owner, site.Owner.Values.Origin(client), 0);
        found ??= Get(byType, site.Owner.Type.Name, site.Owner.Unit);
        found ??= new ClientSetup("", null, null, null, [], []);
        return defaults.Count == 0 ? found : found with { Policies = [.. found.Policies, .. defaults] };
    }

    private ClientSetup? Of(Method owner, Operand client, int depth)
    {
        if (depth > 6) return null;
        switch (client)
        {
            case FieldOperand field:
                foreach (var write in graph.WritesTo(field.Member))
                {
                    if (write.Node.Value is ConstOperand { Value: null }) continue;
                    var value = write.Owner.Values.Origin(write.Node.Value);
                    var found = value is ParameterOperand ? Typed(write.Owner, field.Type) : Of(write.Owner, value, depth + 1);
                    if (found == null) continue;
                    return found.Timeout == null && TimeoutOn(owner, field) is { } timeout ? found with { Timeout = timeout } : found;
                }
                return Typed(owner, field.Type);
            case ParameterOperand:
                return owner.Values.TypeOf(client) is { } type ? Typed(owner, type) : null;
            case ResultOperand result when owner.Values.Call(result.Call) is { } call:
                if (call.Callee.Id.IndexOf(".CreateClient(", StringComparison.Ordinal) > 0 || call.Callee.Id.EndsWith(".CreateClient", StringComparison.Ordinal))
                {
                    var name = call.Arguments.Select(owner.Values.Text).FirstOrDefault(x => x != null) ?? "";
                    return Get(byName, name, owner.Unit) ?? new ClientSetup(name.Length > 0 ? name : "default", null, null, null, [], []);
                }
                if (call.Kind == CallKind.New) return Created(owner, call);
                if (graph.Find(call.Callee) is { Facts.Body: not null } maker && maker.Values.Calls.Any())
                {
                    foreach (var step in maker.Body.Descendants())
                        if (step is JumpStep { Node: { Kind: JumpKind.Return, Value: { } made } } && Of(maker, maker.Values.Origin(made), depth + 1) is { } inner) return inner;
                }
                return Get(byType, Names.Definition(call.ReturnType), owner.Unit);
            default:
                return null;
        }
    }

    private ClientSetup? Typed(Method owner, string type)
    {
        var definition = Names.Definition(type);
        return (definition == "System.Net.Http.HttpClient" ? null : Get(byType, definition, owner.Unit)) ?? Get(byType, owner.Type.Name, owner.Unit);
    }

    /// <summary>Services may call different clients by one name.</summary>
    private static ClientSetup? Get(Dictionary<string, List<ClientSetup>> setups, string key, Unit user) =>
        setups.TryGetValue(key, out var list) ? user.Nearest(list, x => x.Site!.Owner.Unit)[0] : null;

    private static void Put(Dictionary<string, List<ClientSetup>> setups, string key, ClientSetup setup)
    {
        if (!setups.TryGetValue(key, out var list)) setups[key] = list = [];
        list.Insert(0, setup);
    }

    private double? TimeoutOn(Method owner, FieldOperand field)
    {
        foreach (var facts in owner.Type.Methods)
        {
            if (graph.Find(new MemberRef(owner.Unit.Name, facts.Id))?.Values is not { } values) continue;
            foreach (var call in values.Calls)
                if (call.Callee.Id.StartsWith("M:System.Net.Http.HttpClient.set_Timeout", StringComparison.Ordinal) && call.Receiver != null && values.Origin(call.Receiver).Equals(field))
                    return values.Seconds(call.Arguments[0]);
        }
        return null;
    }

    private static ClientSetup Created(Method owner, CallNode call)
    {
        double? timeout = null;
        string? address = null;
        foreach (var other in owner.Values.Calls)
        {
            if (other.Receiver == null || !owner.Values.Origin(other.Receiver).Equals(new ResultOperand(call.Id))) continue;
            if (other.Callee.Id.IndexOf(".set_Timeout(", StringComparison.Ordinal) > 0) timeout = owner.Values.Seconds(other.Arguments[0]);
            if (other.Callee.Id.IndexOf(".set_BaseAddress(", StringComparison.Ordinal) > 0) address = owner.Values.Text(other.Arguments[0]);
        }
        return new ClientSetup(owner.Facts.Id + "#" + call.Callee.Id, owner.Sites.FirstOrDefault(x => x.Node.Id == call.Id), timeout, address, [], []);
    }

    private void Read(CallSite site)
    {
        if (site.Is(MeaningKind.Register, "http-client") || site.Is(MeaningKind.Register, "grpc-client"))
        {
            var meaning = site.Meanings.First(x => x.Kind == MeaningKind.Register && (x.Is("http-client") || x.Is("grpc-client")));
            var setup = SetupOf(site);
            foreach (var argument in site.Node.TypeArguments) Put(byType, Names.Definition(argument), setup);
            var name = meaning.Value("name") is { } reference ? site.Owner.Values.Text(site.Argument(reference)) : site.Node.Arguments.Select(site.Owner.Values.Text).FirstOrDefault(x => x != null);
            if (name != null) Put(byName, name, setup with { Key = site.Node.TypeArguments.Count > 0 ? setup.Key : name });
        }
        else if (site.Node.Callee.Id.IndexOf(".ConfigureHttpClientDefaults(", StringComparison.Ordinal) > 0)
        {
            foreach (var inner in Inside(site))
                foreach (var policy in inner.Meanings.Where(x => x.Kind == MeaningKind.Policy)) defaults.Add(new PolicyCall(inner, policy));
        }
    }

    private ClientSetup SetupOf(CallSite site)
    {
        double? timeout = null;
        string? address = null;
        var keys = new List<string>();
        var policies = new List<PolicyCall>();
        var chain = new HashSet<int> { site.Node.Id };
        var all = new List<CallSite> { site };
        foreach (var other in site.Owner.Sites)
        {
            var on = other.Node.Receiver ?? (other.Node.Arguments.Count > 0 ? other.Node.Arguments[0] : null);
            if (other == site || on == null || site.Owner.Values.CallOf(on) is not { } id || !chain.Contains(id)) continue;
            chain.Add(other.Node.Id);
            all.Add(other);
        }
        foreach (var link in all)
        {
            foreach (var meaning in link.Meanings.Where(x => x.Kind == MeaningKind.Policy)) policies.Add(new PolicyCall(link, meaning));
            foreach (var inner in Inside(link))
            {
                var values = inner.Owner.Values;
                foreach (var meaning in inner.Meanings.Where(x => x.Kind == MeaningKind.Policy)) policies.Add(new PolicyCall(inner, meaning));
                var id = inner.Node.Callee.Id;
                if (id.StartsWith("M:System.Net.Http.HttpClient.set_Timeout", StringComparison.Ordinal)) timeout = values.Seconds(inner.Node.Arguments[0]);
                if (id.IndexOf(".set_BaseAddress(", StringComparison.Ordinal) > 0 || id.IndexOf(".set_Address(", StringComparison.Ordinal) > 0)
                {
                    address = values.Text(inner.Node.Arguments[0]) ?? address;
                    keys.AddRange(ConfigKeys(inner.Owner, inner.Node.Arguments[0]));
                }
            }
        }
        var key = site.Node.TypeArguments.Count > 0 ? Names.Definition(site.Node.TypeArguments[0]) : site.Node.Arguments.Select(site.Owner.Values.Text).FirstOrDefault(x => x != null) ?? "default";
        return new ClientSetup(key, site, timeout, address, keys, policies);
    }

    /// <summary>Configuration keys that a value is read from.</summary>
    public IReadOnlyList<string> ConfigKeys(Method owner, Operand value)
    {
        var keys = new List<string>();
        foreach (var input in owner.Values.Inputs(value))
        {
            if (input is not ResultOperand result || owner.Values.Call(result.Call) is not { } call) continue;
            if (graph.MeaningsOf(call, owner).FirstOrDefault(x => x.Kind == MeaningKind.Config) is not { } config) continue;
            if (owner.Values.Text(CallSite.Argument(call, config.Value("key") ?? "arg0")) is not { } key) continue;
            keys.Add(config.Is("connection-string") ? "ConnectionStrings:" + key : key);
        }
        keys.Sort(StringComparer.Ordinal);
        return keys;
    }

    /// <summary>Calls inside the delegates that a registration was given.</summary>
    public IEnumerable<CallSite> Inside(CallSite site)
    {
        foreach (var argument in site.Node.Arguments)
            foreach (var origin in site.Owner.Values.Origins(argument))
            {
                if (origin is LambdaOperand lambda)
                    foreach (var inner in graph.DelegateOf(site.Owner, lambda.Lambda).Sites) yield return inner;
                else if (origin is MethodGroupOperand group && graph.Find(group.Method) is { Facts.Body: not null } method)
                    foreach (var inner in method.Sites) yield return inner;
            }
        foreach (var inner in site.Delegates.SelectMany(x => x.Descendants()).OfType<CallSite>()) yield return inner;
    }
}
