using ScaleLint.Graph.Effects;
using ScaleLint.Graph.Facts;

namespace ScaleLint.Graph.Linking;

/// <summary>Finds what a taken lock, semaphore or begun transaction covers when no statement shows it.</summary>
internal static class Scopes
{
    /// <summary>The kind of scope a call opens, or null.</summary>
    public static ScopeKind? KindOf(CallSite site)
    {
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
                    : site.Meanings.Any(x => x.Kind == MeaningKind.Lock && x.Is("exit")) && (kind == ScopeKind.DistributedLock || KeyOf(site, values).Equals(key));
                if (ends) return i;
            }
        }
        return -1;
    }
}
