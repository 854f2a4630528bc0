using ScaleLint.Graph.Effects;
using ScaleLint.Graph.Linking;

namespace ScaleLint.Rules.Coordination;

/// <summary>A database transaction that stays open while another system is called.</summary>
public sealed class TransactionAcrossRemoteCall : Rule
{
    /// <inheritdoc/>
    public override RuleInfo Info { get; } = new("SCALE6002", "Transaction held across a remote call", RuleScope.Live, Level.Warning,
        "Row locks and a pooled connection are held for as long as someone else answers.", "0.1.0");

    /// <inheritdoc/>
    public override void Judge(RuleContext context)
    {
        var outboxes = new Outboxes(context);
        Lazy<Reach> Beside(MeaningKind own) => new(() => new(context.Graph, x => x.Remote is { } effect && !effect.Is("control") && effect.Kind != own && effect.Kind != MeaningKind.QueueConsume && !outboxes.Takes(x)));
        var (besideRows, besideDocuments) = (Beside(MeaningKind.Sql), Beside(MeaningKind.DocumentDb));
        foreach (var method in context.RemoteMethods)
        {
            foreach (var (site, at, begin) in Held(method))
            {
                var other = begin?.Is(MeaningKind.Transaction, "document-db") == true ? besideDocuments.Value : besideRows.Value;
                if (site.InBackground || !other.From(site)) continue;
                var path = other.Path(site);
                if (path.Count == 0) continue;
                context.Report(Info, at, $"{Text.Through(path)} calls {Text.Target(context, path)} while a database transaction is open: call before it, or after the commit through an outbox",
                    context.PathThrough(site, other), new Repair("shorten-hold", site, "transaction"));
            }
        }
    }

    /// <summary>Calls while a transaction is open, with where they stand: inside its scope, or between calls of own code that begin and end it.</summary>
    private static IEnumerable<(CallSite Site, CallSite At, CallSite? Begin)> Held(Method method)
    {
        foreach (var site in method.Sites)
            if (site.Ancestors().OfType<ScopeStep>().FirstOrDefault(x => x.Kind == ScopeKind.Transaction) is { } scope) yield return (site, site.Within(scope), scope.Acquire);
        var start = method.Sites.ToList().FindIndex(x => x.Targets.Any(LeavesOpen));
        if (start < 0) yield break;
        var begin = method.Sites[start].Targets.First(LeavesOpen).Sites.First(Begins);
        var end = method.Sites.ToList().FindLastIndex(x => x.Targets.Any(Ends));
        for (var i = start + 1; i < end; i++) yield return (method.Sites[i], method.Sites[i], begin);
    }

    private static bool LeavesOpen(Method method) => method.Facts.Body != null && method.Sites.Any(Begins) && !method.Sites.Any(IsEnd) && !method.Body.Descendants().Any(x => x is ScopeStep { Kind: ScopeKind.Transaction });

    private static bool Ends(Method method) => method.Facts.Body != null && method.Sites.Any(x => x.Is(MeaningKind.Transaction, "commit")) && !method.Sites.Any(Begins);

    private static bool Begins(CallSite site) => site.Is(MeaningKind.Transaction, "begin");

    private static bool IsEnd(CallSite site) => site.Meanings.Any(x => x.Kind == MeaningKind.Transaction && (x.Is("commit") || x.Is("rollback")));
}
