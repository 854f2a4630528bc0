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
            foreach (var site in method.Sites)
            {
                var marked = site.Meanings.Any(x => x.Kind == MeaningKind.Lock && x.Is("distributed") && (x.Is("enter") || x.Is("try")) && (x.Is("no-expiry") || x.Value("ttl") is { } ttl && site.Argument(ttl) is DefaultOperand or ConstOperand { Value: null }));
                if (!marked && !(Scopes.IsConditionalSet(site) && !HasExpiry(site) && IsLock(site))) continue;
                context.Report(Info, site, $"{site} takes a lock that never expires: set a time to live, and renew it while the work goes on");
            }
        }
    }

    private static bool HasExpiry(CallSite site)
    {
        var meaning = site.Meaning(MeaningKind.Cache);
        if (meaning?.Value("ttl") is { } ttl) return site.Argument(ttl) is not (null or DefaultOperand or ConstOperand { Value: null });
        return site.Node.Arguments.Count > 2 && site.Node.Arguments[2] is not (DefaultOperand or ConstOperand);
    }

    private static bool IsLock(CallSite site)
    {
        var values = site.Owner.Values;
        if (site.Node.Arguments.Count == 0) return false;
        var key = site.Node.Arguments[0];
        var words = new[] { values.Text(key), values.NameOf(key), site.Owner.Facts.Id }.Concat(values.Inputs(key).Select(values.NameOf)).Concat(values.Inputs(key).Select(values.Text));
        if (words.Any(w => w != null && LockWords.Any(x => w.IndexOf(x, StringComparison.OrdinalIgnoreCase) >= 0))) return true;
        return site.Owner.Sites.Any(x => Scopes.Frees(x, values.Origin(key), values));
    }
}
