using ScaleLint.Graph.Effects;
using ScaleLint.Graph.Facts;

namespace ScaleLint.Graph.Linking;

/// <summary>Finds what a taken lock, semaphore or begun transaction covers when no statement shows it.</summary>
internal static class Scopes
{
    /// <summary>The kind of scope a call opens, or null.</summary>
    public static ScopeKind? KindOf(CallSite site)
    {
        if (IsConditionalSet(site)) return ScopeKind.DistributedLock;
        foreach (var meaning in site.Meanings)
        {
            if (meaning.Kind == MeaningKind.Transaction && (meaning.Is("begin") || meaning.Is("ambient"))) return ScopeKind.Transaction;
            if (meaning.Kind != MeaningKind.Lock || !(meaning.Is("enter") || meaning.Is("try"))) continue;
            if (meaning.Is("distributed")) return ScopeKind.DistributedLock;
            return site.Node.Callee.Id.StartsWith("M:System.Threading.SemaphoreSlim.", StringComparison.Ordinal) || meaning.Is("semaphore") ? ScopeKind.Semaphore : ScopeKind.Lock;
        }
        return null;
    }

    /// <summary>What is held: the receiver, else the first argument.</summary>
    public static Operand KeyOf(CallSite site, Values values)
    {
        if (IsConditionalSet(site) && site.Node.Arguments.Count > 0) return site.Node.Arguments[0];
        var key = site.Node.Receiver ?? (site.Node.Arguments.Count > 0 ? site.Node.Arguments[0] : UnknownOperand.Instance);
        return values.Origin(key);
    }

    /// <summary>Index of the last step the scope covers, or -1 when no end is in sight.</summary>
    public static int EndOf(List<Step> steps, int from, ScopeKind kind, Operand key, Values values)
    {
        for (var i = from; i < steps.Count; i++)
        {
            foreach (var step in steps[i].Descendants())
            {
                if (step is not CallSite site) continue;
                var ends = kind == ScopeKind.Transaction
                    ? site.Meanings.Any(x => x.Kind == MeaningKind.Transaction && (x.Is("commit") || x.Is("rollback")))
                    : IsDelete(site, key) || site.Meanings.Any(x => x.Kind == MeaningKind.Lock && x.Is("exit")) && (kind == ScopeKind.DistributedLock || KeyOf(site, values).Equals(key));
                if (ends) return i;
            }
        }
        return -1;
    }

    /// <summary>A key set only when it does not exist: a lock when the same key is deleted later, or is named one.</summary>
    public static bool IsConditionalSet(CallSite site)
    {
        const long notExists = 2;
        return site.Node.Callee.Id.StartsWith("M:StackExchange.Redis.IDatabase", StringComparison.Ordinal) && site.Node.Callee.Id.IndexOf(".StringSet", StringComparison.Ordinal) > 0
            && site.Node.Arguments.Any(x => x is ConstOperand { Value: notExists });
    }

    private static bool IsDelete(CallSite site, Operand key) => site.Node.Callee.Id.StartsWith("M:StackExchange.Redis.IDatabase", StringComparison.Ordinal)
        && site.Node.Callee.Id.IndexOf(".KeyDelete", StringComparison.Ordinal) > 0 && site.Node.Arguments.Count > 0 && site.Node.Arguments[0].Equals(key);
}
