using ScaleLint.Graph.Linking;

namespace ScaleLint.Rules.Rules;

/// <summary>A remote effect that runs once per element of a sequence, directly or through callees.</summary>
public sealed class RemoteCallInLoop : Rule
{
    /// <inheritdoc/>
    public override RuleInfo Info { get; } = new("SCALE3002", "Remote call in a loop", RuleScope.Live, Level.Warning,
        "Latency grows with the number of elements: one round trip each, one after another.", "0.1.0");

    /// <inheritdoc/>
    public override void Judge(RuleContext context)
    {
        foreach (var method in context.Methods)
        {
            foreach (var site in method.Sites)
            {
                if (site.InBackground || !context.Graph.Hop.From(site)) continue;
                var loop = site.Ancestors().TakeWhile(x => x is not BackgroundStep).OfType<LoopStep>().FirstOrDefault(x => x.Drive == LoopDrive.Elements && x.Condition?.Descendants().Contains(site) != true);
                if (loop == null || loop.IsParallel || site.Remote is { } effect && effect.Is("pipelined")) continue;
                var path = context.Graph.Hop.Path(site);
                if (path.Count == 0) continue;
                var target = path[path.Count - 1];
                var through = path.Count == 1 ? "" : " through " + site;
                context.Report(Info, site, $"{target} ({target.Remote!.Kind.ToString().ToLowerInvariant()}) is called{through} once per element of a loop: fetch all elements in one call, or start them together with a bound",
                    context.PathThrough(site, context.Graph.Hop), new Repair("batch", site, null));
            }
        }
    }
}
