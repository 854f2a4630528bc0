using ScaleLint.Graph.Effects;
using ScaleLint.Graph.Facts;
using ScaleLint.Graph.Linking;

namespace ScaleLint.Rules.Pressure;

/// <summary>Something that requests fill and nothing empties.</summary>
public sealed class GrowingMemory : Rule
{
    /// <inheritdoc/>
    public override RuleInfo Info { get; } = new("SCALE5002", "Memory that only grows", RuleScope.Live, Level.Warning,
        "Its size is the number of distinct requests ever served: the process dies of success.", "0.1.0");

    /// <inheritdoc/>
    public override void Judge(RuleContext context)
    {
        var queues = new Queues(context);
        var uses = new Dictionary<MemberRef, (bool Added, bool Removed)>();
        foreach (var method in context.Methods)
        {
            var request = context.Graph.OnRequest.Contains(method);
            foreach (var site in method.Meant)
            {
                if (request) Cache(context, site);
                if (site.Node.Receiver is not { } on || site.Owner.Values.Origin(on) is not FieldOperand field) continue;
                uses.TryGetValue(field.Member, out var use);
                var adds = site.Meanings.Any(x => (x.Kind == MeaningKind.Collection && !x.Is("immutable") && !x.Is("expiring") || x.Kind == MeaningKind.Buffer) && x.Is("add"));
                var removes = site.Meanings.Any(x => x.Kind == MeaningKind.Collection && (x.Is("remove") || x.Is("clear")) || x.Kind == MeaningKind.Buffer && x.Is("take"));
                uses[field.Member] = (use.Added || adds && request && !IsMadeHere(context, method, field) && !IsOfServices(context, site) && !IsClosedKey(context, site, field) && !queues.LooksAtLength(method, field.Member.Id), use.Removed || removes);
            }
        }
        if (!uses.Values.Any(x => x.Added && !x.Removed)) return;
        foreach (var site in context.Methods.SelectMany(x => x.Sites))
            foreach (var handed in HandedOn(site))
                if (uses.TryGetValue(handed.Field, out var known) && IsEmptiedBy(site, handed.Argument)) uses[handed.Field] = (known.Added, true);
        foreach (var unit in context.Graph.Units.Where(x => x.IsJudged && !x.Facts.IsTest))
        {
            foreach (var type in unit.Facts.Types)
            {
                if ((type.Flags & TypeFlags.Generated) != 0) continue;
                foreach (var field in type.Fields)
                {
                    if (!uses.TryGetValue(new MemberRef(unit.Name, field.Id), out var use) || !use.Added || use.Removed || !IsShared(context, type, field) || HoldsLocks(field.Type)) continue;
                    if (context.Graph.WritesTo(new MemberRef(unit.Name, field.Id)).Any(x => (x.Owner.Facts.Flags & (MethodFlags.Constructor | MethodFlags.StaticConstructor)) == 0)) continue;
                    context.Report(Info, type.Name, field.At.IsKnown ? field.At : Made(context, unit, field), $"{Names.Short(type.Name)}.{Names.Short(field.Id)} grows with every new request and nothing is ever removed: use a cache with expiry and a size limit", detail: field.Id);
                }
            }
        }
    }

    /// <summary>The constructor, or a member that only constructors call, fills a collection of its own object: it does so once.</summary>
    private static bool IsMadeHere(RuleContext context, Method method, FieldOperand field) => field.Target is ThisOperand && (IsConstructor(method)
        || context.Graph.CallersOf(method).ToList() is { Count: > 0 } callers && callers.TrueForAll(x => IsConstructor(x.Owner) && x.Owner.Type == method.Type));

    private static bool IsConstructor(Method method) => (method.Facts.Flags & MethodFlags.Constructor) != 0 && method.Lambda < 0;

    /// <summary>One entry for each service of a kind that the container knows.</summary>
    private static bool IsOfServices(RuleContext context, CallSite site) => site.Ancestors().OfType<LoopStep>().Any(x => site.Owner.Values.TypeOf(x.Source) is { } type
        && Names.Arguments(type) is { Count: 1 } element && context.Graph.Registrations.Of(Names.Definition(element[0])).Count > 0);

    /// <summary>Compiled code places no field: the line that makes its first value stands for it.</summary>
    private static Position Made(RuleContext context, Unit unit, FieldFacts field) => context.Graph.WritesTo(new MemberRef(unit.Name, field.Id)).Select(x => x.At).FirstOrDefault(x => x.IsKnown);

    /// <summary>Fields whose collection a call of own code is given.</summary>
    private static IEnumerable<(MemberRef Field, int Argument)> HandedOn(CallSite site)
    {
        if (site.Targets.Count == 0) yield break;
        for (var i = 0; i < site.Node.Arguments.Count; i++)
            if (site.Owner.Values.Origin(site.Node.Arguments[i]) is FieldOperand field) yield return (field.Member, i);
    }

    private static bool IsEmptiedBy(CallSite site, int argument) => site.Targets.Any(target => target.Facts.Body != null && target.Sites.Any(x => x.Node.Receiver is { } on
        && target.Values.Origin(on).Equals(new ParameterOperand(-1, argument)) && (x.Is(MeaningKind.Collection, "remove") || x.Is(MeaningKind.Collection, "clear") || x.Is(MeaningKind.Buffer, "take"))));

    private static bool IsShared(RuleContext context, TypeFacts type, FieldFacts field) => (field.Flags & FieldFlags.Static) != 0 || context.Graph.Registrations.IsSingleton(type.Name)
        || type.Fields.Any(x => (x.Flags & FieldFlags.Static) != 0 && x.Type == type.Name);

    /// <summary>A dictionary of locks by key.</summary>
    private static bool HoldsLocks(string type)
    {
        var arguments = Names.Arguments(type);
        if (arguments.Count != 2) return false;
        var value = arguments[1].StartsWith("System.Lazy{", StringComparison.Ordinal) ? Names.Arguments(arguments[1])[0] : arguments[1];
        return value == "System.Object" || new[] { "Semaphore", "Lock", "Mutex" }.Any(x => Names.Short(Names.Definition(value)).IndexOf(x, StringComparison.Ordinal) >= 0);
    }

    /// <summary>The key is a constant, a type or a member of an enumeration: there are only so many.</summary>
    private static bool IsClosedKey(RuleContext context, CallSite site, FieldOperand field)
    {
        if (site.Node.Arguments.Count == 0 || Names.Arguments(field.Type) is not { Count: > 0 } types || !IsKeyed(field.Type)) return false;
        if (IsClosed(context, types[0])) return true;
        var meaning = site.Meanings.First(x => x.Kind is MeaningKind.Collection or MeaningKind.Buffer);
        var key = site.Owner.Values.Origin(site.Argument(meaning.Value("key")) ?? site.Node.Arguments[0]);
        const FieldFlags constant = FieldFlags.Static | FieldFlags.ReadOnly;
        return key is ConstOperand or TypeOperand || key is FieldOperand fixedKey && (fixedKey.Flags & constant) == constant
            || key is ResultOperand result && site.Owner.Values.Call(result.Call) is { } call && (call.Callee.Id.StartsWith("M:System.Enum.", StringComparison.Ordinal) || IsClosed(context, call.ReceiverType));
    }

    private static bool IsKeyed(string type) => Names.Short(Names.Definition(type)) is var name && (name.EndsWith("Dictionary", StringComparison.Ordinal) || name.EndsWith("Set", StringComparison.Ordinal) || name.EndsWith("SortedList", StringComparison.Ordinal));

    private static bool IsClosed(RuleContext context, string type)
    {
        if (type.StartsWith("System.ValueTuple{", StringComparison.Ordinal) || type.StartsWith("System.Nullable{", StringComparison.Ordinal)) return Names.Arguments(type).All(x => IsClosed(context, x));
        return type is "System.Type" or "System.Boolean" or "System.Byte" or "System.DayOfWeek" or "System.Net.HttpStatusCode" or "Microsoft.Extensions.Logging.LogLevel" || type.StartsWith("System.Reflection.", StringComparison.Ordinal) || context.Graph.Types.IsA(type, "System.Enum");
    }

    /// <summary>An entry of an in-process cache with neither expiry nor size.</summary>
    private void Cache(RuleContext context, CallSite site)
    {
        var meaning = site.Meanings.FirstOrDefault(x => x.Kind == MeaningKind.Cache && x.Is("local") && (x.Is("write") || x.Value("factory") != null));
        if (meaning == null || meaning.Is("expires")) return;
        if (site.Argument(meaning.Value("ttl")) is not null and not DefaultOperand and not ConstOperand { Value: null }) return;
        if (site.Argument(meaning.Value("options")) is { } options and not DefaultOperand and not ConstOperand { Value: null } && Limits(context, site.Owner, options, 0)) return;
        if (Inside(context, site, 0).Any(IsLimit) || Limits(context, site.Owner, new ResultOperand(site.Node.Id), 0)) return;
        context.Report(Info, site, $"{site} keeps an entry with neither expiry nor size: give it one, and the cache a size limit");
    }
    /// <summary>What the delegates of a call do, with the members of own code that they call.</summary>
    private static IEnumerable<CallSite> Inside(RuleContext context, CallSite site, int depth) =>
        depth > 3 ? [] : (depth == 0 ? context.Graph.Clients.Inside(site) : site.Targets.Where(x => x.Facts.Body != null).SelectMany(x => x.Sites)).SelectMany(x => Inside(context, x, depth + 1).Prepend(x));

    private static bool IsLimit(CallSite site) => site.Meaning(MeaningKind.Limit) != null;

    /// <summary>Whether options or an entry get an expiry or a size; what is not seen may have one.</summary>
    private static bool Limits(RuleContext context, Method owner, Operand options, int depth)
    {
        if (depth > 4) return true;
        var origin = owner.Values.Origin(options);
        if (origin is FieldOperand field) return context.Graph.MadeBy(field) is not { } made || Limits(context, made.Owner, new ResultOperand(made.Call.Id), depth + 1);
        if (origin is not ResultOperand result || owner.Values.Call(result.Call) is not { } call) return true;
        foreach (var use in owner.Sites.Concat(owner.Values.Calls.Select(x => context.Graph.SiteOf(owner, x))))
        {
            if (use.Node.Id == call.Id ? IsLimit(use) : (use.Node.Receiver ?? use.Node.Arguments.FirstOrDefault()) is { } on && owner.Values.Origin(on).Equals(origin) && (IsLimit(use) || use.Targets.Any(x => x.Facts.Body != null && x.Sites.Any(IsLimit)))) return true;
        }
        // A fluent setter returns what it was called on.
        if ((call.Receiver ?? call.Arguments.FirstOrDefault()) is { } inner && call.Kind != CallKind.New && owner.Values.TypeOf(inner) == call.ReturnType) return Limits(context, owner, inner, depth + 1);
        return call.Kind != CallKind.New && context.Graph.MeaningsOf(call, owner).All(x => x.Kind != MeaningKind.Cache);
    }
}
