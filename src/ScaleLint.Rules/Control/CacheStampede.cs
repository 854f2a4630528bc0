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
                var cache = site.Meanings.FirstOrDefault(x => x.Kind == MeaningKind.Cache);
                if (cache == null) continue;
                if (cache.Value("factory") != null && !cache.Is("single-flight"))
                    Report(context, site.Delegates.SelectMany(x => x.Descendants()).OfType<CallSite>().FirstOrDefault(fetches.From), fetches);
                else if (cache.Is("write") && !cache.Is("single-flight")) Report(context, Filled(method, site, fetches), fetches);
            }
        }
    }

    /// <summary>The fetch whose result fills the cache after a look that may have missed.</summary>
    private static CallSite? Filled(Method method, CallSite write, Reach fetches)
    {
        var inputs = write.Node.Arguments.SelectMany(method.Values.Inputs).OfType<ResultOperand>().Select(x => x.Call).ToList();
        var fetch = method.Sites.FirstOrDefault(x => x != write && inputs.Contains(x.Node.Id) && fetches.From(x));
        if (fetch == null || !method.Sites.TakeWhile(x => x != fetch).Any(x => x.Meanings.Any(m => m.Kind == MeaningKind.Cache && m.Is("read")))) return null;
        return fetch;
    }

    private void Report(RuleContext context, CallSite? fetch, Reach fetches)
    {
        if (fetch == null || fetch.Ancestors().Any(x => x is ScopeStep { Kind: ScopeKind.Lock or ScopeKind.Semaphore or ScopeKind.DistributedLock } || x is InlineStep { Meaning: { } meaning } && meaning.Is("startup"))) return;
        var path = fetches.Path(fetch);
        if (path.Count == 0) return;
        context.Report(Info, fetch, $"Every request that misses calls {Text.Target(context, path[path.Count - 1])}: let one fetch and the others wait (HybridCache, a lock per key)", context.PathThrough(fetch, fetches), new Repair("single-flight", fetch, null));
    }
}
