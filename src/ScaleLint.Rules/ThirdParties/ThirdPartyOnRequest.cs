using ScaleLint.Graph.Effects;
using ScaleLint.Graph.Linking;

namespace ScaleLint.Rules.ThirdParties;

/// <summary>A request that waits for a service outside the system.</summary>
public sealed class ThirdPartyOnRequest : Rule
{
    /// <inheritdoc/>
    public override RuleInfo Info { get; } = new("SCALE7001", "Third party on the request path", RuleScope.Build, Level.Suggestion,
        "Its latency, quota and outages become yours, and none of them grows with you.", "0.1.0");

    /// <inheritdoc/>
    public override void Judge(RuleContext context)
    {
        var outside = new Reached(context.Graph.EntryPoints.Where(x => x.IsRequest && x.Kind != EntryKind.Consumer && !x.Root.Unit.Facts.IsTest));
        foreach (var (cause, third) in ThirdPartyCalls.Of(context, outside))
        {
            if (cause.InBackground) continue;
            foreach (var (site, way) in context.Places(cause, outside))
            {
                var entry = outside.EntryOf(site.Owner)!;
                context.Report(Info, site, $"{entry.Id} waits for {third.Id}, outside this system: hand it to a queue, or prepare for its absence",
                    [new PathHop(entry.Id, entry.At), .. RuleContext.Folded(outside.PathTo(site.Owner)), .. RuleContext.Folded(way)], new Repair("async", cause, third.Id));
            }
        }
    }
}
