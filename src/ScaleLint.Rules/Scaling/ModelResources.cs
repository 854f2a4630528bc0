using System.Globalization;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using ScaleLint.Graph.Effects;
using ScaleLint.Graph.Linking;
using ScaleLint.Model;
using ScaleLint.Rules.Calibrations;
using ScaleLint.Rules.Presets;
using ScaleLint.Rules.Settings;

namespace ScaleLint.Rules.Scaling;

/// <summary>The resources that behaviour trees name: times and failures from the presets, slots from pools, both overridden by <c>scalelint.json</c>.</summary>
internal sealed class ModelResources(SystemGraph graph, ScaleLintConfig config, TraceMatch? traces)
{
    private const double DatabasePool = 100;

    // A blocked pool grows by one or two threads a second; within a burst it has little more than it starts with.
    private const double BlockedThreads = 32;

    private readonly Dictionary<(string Id, string Kind), string> names = [];
    private readonly SortedDictionary<string, Model.Resource> all = new(StringComparer.Ordinal);
    private readonly Dictionary<string, CallSite> sites = new(StringComparer.Ordinal);

    /// <summary>All that were asked for so far, sorted by id.</summary>
    public IReadOnlyList<Model.Resource> All => [.. all.Values];

    /// <summary>A call or registration that stands for each remote resource.</summary>
    public IReadOnlyDictionary<string, CallSite> Sites => sites;

    /// <summary>Id of the resource that a remote call uses.</summary>
    public string Of(CallSite site)
    {
        return Of(graph.Resources.Of(site)!, site);
    }

    /// <summary>Ids of the services behind gateways that pass a remote call on.</summary>
    public IEnumerable<string> Behind(CallSite site) => graph.Resources.Behind(site).Select(x => Of(x, site));

    private string Of(Graph.Linking.Resource found, CallSite site)
    {
        var kind = found.Kind is MeaningKind.QueuePublish or MeaningKind.QueueConsume ? "queue" : Services.ContractName(found.Kind);
        if (names.TryGetValue((found.Id, kind), out var id)) return id;
        id = names[(found.Id, kind)] = all.ContainsKey(found.Id) ? found.Id + " (" + kind + ")" : found.Id;
        sites[id] = found.Registration ?? site;
        all[id] = Configured(Measured(Assumed(id, kind, found, site), found), found);
        return id;
    }

    /// <summary>The way of a message from a broker to the operation that handles it; the broker's own time and failure are not its own.</summary>
    public string Queue(string name, string consumer, CallSite published)
    {
        var id = name;
        for (var i = 2; all.TryGetValue(id, out var known) && known.Consumer != consumer; i++) id = name + " (" + i.ToString(CultureInfo.InvariantCulture) + ")";
        if (!all.ContainsKey(id)) (all[id], sites[id]) = (new Model.Resource { Id = id, Kind = "queue", Consumer = consumer }, published);
        return id;
    }

    /// <summary>A lock that lets that many in at a time.</summary>
    public string Lock(string name, double slots, bool isDeclared)
    {
        var id = "lock " + name;
        if (!all.ContainsKey(id)) all[id] = new Model.Resource { Id = id, Kind = "lock", Slots = isDeclared ? Quantity.Declared(slots) : Quantity.Assumed(slots) };
        return id;
    }

    /// <summary>The threads of a service that may wait blocked before the pool is starved.</summary>
    public string BlockedThreadsOf(string service)
    {
        var id = service + ":blocked-threads";
        if (!all.ContainsKey(id)) all[id] = new Model.Resource { Id = id, Kind = "pool", Slots = Quantity.Assumed(BlockedThreads) };
        return id;
    }

    private Model.Resource Assumed(string id, string kind, Graph.Linking.Resource found, CallSite site)
    {
        var prior = Priors.Default.Calls.TryGetValue(kind == "queue" ? "queue-publish" : kind, out var known) ? known : null;
        return new Model.Resource
        {
            Id = id,
            Kind = kind,
            Time = prior == null ? TimeShape.Zero : new TimeShape.Lognormal(Quantity.Assumed(prior.MedianMs), Quantity.Assumed(prior.P99Ms)),
            Failure = Quantity.Assumed(prior?.Failure ?? 0),
            Slots = SlotsOf(found, kind, site),
        };
    }

    private Model.Resource Measured(Model.Resource resource, Graph.Linking.Resource found)
    {
        if (traces?.Of(found) is not { } measured) return resource;
        return resource with
        {
            Time = new TimeShape.Lognormal(Quantity.Measured(measured.MedianMs), Quantity.Measured(measured.P99Ms)),
            Failure = measured.FailureOver(resource.Failure) is { } failure ? Quantity.Measured(failure) : resource.Failure,
        };
    }

    private Quantity? SlotsOf(Graph.Linking.Resource found, string kind, CallSite site)
    {
        if (graph.Map.Resources.FirstOrDefault(x => x.Id == found.Id)?.PoolSize is { } pool) return Quantity.Declared(pool);
        if (kind is not ("sql" or "document-db")) return null;
        if (int.TryParse(site.Remote?.Value("pool"), NumberStyles.Integer, CultureInfo.InvariantCulture, out var size)) return Quantity.Assumed(size);
        return kind == "sql" ? Quantity.Assumed(DatabasePool) : null;
    }

    private Model.Resource Configured(Model.Resource resource, Graph.Linking.Resource found)
    {
        var set = config.Resources.FirstOrDefault(x => x.Id == found.Id)
            ?? config.Resources.FirstOrDefault(x => x.Match.Any(pattern => Pattern.Glob(pattern, found.Id) || found.Connection != null && Pattern.Glob(pattern, found.Connection)));
        if (set == null) return resource;
        var kind = set.Kind != null && SystemFileChecks.Kinds.Contains(set.Kind, StringComparer.Ordinal) && resource.Kind != "queue" ? set.Kind : resource.Kind;
        return resource with
        {
            Kind = kind,
            Time = TimeOf(set.Time) ?? resource.Time,
            Slots = set.Slots is > 0 and var slots ? Quantity.Declared(slots) : resource.Slots,
            Failure = set.Failure is { } failure ? Quantity.Declared(failure) : resource.Failure,
            QuotaPerSecond = set.QuotaPerSecond is { } quota ? Quantity.Declared(quota) : null,
            Replicas = set.Replicas is { } replicas ? Quantity.Declared(replicas) : resource.Replicas,
        };
    }

    /// <summary>The <c>time</c> of the system file; null when there is none or it says nothing usable.</summary>
    private static TimeShape? TimeOf(string? json)
    {
        if (json == null) return null;
        try
        {
            var time = JObject.Parse(json);
            double? Number(string key) => time[key] is { Type: JTokenType.Integer or JTokenType.Float } value && value.Value<double>() is >= 0 and < 1e9 and var number ? number : null;
            if (Number("medianMs") is > 0 and var median && Number("p99Ms") is { } p99 && p99 >= median) return new TimeShape.Lognormal(median, p99);
            if (Number("meanMs") is not { } mean) return null;
            if (Number("scv") is { } scv) return new TimeShape.Gamma(mean, scv);
            return time.Value<string>("shape") == "constant" ? new TimeShape.Constant(mean) : new TimeShape.Exponential(mean);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
