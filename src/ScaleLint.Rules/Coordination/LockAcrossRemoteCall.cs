using ScaleLint.Graph.Effects;
using ScaleLint.Graph.Facts;
using ScaleLint.Graph.Linking;
using ScaleLint.Rules.Chokepoints;

namespace ScaleLint.Rules.Coordination;

/// <summary>A lock that is held while a remote call runs.</summary>
public sealed class LockAcrossRemoteCall : Rule
{
    /// <inheritdoc/>
    public override RuleInfo Info { get; } = new("SCALE6001", "Lock held across a remote call", RuleScope.Live, Level.Warning,
        "The lock is held for as long as the slowest dependency answers, and everyone queues behind it.", "0.1.0");

    /// <inheritdoc/>
    public override void Judge(RuleContext context)
    {
        foreach (var method in context.RemoteMethods)
        {
            foreach (var site in method.Sites)
            {
                if (site.InBackground || site.Meanings.Any(x => x.Kind == MeaningKind.Lock) || !context.Graph.Hop.From(site)) continue;
                var scope = site.Ancestors().OfType<ScopeStep>().FirstOrDefault(x => IsLock(context, x));
                if (scope == null || scope.IsFreedBy(site) || IsOnlyStarted(site, scope)) continue;
                var path = context.Graph.Hop.Path(site);
                if (path.Count == 0) continue;
                var perKey = LockObjects.IsPerKey(scope);
                context.Report(Info, site.Within(scope),
                    $"{Text.Through(path)} calls {Text.Target(context, path)} while the {(scope.Kind == ScopeKind.DistributedLock ? "distributed lock" : "lock on " + LockObjects.Name(scope))} is held: call first, then lock for the update alone",
                    context.PathThrough(site, context.Graph.Hop), new Repair("shorten-hold", site, LockObjects.Name(scope)), perKey && scope.Kind != ScopeKind.DistributedLock ? Level.Note : null);
            }
        }
    }

    /// <summary>It runs in a task that is started under the lock and kept: nothing under the lock waits for it.</summary>
    private static bool IsOnlyStarted(CallSite site, ScopeStep scope)
    {
        var values = site.Owner.Values;
        return site.Ancestors().TakeWhile(x => x != scope).OfType<InlineStep>().Any(x => x.Meaning?.Is("background") == true && x.Runner.Node.Await is not (AwaitMode.Awaited or AwaitMode.Returned)
            && !scope.Body.Descendants().Any(s => Waits(s, y => values.Inputs(y).Contains(new ResultOperand(x.Runner.Node.Id)))));
    }

    private static bool Waits(Step step, Func<Operand, bool> speaks) => step switch
    {
        AwaitStep wait => speaks(wait.Node.Task),
        JumpStep { Node: { Kind: JumpKind.Return, Value: { } value } } => speaks(value),
        CallSite call => (call.Node.Await == AwaitMode.Awaited || call.Meanings.Any(x => x.Kind is MeaningKind.Block or MeaningKind.All))
            && (call.Node.Receiver is { } on && speaks(on) || call.Node.Arguments.Any(speaks)),
        _ => false,
    };

    private static bool IsLock(RuleContext context, ScopeStep scope) => scope.Kind switch
    {
        ScopeKind.Lock or ScopeKind.DistributedLock => true,
        ScopeKind.Semaphore => LockObjects.Slots(context, scope) == 1 || LockObjects.IsPerKey(scope),
        _ => false,
    };
}
