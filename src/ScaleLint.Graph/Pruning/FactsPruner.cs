using ScaleLint.Graph.Effects;
using ScaleLint.Graph.Facts;
using ScaleLint.Graph.Linking;

namespace ScaleLint.Graph.Pruning;

/// <summary>
/// Cuts the facts of what a project references down to what a project can notice: members from which a catalogued effect is
/// reached, the calls on the way, and the types around them.
/// </summary>
public static class FactsPruner
{
    /// <summary>Prunes assemblies that belong together.</summary>
    /// <param name="projects">The solution's own: all that leads to an effect is kept, with values and order.</param>
    /// <param name="packages">Of these, for each effect that a public member reaches, the shortest way to it.</param>
    /// <returns>What is left, sorted by name; every assembly stays, so that a call into it is known to have been looked at.</returns>
    public static IReadOnlyList<AssemblyFacts> Prune(IReadOnlyList<AssemblyFacts> projects, IReadOnlyList<AssemblyFacts> packages, EffectsCatalogue catalogue)
    {
        var units = projects.Select(x => new Unit(x, "", true)).Concat(packages.Select(x => new Unit(x, "", false))).OrderBy(x => x.Name, StringComparer.Ordinal).ToList();
        var linker = new Linker(units, catalogue);
        var kept = Kept(linker);
        var types = AncestorsOf(linker, kept);
        return units.Select(x => Assembly(x, linker, kept, types)).ToList();
    }

    /// <summary>The calls kept of each member kept.</summary>
    private static Dictionary<Method, HashSet<int>> Kept(Linker linker)
    {
        var ways = new Ways(linker);
        var kept = new Dictionary<Method, HashSet<int>>();
        var queue = new Queue<Method>();
        foreach (var method in linker.Methods)
        {
            if (method.Facts.Body == null) continue;
            if (method.Unit.IsJudged)
            {
                var calls = new HashSet<int>(Ways.Calls(method.Facts).Where(x => Matters(linker, ways, method, x)).Select(x => x.Id));
                if (calls.Count == 0) continue;
                kept[method] = WithRunners(method, calls);
                foreach (var call in Ways.Calls(method.Facts)) if (calls.Contains(call.Id)) Follow(call);
            }
            else if ((IsVisible(method) && ways.Leads(method) && !IsBoundary(linker, method)) || ways.Structural(method).Any()) queue.Enqueue(method);
        }
        while (queue.Count > 0)
        {
            var method = queue.Dequeue();
            if (kept.ContainsKey(method)) continue;
            var calls = new HashSet<int>(ways.Structural(method).Concat(ways.Next(method)));
            foreach (var call in Ways.Calls(method.Facts)) if (calls.Contains(call.Id)) Follow(call);
            kept[method] = WithRunners(method, calls);
        }
        return kept;

        void Follow(CallNode call)
        {
            foreach (var target in ways.Targets(call).Concat(ways.Handed(call)))
                if (!target.Unit.IsJudged && target.Facts.Body != null && ways.Leads(target) && !kept.ContainsKey(target)) queue.Enqueue(target);
        }
    }

    /// <summary>Whether a call of the solution's own code means something, leads somewhere, or may come out in a project not seen here.</summary>
    private static bool Matters(Linker linker, Ways ways, Method method, CallNode call)
    {
        foreach (var meaning in linker.MeaningsOf(call, method))
            if (meaning.Kind is not (MeaningKind.Collection or MeaningKind.Pure or MeaningKind.Run)) return true;
        var targets = ways.Targets(call);
        if (targets.Any(ways.Leads) || ways.Handed(call).Any(ways.Leads)) return true;
        return call.Kind == CallKind.Virtual && targets.Count == 0 && linker.Find(call.Callee) is { Unit.IsJudged: true, Facts.Body: null };
    }

    /// <summary>Calls inside a lambda run where the lambda is handed over, so that call stays too.</summary>
    private static HashSet<int> WithRunners(Method method, HashSet<int> calls)
    {
        if (method.Facts.Lambdas.Count == 0) return calls;
        for (var before = -1; before != calls.Count;)
        {
            before = calls.Count;
            var live = new HashSet<int>(Enumerable.Range(0, method.Facts.Lambdas.Count)
                .Where(i => FactsWalk.All(method.Facts.Lambdas[i].Body).Any(x => x is CallNode call && calls.Contains(call.Id))));
            if (live.Count == 0) return calls;
            foreach (var call in Ways.Calls(method.Facts))
                if (live.Contains(call.LocalFunction) || call.Arguments.Concat(call.Receiver == null ? [] : [call.Receiver]).Any(x => Holds(method, x, live))) calls.Add(call.Id);
        }
        return calls;
    }

    private static bool Holds(Method method, Operand operand, HashSet<int> live) =>
        method.Values.Origins(operand).Any(x => x is LambdaOperand lambda ? live.Contains(lambda.Lambda) : x is ArrayOperand array && array.Elements.Any(e => Holds(method, e, live)));

    private static bool IsVisible(Method method) => ((method.Facts.Flags & MethodFlags.Public) != 0 && (method.Type.Flags & TypeFlags.Public) != 0) || method.Facts.Overrides.Count > 0;

    /// <summary>Whether the catalogue says what a call of the member does, so that nobody looks into it.</summary>
    private static bool IsBoundary(Linker linker, Method method) => method.Facts.Overrides.Select(x => x.Id).Append(method.Facts.Id).Any(id =>
    {
        var (type, member) = EffectsCatalogue.SplitPattern(id);
        return linker.Catalogue.OfMember(type, member).Any(x => x.IsEffect && !x.Is("queryable"));
    });

    /// <summary>Types of kept members and receivers with all they derive from.</summary>
    private static HashSet<string> AncestorsOf(Linker linker, Dictionary<Method, HashSet<int>> kept)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var pair in kept)
        {
            Add(pair.Key.Type.Name);
            foreach (var call in Ways.Calls(pair.Key.Facts))
            {
                if (!pair.Value.Contains(call.Id) || call.Callee.Id.Length < 3) continue;
                Add(Names.TypeOf(call.Callee.Id));
                if (call.ReceiverType.Length > 0) Add(Names.Definition(call.ReceiverType));
            }
        }
        foreach (var unit in linker.Units.Where(x => x.IsJudged))
            foreach (var type in unit.Facts.Types) Add(type.Name);
        return names;

        void Add(string name)
        {
            if (names.Add(name)) names.UnionWith(linker.Types.Ancestors(name));
        }
    }

    private static AssemblyFacts Assembly(Unit unit, Linker linker, Dictionary<Method, HashSet<int>> kept, HashSet<string> names)
    {
        var facts = unit.Facts;
        var types = new List<TypeFacts>();
        foreach (var type in facts.Types)
        {
            var methods = new List<MethodFacts>();
            foreach (var method in type.Methods)
            {
                if (linker.Find(new MemberRef(unit.Name, method.Id)) is { } found && found.Facts == method && kept.TryGetValue(found, out var calls)) methods.Add(Member(unit, found, calls, linker.Catalogue));
                else if (IsOpaque(method, unit)) methods.Add(Signature(method));
            }
            if (methods.Count > 0 || unit.IsJudged || names.Contains(type.Name)) types.Add(Type(unit, type, methods, linker.Catalogue));
        }
        return facts with
        {
            References = [],
            Problems = [],
            Types = types,
            Externals = facts.Externals.Where(x => names.Contains(x.Type.Name)).ToList(),
        };
    }

    /// <summary>Members that a caller must not take for harmless: nothing is known of what they do; and abstract ones of own projects.</summary>
    private static bool IsOpaque(MethodFacts method, Unit unit) => (method.Flags & MethodFlags.Public) != 0
        && ((method.Flags & (MethodFlags.Unread | MethodFlags.Extern)) != 0 || (unit.IsJudged && method.Body == null));

    private static MethodFacts Signature(MethodFacts method) =>
        method with { Body = null, Attributes = [], Lambdas = [], Locals = [], Parameters = method.Parameters.Select(x => x with { Attributes = [] }).ToList() };

    private static MethodFacts Member(Unit unit, Method method, HashSet<int> calls, EffectsCatalogue catalogue)
    {
        var pruned = new BodyPruner(method.Facts, calls, !unit.IsJudged).Prune();
        return pruned with
        {
            Attributes = Meant(pruned.Attributes, catalogue, unit),
            // A package's Dispose or Read would else be taken for what any call of the framework's own may run.
            Overrides = unit.IsJudged ? pruned.Overrides : pruned.Overrides.Where(x => !Linker.IsFramework(x.Assembly)).ToList(),
        };
    }

    private static TypeFacts Type(Unit unit, TypeFacts type, List<MethodFacts> methods, EffectsCatalogue catalogue)
    {
        var used = new HashSet<string>(methods.SelectMany(FieldsOf), StringComparer.Ordinal);
        return type with
        {
            Attributes = Meant(type.Attributes, catalogue, unit),
            Fields = unit.IsJudged ? type.Fields.Where(x => used.Contains(x.Id)).Select(x => x with { Attributes = [] }).ToList() : [],
            Methods = methods,
            References = [],
        };
    }

    private static IEnumerable<string> FieldsOf(MethodFacts method)
    {
        foreach (var node in FactsWalk.All(method.Body).Concat(method.Lambdas.SelectMany(x => FactsWalk.All(x.Body))))
        {
            if (node is WriteNode write) yield return write.Member.Member.Id;
            if (node is not CallNode call) continue;
            foreach (var operand in call.Arguments.Concat(call.Receiver == null ? [] : [call.Receiver]))
                if (operand is FieldOperand field) yield return field.Member.Id;
        }
    }

    private static IReadOnlyList<AttributeFacts> Meant(IReadOnlyList<AttributeFacts> attributes, EffectsCatalogue catalogue, Unit unit) =>
        attributes.Count == 0 ? attributes : attributes.Where(x => unit.IsJudged && IsRoute(x.Type.Name) || catalogue.OfType(x.Type.Name).Count > 0).ToList();

    private static bool IsRoute(string attribute) => attribute.StartsWith("Microsoft.AspNetCore.", StringComparison.Ordinal) || attribute.StartsWith("Refit.", StringComparison.Ordinal);
}
