using ScaleLint.Graph.Linking;

namespace ScaleLint.Rules.Latency;

/// <summary>A request entry point whose longest sequence of remote calls that wait for one another reaches the limit.</summary>
public sealed class LongSynchronousChain : Rule
{
    /// <inheritdoc/>
    public override RuleInfo Info { get; } = new("SCALE3001", "Long synchronous chain", RuleScope.Build, Level.Warning,
        "Every hop adds its latency and multiplies its failures into the caller's.", "0.1.0",
        new RuleOption("max_hops", "4", "Number of remote calls waiting for one another at which the rule reports."));

    /// <inheritdoc/>
    public override void Judge(RuleContext context)
    {
        var limit = context.Settings.Int(Info, "max_hops");
        foreach (var entry in context.Graph.EntryPoints)
        {
            if (!entry.IsRequest || !context.IsJudged(entry.Root)) continue;
            var chain = context.Graph.Chains.Of(entry.Root);
            if (chain.Count < limit) continue;
            var hops = chain.Hops();
            context.Report(Info, entry.Root, entry.At,
                $"{entry.Id} waits for {(chain.Count > hops.Count ? $"more than {hops.Count}" : $"{chain.Count}")} remote calls one after another ({Text.List(hops.Select(x => Text.Target(context, x)))}): overlap those that do not need each other, or move work off the request",
                [new PathHop(entry.Id, entry.At), .. hops.Select(x => new PathHop(x.ToString(), x.At))], new Repair("parallel", null, entry.Id), detail: entry.Id);
        }
    }
}
