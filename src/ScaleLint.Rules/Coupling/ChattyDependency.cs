using ScaleLint.Graph.Effects;
using ScaleLint.Graph.Linking;

namespace ScaleLint.Rules.Coupling;

/// <summary>An entry point that calls one dependency again and again.</summary>
public sealed class ChattyDependency : Rule
{
    /// <inheritdoc/>
    public override RuleInfo Info { get; } = new("SCALE1006", "Chatty dependency", RuleScope.Build, Level.Suggestion,
        "Each call costs a round trip and a slot; one coarser call costs one.", "0.1.0",
        new RuleOption("max_calls", "5", "Number of calls of one target, one after another, at which the rule reports."));

    /// <inheritdoc/>
    public override void Judge(RuleContext context)
    {
        var limit = context.Settings.Int(Info, "max_calls");
        var chains = new Dictionary<string, Chains>(StringComparer.Ordinal);
        foreach (var entry in context.Graph.EntryPoints)
        {
            if (!entry.IsRequest || !context.IsJudged(entry.Root)) continue;
            var reached = new Reached([entry]);
            var targets = context.Graph.Methods.Where(reached.Contains).SelectMany(x => x.Sites).Where(Chains.IsHop)
                .Select(x => context.Graph.Resources.Of(x)!.Id).GroupBy(x => x, StringComparer.Ordinal).Where(x => x.Count() >= limit).Select(x => x.Key).OrderBy(x => x, StringComparer.Ordinal);
            foreach (var target in targets)
            {
                if (!chains.TryGetValue(target, out var chain)) chains[target] = chain = new Chains(counts: x => context.Graph.Resources.Of(x)?.Id == target);
                var hops = chain.Of(entry.Root);
                if (hops.Count < limit) continue;
                context.Report(Info, entry.Root, entry.At, $"{entry.Id} calls {target} {hops.Count} times, one after another: ask for everything in one call",
                    [new PathHop(entry.Id, entry.At), .. hops.Hops().Select(x => new PathHop(x.ToString(), x.At))], new Repair("batch", null, entry.Id), detail: entry.Id + ">" + target);
            }
        }
    }
}
