using ScaleLint.Graph.Facts;

namespace ScaleLint.Graph.Linking;

/// <summary>
/// The members that a service may run: what its entry points and its <c>Main</c> reach, and the overrides that frameworks call on
/// types the running code mentions. A client that is registered and never asked for is not among them.
/// </summary>
public sealed class LiveCode
{
    private readonly HashSet<Method> live = [];
    private readonly HashSet<string> used = new(StringComparer.Ordinal);
    private readonly Queue<Method> queue = new();
    private readonly Dictionary<Method, List<Method>> subscribed = [];
    private readonly SystemGraph graph;
    private readonly Scope scope;
    private readonly Callbacks callbacks;

    /// <param name="entries">Entry points of the service's assemblies.</param>
    internal LiveCode(SystemGraph graph, Service service, IEnumerable<EntryPoint> entries, Callbacks callbacks, IEnumerable<Unit> units)
    {
        (this.graph, scope, this.callbacks) = (graph, graph.Services.ScopeOf(service), callbacks);
        foreach (var entry in entries)
        {
            var own = entry.Root.Unit == service.Unit;
            // What a shared library offers runs where it is asked for.
            if (entry.Kind == EntryKind.Main && !own || entry.Kind == EntryKind.Hosted && !own) continue;
            if (entry.Within is { } within && (!own || entry.Kind == EntryKind.Consumer))
            {
                if (!subscribed.TryGetValue(within, out var list)) subscribed[within] = list = [];
                list.Add(entry.Root);
            }
            else Add(entry.Root);
        }
        foreach (var unit in units) foreach (var method in callbacks.Always(unit)) Add(method);
        while (queue.Count > 0) Visit(queue.Dequeue());
    }

    /// <summary>All of them, in the order they were reached.</summary>
    public IReadOnlyCollection<Method> Members => live;

    /// <summary>Whether a member is among them.</summary>
    public bool Has(Method method) => live.Contains(method);

    private void Add(Method method)
    {
        if (method.Facts.Body != null && scope.Has(method.Unit) && live.Add(method)) queue.Enqueue(method);
    }

    private void Visit(Method method)
    {
        foreach (var attribute in method.Type.Attributes) Use(attribute.Type.Name);
        foreach (var attribute in method.Facts.Attributes) Use(attribute.Type.Name);
        foreach (var site in method.Sites)
        {
            foreach (var type in site.Node.TypeArguments) Use(Names.Definition(type));
            if (site.Node.Kind == CallKind.New) Use(Names.TypeOf(site.Node.Callee.Id));
            foreach (var argument in site.Node.Arguments) if (argument is TypeOperand type) Use(Names.Definition(type.Type));
            foreach (var target in site.Targets) Add(target);
        }
        if (subscribed.TryGetValue(method, out var roots)) foreach (var root in roots) Add(root);
        foreach (var lambda in graph.DeferredBy(method)) Add(lambda);
    }

    private void Use(string type)
    {
        if (!used.Add(type)) return;
        foreach (var method in callbacks.Of(type)) Add(method);
        foreach (var ancestor in graph.Types.Ancestors(type)) if (used.Add(ancestor)) foreach (var method in callbacks.Of(ancestor)) Add(method);
    }
}

/// <summary>Members that frameworks and packages call: they override or implement what is not the solution's own.</summary>
internal sealed class Callbacks
{
    private readonly Dictionary<string, List<Method>> byType = new(StringComparer.Ordinal);
    private readonly Dictionary<Unit, List<Method>> always = [];

    public Callbacks(SystemGraph graph)
    {
        foreach (var method in graph.Methods)
        {
            if (!method.Unit.IsJudged || method.Unit.Facts.IsTest || method.Lambda >= 0 || method.Facts.Body == null) continue;
            var outside = method.Facts.Overrides.Where(x => graph.Find(x) is not { Unit.IsJudged: true }).ToList();
            var middleware = method.Facts.Parameters.Count > 0 && method.Facts.Parameters[0].Type == "Microsoft.AspNetCore.Http.HttpContext" && Names.Own(method.Facts.Id) is "Invoke" or "InvokeAsync";
            if (outside.Count == 0 && !middleware) continue;
            Add(byType, method.Type.Name, method);
            // Components are found by route, and what packages look for by scanning is mentioned nowhere.
            if (outside.Any(x => !Linker.IsFramework(x.Assembly)) || graph.Types.IsA(method.Type.Name, "Microsoft.AspNetCore.Components.ComponentBase")) Add(always, method.Unit, method);
        }
    }

    public IReadOnlyList<Method> Of(string type) => byType.TryGetValue(type, out var list) ? list : [];

    public IReadOnlyList<Method> Always(Unit unit) => always.TryGetValue(unit, out var list) ? list : [];

    private static void Add<T>(Dictionary<T, List<Method>> lists, T key, Method method) where T : notnull
    {
        if (!lists.TryGetValue(key, out var list)) lists[key] = list = [];
        list.Add(method);
    }
}
