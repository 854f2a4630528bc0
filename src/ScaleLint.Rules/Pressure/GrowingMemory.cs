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
        var uses = new Dictionary<string, (bool Added, bool Removed)>(StringComparer.Ordinal);
        foreach (var method in context.Methods)
        {
            var request = context.Graph.OnRequest.Contains(method);
            foreach (var site in method.Sites)
            {
                if (request) Cache(context, site);
                if (site.Node.Receiver is not { } on || site.Owner.Values.Origin(on) is not FieldOperand field) continue;
                uses.TryGetValue(field.Member.Id, out var use);
                var adds = site.Meanings.Any(x => x.Kind == MeaningKind.Collection && x.Is("add") && !x.Is("immutable"));
                var removes = site.Meanings.Any(x => x.Kind == MeaningKind.Collection && (x.Is("remove") || x.Is("clear")) || x.Kind == MeaningKind.Buffer && x.Is("take"));
                uses[field.Member.Id] = (use.Added || adds && request && !ClosedKey(site), use.Removed || removes);
            }
        }
        foreach (var unit in context.Graph.Units.Where(x => x.IsJudged && !x.Facts.IsTest))
        {
            foreach (var type in unit.Facts.Types)
            {
                if ((type.Flags & TypeFlags.Generated) != 0) continue;
                foreach (var field in type.Fields)
                {
                    if (!uses.TryGetValue(field.Id, out var use) || !use.Added || use.Removed || !IsShared(context, type, field) || HoldsLocks(field)) continue;
                    if (context.Graph.WritesTo(new MemberRef(unit.Name, field.Id)).Any(x => (x.Owner.Facts.Flags & (MethodFlags.Constructor | MethodFlags.StaticConstructor)) == 0)) continue;
                    context.Report(Info, type.Name, field.At, $"{Names.Short(type.Name)}.{Names.Short(field.Id)} grows with every new request and nothing is ever removed: use a cache with expiry and a size limit", detail: field.Id);
                }
            }
        }
    }

    private static bool IsShared(RuleContext context, TypeFacts type, FieldFacts field) => (field.Flags & FieldFlags.Static) != 0 || context.Graph.Registrations.IsSingleton(type.Name);

    /// <summary>Locks by key, or keys from a closed set.</summary>
    private static bool HoldsLocks(FieldFacts field)
    {
        var arguments = Names.Arguments(field.Type);
        return arguments.Count > 0 && (arguments[0] is "System.Type" or "System.Reflection.MethodInfo" or "System.Boolean" || arguments[arguments.Count - 1] is "System.Threading.SemaphoreSlim" or "System.Object" or "System.Threading.Lock"
            || arguments[arguments.Count - 1].StartsWith("System.Lazy{", StringComparison.Ordinal) && arguments[arguments.Count - 1].Contains("SemaphoreSlim"));
    }

    private static bool ClosedKey(CallSite site) => site.Node.Arguments.Count > 1 && site.Owner.Values.Origin(site.Node.Arguments[0]) is ConstOperand or TypeOperand;

    /// <summary>An entry of an in-process cache with neither expiry nor size.</summary>
    private void Cache(RuleContext context, CallSite site)
    {
        var meaning = site.Meanings.FirstOrDefault(x => x.Kind == MeaningKind.Cache && x.Is("local") && (x.Is("write") || x.Value("factory") != null));
        if (meaning == null || meaning.Is("expires")) return;
        foreach (var key in new[] { "ttl", "options" })
            if (meaning.Value(key) is { } reference && site.Argument(reference) is not null and not DefaultOperand and not ConstOperand { Value: null }) return;
        if (context.Graph.Clients.Inside(site).Any(x => x.Meaning(MeaningKind.Limit) != null || Names.Display(x.Node.Callee.Id).Contains("Expir") || Names.Display(x.Node.Callee.Id).EndsWith(".Size", StringComparison.Ordinal))) return;
        context.Report(Info, site, $"{site} keeps an entry with neither expiry nor size: give it one, and the cache a size limit");
    }
}
