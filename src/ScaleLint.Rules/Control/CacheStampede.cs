using ScaleLint.Graph.Effects;
using ScaleLint.Graph.Facts;
using ScaleLint.Graph.Linking;

namespace ScaleLint.Rules.Control;

/// <summary>A cache that lets everyone through at the moment an entry ends.</summary>
public sealed class CacheStampede : Rule
{
    /// <inheritdoc/>
    public override RuleInfo Info { get; } = new("SCALE8004", "Cache stampede", RuleScope.Live, Level.Suggestion,
        "When a hot entry expires, every request in flight fetches it at once: the origin sees the load the cache was there to hide.", "0.1.0");

    /// <inheritdoc/>
    public override void Judge(RuleContext context)
    {
        var fetches = new Reach(context.Graph, x => x.Remote is { } effect && effect.Kind != MeaningKind.Cache && !effect.Is("control"));
        foreach (var method in context.Methods)
        {
            if (!context.Graph.FromAnyEntry.Contains(method)) continue;
            foreach (var site in method.Sites)
            {
                if (site.Meanings.FirstOrDefault(x => x.Kind == MeaningKind.Cache) is { } cache && cache.Value("factory") != null && !cache.Is("single-flight"))
                    Report(context, site.Delegates.SelectMany(x => x.Descendants()).OfType<CallSite>().FirstOrDefault(fetches.From), fetches);
                else if (Fills(site, fetches)) foreach (var fetch in Fetches(context, site, fetches)) Report(context, fetch, fetches);
            }
        }
    }

    /// <summary>It writes to a cache, itself or through a member that writes what it is given.</summary>
    private static bool Fills(CallSite site, Reach fetches) => site.Is(MeaningKind.Cache, "write") ? !site.Is(MeaningKind.Cache, "single-flight")
        : site.Targets.Any(x => x.Facts.Body != null && !fetches.From(x) && x.Sites.Any(w => w.Is(MeaningKind.Cache, "write") && !w.Is(MeaningKind.Cache, "single-flight") && w.Node.Arguments.SelectMany(x.Values.Inputs).Any(i => i is ParameterOperand { Lambda: < 0 })));

    /// <summary>It looks into a cache, itself or through a member that does no more.</summary>
    private static bool Looks(CallSite site, Reach fetches) => site.Is(MeaningKind.Cache, "read") || site.Targets.Any(x => x.Facts.Body != null && !fetches.From(x) && x.Sites.Any(r => r.Is(MeaningKind.Cache, "read")));

    /// <summary>The fetches whose result fills the cache after a look that may have missed: of a delegate that callers give, theirs.</summary>
    private static IEnumerable<CallSite> Fetches(RuleContext context, CallSite fill, Reach fetches)
    {
        var method = fill.Owner;
        var inputs = fill.Node.Arguments.SelectMany(method.Values.Inputs).OfType<ResultOperand>().Select(x => x.Call).ToList();
        foreach (var fetch in method.Sites.Where(x => x != fill && inputs.Contains(x.Node.Id)))
        {
            if (!method.Sites.TakeWhile(x => x != fetch).Any(x => Looks(x, fetches)) || IsGuarded(fetch)) continue;
            if (fetches.From(fetch)) yield return fetch;
            else if (fetch.Node is { Kind: CallKind.Delegate, Receiver: { } on } && method.Values.Origin(on) is ParameterOperand { Lambda: < 0 })
                foreach (var given in context.Graph.CallersOf(method).SelectMany(x => x.Delegates).SelectMany(x => x.Descendants()).OfType<CallSite>().Where(fetches.From)) yield return given;
            else continue;
            yield break;
        }
    }

    private static bool IsGuarded(CallSite fetch) => fetch.Ancestors().Any(x => x is ScopeStep { Kind: ScopeKind.Lock or ScopeKind.Semaphore or ScopeKind.DistributedLock } || x is InlineStep { Meaning: { } meaning } && meaning.Is("startup"));

    private void Report(RuleContext context, CallSite? fetch, Reach fetches)
    {
        if (fetch == null || IsGuarded(fetch) || context.Graph.CallersOf(fetch.Owner).ToList() is { Count: > 0 } callers && callers.All(IsGuarded)) return;
        var path = fetches.Path(fetch);
        if (path.Count == 0) return;
        context.Report(Info, fetch, $"Every request that misses calls {Text.Target(context, path)}: let one fetch and the others wait (HybridCache, a lock per key)", context.PathThrough(fetch, fetches), new Repair("single-flight", fetch, null));
    }
}
