using ScaleLint.Graph.Effects;
using ScaleLint.Graph.Facts;

namespace ScaleLint.Graph.Linking;

/// <summary>Finds what a taken lock, semaphore or begun transaction covers when no statement shows it.</summary>
public static class Scopes
{
    /// <summary>The kind of scope a call opens, or null.</summary>
    public static ScopeKind? KindOf(CallSite site)
    {
        foreach (var meaning in site.Meanings)
        {
            if (meaning.Kind == MeaningKind.Transaction && (meaning.Is("begin") || meaning.Is("ambient"))) return ScopeKind.Transaction;
            if (IsClaim(site, meaning)) return ScopeKind.DistributedLock;
            if (meaning.Kind != MeaningKind.Lock || !(meaning.Is("enter") || meaning.Is("try"))) continue;
            if (meaning.Is("distributed")) return ScopeKind.DistributedLock;
            return site.Node.Callee.Id.StartsWith("M:System.Threading.SemaphoreSlim.", StringComparison.Ordinal) || meaning.Is("semaphore") ? ScopeKind.Semaphore : ScopeKind.Lock;
        }
        return null;
    }

    /// <summary>What is held: the receiver, else the first argument.</summary>
    public static Operand KeyOf(CallSite site, Values values)
    {
        foreach (var meaning in site.Meanings)
            if (IsClaim(site, meaning) && site.Argument(meaning.Value("key")) is { } claimed) return values.Origin(claimed);
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
                    : site.Meanings.Any(x => x.Kind == MeaningKind.Lock && x.Is("exit")) && (kind == ScopeKind.DistributedLock || KeyOf(site, values).Equals(key))
                        || kind == ScopeKind.DistributedLock && Frees(site, key, values);
                if (ends) return i;
            }
        }
        return -1;
    }

    /// <summary>Whether a call removes the entry that a conditional set claimed.</summary>
    public static bool Frees(CallSite site, Operand key, Values values)
    {
        foreach (var meaning in site.Meanings)
        {
            if (meaning.Kind != MeaningKind.Cache || !meaning.Is("write") || meaning.Value("value") != null || site.Argument(meaning.Value("key")) is not { } freed) continue;
            if (values.Origin(freed).Equals(key) || values.Text(freed) is { } text && text == values.Text(key)) return true;
        }
        return false;
    }

    /// <summary>Whether a call sets a key only when it is free.</summary>
    public static bool IsConditionalSet(CallSite site) => site.Meanings.Any(x => IsClaim(site, x));

    /// <summary>A set that succeeds only when the key is free: a lock, if the key is deleted later.</summary>
    private static bool IsClaim(CallSite site, Meaning meaning) =>
        meaning.Kind == MeaningKind.Cache && meaning.Is("write") && meaning.Value("value") != null && site.Argument(meaning.Value("when")) is { } condition && IsFree(site.Owner.Values, condition);

    private static bool IsFree(Values values, Operand condition)
    {
        const long notExists = 2;
        if (values.Number(condition) is { } number) return number == notExists;
        if (values.CallOf(condition) is not { } id || values.Call(id) is not { } call) return false;
        return call.Callee.Id.EndsWith(".get_NotExists", StringComparison.Ordinal)
            || call.Callee.Id.IndexOf(".op_Implicit(", StringComparison.Ordinal) > 0 && call.Arguments.Count == 1 && values.Number(call.Arguments[0]) == notExists;
    }
}
