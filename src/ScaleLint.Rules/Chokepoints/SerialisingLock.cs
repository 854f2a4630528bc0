using ScaleLint.Graph.Effects;
using ScaleLint.Graph.Facts;
using ScaleLint.Graph.Linking;

namespace ScaleLint.Rules.Chokepoints;

/// <summary>A lock shared by all requests whose body takes time.</summary>
public sealed class SerialisingLock : Rule
{
    /// <inheritdoc/>
    public override RuleInfo Info { get; } = new("SCALE2004", "Serialising lock on the request path", RuleScope.Live, Level.Warning,
        "One request at a time passes: throughput is one over the time the lock is held, whatever the hardware.", "0.1.0");

    /// <inheritdoc/>
    public override void Judge(RuleContext context)
    {
        var effects = new Reach(context.Graph, x => x.Meanings.Any(m => m.IsEffect && m.Kind != MeaningKind.Lock));
        foreach (var method in context.RequestMethods)
        {
            foreach (var scope in method.Body.Descendants().OfType<ScopeStep>())
            {
                if (scope.Kind is not (ScopeKind.Lock or ScopeKind.Semaphore) || !LockObjects.IsShared(context, scope) || !LockObjects.IsExclusive(context, scope) || LockObjects.IsDoubleChecked(scope)) continue;
                if (Weight(scope, effects) is not { } weight) continue;
                Step at = (Step?)scope.Acquire ?? scope;
                context.ReportOnRequest(Info, at, outside => $"Every request waits for the lock on {LockObjects.Name(scope)}{(outside == null ? "" : " in " + outside)}, which is held {weight}: hold it for a few field operations only, or partition it by key", repair: new Repair("shorten-hold", scope.Acquire, LockObjects.Name(scope)));
            }
        }
    }

    private static string? Weight(ScopeStep scope, Reach effects)
    {
        foreach (var step in scope.Body.Descendants())
        {
            if (step is LoopStep) return "over a loop";
            if (step is AwaitStep) return "over an await";
            if (step is not CallSite site || site.Meanings.Any(x => x.Kind == MeaningKind.Lock)) continue;
            if (effects.From(site)) return effects.Path(site) is { Count: > 0 } path ? "while " + path[path.Count - 1] + " runs" : "while " + site + " runs";
            if (site.Node.Await == AwaitMode.Awaited) return "over an await";
        }
        return null;
    }
}
