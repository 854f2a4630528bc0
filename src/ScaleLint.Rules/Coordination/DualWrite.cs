using ScaleLint.Graph.Effects;
using ScaleLint.Graph.Facts;
using ScaleLint.Graph.Linking;

namespace ScaleLint.Rules.Coordination;

/// <summary>Two stores written by one operation with nothing that covers both.</summary>
public sealed class DualWrite : Rule
{
    /// <inheritdoc/>
    public override RuleInfo Info { get; } = new("SCALE6003", "Dual write", RuleScope.Live, Level.Warning,
        "A crash between the two is rare for one request and daily for a million: the stores drift apart.", "0.1.0");

    /// <inheritdoc/>
    public override void Judge(RuleContext context)
    {
        var outboxes = new Outboxes(context);
        var stores = context.Graph.Methods.Where(x => x.Facts.Body != null).SelectMany(x => x.Meant).Where(x => IsWrite(outboxes, x)).GroupBy(x => StoreOf(context, x))
            .Select(x => (Store: x.Key, Writes: new HashSet<CallSite>(x))).OrderBy(x => x.Store.Kind).ThenBy(x => x.Store.Name, StringComparer.Ordinal).Select(x => (x.Store, Reach: new Reach(context.Graph, x.Writes.Contains))).ToList();
        var pairs = (from i in Enumerable.Range(0, stores.Count) from j in Enumerable.Range(i + 1, stores.Count - i - 1) where Differ(stores[i].Store, stores[j].Store) select (First: stores[i].Reach, Second: stores[j].Reach)).ToList();
        if (pairs.Count == 0) return;
        foreach (var method in context.Methods)
        {
            var sites = method.Sites.Where(x => !x.InBackground).ToList();
            foreach (var (one, two) in pairs)
            {
                var first = sites.FindIndex(x => one.From(x) && !two.From(x));
                var second = first < 0 ? -1 : sites.FindIndex(x => two.From(x) && !one.From(x));
                if (second < 0) continue;
                var (before, after) = first < second ? (sites[first], sites[second]) : (sites[second], sites[first]);
                if (AreExclusive(before, after) || AreCovered(before, after) || outboxes.InSight(method)) continue;
                var path = (first < second ? two : one).Path(after);
                if (path.Count == 0 || path.Concat((first < second ? one : two).Path(before)).Any(x => outboxes.InSight(x.Owner))) continue;
                var at = after.Within(method.Body);
                context.Report(Info, at, $"{before} and {Text.Through(path)} write two stores with nothing that covers both: write an outbox entry in the same transaction and publish from it",
                    [.. context.RequestPath(method), new PathHop(before.ToString(), before.At), .. RuleContext.Folded(path)], new Repair("async", after, null));
                break;
            }
        }
    }

    private static bool IsWrite(Outboxes outboxes, CallSite site) => site.Remote is { Kind: MeaningKind.Sql or MeaningKind.DocumentDb or MeaningKind.Blob or MeaningKind.QueuePublish } effect
        && (effect.Is("write") || effect.Kind == MeaningKind.QueuePublish) && !effect.Is("control") && !effect.Is("request") && !outboxes.Takes(site);

    /// <summary>Databases are told apart by the connections that their registrations name.</summary>
    private static (MeaningKind Kind, string Name) StoreOf(RuleContext context, CallSite site) =>
        (site.Remote!.Kind, site.Remote.Kind == MeaningKind.Sql && context.Graph.Resources.Of(site) is { Connection: not null } resource ? resource.Id : "");

    /// <summary>One of them is a database, and it is known that the other is not the same.</summary>
    private static bool Differ((MeaningKind Kind, string Name) a, (MeaningKind Kind, string Name) b) =>
        (a.Kind is MeaningKind.Sql or MeaningKind.DocumentDb || b.Kind is MeaningKind.Sql or MeaningKind.DocumentDb) && (a.Kind != b.Kind || a.Name.Length > 0 && b.Name.Length > 0);

    /// <summary>One ambient transaction spans two databases.</summary>
    private static bool AreCovered(CallSite a, CallSite b) => a.Remote?.Kind == MeaningKind.Sql && b.Remote?.Kind == MeaningKind.Sql
        && a.Ancestors().Intersect(b.Ancestors()).Any(x => x is ScopeStep { Kind: ScopeKind.Transaction, Acquire: { } begin } && begin.Is(MeaningKind.Transaction, "ambient"));

    /// <summary>At most one of them runs: they stand in different arms of one choice, in an arm that leaves, or in the catch of the other.</summary>
    private static bool AreExclusive(CallSite before, CallSite after)
    {
        var above = new HashSet<Step>(after.Ancestors());
        Step inner = before;
        foreach (var step in before.Ancestors())
        {
            if (step is ChoiceStep && !above.Contains(inner) && (above.Contains(step) || Leaves(inner))) return true;
            if (step is TryStep attempt && inner == attempt.Body && attempt.Catches.Any(above.Contains)) return true;
            inner = step;
        }
        return false;
    }

    private static bool Leaves(Step step) => step is JumpStep { Node.Kind: JumpKind.Return or JumpKind.Throw or JumpKind.Rethrow or JumpKind.Continue or JumpKind.Break }
        || step is SequenceStep { Steps: { Count: > 0 } steps } && Leaves(steps[steps.Count - 1]);
}
