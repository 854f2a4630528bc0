using ScaleLint.Graph.Effects;
using ScaleLint.Graph.Facts;

namespace ScaleLint.Graph.Linking;

/// <summary>One registration with the container.</summary>
/// <param name="Lifetime"><c>singleton</c>, <c>scoped</c>, <c>transient</c>, or the word of the catalogue.</param>
/// <param name="Implementation">Definition name, or null when a factory that cannot be read makes it.</param>
public sealed record Registration(string Lifetime, string Service, string? Implementation, CallSite Site);

/// <summary>What is registered with the container, read from all calls that the catalogue marks <c>register</c>.</summary>
public sealed class Registrations
{
    private static readonly HashSet<string> Containers = new(StringComparer.Ordinal)
    {
        "Microsoft.Extensions.DependencyInjection.IServiceCollection", "Microsoft.Extensions.Hosting.IHostApplicationBuilder", "Microsoft.AspNetCore.Builder.WebApplicationBuilder",
        "Autofac.ContainerBuilder", "Castle.Windsor.IWindsorContainer", "SimpleInjector.Container", "Unity.IUnityContainer", "Ninject.IKernel",
    };

    private const int MostProviders = 8;
    private readonly Linker linker;
    private readonly Dictionary<string, List<Registration>> byService = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> lifetimes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, bool> singletons = new(StringComparer.Ordinal);
    private IReadOnlyList<Unit>? providers;
    private readonly Dictionary<string, List<Method>> handlers = new(StringComparer.Ordinal);

    internal Registrations(Linker linker) => this.linker = linker;

    /// <summary>Whether a method is handed the container to register in.</summary>
    public static bool TakesContainer(MethodFacts method) => method.Parameters.Any(x => Containers.Contains(x.Type));

    /// <summary>All registrations in the order of code.</summary>
    public List<Registration> All { get; } = [];

    /// <summary>Reads every member's registrations; call once, before targets are resolved.</summary>
    public void Read(IEnumerable<Method> methods)
    {
        ReadHandlers();
        foreach (var method in methods)
        {
            if (method.Facts.Body == null) continue;
            foreach (var site in method.Meant)
                foreach (var meaning in site.Meanings)
                    if (meaning.Kind == MeaningKind.Register) Add(site, meaning);
        }
    }

    /// <summary><c>singleton</c>, <c>scoped</c>, <c>transient</c> or null for a type by definition name (service or implementation).</summary>
    public string? LifetimeOf(string type) => lifetimes.TryGetValue(type, out var lifetime) ? lifetime : null;

    /// <summary>Whether one instance serves the whole process: the type is registered so, or one derived from it is.</summary>
    public bool IsSingleton(string type) => singletons.TryGetValue(type, out var known) ? known
        : singletons[type] = LifetimeOf(type) is { } lifetime ? lifetime == "singleton" : lifetimes.Any(x => x.Value == "singleton" && linker.Types.IsA(x.Key, type) && linker.Types.Find(x.Key)?.Type.Kind != TypeKind.Interface);

    /// <summary>Libraries of which one at a time provides services that several of them implement, such as one for each sort of database; none where there are too many to tell.</summary>
    public IReadOnlyList<Unit> Providers => providers ??= ReadProviders();

    /// <summary>Registrations of a service type.</summary>
    public IReadOnlyList<Registration> Of(string service) => byService.TryGetValue(service, out var list) ? list : [];

    /// <summary>Registrations of a service type that a unit means where several units have a type of that name.</summary>
    public IReadOnlyList<Registration> Of(string service, Unit user) => user.Nearest(Of(service), x => x.Site.Owner.Unit);

    /// <summary>The objects that a registration is given, or that its factories return.</summary>
    public IEnumerable<(Method Owner, Operand Value)> Given(Registration registration)
    {
        var owner = registration.Site.Owner;
        foreach (var argument in registration.Site.Node.Arguments)
        {
            if (owner.Values.Origin(argument) is LambdaOperand lambda)
                foreach (var value in Sources.Returns(owner.Facts.Lambdas[lambda.Lambda].Body)) yield return (owner, value);
            else if (owner.Values.TypeOf(argument) is { } type and not ("System.String" or "System.Type" or "System.Object") && !Containers.Contains(type)) yield return (owner, argument);
        }
    }

    /// <summary>Members that handle a message of a type (mediator handlers).</summary>
    public IReadOnlyList<Method> HandlersOf(string? message) => message != null && handlers.TryGetValue(message, out var list) ? list : [];

    /// <summary>Of the members that may run for a virtual call, those that the container would choose; all where it does not say.</summary>
    internal IReadOnlyList<Method> Narrow(CallNode call, List<Method> candidates, Method caller)
    {
        var open = Names.Definition(call.ReceiverType.Length > 0 ? call.ReceiverType : Names.TypeOf(call.Callee.Id));
        var list = candidates;
        if (byService.TryGetValue(open, out var registered))
        {
            var chosen = list.Where(x => registered.Any(r => r.Implementation != null && (caller.Unit.Facts.IsTest || !r.Site.Owner.Unit.Facts.IsTest) && (r.Implementation == x.Type.Name || linker.Types.IsA(r.Implementation, x.Type.Name)))).ToList();
            if (chosen.Count > 0) return chosen;
        }
        // A stream, a disposable or a comparer may be anything: without a registration a call through a framework type is followed
        // to the one implementation of own code, and where packages offer several implementations none is guessed.
        if (Linker.IsFramework(call.Callee.Assembly))
        {
            list = list.Where(x => x.Unit.IsJudged).ToList();
            if (list.Count > 1) return [];
        }
        else if (list.Count > 1) list = list.Where(x => x.Unit.IsJudged).ToList();
        // What lives in an assembly that the caller does not know comes from the container, or from whoever calls it: without a registration the ones at hand are meant.
        if (list.Count > 1 && list.Where(x => x.Unit == caller.Unit || caller.Unit.Facts.References.Contains(x.Unit.Name, StringComparer.Ordinal)).ToList() is { Count: > 0 } near) list = near;
        if (list.Count > 1 && call.ReceiverType.IndexOf('{') > 0)
        {
            var closed = list.Where(x => x.Type.TypeArgumentsOfBases.Contains(call.ReceiverType, StringComparer.Ordinal) || x.Type.Name == open
                || x.Type.TypeArgumentsOfBases.Any(b => b.IndexOf('`') > 0 && Names.Definition(b) == open)).ToList();
            if (closed.Count > 0) list = closed;
        }
        if (list.Count > 1 && !caller.Unit.Facts.IsTest)
        {
            var real = list.Where(x => !x.Unit.Facts.IsTest).ToList();
            if (real.Count > 0) list = real;
        }
        return list;
    }

    private List<Unit> ReadProviders()
    {
        var found = new HashSet<Unit>();
        foreach (var registered in byService.Where(x => x.Value.Count > 1 && x.Key.IndexOf('`') < 0).Select(x => x.Value))
        {
            var units = registered.Where(x => !x.Site.Owner.Unit.Facts.IsTest && x.Implementation != null).Select(x => linker.Types.Find(x.Implementation!)?.Unit)
                .OfType<Unit>().Where(x => x is { IsJudged: true, Facts: { IsTest: false, Output: OutputKind.Library } }).Distinct().ToList();
            if (units.Count > 1) found.UnionWith(units);
        }
        return found.Count > MostProviders ? [] : found.OrderBy(x => x.Name, StringComparer.Ordinal).ToList();
    }

    private void ReadHandlers()
    {
        foreach (var unit in linker.Units)
        {
            foreach (var type in unit.Facts.Types)
            {
                foreach (var constructed in type.TypeArgumentsOfBases)
                {
                    if (!linker.Catalogue.KnowsType(Names.Definition(constructed))) continue;
                    var arguments = Names.Arguments(constructed);
                    if (arguments.Count == 0) continue;
                    foreach (var facts in type.Methods)
                    {
                        if (!facts.Overrides.Any(x => Names.TypeOf(x.Id) == Names.Definition(constructed)) || facts.Parameters.Count == 0 || facts.Parameters[0].Type != arguments[0]) continue;
                        if (linker.Find(new MemberRef(unit.Name, facts.Id)) is not { } method) continue;
                        if (!handlers.TryGetValue(arguments[0], out var list)) handlers[arguments[0]] = list = [];
                        if (!list.Contains(method)) list.Add(method);
                    }
                }
            }
        }
    }

    private void Add(CallSite site, Meaning meaning)
    {
        var lifetime = meaning.Words.FirstOrDefault(x => x is "singleton" or "scoped" or "transient" or "hosted" or "http-client" or "db-context" or "grpc-client") ?? "other";
        var service = TypeOf(site, meaning.Value("service"));
        if (service == null) return;
        var implementation = TypeOf(site, meaning.Value("implementation")) ?? MadeBy(site, meaning.Value("factory"));
        if (implementation == null && meaning.Value("factory") == null) implementation = service;
        var registration = new Registration(lifetime, service, implementation, site);
        All.Add(registration);
        if (!byService.TryGetValue(service, out var list)) byService[service] = list = [];
        list.Add(registration);
        var life = lifetime switch { "hosted" => "singleton", "http-client" or "grpc-client" => "transient", "db-context" => "scoped", _ => lifetime };
        lifetimes[service] = life;
        if (implementation != null) lifetimes[implementation] = life;
    }

    private static string? TypeOf(CallSite site, string? reference)
    {
        if (reference == null) return null;
        if (reference.Length > 1 && reference[0] == 'T' && int.TryParse(reference.Substring(1), out var i))
            return i < site.Node.TypeArguments.Count ? Names.Definition(site.Node.TypeArguments[i]) : null;
        if (!reference.StartsWith("arg", StringComparison.Ordinal)) return reference;
        if (site.Argument(reference) is not { } operand) return null;
        return site.Owner.Values.Origin(operand) is TypeOperand type ? Names.Definition(type.Type) : site.Owner.Values.TypeOf(operand) is { } made && made != "System.Type" ? Names.Definition(made) : null;
    }

    /// <summary>The type that a factory delegate returns a new one of.</summary>
    private string? MadeBy(CallSite site, string? reference)
    {
        if (site.Argument(reference) is not { } operand || site.Owner.Values.Origin(operand) is not LambdaOperand lambda) return null;
        foreach (var step in linker.Delegate(site.Owner, lambda.Lambda).Body.Descendants())
        {
            if (step is JumpStep { Node: { Kind: JumpKind.Return, Value: { } value } } && site.Owner.Values.CallOf(value) is { } id && site.Owner.Values.Call(id) is { } call)
                return call.Kind == CallKind.New ? Names.TypeOf(call.Callee.Id) : call.TypeArguments.Count == 1 ? Names.Definition(call.TypeArguments[0]) : Names.Definition(call.ReturnType);
        }
        return null;
    }
}
