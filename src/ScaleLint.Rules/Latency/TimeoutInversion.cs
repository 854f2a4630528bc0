using ScaleLint.Graph.Effects;
using ScaleLint.Graph.Facts;
using ScaleLint.Graph.Linking;

namespace ScaleLint.Rules.Latency;

/// <summary>An inner timeout that lasts as long as, or longer than, the outer one that waits for it.</summary>
public sealed class TimeoutInversion : Rule
{
    /// <inheritdoc/>
    public override RuleInfo Info { get; } = new("SCALE3006", "Timeout inversion", RuleScope.Build, Level.Warning,
        "The caller has given up while the callee still works, retries and holds what it holds for an answer that nobody reads.", "0.1.0");

    /// <inheritdoc/>
    public override void Judge(RuleContext context)
    {
        var nesting = new TimeoutNesting(context);
        foreach (var method in context.Graph.Methods)
            if (method.Facts.Body != null && !method.Unit.Facts.IsTest) nesting.Of(method);
        foreach (var entry in context.Graph.EntryPoints)
            if (entry.IsRequest) nesting.Judge(entry);
        foreach (var inversion in nesting.Inversions)
        {
            if (inversion.Inner.At is not { } at) continue;
            var outer = inversion.Outer;
            // Where the inner timeout is another's, the call that leads there.
            if (!context.IsJudged(at.Owner)) at = inversion.Inner.Way.LastOrDefault(x => context.IsJudged(x.Owner)) ?? at;
            context.Report(Info, at,
                $"This lasts up to {inversion.Inner.How}{Sum(inversion.Inner)} before it gives up, but {outer.Symbol} around it gives up after {Text.Seconds(inversion.OuterSeconds)}: let the inner one end first, with its attempts",
                [.. context.RequestPath(inversion.Inner.Way[0].Owner), outer, .. RuleContext.Folded(inversion.Inner.Way), new PathHop(inversion.Inner.At.ToString(), inversion.Inner.At.At)],
                new Repair("timeout", inversion.Inner.Way[inversion.Inner.Way.Count - 1], null));
        }
    }

    private static string Sum(InnerTime inner) => inner.How == Text.Seconds(inner.Seconds!.Value) ? "" : " = " + Text.Seconds(inner.Seconds.Value);
}
