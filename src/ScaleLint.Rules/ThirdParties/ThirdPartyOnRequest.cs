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
        foreach (var method in context.Methods)
        {
            if (!outside.Contains(method)) continue;
            foreach (var site in method.Sites)
                if (!site.InBackground && context.Graph.Resources.Of(site) is { Kind: MeaningKind.ThirdParty or MeaningKind.Email } third && !site.Remote!.Is("control"))
                    context.Report(Info, site, $"{outside.EntryOf(method)!.Id} waits for {third.Id}, outside this system: hand it to a queue, or prepare for its absence",
                        [new PathHop(outside.EntryOf(method)!.Id, outside.EntryOf(method)!.At), .. RuleContext.Folded(outside.PathTo(method)), new PathHop(site.ToString(), site.At)], new Repair("async", site, third.Id));
        }
    }
}
