using ScaleLint.Graph.Linking;
using ScaleLint.Model;
using ScaleLint.Rules.Calibrations;
using Effort = ScaleLint.Model.Step;

namespace ScaleLint.Rules.Scaling;

/// <summary>Where the parts of a model come from in the code.</summary>
/// <param name="Operations">The entry point behind each operation, by its id.</param>
/// <param name="Resources">A registration, else a call, of each remote resource, by its id.</param>
public sealed record ModelProvenance(IReadOnlyDictionary<string, EntryPoint> Operations, IReadOnlyDictionary<string, CallSite> Resources);

/// <summary>Makes the system file of the scale model from the graph: catalogue defaults, constants of the code, <c>scalelint.json</c> and presets fill the numbers.</summary>
public sealed class ModelBuilder
{
    private readonly SystemGraph graph;
    private readonly Settings.Settings settings;
    private readonly Dictionary<EntryPoint, string> ids = [];
    private readonly SortedDictionary<string, EntryPoint> entries = new(StringComparer.Ordinal);
    private readonly ModelResources resources;
    private readonly Behaviour behaviour;
    private readonly Dictionary<string, Effort> does = new(StringComparer.Ordinal);
    private readonly Dictionary<(Unit, string), List<Method>> members = [];
    private readonly Dictionary<string, MappedService> mapped;

    private ModelBuilder(SystemGraph graph, Settings.Settings settings)
    {
        (this.graph, this.settings) = (graph, settings);
        mapped = graph.Map.Services.GroupBy(x => x.Id, StringComparer.Ordinal).ToDictionary(x => x.Key, x => x.First(), StringComparer.Ordinal);
        var requests = graph.EntryPoints.Where(x => x.IsRequest && x.Root.Unit.IsJudged && !x.Root.Unit.Facts.IsTest).ToList();
        var shared = new HashSet<string>(requests.GroupBy(x => x.Id, StringComparer.Ordinal).Where(x => x.Select(graph.Services.NameOf).Distinct(StringComparer.Ordinal).Count() > 1).Select(x => x.Key), StringComparer.Ordinal);
        foreach (var entry in requests)
        {
            var id = shared.Contains(entry.Id) ? graph.Services.NameOf(entry) + ":" + entry.Id : entry.Id;
            // A second handler of the same route in the same service answers only when the first does not.
            if (entries.ContainsKey(id)) continue;
            entries[id] = entry;
            ids[entry] = id;
        }
        Traces = TraceMatch.Of(graph, settings);
        resources = new ModelResources(graph, settings.Config, Traces);
        behaviour = new Behaviour(new RuleContext(graph, settings, Host.System), resources, ids);
    }

    /// <summary>The system that the code makes, with the places it was read from; null when nothing answers requests.</summary>
    public static (SystemFile File, ModelProvenance Provenance)? Build(SystemGraph graph, Settings.Settings settings)
    {
        var builder = new ModelBuilder(graph, settings);
        return builder.entries.Count == 0 ? null : (builder.Whole(), builder.Provenance);
    }

    /// <summary>A builder that can make the system again with repairs; null when nothing answers requests.</summary>
    internal static ModelBuilder? For(SystemGraph graph, Settings.Settings settings)
    {
        var builder = new ModelBuilder(graph, settings);
        return builder.entries.Count == 0 ? null : builder;
    }

    /// <summary>What was measured of this system; null without a calibration.</summary>
    internal TraceMatch? Traces { get; }

    internal ModelProvenance Provenance => new(entries, resources.Sites);

    /// <summary>The system as it stands.</summary>
    internal SystemFile Whole()
    {
        foreach (var entry in entries) does[entry.Key] = ModelShapes.HeldOnce(behaviour.Of(entry.Value.Root) ?? ModelShapes.Nothing);
        foreach (var method in graph.Methods.Concat(entries.Values.Select(x => x.Root)).Distinct())
        {
            if (!members.TryGetValue((method.Unit, method.Facts.Id), out var list)) members[(method.Unit, method.Facts.Id)] = list = [];
            list.Add(method);
        }
        return File(does);
    }

    /// <summary>The system with repairs made; null when the model does not see one of them.</summary>
    internal SystemFile? Repaired(params IReadOnlyList<Repair> repairs)
    {
        if (!repairs.All(Sees)) return null;
        var changed = new Dictionary<string, Effort>(does, StringComparer.Ordinal);
        var sited = repairs.Where(x => x.Site != null).ToList();
        if (sited.Count > 0)
        {
            var touched = Touched(sited.Select(x => x.Site!.Owner));
            var repaired = new Behaviour(behaviour, sited, touched.Contains);
            foreach (var entry in entries.Where(x => touched.Contains(x.Value.Root)))
                changed[entry.Key] = ModelShapes.HeldOnce(repaired.Of(entry.Value.Root) ?? ModelShapes.Nothing);
        }
        foreach (var repair in repairs.Where(x => x.Site == null))
            changed = changed.ToDictionary(x => x.Key, x => ModelShapes.Map(x.Value, step => Changed(step, repair)) ?? ModelShapes.Nothing, StringComparer.Ordinal);
        return File(changed);
    }

    private bool Sees(Repair repair) => repair.Kind switch
    {
        "remove-retry" => repair.Site != null,
        "breaker" => repair is { Site: null, Target: not null },
        "cache" => repair is { Site: null, Target: not null },
        "batch" or "parallel" or "async" or "bound" => repair.Site != null,
        "shorten-hold" => repair.Site != null || repair.Target != null,
        _ => false,
    };

    /// <summary>A step under a repair that concerns a resource as a whole.</summary>
    private static Effort? Changed(Effort step, Repair repair) => (repair.Kind, step) switch
    {
        ("cache", Effort.Call call) when call.Resource == repair.Target => new Effort.Cache(Quantity.Assumed(Resilience.AssumedHitRatio), TimeShape.Zero, step),
        ("breaker", Effort.Call call) when call.Resource == repair.Target => Resilience.Breaker(step),
        ("shorten-hold", Effort.Hold hold) when hold.Resource == "lock " + repair.Target => hold.Body,
        _ => step,
    };

    /// <summary>The members, their delegates, and all that call them.</summary>
    private HashSet<Method> Touched(IEnumerable<Method> owners)
    {
        var touched = new HashSet<Method>();
        var queue = new Queue<Method>();
        void Add(Method method)
        {
            if (!members.TryGetValue((method.Unit, method.Facts.Id), out var all)) all = [method];
            foreach (var part in all) if (touched.Add(part)) queue.Enqueue(part);
        }
        foreach (var owner in owners) Add(owner);
        while (queue.Count > 0) foreach (var site in graph.CallersOf(queue.Dequeue())) Add(site.Owner);
        return touched;
    }

    private SystemFile File(IReadOnlyDictionary<string, Effort> does)
    {
        // Where it is said how often a handler runs, that holds, and not how often its messages are published.
        var ways = resources.All.Select(x => x.Consumer is { } handler && StatedRateOf(entries[handler]) != null ? x with { Consumer = null } : x).ToList();
        var consumers = ways.Where(x => x.Consumer != null).ToDictionary(x => x.Id, x => x.Consumer!, StringComparer.Ordinal);
        var acyclic = InvokeCycles.Cut(does, consumers);
        // What is handed to an operation says how often it runs.
        var fed = new HashSet<string>(acyclic.Values.SelectMany(ModelShapes.All).OfType<Effort.Publish>().Where(x => consumers.ContainsKey(x.Queue)).Select(x => consumers[x.Queue]), StringComparer.Ordinal);
        var services = graph.Services.All.Select(x => x.Name).Distinct(StringComparer.Ordinal).Select(ServiceOf).ToList();
        var known = new HashSet<string>(services.Select(x => x.Id), StringComparer.Ordinal);
        return new SystemFile
        {
            Services = services,
            Resources = ways,
            Operations = entries.Select(x => OperationOf(x.Key, x.Value, acyclic[x.Key], known, fed.Contains(x.Key))).ToList(),
        };
    }

    private Model.Service ServiceOf(string name)
    {
        var set = settings.Config.Services.FirstOrDefault(x => x.Name == name);
        var instances = set?.Instances ?? (set?.SingleInstance == true ? 1 : (int?)null) ?? (mapped.TryGetValue(name, out var service) ? service.Instances : null);
        return new Model.Service { Id = name, Instances = instances is > 0 and var n ? Quantity.Declared(n) : Quantity.Assumed(1) };
    }

    private Settings.Objective? ObjectiveOf(EntryPoint entry) =>
        settings.Config.Objectives.FirstOrDefault(x => x.EntryPoint == graph.Services.NameOf(entry) + ":" + entry.Id) ?? settings.Config.Objectives.FirstOrDefault(x => x.EntryPoint == entry.Id);

    private Quantity? StatedRateOf(EntryPoint entry) =>
        ObjectiveOf(entry)?.RatePerSecond is { } rate ? Quantity.Declared(rate) : Traces?.RateOf(entry) is { } measured ? Quantity.Measured(measured) : null;

    private Operation OperationOf(string id, EntryPoint entry, Effort does, HashSet<string> services, bool isFed)
    {
        var service = graph.Services.NameOf(entry);
        var objective = ObjectiveOf(entry);
        return new Operation
        {
            Id = id,
            Service = services.Contains(service) ? service : null,
            RatePerSecond = StatedRateOf(entry) ?? Quantity.Assumed(isFed ? 0 : Presets.Priors.Default.RatePerSecond),
            Objective = objective is { P99Ms: not null } or { Availability: not null } ? new Model.Objective
            {
                P99Ms = objective.P99Ms is { } p99 ? Quantity.Declared(p99) : null,
                Availability = objective.Availability is > 0 and var availability ? Quantity.Declared(availability) : null,
            } : null,
            Does = does,
        };
    }
}
