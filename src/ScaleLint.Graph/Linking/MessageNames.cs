using System.Globalization;
using ScaleLint.Graph.Effects;
using ScaleLint.Graph.Facts;

namespace ScaleLint.Graph.Linking;

/// <summary>Where a message goes or comes from, as far as the code says.</summary>
/// <param name="Exchanges">Exchanges or topics that pass it on to what is bound to them; null where the library has none, empty when unknown, the empty text for the nameless one.</param>
/// <param name="Names">Queues or topics; with exchanges the routing keys. Empty when unknown.</param>
/// <param name="Types">Types of the message where its type says who takes it, else null; empty when unknown.</param>
public sealed record MessageAddress(IReadOnlyList<string>? Exchanges, IReadOnlyList<string> Names, IReadOnlyList<string>? Types)
{
    internal static readonly MessageAddress Unknown = new(null, [], null);

    /// <summary>Whether it is one queue or topic by name.</summary>
    public bool IsOneQueue => (Exchanges == null || Exchanges is [""]) && Types == null && Names is [{ Length: > 0 } name] && name[0] != Anonymous;

    internal const char Anonymous = '@';
}

/// <summary>Reads names of queues, topics and exchanges, and types of messages, from what the catalogue points at: arguments, requests, and the clients that were made for one queue.</summary>
public sealed class MessageNames
{
    private const int Deepest = 6;
    private readonly SystemGraph graph;

    /// <summary>Calls that start consumers of named queues, by library.</summary>
    private readonly ILookup<string, CallSite> starts;

    private readonly Dictionary<string, HashSet<string>> running = new(StringComparer.Ordinal);

    internal MessageNames(SystemGraph graph)
    {
        this.graph = graph;
        starts = graph.Methods.Where(x => x.Facts.Body != null && x.Unit.IsJudged).SelectMany(x => x.Meant)
            .Where(x => x.Meaning(MeaningKind.QueueConsume) is { } line && line.Is("control") && line.Value("key") is { } key && key != "receiver")
            .ToLookup(x => Connections.LibraryOf(x.Meaning(MeaningKind.QueueConsume)!), StringComparer.Ordinal);
    }

    /// <summary>Whether a line says how a message finds its way.</summary>
    public static bool IsAddressed(Meaning line) => line.Value("key") != null || line.Value("exchange") != null || line.Value("message") != null;

    /// <summary>Where a call of a service publishes to, or what it subscribes to.</summary>
    public MessageAddress Of(Service service, CallSite site, Meaning line)
    {
        if (line.Value("message") is { } message) return new MessageAddress(null, [], TypesOf(service, site, message));
        if (!IsAddressed(line)) return MessageAddress.Unknown;
        var exchanges = line.Value("exchange") is { } exchange ? Of(service, site.Owner, site.Argument(exchange)) : null;
        return new MessageAddress(exchanges, line.Value("key") is { } key ? Of(service, site.Owner, site.Argument(key)) : [], null);
    }

    /// <summary>What an entry point of a service takes.</summary>
    public MessageAddress Of(Service service, EntryPoint entry)
    {
        if (entry.Line?.Value("message") is { } message)
            return new MessageAddress(null, [], message == "arg0" && entry.Root.Parameters.Count > 0 ? [Carried(entry.Root.Parameters[0].Type)] : []);
        foreach (var attribute in entry.Root.Attributes.Concat(entry.Root.Parameters.SelectMany(x => x.Attributes)))
            foreach (var line in graph.Catalogue.OfType(attribute.Type.Name))
                if (line.Kind == MeaningKind.Entry && EntryPoints.AttributeArgument(attribute, line.Value("key")) is { } key)
                    return new MessageAddress(null, (Setting(key) is { } setting ? graph.Map.Value(service.Name, setting) : key) is { Length: > 0 } name ? [Plain(name)] : [], null);
        if (entry.MappedBy is { } mapped && entry.Line?.Value("key") is { } named && mapped.Meanings.Contains(entry.Line)) return new MessageAddress(null, Of(service, mapped.Owner, mapped.Argument(named)), null);
        if (Subscription(service, entry) is { } subscription) return Of(service, subscription, subscription.Meaning(MeaningKind.QueueConsume)!) with { Exchanges = null };
        return entry is { Source: { } source, Within: { } within } ? new MessageAddress(null, Of(service, within, source), null) : MessageAddress.Unknown;
    }

    /// <summary>The call that starts a consumer whose event, or whose type's member, an entry point is; null when none does.</summary>
    public CallSite? Subscription(Service service, EntryPoint entry)
    {
        if (entry.Line?.Value("message") != null) return null;
        var scope = graph.Services.ScopeOf(service);
        if (entry is { Source: { } source, Within: { } within })
        {
            var origin = within.Values.Origin(source);
            bool IsHere(CallSite site) => site.Owner.Facts.Id == within.Facts.Id;
            bool Takes(CallSite site) => site.Node.Arguments.Select(site.Owner.Values.Origin).Any(x => IsHere(site) && x.Equals(origin) || x is FieldOperand given && origin is FieldOperand field && given.Member.Equals(field.Member));
            var sites = starts[entry.Library].Where(x => x.Owner.Unit == within.Unit && x.Owner.Type == within.Type).ToList();
            var here = sites.Where(IsHere).ToList();
            return here.FirstOrDefault(Takes) ?? sites.FirstOrDefault(Takes) ?? (here is [var only] && !only.Node.Arguments.Any(x => IsConsumer(only, x)) ? only : null);
        }
        return entry.Line?.Is("implements") != true ? null
            : starts[entry.Library].FirstOrDefault(x => scope.Has(x.Owner.Unit) && x.Node.Arguments.Any(a => graph.Sources.Of(x.Owner, a, scope).Any(leaf => leaf.Type is { } type && graph.Types.IsA(Names.Definition(type), entry.Root.Type.Name))));
    }

    /// <summary>The configuration key that a queue, topic or exchange is read from where nothing says its value, or null.</summary>
    public string? KeyOf(Service service, CallSite site, Meaning line) =>
        (site.Argument(line.Value("exchange")) ?? site.Argument(line.Value("key"))) is { } value ? graph.Texts.Of(site.Owner, value, graph.Services.ScopeOf(service)).Select(x => x.Key).FirstOrDefault(x => x != null) : null;

    /// <summary>The names that a value stands for; empty when one of them cannot be told.</summary>
    public IReadOnlyList<string> Of(Service service, Method owner, Operand? value) => value == null ? [] : Of(service, owner, value, null, 0);

    private IReadOnlyList<string> Of(Service service, Method owner, Operand value, Frame? frame, int depth)
    {
        if (depth > Deepest) return [];
        var scope = graph.Services.ScopeOf(service);
        var leaves = Running(service, graph.Sources.Of(owner, value, scope, frame));
        var texts = leaves.SelectMany(x => graph.Texts.Of(x.Owner, x.Value, scope, x.Frame)).Select(x => (IsKey: x.Keys.Any(), Text: x.Resolve(key => graph.Map.Value(service.Name, key)))).Where(x => x.Text.IndexOf("{}", StringComparison.Ordinal) < 0).ToList();
        // What stands beside a configured value is its default.
        if (texts.Any(x => x.IsKey)) texts.RemoveAll(x => !x.IsKey);
        if (texts.Count > 0) return texts.Select(x => Plain(x.Text)).Distinct(StringComparer.Ordinal).ToList();
        foreach (var leaf in leaves)
        {
            var found = leaf.Call is { } call ? OfCall(service, leaf, call, depth)
                : leaf.Value is FieldOperand { Target: { } holder } part && graph.Types.Find(Names.TypeOf(part.Member.Id)) is not { Unit.IsJudged: true } ? Of(service, leaf.Owner, holder, leaf.Frame, depth + 1)
                : leaf.Type is { } type ? Injected(service, Names.Definition(type), scope, depth) : [];
            if (found.Count > 0) return found;
        }
        return [];
    }

    /// <summary>What a shared library's members say that the service never runs is no word of its own.</summary>
    private IReadOnlyList<Leaf> Running(Service service, IReadOnlyList<Leaf> leaves)
    {
        if (leaves.Count < 2) return leaves;
        const MethodFlags always = MethodFlags.Constructor | MethodFlags.StaticConstructor | MethodFlags.Main;
        if (!running.TryGetValue(service.Name, out var members)) running[service.Name] = members = new HashSet<string>(graph.Services.LiveOf(service).Members.Select(x => x.Facts.Id), StringComparer.Ordinal);
        var live = leaves.Where(x => (x.Owner.Facts.Flags & always) != 0 || members.Contains(x.Owner.Facts.Id)).ToList();
        return live.Count > 0 ? live : leaves;
    }

    /// <summary>The queue that an object was made for, that a request names, or that a call declared.</summary>
    private IReadOnlyList<string> OfCall(Service service, Leaf leaf, CallNode call, int depth)
    {
        foreach (var line in graph.MeaningsOf(call, leaf.Owner))
        {
            var declares = line.Kind == MeaningKind.QueuePublish && line.Is("control") && !line.Is("bind");
            if ((line.Value("name") ?? (declares ? line.Value("key") ?? line.Value("exchange") : null)) is not { } reference || line.Kind == MeaningKind.Register) continue;
            var named = CallSite.Argument(call, reference);
            var found = named == null ? [] : Of(service, leaf.Owner, named, leaf.Frame, depth + 1);
            // The broker makes the name up.
            if (declares && (named is DefaultOperand || found is [""])) return [MessageAddress.Anonymous + leaf.Owner.Id + "#" + call.Id.ToString(CultureInfo.InvariantCulture)];
            if (found.Count > 0) return found;
        }
        foreach (var set in leaf.Owner.Values.Calls.Where(x => x.Receiver != null && leaf.Owner.Values.CallOf(x.Receiver) == call.Id))
            foreach (var line in graph.MeaningsOf(set, leaf.Owner))
                if (line.Kind == MeaningKind.Pure && CallSite.Argument(set, line.Value("name")) is { } value) return Of(service, leaf.Owner, value, leaf.Frame, depth + 1);
        return call.Receiver != null && Names.IsGetter(call.Callee.Id) ? Of(service, leaf.Owner, call.Receiver, leaf.Frame, depth + 1) : [];
    }

    private IReadOnlyList<string> Injected(Service service, string type, Scope scope, int depth)
    {
        if (graph.Types.Find(type) is { Unit.IsJudged: true }) return [];
        var registered = graph.Registrations.Of(type).Where(x => scope.Has(x.Site.Owner.Unit)).ToList();
        // Several of a type are told apart by keys that are not read.
        return registered is [var only] ? graph.Registrations.Given(only).Select(x => Of(service, x.Owner, x.Value, null, depth + 1)).FirstOrDefault(x => x.Count > 0) ?? [] : [];
    }

    /// <summary>The type that the call says, else those of what it is given; no plain object's.</summary>
    private IReadOnlyList<string> TypesOf(Service service, CallSite site, string reference)
    {
        static bool IsMessage(string? type) => type is { Length: > 0 } and not ("System.Object" or "System.String") && type[0] != '`' && !type.StartsWith("System.Action", StringComparison.Ordinal) && type.IndexOf("<", StringComparison.Ordinal) < 0;
        if (Names.Arguments(site.Node.ReceiverType) is [var asked] && IsMessage(asked)) return [asked];
        if (site.Node.TypeArguments is [var said] && IsMessage(said)) return [said];
        if (site.Argument(reference) is not { } message) return [];
        var given = graph.Sources.Of(site.Owner, message, graph.Services.ScopeOf(service)).Select(x => x.Type).ToList();
        return given.All(IsMessage) ? given.Select(x => x!).Distinct(StringComparer.Ordinal).ToList() : [];
    }

    /// <summary>The message inside a context or batch: <c>ConsumeContext{Batch{Order}}</c> to <c>Order</c>.</summary>
    internal static string Carried(string type)
    {
        while (type.StartsWith("MassTransit.", StringComparison.Ordinal) && Names.Arguments(type) is [var inner]) type = inner;
        return type;
    }

    /// <summary>The setting that a trigger's name stands for: <c>%Queue%</c>.</summary>
    private static string? Setting(string name) => name.Length > 2 && name[0] == '%' && name[name.Length - 1] == '%' ? name.Substring(1, name.Length - 2).Replace("__", ":") : null;

    private static bool IsConsumer(CallSite site, Operand argument) => site.Owner.Values.TypeOf(argument)?.IndexOf("Consumer", StringComparison.Ordinal) >= 0;

    /// <summary>The name alone of an address: of <c>https://sqs.eu.amazonaws.com/1/orders</c>, <c>arn:aws:sns:eu:1:orders</c>, <c>queue:orders</c>, <c>projects/p/topics/orders</c>.</summary>
    private static string Plain(string name)
    {
        if (name.IndexOf("://", StringComparison.Ordinal) > 0 || name.StartsWith("projects/", StringComparison.Ordinal))
        {
            var path = name.Split('?')[0].TrimEnd('/');
            return path.Substring(path.LastIndexOf('/') + 1);
        }
        return name.StartsWith("arn:", StringComparison.Ordinal) || name.StartsWith("queue:", StringComparison.Ordinal) || name.StartsWith("topic:", StringComparison.Ordinal) || name.StartsWith("exchange:", StringComparison.Ordinal)
            ? name.Substring(name.LastIndexOf(':') + 1) : name;
    }
}
