using ScaleLint.Graph.Effects;
using ScaleLint.Graph.Facts;

namespace ScaleLint.Graph.Linking;

/// <summary>How a client of a remote dependency was set up: what its registration, its creation and the policies around it say.</summary>
/// <param name="Key">Identity: the typed client's type, the named client's name, or the member that creates it.</param>
/// <param name="Site">Registration, else creation; null when neither was seen.</param>
/// <param name="Timeout">Seconds set on the client, or null.</param>
/// <param name="Addresses">Values that its base address is set to.</param>
/// <param name="Policies">Policy calls that apply to every call of the client.</param>
public sealed record ClientSetup(string Key, CallSite? Site, double? Timeout, IReadOnlyList<AddressValue> Addresses, IReadOnlyList<PolicyCall> Policies)
{
    /// <summary>The call that sets the timeout; null when none is set.</summary>
    public CallSite? TimeoutAt { get; init; }

    /// <summary>Created with <c>new</c>: the client factory's defaults do not hold for it.</summary>
    public bool IsByHand { get; init; }
}

/// <summary>A value that an address is set to, where it stands.</summary>
public sealed record AddressValue(Method Owner, Operand Value, Frame? Frame);

/// <summary>A call that adds a policy, with what the catalogue says of it.</summary>
public sealed record PolicyCall(CallSite Site, Meaning Meaning);

/// <summary>Finds the set-up of HTTP and gRPC clients: typed, named, created by hand, and defaults for all.</summary>
public sealed class Clients
{
    private const int MostCallers = 32;
    private static readonly ClientSetup Nothing = new("", null, null, [], []);
    private readonly SystemGraph graph;
    private readonly Dictionary<string, List<ClientSetup>> byType = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<ClientSetup>> byName = new(StringComparer.Ordinal);
    private Dictionary<string, List<CallSite>>? created;
    private readonly List<PolicyCall> defaults = [];
    private readonly List<CallSite> defaultTimeouts = [];

    internal Clients(SystemGraph graph) => this.graph = graph;

    /// <summary>Policies of a client may be pipelines, which ask for clients' delegates: reading waits until both are there.</summary>
    internal void Read()
    {
        foreach (var method in graph.Methods)
        {
            if (method.Facts.Body == null || method.Unit.Facts.IsTest) continue;
            foreach (var site in method.Meant) Read(site, site.Node.TypeArguments, null);
        }
    }

    /// <summary>Calls of own code that make objects out of arguments, by type.</summary>
    private Dictionary<string, List<CallSite>> Created()
    {
        var found = new Dictionary<string, List<CallSite>>(StringComparer.Ordinal);
        foreach (var method in graph.Methods)
        {
            if (method.Facts.Body == null || method.Unit.Facts.IsTest || !method.Unit.IsJudged) continue;
            foreach (var site in method.Sites)
                if (site.Node.Kind == CallKind.New && site.Node.Arguments.Count > 0) Add(found, Names.TypeOf(site.Node.Callee.Id), site);
        }
        return found;
    }

    /// <summary>Every registered client, sorted by key.</summary>
    public IReadOnlyList<ClientSetup> All => byType.Values.Concat(byName.Values).SelectMany(x => x).Distinct().OrderBy(x => x.Key, StringComparer.Ordinal).ToList();

    /// <summary>Policies for all clients.</summary>
    public IReadOnlyList<PolicyCall> Defaults => defaults;

    /// <summary>The set-up of the client that a remote call goes through; its key is empty when nothing is known.</summary>
    /// <param name="scope">The assemblies of the service that makes the call; all when null.</param>
    public ClientSetup Of(CallSite site, Scope? scope = null)
    {
        var client = site.Node.Receiver ?? (site.Node.Arguments.Count > 0 ? site.Node.Arguments[0] : UnknownOperand.Instance);
        var found = Of(site.Owner, site.Owner.Values.Origin(client), scope, 0) ?? Typed(site.Owner, site.Owner.Type.Name, scope) ?? Nothing;
        if (found.IsByHand) return found;
        if (found.Timeout == null && defaultTimeouts.Find(x => IsShared(x, site, scope)) is { } timeout) found = found with { Timeout = timeout.Owner.Values.Seconds(timeout.Node.Arguments[0]), TimeoutAt = timeout };
        var shared = defaults.Where(x => IsShared(x.Site, site, scope)).ToList();
        return shared.Count == 0 ? found : found with { Policies = [.. found.Policies, .. shared] };
    }

    /// <summary>Whether a default for all clients is set in a process that makes the call.</summary>
    private bool IsShared(CallSite set, CallSite call, Scope? scope)
    {
        var (from, to) = (set.Owner.Unit, call.Owner.Unit);
        if (scope != null) return scope.Has(from);
        return from == to || from.Touches(to) || graph.Services.Of(to).Any(x => graph.Services.ScopeOf(x).Has(from));
    }

    private ClientSetup? Of(Method owner, Operand client, Scope? scope, int depth)
    {
        if (depth > 6) return null;
        switch (client)
        {
            case FieldOperand field:
                foreach (var write in graph.WritesTo(field.Member))
                {
                    if (write.Node.Value is ConstOperand { Value: null }) continue;
                    var value = write.Owner.Values.Origin(write.Node.Value);
                    var found = value is ParameterOperand ? Typed(write.Owner, field.Type, scope) ?? Injected(field.Type, scope, depth) : Of(write.Owner, value, scope, depth + 1);
                    if (found == null) continue;
                    return found.Timeout == null && TimeoutOn(owner, field) is { } set ? found with { Timeout = set.Owner.Values.Seconds(set.Node.Arguments[0]), TimeoutAt = set } : found;
                }
                return Typed(owner, field.Type, scope);
            case ParameterOperand parameter:
                if (owner.Values.TypeOf(client) is { } type && Typed(owner, type, scope) is { } typed) return typed;
                if (parameter.Lambda >= 0) return Injected(owner.Values.TypeOf(client), scope, depth);
                foreach (var caller in graph.CallersOf(owner).Where(x => scope == null || scope.Has(x.Owner.Unit)).Take(MostCallers))
                    if (parameter.Index < caller.Node.Arguments.Count && Of(caller.Owner, caller.Owner.Values.Origin(caller.Node.Arguments[parameter.Index]), scope, depth + 1) is { } passed) return passed;
                return Injected(owner.Values.TypeOf(client), scope, depth);
            case ResultOperand result when owner.Values.Call(result.Call) is { } call: return Made(owner, call, scope, depth);
            default: return null;
        }
    }

    /// <summary>A client that the container hands out by its own type: the one that is registered so, if it is one.</summary>
    private ClientSetup? Injected(string? type, Scope? scope, int depth)
    {
        if (type == null || graph.Types.Find(Names.Definition(type)) is { Unit.IsJudged: true }) return null;
        var registered = graph.Registrations.Of(Names.Definition(type)).Where(x => !x.Site.Owner.Unit.Facts.IsTest && (scope == null || scope.Has(x.Site.Owner.Unit)) && !x.Site.Is(MeaningKind.Register, "http-client")).ToList();
        return registered is [var only] ? graph.Registrations.Given(only).Select(x => Of(x.Owner, x.Owner.Values.Origin(x.Value), scope, depth + 1)).FirstOrDefault(x => x != null) : null;
    }

    private ClientSetup? Made(Method owner, CallNode call, Scope? scope, int depth)
    {
        var setters = owner.Values.Calls.Where(x => x.Receiver != null && owner.Values.CallOf(x.Receiver) == call.Id).ToList();
        var addresses = setters.Where(x => SetsAddress(x.Callee.Id)).Select(x => new AddressValue(owner, x.Arguments[0], null)).ToList();
        if (call.Callee.Id.IndexOf(".CreateClient(", StringComparison.Ordinal) > 0 || call.Callee.Id.EndsWith(".CreateClient", StringComparison.Ordinal))
        {
            var name = call.Arguments.Where(x => owner.Values.TypeOf(x) is null or "System.String").Select(x => graph.Texts.One(owner, x, scope)?.Constant).FirstOrDefault(x => x != null) ?? "";
            var named = InScope(byName, name, scope, owner.Unit) ?? Nothing with { Key = name.Length > 0 ? name : "default" };
            return addresses.Count > 0 ? named with { Addresses = addresses } : named;
        }
        if (call.Kind == CallKind.New)
        {
            if (addresses.Count == 0 && AddressOf(owner, call, 0) is { } stated) addresses.Add(new AddressValue(owner, stated, null));
            var timeout = setters.Find(x => x.Callee.Id.IndexOf(".set_Timeout(", StringComparison.Ordinal) > 0);
            return new ClientSetup(owner.Facts.Id + "#" + call.Callee.Id, owner.Sites.FirstOrDefault(x => x.Node.Id == call.Id), owner.Values.Seconds(timeout?.Arguments[0]), addresses, [])
            {
                TimeoutAt = timeout == null ? null : graph.SiteOf(owner, timeout),
                IsByHand = true,
            };
        }
        // A factory says where its client calls, or is given the client to call with.
        var meanings = graph.MeaningsOf(call, owner);
        if (meanings.Select(x => x.Kind is MeaningKind.Client or MeaningKind.Address ? CallSite.Argument(call, x.Value("address") ?? x.Value("value")) : null).FirstOrDefault(x => x != null) is { } address)
            return new ClientSetup(Names.Definition(call.ReturnType), owner.Sites.FirstOrDefault(x => x.Node.Id == call.Id), null, [new AddressValue(owner, address, null)], []);
        if (call.Arguments.FirstOrDefault(x => owner.Values.TypeOf(x) == "System.Net.Http.HttpClient") is { } inner && Of(owner, owner.Values.Origin(inner), scope, depth + 1) is { } given) return given;
        foreach (var (target, value, _) in graph.Sources.Returned(owner, call, scope, null))
            if (Of(target, target.Values.Origin(value), scope, depth + 1) is { } returned) return returned;
        return InScope(byType, Names.Definition(call.ReturnType), scope, owner.Unit);
    }

    /// <summary>The address that a constructor is given, itself or in its options.</summary>
    private Operand? AddressOf(Method owner, CallNode made, int depth)
    {
        foreach (var meaning in graph.MeaningsOf(made, owner))
        {
            if (meaning.Kind is not (MeaningKind.Client or MeaningKind.Address) || CallSite.Argument(made, meaning.Value("address") ?? meaning.Value("value")) is not { } given) continue;
            return depth == 0 && owner.Values.CallOf(given) is { } id && owner.Values.Call(id) is { Kind: CallKind.New } options && AddressOf(owner, options, 1) is { } inner ? inner : given;
        }
        return null;
    }

    private ClientSetup? Typed(Method owner, string type, Scope? scope)
    {
        var definition = Names.Definition(type);
        var found = definition is not ("System.Net.Http.HttpClient" or "System.String") ? InScope(byType, definition, scope, owner.Unit) : null;
        found ??= InScope(byType, owner.Type.Name, scope, owner.Unit) ?? owner.Type.Interfaces.Select(x => InScope(byType, x.Name, scope, owner.Unit)).FirstOrDefault(x => x != null);
        if (found?.Addresses.Count > 0) return found;
        // A typed client may set its address itself; one that nobody registered is given its channel or client.
        // What it sets on another client, in a delegate that registers one, is not its own.
        var own = owner.Type.Methods.Select(x => graph.Find(new MemberRef(owner.Unit.Name, x.Id))).OfType<Method>()
            .SelectMany(m => m.Values.Calls.Where(x => x.Receiver != null && SetsAddress(x.Callee.Id) && m.Values.Origin(x.Receiver) is FieldOperand or ParameterOperand { Lambda: < 0 }).Select(x => new AddressValue(m, x.Arguments[0], null))).ToList();
        if (own.Count > 0) return (found ?? Nothing with { Key = owner.Type.Name }) with { Addresses = own };
        if (found != null) return found;
        foreach (var holder in definition == owner.Type.Name ? [definition] : new[] { definition, owner.Type.Name })
        {
            if (!(created ??= Created()).TryGetValue(holder, out var sites)) continue;
            foreach (var site in sites.Where(x => scope == null || scope.Has(x.Owner.Unit)).Take(MostCallers))
                foreach (var leaf in site.Node.Arguments.SelectMany(x => graph.Sources.Of(site.Owner, x, scope)))
                    if (leaf.Call is { } channel && Channel(leaf, channel) is { } address) return new ClientSetup(holder, site, null, [address], []);
        }
        return null;
    }

    private AddressValue? Channel(Leaf leaf, CallNode call)
    {
        foreach (var meaning in graph.MeaningsOf(call, leaf.Owner))
            if (meaning.Kind is MeaningKind.Address or MeaningKind.Client && CallSite.Argument(call, meaning.Value("value") ?? meaning.Value("address")) is { } value) return new AddressValue(leaf.Owner, value, leaf.Frame);
        var set = leaf.Owner.Values.Calls.FirstOrDefault(x => x.Receiver != null && SetsAddress(x.Callee.Id) && leaf.Owner.Values.CallOf(x.Receiver) == call.Id);
        return set == null ? null : new AddressValue(leaf.Owner, set.Arguments[0], leaf.Frame);
    }

    /// <summary>Of the set-ups under a key the one of the service, of several the one of the same assembly, else the last.</summary>
    private static ClientSetup? InScope(Dictionary<string, List<ClientSetup>> setups, string key, Scope? scope, Unit unit)
    {
        if (!setups.TryGetValue(key, out var list)) return null;
        var near = list.Where(x => scope == null || x.Site == null || scope.Has(x.Site.Owner.Unit)).ToList();
        return near.LastOrDefault(x => x.Site?.Owner.Unit == unit) ?? near.LastOrDefault();
    }

    private static bool SetsAddress(string callee) => callee.IndexOf(".set_BaseAddress(", StringComparison.Ordinal) > 0 || callee.IndexOf(".set_Address(", StringComparison.Ordinal) > 0;

    private CallSite? TimeoutOn(Method owner, FieldOperand field)
    {
        foreach (var facts in owner.Type.Methods)
        {
            if (graph.Find(new MemberRef(owner.Unit.Name, facts.Id)) is not { } method) continue;
            foreach (var call in method.Values.Calls)
                if (call.Callee.Id.StartsWith("M:System.Net.Http.HttpClient.set_Timeout", StringComparison.Ordinal) && call.Receiver != null && method.Values.Origin(call.Receiver).Equals(field))
                    return graph.SiteOf(method, call);
        }
        return null;
    }

    private void Read(CallSite site, IReadOnlyList<string> types, Frame? frame)
    {
        if (site.Node.Callee.Id.IndexOf(".ConfigureHttpClientDefaults(", StringComparison.Ordinal) > 0)
        {
            foreach (var inner in Inside(site))
            {
                foreach (var policy in inner.Meanings.Where(x => x.Kind == MeaningKind.Policy)) defaults.Add(new PolicyCall(inner, policy));
                defaultTimeouts.AddRange(Inside(inner).Where(x => x.Node.Callee.Id.StartsWith("M:System.Net.Http.HttpClient.set_Timeout", StringComparison.Ordinal)).Take(1));
            }
        }
        else if (site.Is(MeaningKind.Register, "http-client") || site.Is(MeaningKind.Register, "grpc-client"))
        {
            // A helper that registers what its callers name registers once for each of them.
            if (frame == null && types.Any(x => x.StartsWith("``", StringComparison.Ordinal)))
            {
                foreach (var caller in graph.CallersOf(site.Owner).Take(MostCallers))
                    if (caller.Node.TypeArguments.Count > 0) Read(site, types.Select(x => Substituted(x, caller)).ToList(), new Frame(caller.Owner, caller.Node, null));
                return;
            }
            var meaning = site.Meanings.First(x => x.Kind == MeaningKind.Register && (x.Is("http-client") || x.Is("grpc-client")));
            var setup = SetupOf(site, types, frame);
            foreach (var argument in types) Add(byType, Names.Definition(argument), setup);
            var name = meaning.Value("name") is { } reference ? TextOf(site, site.Argument(reference), frame) : site.Node.Arguments.Select(site.Owner.Values.Text).FirstOrDefault(x => x != null);
            if (name != null) Add(byName, name, setup with { Key = types.Count > 0 ? setup.Key : name });
        }
    }

    private string? TextOf(CallSite site, Operand? operand, Frame? frame) =>
        site.Owner.Values.Text(operand) ?? (frame == null && operand is not FieldOperand ? null : graph.Texts.Of(site.Owner, operand, null, frame).Select(x => x.Constant).FirstOrDefault(x => x != null));

    private static string Substituted(string type, CallSite caller) =>
        type.StartsWith("``", StringComparison.Ordinal) && int.TryParse(type.Substring(2), out var i) && i < caller.Node.TypeArguments.Count ? caller.Node.TypeArguments[i] : type;

    private ClientSetup SetupOf(CallSite site, IReadOnlyList<string> types, Frame? frame)
    {
        CallSite? timeout = null;
        var addresses = new List<AddressValue>();
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
            foreach (var meaning in link.Meanings.Where(x => x.Kind == MeaningKind.Policy))
            {
                policies.Add(new PolicyCall(link, meaning));
                if (meaning.Is("pipeline") && link.Argument(meaning.Value("options")) is { } policy) policies.AddRange(graph.Pipelines.Of(link.Owner, policy));
            }
            foreach (var inner in Inside(link))
            {
                if (inner.Targets.Count > 0 && inner.Node.ReturnType.StartsWith("Polly.", StringComparison.Ordinal)) policies.AddRange(graph.Pipelines.Of(inner.Owner, new ResultOperand(inner.Node.Id)));
                foreach (var meaning in inner.Meanings.Where(x => x.Kind == MeaningKind.Policy)) policies.Add(new PolicyCall(inner, meaning));
                var id = inner.Node.Callee.Id;
                if (id.StartsWith("M:System.Net.Http.HttpClient.set_Timeout", StringComparison.Ordinal)) timeout = inner;
                // Delegates of one member share its parameters: what the helper was called with holds inside them too.
                if (SetsAddress(id)) addresses.Add(new AddressValue(inner.Owner, inner.Node.Arguments[0], frame));
            }
        }
        var key = types.Count > 0 ? Names.Definition(types[0]) : site.Node.Arguments.Select(site.Owner.Values.Text).FirstOrDefault(x => x != null) ?? "default";
        return new ClientSetup(key, site, timeout?.Owner.Values.Seconds(timeout.Node.Arguments[0]), addresses, policies) { TimeoutAt = timeout };
    }

    private static void Add<T>(Dictionary<string, List<T>> lists, string key, T value)
    {
        if (!lists.TryGetValue(key, out var list)) lists[key] = list = [];
        list.Add(value);
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
