using QuikGraph;
using ScaleLint.Graph.Dependencies;
using ScaleLint.Graph.Effects;
using ScaleLint.Graph.Facts;

namespace ScaleLint.Graph.Linking;

/// <summary>The system: members with meaning, entry points, and the dependency graphs folded from them.</summary>
public sealed class SystemGraph
{
    private readonly Linker linker;
    private readonly BidirectionalGraph<Method, Call> calls;
    private DependencyGraphs? dependencies;
    private Condensation<Method>? waiting;
    private Reached? request;
    private Reached? anyEntry;
    private Reach? remote;
    private Reach? hop;

    /// <summary>Links units under a catalogue and a topology.</summary>
    public SystemGraph(IReadOnlyList<Unit> units, EffectsCatalogue catalogue, SystemMap? map = null) : this(new Linker(units, catalogue), map ?? SystemMap.Empty)
    {
    }

    private SystemGraph(Linker linker, SystemMap map)
    {
        (this.linker, Map) = (linker, map);
        foreach (var unit in linker.Units) unitsByName[unit.Name] = unit;
        Registrations.Read(linker.Methods);
        linker.Settle();
        EntryPoints = new EntryPoints(linker).Find(linker.Methods);
        var methods = new List<Method>(linker.Methods);
        foreach (var method in linker.Methods)
        {
            if (method.Facts.Body == null) continue;
            foreach (var lambda in linker.Deferred(method)) methods.Add(linker.Delegate(method, lambda));
        }
        var known = new HashSet<Method>(methods);
        foreach (var root in EntryPoints.Select(x => x.Root).Where(x => x.Lambda >= 0)) if (known.Add(root)) methods.Add(root);
        Methods = methods;
        calls = CallGraph.Of(methods);
    }

    /// <summary>
    /// The graph of the next version of the same units, made of this one where only bodies changed, else anew. This one can be used no more:
    /// its members become those of the next version.
    /// </summary>
    public SystemGraph Next(IReadOnlyList<Unit> units, EffectsCatalogue catalogue) =>
        ReferenceEquals(catalogue, Catalogue) && linker.Renew(units) ? new SystemGraph(linker, Map) : new SystemGraph(units, catalogue, Map);

    /// <summary>All assemblies.</summary>
    public IReadOnlyList<Unit> Units => linker.Units;

    /// <summary>All members, and the delegates that are called from outside.</summary>
    public IReadOnlyList<Method> Methods { get; }

    /// <summary>Where work arrives, sorted.</summary>
    public IReadOnlyList<EntryPoint> EntryPoints { get; }

    /// <summary>Bases and derived types.</summary>
    public TypeHierarchy Types => linker.Types;

    /// <summary>The container.</summary>
    public Registrations Registrations => linker.Registrations;

    /// <summary>The catalogue.</summary>
    public EffectsCatalogue Catalogue => linker.Catalogue;

    /// <summary>The member with that id, or null.</summary>
    public Method? Find(MemberRef member) => linker.Find(member);

    /// <summary>A delegate of a member as a member of its own.</summary>
    public Method DelegateOf(Method owner, int lambda) => linker.Delegate(owner.Lambda < 0 ? owner : linker.Find(new MemberRef(owner.Unit.Name, owner.Facts.Id)) ?? owner, lambda);

    /// <summary>Delegates that a member hands to registrations, endpoints or events, as members of their own.</summary>
    public IEnumerable<Method> DeferredBy(Method owner) => linker.Deferred(owner).Select(x => linker.Delegate(owner, x));

    /// <summary>What the catalogue says of a call.</summary>
    public IReadOnlyList<Meaning> MeaningsOf(CallNode call, Method owner) => linker.MeaningsOf(call, owner);

    /// <summary>The call with its meaning; one is made when the member's own tree does not hold it (it stands in another delegate).</summary>
    public CallSite SiteOf(Method owner, CallNode call) => owner.Sites.FirstOrDefault(x => x.Node.Id == call.Id) ?? new CallSite(linker, owner, call, linker.MeaningsOf(call, owner));

    /// <summary>Where values come from.</summary>
    public Sources Sources => sources ??= new Sources(this);

    /// <summary>What texts say.</summary>
    public Texts Texts => texts ??= new Texts(this);

    /// <summary>Connections of stores and brokers.</summary>
    public Connections Connections => connections ??= new Connections(this);

    private Connections? connections;
    private Sources? sources;
    private Texts? texts;

    /// <summary>Policies of resilience pipelines.</summary>
    public Pipelines Pipelines => pipelines ??= new Pipelines(this);

    /// <summary>Deadlines of remote calls.</summary>
    public Deadlines Deadlines => deadlines ??= new Deadlines(this);

    /// <summary>Which dependency a remote call goes to.</summary>
    public Resources Resources => resources ??= new Resources(this);

    /// <summary>What is published, and who handles it.</summary>
    public Messages Messages => messages ??= new Messages(this);

    /// <summary>The longest synchronous chains.</summary>
    public Chains Chains => chains ??= new Chains(this, crosses: true);

    /// <summary>What the files around the code say.</summary>
    public SystemMap Map { get; }

    /// <summary>The unit of that assembly name, or null.</summary>
    public Unit? UnitOf(string assembly) => unitsByName.TryGetValue(assembly, out var unit) ? unit : null;

    /// <summary>Services and the edges between them.</summary>
    public Services Services => services ??= new Services(this, Map);

    /// <summary>The units that a unit references or is referenced by, in the order of all.</summary>
    internal IReadOnlyList<Unit> Beside(Unit unit)
    {
        if (beside == null)
        {
            var named = Units.ToLookup(x => x.Name, StringComparer.Ordinal);
            var pairs = Units.SelectMany(x => x.Facts.References.SelectMany(y => named[y]).SelectMany(y => new[] { (One: x, Other: y), (One: y, Other: x) }));
            var order = Units.Select((x, i) => (x, i)).ToDictionary(x => x.x, x => x.i);
            beside = pairs.Distinct().GroupBy(x => x.One, x => x.Other).ToDictionary(x => x.Key, x => (IReadOnlyList<Unit>)x.OrderBy(y => order[y]).ToList());
        }
        return beside.TryGetValue(unit, out var found) ? found : [];
    }

    private Dictionary<Unit, IReadOnlyList<Unit>>? beside;
    private readonly Dictionary<string, Unit> unitsByName = new(StringComparer.Ordinal);
    private Services? services;

    private Resources? resources;
    private Messages? messages;
    private Chains? chains;
    private Pipelines? pipelines;
    private Deadlines? deadlines;

    /// <summary>Set-ups of HTTP and gRPC clients.</summary>
    public Clients Clients
    {
        get
        {
            if (clients != null) return clients;
            clients = new Clients(this);
            clients.Read();
            return clients;
        }
    }

    private Clients? clients;

    /// <summary>Calls that may run a member.</summary>
    public IEnumerable<CallSite> CallersOf(Method method) => calls.TryGetInEdges(method, out var edges) ? edges.Select(x => x.Site) : [];

    /// <summary>The call graph.</summary>
    public IBidirectionalGraph<Method, Call> Calls => calls;

    /// <summary>The calls that are waited for, condensed.</summary>
    public Condensation<Method> Waiting => waiting ??= Condensation<Method>.Of(CallGraph.Waiting(calls));

    /// <summary>The dependency graph by type, namespace and project; <see cref="Services"/> has that of the services.</summary>
    public DependencyGraphs Dependencies => dependencies ??= new DependencyGraphs(this);

    /// <summary>What request entry points reach over calls that are waited for.</summary>
    public Reached OnRequest => request ??= new Reached(EntryPoints.Where(x => x.IsRequest && !x.Root.Unit.Facts.IsTest));

    /// <summary>What any entry point but <c>Main</c> reaches, background work included.</summary>
    public Reached FromAnyEntry => anyEntry ??= new Reached(EntryPoints.Where(x => x.Kind != EntryKind.Main && !x.Root.Unit.Facts.IsTest), background: true);

    /// <summary>Ways to remote effects.</summary>
    public Reach Remote => remote ??= new Reach(this, x => x.Remote != null);

    /// <summary>Ways to remote effects that carry data: opening, committing and acknowledging are none.</summary>
    public Reach Hop => hop ??= new Reach(this, x => x.Remote is { } effect && !effect.Is("control"));

    /// <summary>All writes to a field or property, and its initialisers.</summary>
    public IReadOnlyList<WriteStep> WritesTo(MemberRef member) => (writes ??= Written()).TryGetValue(member, out var list) ? list : [];

    private Dictionary<MemberRef, List<WriteStep>> Written()
    {
        var found = new Dictionary<MemberRef, List<WriteStep>>();
        foreach (var method in Methods)
        {
            if (method.Facts.Body == null) continue;
            foreach (var write in method.Writes)
            {
                if (!found.TryGetValue(write.Node.Member.Member, out var list)) found[write.Node.Member.Member] = list = [];
                list.Add(write);
            }
        }
        return found;
    }

    private Dictionary<MemberRef, List<WriteStep>>? writes;

    /// <summary>Number of elements of a sequence that is written out where it stands, or once for all in a read-only field; null when it is not.</summary>
    public int? SizeOf(Method owner, Operand sequence) => owner.Values.Origin(sequence) switch
    {
        ArrayOperand array => array.Elements.Count,
        FieldOperand field when (field.Flags & FieldFlags.ReadOnly) != 0 && WritesTo(field.Member) is [var write] => Pipelines.Elements(write.Owner.Values, write.Node.Value)?.Count,
        _ => null,
    };

    /// <summary>The call that made what a field holds (its only value besides null), or null.</summary>
    public (Method Owner, CallNode Call)? MadeBy(FieldOperand field)
    {
        var made = WritesTo(field.Member).Where(x => x.Node.Kind is WriteKind.Assign or WriteKind.Coalesce && x.Node.Value is not ConstOperand { Value: null }).ToList();
        return made.Count == 1 && made[0].Owner.Values.CallOf(made[0].Node.Value) is { } id && made[0].Owner.Values.Call(id) is { } call ? (made[0].Owner, call) : null;
    }
}
