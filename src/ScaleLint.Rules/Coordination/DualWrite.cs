using ScaleLint.Graph.Effects;
using ScaleLint.Graph.Linking;
using ScaleLint.Rules.Settings;

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
        var sql = new Reach(context.Graph, x => IsWrite(x, MeaningKind.Sql));
        var others = new[] { MeaningKind.QueuePublish, MeaningKind.DocumentDb, MeaningKind.Blob }.Select(kind => new Reach(context.Graph, x => IsWrite(x, kind))).ToList();
        var outboxes = new HashSet<Unit>(context.Graph.Methods.Where(x => x.Facts.Body != null && x.Sites.Any(s => s.Meaning(MeaningKind.Outbox) != null)).Select(x => x.Unit));
        foreach (var method in context.Methods)
        {
            if (outboxes.Any(x => x == method.Unit || x.Facts.References.Contains(method.Unit.Name, StringComparer.Ordinal)) || UsesOutboxType(context, method)) continue;
            var sites = method.Sites.Where(x => !x.InBackground).ToList();
            foreach (var reach in others)
            {
                var first = sites.FindIndex(x => sql.From(x) && !reach.From(x));
                var second = sites.FindIndex(x => reach.From(x) && !sql.From(x));
                if (first < 0 || second < 0 || AreExclusive(sites[first], sites[second])) continue;
                var at = sites[Math.Max(first, second)];
                var path = (first < second ? reach : sql).Path(at);
                if (path.Count == 0) continue;
                context.Report(Info, at, $"{sites[Math.Min(first, second)]} and {Text.Through(path)} write two stores with nothing that covers both: write an outbox entry in the same transaction and publish from it",
                    [.. context.RequestPath(method), new PathHop(sites[Math.Min(first, second)].ToString(), sites[Math.Min(first, second)].At), .. RuleContext.Folded(path)], new Repair("async", at, null));
                break;
            }
        }
    }

    private static bool IsWrite(CallSite site, MeaningKind kind) => site.Remote is { } effect && effect.Kind == kind && (effect.Is("write") || kind == MeaningKind.QueuePublish) && !effect.Is("control") && !effect.Is("outbox");

    private static bool UsesOutboxType(RuleContext context, Method method) => method.Type.References.Any(x => Names.Short(x.Target.Name).IndexOf("Outbox", StringComparison.OrdinalIgnoreCase) >= 0
        || context.Settings.Config.OutboxTypes.Any(p => Pattern.Matches(p, x.Target.Name)));

    /// <summary>They stand in different arms of one choice.</summary>
    private static bool AreExclusive(CallSite a, CallSite b)
    {
        var above = new HashSet<Step>(a.Ancestors());
        Step inner = b;
        foreach (var step in b.Ancestors())
        {
            if (above.Contains(step)) return step is ChoiceStep choice && !inner.Descendants().Contains(a) && choice.Arms.Contains(inner);
            inner = step;
        }
        return false;
    }
}
