using ScaleLint.Graph.Effects;
using ScaleLint.Graph.Facts;

namespace ScaleLint.Graph.Linking;

/// <summary>
/// Joins the facts of many assemblies: who is called (container registrations first, then the class hierarchy), what a call
/// means (the catalogue, through base types and interfaces), and which delegates are called from outside.
/// </summary>
public sealed partial class Linker
{
    private const string QueryPrefix = "M:System.Linq.Queryable.";

    private const int MostImplementations = 8;
    private readonly EffectsCatalogue catalogue;
    private readonly Dictionary<string, Method> byId = new(StringComparer.Ordinal);
    private readonly HashSet<string> ambiguous = new(StringComparer.Ordinal);
    private readonly Dictionary<MemberRef, Method> namesakes = [];
    private readonly Dictionary<string, List<Method>> overriders = new(StringComparer.Ordinal);
    private readonly Dictionary<(string, string), IReadOnlyList<Meaning>> meanings = [];
    private readonly Dictionary<Method, HashSet<int>> deferred = [];
    private readonly Dictionary<MethodFacts, HashSet<int>> placed = new(ByReference.Instance);
    private readonly Dictionary<(Method, int), Method> delegates = [];
    private readonly Dictionary<Method, string> entryNames = [];
    private readonly Dictionary<(Method, int), bool> runs = [];
    private readonly Dictionary<string, HashSet<string>> wrappers = new(StringComparer.Ordinal);
    private PassedReceivers passed;
    private readonly HashSet<string> readAssemblies = new(StringComparer.Ordinal);

    /// <summary>Links units under a catalogue.</summary>
    public Linker(IReadOnlyList<Unit> units, EffectsCatalogue catalogue)
    {
        this.catalogue = catalogue;
        Units = units;
        Types = new TypeHierarchy(units);
        foreach (var unit in units)
        {
            readAssemblies.Add(unit.Name);
            foreach (var type in unit.Facts.Types)
                foreach (var facts in type.Methods) Add(new Method(this, unit, type, facts, -1));
        }
        Registrations = new Registrations(this);
        passed = new PassedReceivers(this);
    }

    /// <summary>All units.</summary>
    public IReadOnlyList<Unit> Units { get; }

    /// <summary>Bases and derived types.</summary>
    public TypeHierarchy Types { get; }

    /// <summary>What the container knows; empty until <see cref="Registrations.Read"/> ran.</summary>
    public Registrations Registrations { get; private set; }

    /// <summary>All members, in the order of units, types and ids.</summary>
    public List<Method> Methods { get; } = [];

    /// <summary>The catalogue.</summary>
    public EffectsCatalogue Catalogue => catalogue;

    /// <summary>The member with that id, preferring the assembly named; null when it was not read.</summary>
    public Method? Find(MemberRef member)
    {
        if (!byId.TryGetValue(member.Id, out var first)) return null;
        return ambiguous.Contains(member.Id) && namesakes.TryGetValue(member, out var exact) ? exact : first;
    }

    /// <summary>Members that override or implement a member.</summary>
    public IReadOnlyList<Method> Overriders(string memberId) => overriders.TryGetValue(memberId, out var list) ? list : [];

    /// <summary>A delegate of a member that is called from outside, as a member of its own.</summary>
    public Method Delegate(Method owner, int lambda)
    {
        if (!delegates.TryGetValue((owner, lambda), out var method))
            delegates[(owner, lambda)] = method = new Method(this, owner.Unit, owner.Type, owner.Facts, lambda);
        return method;
    }

    /// <summary>
    /// Delegates of a member that others run, by index: handed to registrations, endpoints or events, returned or kept. Known once its body is built.
    /// </summary>
    public IEnumerable<int> Deferred(Method owner)
    {
        _ = owner.Body;
        if (owner.Facts.Lambdas.Count == 0) return [];
        var found = deferred.TryGetValue(owner, out var set) ? new SortedSet<int>(set) : [];
        foreach (var lambda in found.ToList()) _ = Delegate(owner, lambda).Body;
        for (var i = 0; i < owner.Facts.Lambdas.Count; i++)
        {
            // Outer delegates come before those inside them, which building the outer one places.
            if (owner.Facts.Lambdas[i].Name.Length > 0 || placed.TryGetValue(owner.Facts, out var seen) && seen.Contains(i) || !found.Add(i)) continue;
            _ = Delegate(owner, i).Body;
        }
        return found;
    }

    /// <summary>What the catalogue says of a type's member, through the receiver's type, the declaring type, its bases and interfaces.</summary>
    public IReadOnlyList<Meaning> MeaningsOf(CallNode call, Method owner)
    {
        var id = call.Callee.Id;
        if (id.Length < 3) return [];
        var receiver = call.ReceiverType.Length == 0 ? "" : Names.Definition(call.ReceiverType);
        if (!meanings.TryGetValue((id, receiver), out var found)) meanings[(id, receiver)] = found = Look(call.Callee, receiver);
        if (found.Count == 0) return found;
        // Generated code behind an interface that a class of the solution puts itself before is called by that class alone.
        if (found.Any(x => x.Is("attribute") && x.IsEffect) && WrappersOf(id) is { Count: > 0 } wrappers) return wrappers.Contains(owner.Type.Name) ? found : [];
        if (found.Any(x => x.Is("queryable"))) return IsQueryable(call, owner) ? found : found.Where(x => !x.Is("queryable")).ToList();
        // What ends a query over a collection in memory goes nowhere.
        return id.StartsWith(QueryPrefix, StringComparison.Ordinal) && found.Any(x => x.IsEffect) && call.Arguments.Count > 0 && IsInMemory(call.Arguments[0], owner, []) ? [] : found;
    }

    /// <summary>Types that implement a member by calling it on another object of its interface.</summary>
    private HashSet<string> WrappersOf(string member)
    {
        if (!wrappers.TryGetValue(member, out var found)) wrappers[member] = found = FindWrappers(member);
        return found;
    }

    private HashSet<string> FindWrappers(string member) =>
        new HashSet<string>(Overriders(member).Where(x => x.Unit is { IsJudged: true, Facts.IsTest: false } && x.Facts.Body != null && x.Values.Calls.Any(c => c.Callee.Id == member)).Select(x => x.Type.Name), StringComparer.Ordinal);

    /// <summary>Whether a member calls a delegate that it is handed; one that registers services and does not keeps it for later.</summary>
    internal bool Runs(Method member, int parameter)
    {
        if (!runs.TryGetValue((member, parameter), out var known)) runs[(member, parameter)] = known = Calls(member, parameter);
        return known;
    }

    private static bool Calls(Method member, int parameter) =>
        member.Values.Calls.Any(x => x.Kind == CallKind.Delegate && x.Receiver != null && member.Values.Origin(x.Receiver) is ParameterOperand { Lambda: < 0 } called && called.Index == parameter);

    internal void Name(Method method, string name) => entryNames[method] = name;

    internal string? EntryNameOf(Method method) => entryNames.TryGetValue(method, out var name) ? name : null;

    /// <summary>Notes that a delegate's body stands in the tree of a member or of another delegate of it.</summary>
    internal void Place(Method owner, int lambda)
    {
        if (!placed.TryGetValue(owner.Facts, out var set)) placed[owner.Facts] = set = [];
        set.Add(lambda);
    }

    internal void Defer(Method owner, int lambda)
    {
        if (!deferred.TryGetValue(owner, out var set)) deferred[owner] = set = [];
        set.Add(lambda);
    }

    internal IReadOnlyList<Method> Resolve(CallSite site)
    {
        if (passed.IsDecidedByCaller(site)) return [];
        var below = passed.DecidedBy(site);
        var direct = IsAnyOfMany(site) ? [] : site.Direct;
        return below.Count == 0 ? direct : [.. direct, .. below];
    }

    /// <summary>Which of so many implementations runs is not known where none is registered; to follow them all would find what any of them does.</summary>
    private bool IsAnyOfMany(CallSite site) => site.Direct.Count > MostImplementations && MessageOf(site) == null && Registrations.Of(PassedReceivers.ReceiverOf(site)).Count == 0;

    /// <summary>The members that a call itself may run.</summary>
    internal IReadOnlyList<Method> ResolveDirect(CallSite site)
    {
        var call = site.Node;
        if (site.Meanings.Any(x => x.IsEffect && !x.Is("queryable") || x.Kind == MeaningKind.Pure) && Find(call.Callee) is not { Unit.IsJudged: true }) return [];
        if (MessageOf(site) is { } message) return Registrations.HandlersOf(site.Owner.Values.TypeOf(message));
        if (call.Callee.Id.Length < 3 || call.Kind is CallKind.Local or CallKind.Delegate or CallKind.Dynamic) return [];
        var own = Find(call.Callee);
        if (call.Kind != CallKind.Virtual) return own is { Facts.Body: not null } ? [own] : [];
        var candidates = new List<Method>();
        if (own is { Facts.Body: not null }) candidates.Add(own);
        // Services may have types of one name: then the assembly tells which is meant.
        var isAmbiguous = ambiguous.Contains(call.Callee.Id);
        candidates.AddRange(Overriders(call.Callee.Id).Where(x => x.Facts.Body != null && (!isAmbiguous || x.Facts.Overrides.Contains(call.Callee))));
        return Registrations.Narrow(call, candidates, site.Owner);
    }

    /// <summary>The message that a call hands to a mediator; null when it hands none.</summary>
    internal Operand? MessageOf(CallSite site) =>
        site.Meanings.FirstOrDefault(x => x.Kind == MeaningKind.Run && x.Is("dispatch")) is { } dispatch ? site.Argument(dispatch.Value("message") ?? "arg0") ?? UnknownOperand.Instance : null;

    internal Resolution ResolutionOf(CallSite site)
    {
        if (site.Meanings.Count > 0) return Resolution.Catalogued;
        if (site.Direct.Count > 0 || site.Delegates.Count > 0) return Resolution.Read;
        var call = site.Node;
        if (call.Kind is CallKind.Delegate or CallKind.Dynamic || call.Callee.Id.Length < 3) return call.Kind == CallKind.Dynamic ? Resolution.Unread : Resolution.Open;
        if (call.Kind == CallKind.Local) return Resolution.Boundary;
        if (IsReflected(call)) return IsChosenHere(site) ? Resolution.Open : Resolution.Unread;
        if (IsFramework(call.Callee.Assembly)) return Resolution.Boundary;
        if (IsPlain(call)) return Resolution.Boundary;
        if (readAssemblies.Contains(call.Callee.Assembly))
            return Find(call.Callee) is { Facts.Flags: var flags } && (flags & (MethodFlags.Unread | MethodFlags.Extern)) != 0 ? Resolution.Unread : Resolution.Open;
        return Resolution.Unread;
    }

    /// <summary>Whether an assembly belongs to the shared frameworks, which the catalogue describes and which are not looked into.</summary>
    public static bool IsFramework(string assembly) =>
        assembly is "mscorlib" or "netstandard" or "System" or "WindowsBase" or "Microsoft.CSharp" or "Microsoft.VisualBasic" or "Microsoft.VisualBasic.Core" or "Microsoft.Win32.Primitives" or "Microsoft.Win32.Registry"
        || (assembly.StartsWith("System.", StringComparison.Ordinal) && !assembly.StartsWith("System.ServiceModel", StringComparison.Ordinal))
        || assembly.StartsWith("Microsoft.AspNetCore.", StringComparison.Ordinal) || assembly == "Microsoft.AspNetCore"
        || assembly.StartsWith("Microsoft.Extensions.", StringComparison.Ordinal) || assembly == "Microsoft.JSInterop" || assembly == "Microsoft.Net.Http.Headers";

    /// <summary>A conversion, accessor or constructor beside types that the catalogue describes: it names what goes beyond the process.</summary>
    private bool IsPlain(CallNode call)
    {
        if (readAssemblies.Contains(call.Callee.Assembly)) return false;
        var (type, member) = EffectsCatalogue.SplitPattern(call.Callee.Id);
        if (!(member.StartsWith("op_", StringComparison.Ordinal) || member.StartsWith("get_", StringComparison.Ordinal) || member.StartsWith("set_", StringComparison.Ordinal) || member.StartsWith("#ctor", StringComparison.Ordinal))) return false;
        described ??= new HashSet<string>(catalogue.Types.Select(NamespaceOf), StringComparer.Ordinal);
        return described.Contains(NamespaceOf(type));
    }

    private static string NamespaceOf(string type) => type.LastIndexOf('.') is > 0 and var dot ? type.Substring(0, dot) : "";

    private HashSet<string>? described;

    /// <summary>It runs a member that was looked up at run time.</summary>
    private static bool IsReflected(CallNode call) => Names.TypeOf(call.Callee.Id) switch
    {
        "System.Reflection.MethodBase" or "System.Reflection.MethodInfo" or "System.Reflection.ConstructorInfo" or "System.Reflection.MethodInvoker" => Names.Own(call.Callee.Id) == "Invoke",
        "System.Type" => Names.Own(call.Callee.Id) == "InvokeMember",
        "System.Delegate" => Names.Own(call.Callee.Id) == "DynamicInvoke",
        _ => false,
    };

    /// <summary>The member was looked up by constant names of a known type.</summary>
    private static bool IsChosenHere(CallSite site)
    {
        var values = site.Owner.Values;
        return site.Node.Receiver is { } on && values.CallOf(on) is { } id && values.Call(id) is { Receiver: { } type } look && Names.Own(look.Callee.Id) is "GetMethod" or "GetConstructor"
            && values.Origin(type) is TypeOperand && look.Arguments.Take(1).All(x => values.Text(x) != null);
    }

    private void Add(Method method)
    {
        Methods.Add(method);
        if (!byId.TryGetValue(method.Facts.Id, out var first)) byId[method.Facts.Id] = method;
        else
        {
            if (ambiguous.Add(method.Facts.Id)) Name(first);
            Name(method);
        }
        foreach (var member in method.Facts.Overrides)
        {
            if (!overriders.TryGetValue(member.Id, out var by)) overriders[member.Id] = by = [];
            by.Add(method);
        }
    }

    /// <summary>Remembers a member of which other assemblies have one with the same id; the first of its assembly counts.</summary>
    private void Name(Method method)
    {
        var member = new MemberRef(method.Unit.Name, method.Facts.Id);
        if (!namesakes.ContainsKey(member)) namesakes.Add(member, method);
    }

    /// <summary>Facts are records whose equality is as long as their code.</summary>
    private sealed class ByReference : IEqualityComparer<MethodFacts>
    {
        public static readonly ByReference Instance = new();

        public bool Equals(MethodFacts? x, MethodFacts? y) => ReferenceEquals(x, y);

        public int GetHashCode(MethodFacts obj) => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(obj);
    }

    private bool IsQueryable(CallNode call, Method owner)
    {
        var type = call.ReceiverType.Length > 0 ? call.ReceiverType : call.Arguments.Count > 0 ? owner.Values.TypeOf(call.Arguments[0]) : null;
        if (type == null || !IsQuery(type)) return false;
        return (call.Receiver ?? call.Arguments.FirstOrDefault()) is not { } source || !IsInMemory(source, owner, []);
    }

    private bool IsQuery(string type)
    {
        var definition = Names.Definition(type);
        return definition is "System.Linq.IQueryable`1" or "System.Linq.IOrderedQueryable`1" or "Microsoft.EntityFrameworkCore.DbSet`1" or "Microsoft.EntityFrameworkCore.Query.IIncludableQueryable`2" || Types.IsA(definition, "System.Linq.IQueryable");
    }

    /// <summary>Whether all that a query is composed of starts as the <c>AsQueryable</c> of a collection.</summary>
    private bool IsInMemory(Operand query, Method owner, HashSet<int> seen)
    {
        var origins = owner.Values.Origins(query);
        return origins.Count > 0 && origins.All(x => x is ResultOperand result && owner.Values.Call(result.Call) is { Arguments.Count: > 0 } call && call.Callee.Id.StartsWith(QueryPrefix, StringComparison.Ordinal)
            && (!seen.Add(call.Id) || (IsMadeOf(call) ? owner.Values.TypeOf(call.Arguments[0]) is { } source && IsCollection(source) : IsInMemory(call.Arguments[0], owner, seen))));

        static bool IsMadeOf(CallNode call) => call.Callee.Id.StartsWith(QueryPrefix + "AsQueryable", StringComparison.Ordinal);
        bool IsCollection(string type) => Names.Definition(type) is not ("System.Collections.Generic.IEnumerable`1" or "System.Collections.IEnumerable" or "System.Object") && !IsQuery(type);
    }

    private IReadOnlyList<Meaning> Look(MemberRef callee, string receiver)
    {
        var (type, member) = EffectsCatalogue.SplitPattern(callee.Id);
        IReadOnlyList<Meaning> found = [];
        if (receiver.Length > 0 && receiver != type && !IsStaticHolder(type, receiver)) found = catalogue.OfMember(receiver, member);
        if (found.Count == 0) found = catalogue.OfMember(type, member);
        if (found.Count > 0) return found;
        var own = Find(callee);
        if (own != null)
        {
            found = own.Facts.Attributes.SelectMany(x => catalogue.OfType(x.Type.Name)).Where(x => x.Is("attribute") && x.IsEffect).ToList();
            if (found.Count > 0) return found;
            if (own.Facts.Body != null) return [];
        }
        if (member.StartsWith("#ctor", StringComparison.Ordinal)) return [];
        var paren = member.IndexOf('(');
        var name = paren < 0 ? member : member.Substring(0, paren);
        foreach (var ancestor in Types.Ancestors(type))
        {
            found = catalogue.OfMember(ancestor, member);
            if (found.Count == 0) found = catalogue.OfMember(ancestor, name);
            if (found.Count > 0) return found.Where(x => x.Kind != MeaningKind.Entry).ToList();
        }
        return [];
    }

    private bool IsStaticHolder(string type, string receiver) => !Types.IsA(receiver, type);
}
