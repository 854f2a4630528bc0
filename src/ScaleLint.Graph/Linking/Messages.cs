using ScaleLint.Graph.Effects;
using ScaleLint.Graph.Facts;

namespace ScaleLint.Graph.Linking;

/// <summary>A message that goes on from who publishes it to who handles it; nobody waits for that.</summary>
/// <param name="Name">Queue or topic, exchange and routing key (<c>orders/created</c>), or the message's type.</param>
/// <param name="Resource">Id of the broker, or of the queue where no broker is known.</param>
/// <param name="To">The service that handles it; null when no code that was read does.</param>
/// <param name="Handler">The entry point that runs; null when none is known to lead to the call that receives it.</param>
/// <param name="HandledAt">Where it is subscribed to or received.</param>
public sealed record Delivery(string Name, string Resource, string From, CallSite Published, string? To, EntryPoint? Handler, Position? HandledAt);

/// <summary>Who handles what is published: by queue or topic, by exchange and what is bound to it, or by the message's type. What is not known to fit is not joined.</summary>
public sealed class Messages
{
    private readonly SystemGraph graph;
    private readonly List<Subscription> subscriptions = [];
    private readonly List<Binding> bindings = [];
    private readonly List<UnresolvedCall> unresolved = [];
    private readonly HashSet<(string Library, string Exchange)> fanouts = [];
    private readonly Dictionary<string, Reached> reached = new(StringComparer.Ordinal);
    private IReadOnlyList<Delivery>? all;
    private ILookup<CallSite, Delivery>? bySite;
    private ILookup<string, Subscription> byName = Enumerable.Empty<Subscription>().ToLookup(x => "");
    private ILookup<string, Subscription> byType = Enumerable.Empty<Subscription>().ToLookup(x => "");
    private ILookup<(string Library, string Exchange), Binding> byExchange = Enumerable.Empty<Binding>().ToLookup(x => ("", ""));

    internal Messages(SystemGraph graph)
    {
        this.graph = graph;
        Names = new MessageNames(graph);
    }

    /// <summary>Names of queues and types of messages.</summary>
    public MessageNames Names { get; }

    /// <summary>All of them, sorted by service, name and receiver.</summary>
    public IReadOnlyList<Delivery> All => all ??= Find();

    /// <summary>Publications and subscriptions whose queue, topic or type could not be told.</summary>
    public IReadOnlyList<UnresolvedCall> Unresolved
    {
        get
        {
            _ = All;
            return unresolved;
        }
    }

    /// <summary>The one entry point that answers a message whose sender waits, or null.</summary>
    public EntryPoint? AnswerTo(CallSite site) =>
        site.Remote?.Is("request") == true && Of(site).Where(x => x.Handler != null).Select(x => x.Handler!).Distinct().ToList() is [var one] ? one : null;

    /// <summary>What becomes of what a call publishes.</summary>
    public IEnumerable<Delivery> Of(CallSite site) => (bySite ??= All.ToLookup(x => x.Published))[site];

    private List<Delivery> Find()
    {
        var published = new List<(Service Service, CallSite Site, Meaning Line)>();
        foreach (var service in graph.Services.All)
        {
            var live = graph.Services.LiveOf(service);
            var started = Handlers(service, live);
            foreach (var method in live.Members)
                foreach (var site in method.Meant)
                    foreach (var line in site.Meanings)
                    {
                        if (line.Kind == MeaningKind.QueueConsume && MessageNames.IsAddressed(line) && !started.Contains(site) && !site.Meanings.Any(x => x.Kind == MeaningKind.Entry)) Received(service, site, line);
                        if (line.Kind != MeaningKind.QueuePublish || !MessageNames.IsAddressed(line)) continue;
                        if (line.Is("bind")) Bound(service, site, line);
                        else if (!line.Is("control")) published.Add((service, site, line));
                        else if (line.Value("exchange") is { } exchange && IsFanout(service, site, line)) fanouts.UnionWith(Names.Of(service, site.Owner, site.Argument(exchange)).Select(x => (Connections.LibraryOf(line), x)));
                    }
        }
        byName = subscriptions.SelectMany(x => x.Address.Names.Select(name => (name, x))).ToLookup(x => x.name, x => x.x, StringComparer.Ordinal);
        byType = subscriptions.SelectMany(x => (x.Address.Types ?? []).Select(type => (type, x))).ToLookup(x => x.type, x => x.x, StringComparer.Ordinal);
        byExchange = bindings.ToLookup(x => (x.Library, x.Exchange));
        return published.SelectMany(x => Deliveries(x.Service, x.Site, x.Line)).Distinct()
            .OrderBy(x => x.From, StringComparer.Ordinal).ThenBy(x => x.Name, StringComparer.Ordinal).ThenBy(x => x.To, StringComparer.Ordinal).ThenBy(x => x.Handler?.Id, StringComparer.Ordinal)
            .ThenBy(x => x.Published.At.File, StringComparer.Ordinal).ThenBy(x => x.Published.At.Line).ThenBy(x => x.Published.At.Column).ToList();
    }

    private bool IsFanout(Service service, CallSite site, Meaning line) =>
        line.Value("value") is { } sort && (sort == "fanout" || Names.Of(service, site.Owner, site.Argument(sort)) is ["fanout"]);

    /// <summary>Notes what the entry points of a service take, and returns the calls that start them.</summary>
    private HashSet<CallSite> Handlers(Service service, LiveCode live)
    {
        var started = new HashSet<CallSite>();
        foreach (var entry in graph.Services.EntriesOf(service.Name))
        {
            if (entry.Kind != EntryKind.Consumer || entry.Library.Length == 0 || !live.Has(entry.Root)) continue;
            var address = Names.Of(service, entry);
            var start = Names.Subscription(service, entry);
            if (start != null) started.Add(start);
            if (address.Names.Count > 0 || address.Types is { Count: > 0 })
                subscriptions.Add(new Subscription(service, entry.Library, graph.Resources.Broker(service, entry.Library, entry).Id, address, entry, entry.At));
            else if (start != null || entry.Source != null || entry.MappedBy != null || entry.Line?.Value("key") != null)
                unresolved.Add(new UnresolvedCall(service.Name, MeaningKind.QueueConsume, entry.Id, null, start?.At ?? entry.At));
        }
        return started;
    }

    /// <summary>A loop that receives is handled by the entry point that leads to it.</summary>
    private void Received(Service service, CallSite site, Meaning line)
    {
        var address = Names.Of(service, site, line);
        if (address.Names.Count == 0) unresolved.Add(new UnresolvedCall(service.Name, MeaningKind.QueueConsume, site.ToString(), Braced(Names.KeyOf(service, site, line)), site.At));
        else subscriptions.Add(new Subscription(service, Connections.LibraryOf(line), graph.Resources.Of(site, service)!.Id, address, EntryOf(service, site.Owner), site.At));
    }

    private static string? Braced(string? key) => key == null ? null : "{" + key + "}";

    private EntryPoint? EntryOf(Service service, Method method)
    {
        if (!reached.TryGetValue(service.Name, out var ways)) reached[service.Name] = ways = new Reached(graph.Services.EntriesOf(service.Name).OrderBy(x => x.Kind == EntryKind.Main), background: true);
        return ways.EntryOf(method);
    }

    private void Bound(Service service, CallSite site, Meaning line)
    {
        if (site.Argument(line.Value("queue")) is not { } queue || site.Argument(line.Value("exchange")) is not { } exchange) return;
        var keys = line.Value("key") is { } key ? Names.Of(service, site.Owner, site.Argument(key)) : [];
        foreach (var to in Names.Of(service, site.Owner, queue))
            foreach (var from in Names.Of(service, site.Owner, exchange))
                bindings.Add(new Binding(Connections.LibraryOf(line), from, to, line.Value("key") == null ? null : keys));
    }

    private IEnumerable<Delivery> Deliveries(Service service, CallSite site, Meaning line)
    {
        var address = Names.Of(service, site, line);
        var library = Connections.LibraryOf(line);
        var broker = graph.Resources.Of(site, service)!.Id;
        var known = address.Types is { Count: > 0 } || (address.Exchanges == null ? address.Names.Count > 0 : address.Exchanges.Count > 0);
        var found = new List<(string Name, Subscription To)>();
        var names = new List<string>();
        foreach (var type in address.Types ?? [])
        {
            names.Add(Linking.Names.Short(Linking.Names.Definition(type)));
            foreach (var taken in graph.Types.Ancestors(type).Append(type).Distinct(StringComparer.Ordinal)) found.AddRange(byType[taken].Select(x => (names[names.Count - 1], x)));
        }
        foreach (var exchange in address.Exchanges ?? (address.Types == null ? [""] : []))
        {
            foreach (var name in address.Names.DefaultIfEmpty(""))
            {
                names.Add(exchange.Length == 0 ? name : name.Length == 0 ? exchange : exchange + "/" + name);
                IEnumerable<string> queues = [name];
                if (exchange.Length > 0)
                {
                    var bound = byExchange[(library, exchange)].ToList();
                    var takes = bound.Select(x => (x.Queue, Takes: Takes(x, address.Names.Count == 0 ? null : name))).ToList();
                    // A key that is only known at run time may lead to any of them, or to none.
                    if (takes.Any(x => x.Takes == null)) known = false;
                    queues = takes.Where(x => x.Takes == true).Select(x => x.Queue);
                }
                else if (address.Names.Count == 0) known = false;
                foreach (var queue in queues.Distinct(StringComparer.Ordinal).Where(x => x.Length > 0))
                    found.AddRange(byName[queue].Select(x => (names[names.Count - 1], x)));
            }
        }
        found = found.Where(x => x.To.Library == library && AreOne(broker, service, x.To)).ToList();
        // A command has one receiver: which of several, the code of the sender does not say.
        if (line.Is("command") && found.Select(x => x.To.Service.Name).Distinct(StringComparer.Ordinal).Count() > 1) (found, known) = ([], false);
        if (!known) unresolved.Add(new UnresolvedCall(service.Name, MeaningKind.QueuePublish, site.ToString(), address.Exchanges is [{ Length: > 0 } stated] ? stated : Braced(Names.KeyOf(service, site, line)), site.At));
        foreach (var (name, to) in found) yield return new Delivery(name, broker, service.Name, site, to.Service.Name, to.Handler, to.At);
        if (known) foreach (var name in names.Where(x => !found.Any(f => f.Name == x))) yield return new Delivery(name, broker, service.Name, site, null, null, null);
    }

    /// <summary>Whether a queue's binding takes a routing key; null when only the run time tells.</summary>
    private bool? Takes(Binding binding, string? key)
    {
        if (binding.Keys == null || fanouts.Contains((binding.Library, binding.Exchange)) || binding.Keys.Contains("#", StringComparer.Ordinal)) return true;
        if (key == null || binding.Keys.Count == 0) return null;
        return binding.Keys.Any(x => Fits(x.Split('.'), 0, key.Split('.'), 0));
    }

    /// <summary>Whether a pattern of words fits: a star is one word, a hash any number.</summary>
    private static bool Fits(string[] pattern, int at, string[] words, int from)
    {
        if (at == pattern.Length) return from == words.Length;
        if (pattern[at] == "#") return Enumerable.Range(from, words.Length - from + 1).Any(x => Fits(pattern, at + 1, words, x));
        return from < words.Length && (pattern[at] == "*" || pattern[at] == words[from]) && Fits(pattern, at + 1, words, from + 1);
    }

    /// <summary>Two brokers that are both known by name are one or are not; of one that nobody names the queue's name decides.</summary>
    private bool AreOne(string broker, Service publisher, Subscription to)
    {
        bool IsPlace(string id, Service service) => !id.EndsWith("@" + service.Name, StringComparison.Ordinal) && graph.Map.Resources.Any(x => x.Id == id);
        return broker == to.Broker || !IsPlace(broker, publisher) || !IsPlace(to.Broker, to.Service);
    }

    private sealed record Subscription(Service Service, string Library, string Broker, MessageAddress Address, EntryPoint? Handler, Position At);

    /// <param name="Keys">Routing keys, empty when unknown; null where the binding takes everything.</param>
    private sealed record Binding(string Library, string Exchange, string Queue, IReadOnlyList<string>? Keys);
}
