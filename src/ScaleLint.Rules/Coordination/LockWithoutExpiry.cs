using ScaleLint.Graph.Effects;
using ScaleLint.Graph.Facts;
using ScaleLint.Graph.Linking;

namespace ScaleLint.Rules.Coordination;

/// <summary>A distributed lock that outlives the process that took it.</summary>
public sealed class LockWithoutExpiry : Rule
{
    private static readonly string[] LockWords = ["lock", "lease", "mutex"];

    /// <inheritdoc/>
    public override RuleInfo Info { get; } = new("SCALE6004", "Distributed lock without expiry", RuleScope.Live, Level.Warning,
        "With many instances one is always dying somewhere; what it held stays locked for all.", "0.1.0");

    /// <inheritdoc/>
    public override void Judge(RuleContext context)
    {
        foreach (var method in context.Methods)
        {
            foreach (var site in method.Meant)
            {
                var marked = site.Meanings.Any(x => x.Kind == MeaningKind.Lock && x.Is("distributed") && (x.Is("enter") || x.Is("try")) && (x.Is("no-expiry") || x.Value("ttl") is { } ttl && IsForEver(site, site.Argument(ttl))));
                if (!marked && !(ClaimedKey(site) is { } key && IsLock(context, site, key))) continue;
                context.Report(Info, site, $"{site} takes a lock that never expires: set a time to live, and renew it while the work goes on");
            }
        }
    }

    private static bool IsForEver(CallSite site, Operand? ttl) => ttl is DefaultOperand or ConstOperand { Value: null } || ttl != null && (site.Owner.Values.Seconds(ttl) is < 0 or double.PositiveInfinity
        || site.Owner.Values.Origin(ttl) is FieldOperand field && Names.Short(field.Member.Id).StartsWith("Infinite", StringComparison.Ordinal));

    /// <summary>The key of a set that succeeds only when it is free and never ends; null when the call is none.</summary>
    private static Operand? ClaimedKey(CallSite site)
    {
        if (Scopes.IsConditionalSet(site)) return HasExpiry(site) || site.Node.Arguments.Count == 0 ? null : site.Argument(site.Meaning(MeaningKind.Cache)?.Value("key") ?? "arg0");
        // SETNX key value, SET key value NX
        if (site.Meaning(MeaningKind.Cache) == null || Names.Own(site.Node.Callee.Id) is not ("Execute" or "ExecuteAsync") || site.Node.Arguments.Count < 2) return null;
        var values = site.Owner.Values;
        if (values.Origin(site.Node.Arguments[1]) is not ArrayOperand { Elements: { Count: > 1 } words }) return null;
        bool Has(params string[] any) => words.Skip(2).Any(x => any.Contains(values.Text(x), StringComparer.OrdinalIgnoreCase));
        return values.Text(site.Node.Arguments[0])?.ToUpperInvariant() switch
        {
            "SETNX" => words[0],
            "SET" when Has("NX") && !Has("EX", "PX", "EXAT", "PXAT") => words[0],
            _ => null,
        };
    }

    private static bool HasExpiry(CallSite site)
    {
        var meaning = site.Meaning(MeaningKind.Cache);
        if (meaning?.Value("ttl") is { } ttl) return site.Argument(ttl) is not (null or DefaultOperand or ConstOperand { Value: null });
        return site.Node.Arguments.Count > 2 && site.Node.Arguments[2] is not (DefaultOperand or ConstOperand);
    }

    /// <summary>The key or the member speaks of a lock, or someone deletes the key: the member, its callers, or another member of the type.</summary>
    private static bool IsLock(RuleContext context, CallSite site, Operand key)
    {
        if (IsNamed(site.Owner, key) || site.Owner.Sites.Any(x => Scopes.Frees(x, site.Owner.Values.Origin(key), site.Owner.Values))) return true;
        var text = site.Owner.Values.Text(key);
        var parameter = site.Owner.Values.Inputs(key).OfType<ParameterOperand>().FirstOrDefault(x => x.Lambda < 0);
        if (context.Methods.Any(x => x.Type == site.Owner.Type && x != site.Owner && x.Sites.Any(s => Freed(s) is { } freed && (text != null ? x.Values.Text(freed) == text : parameter != null && x.Values.Inputs(freed).Any(i => i is ParameterOperand))))) return true;
        return parameter != null && context.Graph.CallersOf(site.Owner).Any(x => parameter.Index < x.Node.Arguments.Count && x.Node.Arguments[parameter.Index] is var given
            && (IsNamed(x.Owner, given) || x.Owner.Sites.Any(s => Scopes.Frees(s, x.Owner.Values.Origin(given), x.Owner.Values))));
    }

    private static Operand? Freed(CallSite site) => site.Meanings.FirstOrDefault(x => x.Kind == MeaningKind.Cache && x.Is("write") && x.Value("value") == null) is { } meaning && Names.Own(site.Node.Callee.Id).IndexOf("Delete", StringComparison.Ordinal) >= 0 ? site.Argument(meaning.Value("key")) : null;

    private static bool IsNamed(Method method, Operand key)
    {
        var values = method.Values;
        var words = new[] { values.Text(key), values.NameOf(key), method.Facts.Id }.Concat(values.Inputs(key).Select(values.NameOf)).Concat(values.Inputs(key).Select(values.Text));
        return words.Any(w => w != null && LockWords.Any(x => w.IndexOf(x, StringComparison.OrdinalIgnoreCase) >= 0));
    }
}
