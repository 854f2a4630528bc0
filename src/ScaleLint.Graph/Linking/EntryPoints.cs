using ScaleLint.Graph.Effects;
using ScaleLint.Graph.Facts;

namespace ScaleLint.Graph.Linking;

/// <summary>Kinds of entry points; the first six are request entry points.</summary>
public enum EntryKind { Controller, Http, Page, Grpc, Hub, Consumer, Function, Hosted, Main }

/// <summary>Where work arrives.</summary>
/// <param name="Id">Verb and route template for HTTP (<c>GET /orders/{id}</c>), else what a person calls it.</param>
/// <param name="Root">The member or delegate that runs.</param>
public sealed record EntryPoint(string Id, EntryKind Kind, string? Verb, string? Route, Method Root, Position At)
{
    /// <summary>Whether someone waits for an answer, or a message waits to be handled.</summary>
    public bool IsRequest => Kind <= EntryKind.Consumer;

    /// <summary>Name of the library whose line of the catalogue describes it; empty for <c>Main</c>.</summary>
    public string Library { get; init; } = "";

    /// <summary>The member that maps it or subscribes it; null where a type or attribute makes it one.</summary>
    public Method? Within { get; init; }
}

/// <summary>Finds the entry points that the catalogue's <c>entry</c> lines describe.</summary>
internal sealed class EntryPoints(Linker linker)
{
    private readonly List<EntryPoint> found = [];
    private readonly HashSet<Method> roots = [];
    private Dictionary<string, List<CallSite>>? callers;

    public IReadOnlyList<EntryPoint> Find(IEnumerable<Method> methods)
    {
        foreach (var unit in linker.Units)
            foreach (var type in unit.Facts.Types) OfType(unit, type);
        foreach (var method in methods)
        {
            if (method.Facts.Body == null) continue;
            if ((method.Facts.Flags & MethodFlags.Main) != 0) Add(new EntryPoint("Main of " + method.Unit.Name, EntryKind.Main, null, null, method, method.At));
            foreach (var site in method.Sites) OfCall(site);
            foreach (var write in method.Body.Descendants().OfType<WriteStep>()) OfEvent(write);
        }
        return found.OrderBy(x => x.Root.Unit.Name, StringComparer.Ordinal).ThenBy(x => x.Id, StringComparer.Ordinal).ThenBy(x => x.Root.Id, StringComparer.Ordinal).ToList();
    }

    private void OfType(Unit unit, TypeFacts type)
    {
        if (type.Kind == TypeKind.Interface) return;
        Method? Get(MethodFacts facts) => linker.Find(new MemberRef(unit.Name, facts.Id));
        foreach (var name in linker.Types.Ancestors(type.Name))
        {
            foreach (var meaning in linker.Catalogue.OfType(name))
            {
                if (meaning.Kind != MeaningKind.Entry || !meaning.Is("derived") || (type.Flags & TypeFlags.Abstract) != 0) continue;
                foreach (var facts in type.Methods) Derived(type, facts, meaning, Get(facts));
            }
            if (linker.Types.Find(name) is { } parent && parent.Type.Attributes.Any(a => linker.Catalogue.OfType(a.Type.Name).Any(m => m.Kind == MeaningKind.Entry && m.Is("grpc"))))
                foreach (var facts in type.Methods.Where(x => (x.Flags & MethodFlags.Override) != 0 && (x.Flags & MethodFlags.Public) != 0))
                    AddMember(EntryKind.Grpc, "grpc " + Names.Display(facts.Id), null, null, Get(facts), null);
        }
        var attributed = type.Attributes.SelectMany(x => linker.Catalogue.OfType(x.Type.Name)).FirstOrDefault(x => x.Kind == MeaningKind.Entry && x.Is("attribute") && x.Is("controller"));
        foreach (var facts in type.Methods)
        {
            if (attributed != null && !linker.Types.Ancestors(type.Name).Any(x => linker.Catalogue.OfType(x).Any(m => m.Kind == MeaningKind.Entry))) Derived(type, facts, attributed, Get(facts));
            foreach (var meaning in facts.Attributes.SelectMany(x => linker.Catalogue.OfType(x.Type.Name)))
                if (meaning.Kind == MeaningKind.Entry && meaning.Is("attribute") && KindOf(meaning) is { } kind && kind != EntryKind.Controller) AddMember(kind, Prefix(kind) + Names.Display(facts.Id), null, null, Get(facts), meaning);
            foreach (var member in facts.Overrides)
            {
                var (owner, name) = EffectsCatalogue.SplitPattern(member.Id);
                foreach (var meaning in linker.Catalogue.OfMember(owner, name))
                    if (meaning.Kind == MeaningKind.Entry && meaning.Is("implements") && KindOf(meaning) is { } kind)
                        AddMember(kind, kind == EntryKind.Consumer && facts.Parameters.Count > 0 ? "consume " + MessageOf(facts) + " by " + Names.Short(type.Name) : Prefix(kind) + Names.Display(facts.Id), null, null, Get(facts), meaning);
            }
        }
    }

    private static string MessageOf(MethodFacts facts)
    {
        var type = facts.Parameters[0].Type;
        var arguments = Names.Arguments(type);
        return Names.Short(Names.Definition(arguments.Count > 0 ? arguments[0] : type));
    }

    private void Derived(TypeFacts type, MethodFacts facts, Meaning meaning, Method? method)
    {
        const MethodFlags not = MethodFlags.Static | MethodFlags.Constructor | MethodFlags.StaticConstructor | MethodFlags.Accessor | MethodFlags.Abstract;
        if (method == null || (facts.Flags & not) != 0 || facts.Body == null || KindOf(meaning) is not { } kind) return;
        var name = Names.Own(facts.Id);
        switch (kind)
        {
            case EntryKind.Hosted:
                if (name is "ExecuteAsync" or "StartAsync") AddMember(kind, "hosted " + Names.Display(facts.Id), null, null, method, meaning);
                return;
            case EntryKind.Page:
                if (!name.StartsWith("On", StringComparison.Ordinal)) return;
                foreach (var verb in new[] { "Get", "Post", "Put", "Delete", "Patch" })
                    if (name.StartsWith("On" + verb, StringComparison.Ordinal)) AddMember(kind, verb.ToUpperInvariant() + " page " + Names.Short(type.Name), verb.ToUpperInvariant(), null, method, meaning);
                return;
            case EntryKind.Controller or EntryKind.Http:
                if ((facts.Flags & MethodFlags.Public) == 0 || facts.Attributes.Any(x => x.Type.Name.EndsWith(".NonActionAttribute", StringComparison.Ordinal))) return;
                // A sidecar hands messages over by calling it.
                if (facts.Attributes.Any(x => linker.Catalogue.OfType(x.Type.Name).Any(m => m.Kind == MeaningKind.Entry && m.Is("consumer")))) return;
                Routing.OfAction(type, facts, (verb, route) => AddMember(EntryKind.Controller, verb + " " + route, verb, route, method, meaning));
                return;
            case EntryKind.Hub:
                if ((facts.Flags & MethodFlags.Public) == 0 || (facts.Flags & MethodFlags.Override) != 0 && name != "OnConnectedAsync") return;
                AddMember(kind, "hub " + Names.Display(facts.Id), null, null, method, meaning);
                return;
            default:
                if ((facts.Flags & MethodFlags.Public) != 0) AddMember(kind, Prefix(kind) + Names.Display(facts.Id), null, null, method, meaning);
                return;
        }
    }

    private void OfCall(CallSite site)
    {
        foreach (var meaning in site.Meanings)
        {
            if (meaning.Kind != MeaningKind.Entry || !(meaning.Is("map") || meaning.Is("event")) || KindOf(meaning) is not { } kind) continue;
            var handler = site.Argument(meaning.Value("handler") ?? "arg" + (site.Node.Arguments.Count - 1).ToString(System.Globalization.CultureInfo.InvariantCulture));
            if (handler == null) continue;
            var routes = meaning.Value("route") is { } reference ? Routing.OfMap(site, site.Argument(reference), CallersOf) : [];
            var verbs = kind is EntryKind.Http ? Routing.VerbsOfMap(site, meaning) : [""];
            foreach (var root in Roots(site.Owner, handler))
                foreach (var route in routes.DefaultIfEmpty())
                    foreach (var verb in verbs)
                        Add(new EntryPoint(kind == EntryKind.Http ? verb + " " + (route ?? "{unknown}") : Prefix(kind) + (route ?? root.Display), kind, kind == EntryKind.Http ? verb : null, route, root, site.At) { Library = Connections.LibraryOf(meaning), Within = site.Owner });
        }
    }

    /// <summary>Calls that may run a member of the solution, also through what it implements.</summary>
    private IReadOnlyList<CallSite> CallersOf(Method method)
    {
        if (callers == null)
        {
            callers = new(StringComparer.Ordinal);
            foreach (var site in linker.Methods.Where(x => x.Unit.IsJudged && x.Facts.Body != null).SelectMany(x => x.Sites))
            {
                if (site.Node.Callee.Id.Length < 3) continue;
                if (!callers.TryGetValue(site.Node.Callee.Id, out var list)) callers[site.Node.Callee.Id] = list = [];
                list.Add(site);
            }
        }
        return new[] { method.Facts.Id }.Concat(method.Facts.Overrides.Select(x => x.Id)).SelectMany(x => callers.TryGetValue(x, out var list) ? list : []).ToList();
    }

    private void OfEvent(WriteStep write)
    {
        if (write.Node.Kind != WriteKind.Event) return;
        var (type, name) = EffectsCatalogue.SplitPattern(write.Node.Member.Member.Id);
        foreach (var meaning in linker.Catalogue.OfMember(type, "add_" + name.Replace("get_", "")))
        {
            if (meaning.Kind != MeaningKind.Entry || KindOf(meaning) is not { } kind) continue;
            foreach (var root in Roots(write.Owner, write.Node.Value)) Add(new EntryPoint(Prefix(kind) + Names.Display(write.Owner.Facts.Id), kind, null, null, root, write.At) { Library = Connections.LibraryOf(meaning), Within = write.Owner });
        }
    }

    private IEnumerable<Method> Roots(Method owner, Operand handler)
    {
        foreach (var origin in owner.Values.Origins(handler))
        {
            if (origin is LambdaOperand lambda) yield return linker.Delegate(owner, lambda.Lambda);
            else if (origin is MethodGroupOperand group && linker.Find(group.Method) is { } method) yield return method;
        }
    }

    private void AddMember(EntryKind kind, string id, string? verb, string? route, Method? root, Meaning? meaning)
    {
        if (root is { Facts.Body: not null }) Add(new EntryPoint(id, kind, verb, route, root, root.At) { Library = meaning == null ? "" : Connections.LibraryOf(meaning) });
    }

    private void Add(EntryPoint entry)
    {
        if (found.Any(x => x.Root == entry.Root && x.Id == entry.Id)) return;
        found.Add(entry);
        if (entry.Root.Lambda >= 0 && roots.Add(entry.Root)) linker.Name(entry.Root, entry.Id);
    }

    private static string Prefix(EntryKind kind) => kind switch
    {
        EntryKind.Consumer => "consume ",
        EntryKind.Function => "function ",
        EntryKind.Hosted => "hosted ",
        EntryKind.Grpc => "grpc ",
        EntryKind.Hub => "hub ",
        _ => "",
    };

    private static EntryKind? KindOf(Meaning meaning)
    {
        foreach (var word in meaning.Words)
        {
            switch (word)
            {
                case "http": return EntryKind.Http;
                case "controller": return EntryKind.Controller;
                case "page": return EntryKind.Page;
                case "grpc": return EntryKind.Grpc;
                case "hub": return EntryKind.Hub;
                case "consumer": return EntryKind.Consumer;
                case "function": return EntryKind.Function;
                case "hosted": return EntryKind.Hosted;
                case "main": return EntryKind.Main;
            }
        }
        return null;
    }
}
