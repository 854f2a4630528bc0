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

    /// <summary>The call that maps it; null where an event, a type or an attribute makes it one.</summary>
    public CallSite? MappedBy { get; init; }

    /// <summary>The object whose event it is subscribed to, as <see cref="Within"/> sees it; null for other entry points.</summary>
    public Operand? Source { get; init; }

    /// <summary>The line of the catalogue that makes it an entry point; null for <c>Main</c>.</summary>
    public Meaning? Line { get; init; }

    /// <summary>An entry point equals only itself: each is found once.</summary>
    public bool Equals(EntryPoint? other) => ReferenceEquals(this, other);

    /// <inheritdoc/>
    public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);
}

/// <summary>Finds the entry points that the catalogue's <c>entry</c> lines describe.</summary>
internal sealed class EntryPoints(Linker linker)
{
    private readonly List<EntryPoint> found = [];
    private readonly HashSet<(Method, string)> known = [];
    private Dictionary<string, List<CallSite>>? callers;

    public IReadOnlyList<EntryPoint> Find(IEnumerable<Method> methods)
    {
        foreach (var unit in linker.Units)
            foreach (var type in unit.Facts.Types) OfType(unit, type);
        foreach (var method in methods)
        {
            if (method.Facts.Body == null) continue;
            if ((method.Facts.Flags & MethodFlags.Main) != 0) Add(new EntryPoint("Main of " + method.Unit.Name, EntryKind.Main, null, null, method, method.At));
            foreach (var site in method.Meant) OfCall(site);
            foreach (var write in method.Writes) OfEvent(write);
        }
        var told = Apart();
        var named = new HashSet<Method>();
        foreach (var entry in told) if (entry.Root.Lambda >= 0 && named.Add(entry.Root)) linker.Name(entry.Root, entry.Id);
        return told.OrderBy(x => x.Root.Unit.Name, StringComparer.Ordinal).ThenBy(x => x.Id, StringComparer.Ordinal).ThenBy(x => x.Root.Id, StringComparer.Ordinal).ToList();
    }

    /// <summary>An endpoint that a broker calls is a consumer's alone; handlers that would go by one name in an assembly are told apart.</summary>
    private List<EntryPoint> Apart()
    {
        var consumers = new HashSet<Method>(found.Where(x => x.Kind == EntryKind.Consumer && x.MappedBy != null).Select(x => x.Root));
        var all = found.Where(x => x.Kind != EntryKind.Http || !consumers.Contains(x.Root)).ToList();
        var renamed = new Dictionary<EntryPoint, string>();
        foreach (var group in all.Where(x => x.Kind >= EntryKind.Consumer).GroupBy(x => (x.Root.Unit, x.Kind, x.Id)).Where(x => x.Select(e => e.Root).Distinct().Count() > 1))
        {
            var told = new HashSet<string>(StringComparer.Ordinal);
            foreach (var entry in group.OrderBy(x => x.At.File, StringComparer.Ordinal).ThenBy(x => x.At.Line).ThenBy(x => x.At.Column))
            {
                var name = entry.Id + LabelOf(entry);
                for (var i = 2; !told.Add(name); i++) name = entry.Id + LabelOf(entry) + " " + i.ToString(System.Globalization.CultureInfo.InvariantCulture);
                renamed[entry] = name;
            }
        }
        return all.Select(x => renamed.TryGetValue(x, out var id) ? x with { Id = id } : x).ToList();
    }

    /// <summary>What the code calls a handler beside others: its method, else the object that it is subscribed to, else what it takes.</summary>
    private static string LabelOf(EntryPoint entry)
    {
        if (entry.Root.Lambda < 0) return " (" + Names.Display(entry.Root.Facts.Id) + ")";
        if (entry.Source != null && entry.Within!.Values.NameOf(entry.Source) is { Length: > 0 } source) return " (" + source + ")";
        return entry.Root.Parameters.Count > 0 && entry.Line?.Value("message") != null ? " (" + MessageOf(entry.Root.Parameters) + ")" : "";
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
                if (meaning.Kind == MeaningKind.Entry && meaning.Is("attribute") && KindOf(meaning) is { } kind && kind != EntryKind.Controller)
                {
                    // A function that a message starts consumes it.
                    var line = kind == EntryKind.Function ? facts.Parameters.SelectMany(x => x.Attributes).SelectMany(x => linker.Catalogue.OfType(x.Type.Name)).FirstOrDefault(x => x.Kind == MeaningKind.Entry && x.Is("consumer")) ?? meaning : meaning;
                    var of = line == meaning ? kind : EntryKind.Consumer;
                    AddMember(of, Prefix(of) + Names.Display(facts.Id), null, null, Get(facts), line);
                }
            foreach (var member in facts.Overrides)
            {
                var (owner, name) = EffectsCatalogue.SplitPattern(member.Id);
                foreach (var meaning in linker.Catalogue.OfMember(owner, name))
                    if (meaning.Kind == MeaningKind.Entry && meaning.Is("implements") && KindOf(meaning) is { } kind)
                        AddMember(kind, kind == EntryKind.Consumer && facts.Parameters.Count > 0 ? "consume " + MessageOf(facts.Parameters) + " by " + Names.Short(type.Name) : Prefix(kind) + Names.Display(facts.Id), null, null, Get(facts), meaning);
            }
        }
    }

    private static string MessageOf(IReadOnlyList<ParameterFacts> parameters)
    {
        var type = MessageNames.Carried(parameters[0].Type);
        return Names.Short(Names.Definition(Names.Arguments(type) is [var first, ..] ? first : type));
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
                Routing.OfAction(type, Routing.OfController(type, linker.Types), facts, (verb, route) => AddMember(EntryKind.Controller, verb + " " + route, verb, route, method, meaning));
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
            {
                // A sidecar hands messages over by calling what is mapped.
                var line = kind != EntryKind.Http ? meaning : root.Attributes.SelectMany(x => linker.Catalogue.OfType(x.Type.Name)).FirstOrDefault(x => x.Kind == MeaningKind.Entry && x.Is("consumer")) ?? meaning;
                if (line != meaning)
                {
                    // Of a method the attribute itself says so.
                    if (root.Lambda >= 0) Add(new EntryPoint("consume " + (TopicOf(root, line) ?? root.Display), EntryKind.Consumer, null, null, root, site.At) { Library = Connections.LibraryOf(line), Within = site.Owner, MappedBy = site, Line = line });
                    continue;
                }
                var named = kind == EntryKind.Consumer ? site.Owner.Values.Text(site.Argument(meaning.Value("key"))) : null;
                foreach (var route in routes.DefaultIfEmpty())
                    foreach (var verb in verbs)
                        Add(new EntryPoint(kind == EntryKind.Http ? verb + " " + (route ?? "{unknown}") : Prefix(kind) + (route ?? named ?? root.Display), kind, kind == EntryKind.Http ? verb : null, route, root, site.At)
                        {
                            Library = Connections.LibraryOf(meaning), Within = site.Owner, MappedBy = site, Line = meaning, Source = meaning.Is("event") ? site.Argument("receiver") : null,
                        });
            }
        }
    }

    private static string? TopicOf(Method root, Meaning line) =>
        root.Attributes.Where(x => x.Type.Name == EffectsCatalogue.SplitPattern(line.Pattern).Type).Select(x => AttributeArgument(x, line.Value("key"))).FirstOrDefault(x => x != null);

    /// <summary>The constant text that an attribute is given at a place such as <c>arg1</c>, or null.</summary>
    public static string? AttributeArgument(AttributeFacts attribute, string? reference) =>
        reference != null && reference.StartsWith("arg", StringComparison.Ordinal) && int.TryParse(reference.Substring(3), out var i) && i < attribute.Arguments.Count && attribute.Arguments[i] is ConstOperand { Value: string text } ? text : null;

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
            foreach (var root in Roots(write.Owner, write.Node.Value)) Add(new EntryPoint(Prefix(kind) + Names.Display(write.Owner.Facts.Id), kind, null, null, root, write.At) { Library = Connections.LibraryOf(meaning), Within = write.Owner, Source = write.Node.Member.Target, Line = meaning });
        }
    }

    private IEnumerable<Method> Roots(Method owner, Operand handler)
    {
        foreach (var origin in owner.Values.Origins(handler))
        {
            if (origin is LambdaOperand lambda) yield return linker.Delegate(owner, lambda.Lambda);
            else if (origin is MethodGroupOperand group && linker.Find(group.Method) is { } method) yield return method;
            else if (origin is ResultOperand && MappedTo(owner, origin) is { } mapped)
                foreach (var root in Roots(owner, mapped)) yield return root;
        }
    }

    /// <summary>What is said of an endpoint, through calls one after another, is said of the handler that is mapped to it.</summary>
    private Operand? MappedTo(Method owner, Operand endpoint)
    {
        for (var i = 0; i < 8 && owner.Values.CallOf(endpoint) is { } id && owner.Values.Call(id) is { } call; i++)
        {
            if (linker.MeaningsOf(call, owner).FirstOrDefault(x => x.Kind == MeaningKind.Entry && x.Is("map") && x.Is("http")) is { } map) return CallSite.Argument(call, map.Value("handler"));
            if (CallSite.Argument(call, "receiver") is not { } before) return null;
            endpoint = before;
        }
        return null;
    }

    private void AddMember(EntryKind kind, string id, string? verb, string? route, Method? root, Meaning? meaning)
    {
        if (root is { Facts.Body: not null }) Add(new EntryPoint(id, kind, verb, route, root, root.At) { Library = meaning == null ? "" : Connections.LibraryOf(meaning), Line = meaning });
    }

    private void Add(EntryPoint entry)
    {
        if (known.Add((entry.Root, entry.Id))) found.Add(entry);
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
