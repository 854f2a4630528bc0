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
        var other = new Reach(context.Graph, x => x.Remote is { } effect && !effect.Is("control") && effect.Kind is not (MeaningKind.Sql or MeaningKind.QueueConsume) && !effect.Is("outbox"));
        foreach (var method in context.Methods)
        {
            foreach (var site in method.Sites)
            {
                if (site.InBackground || !site.Ancestors().Any(x => x is ScopeStep { Kind: ScopeKind.Transaction }) || !other.From(site)) continue;
                var path = other.Path(site);
                if (path.Count == 0) continue;
                context.Report(Info, site, $"{Text.Through(path)} calls {Text.Target(context, path[path.Count - 1])} while a database transaction is open: call before it, or after the commit through an outbox",
                    context.PathThrough(site, other), new Repair("shorten-hold", site, "transaction"));
            }
        }
    }
}
