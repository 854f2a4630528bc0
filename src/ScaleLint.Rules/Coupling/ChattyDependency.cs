using ScaleLint.Graph.Dependencies;
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
        var hops = context.Graph.Methods.Where(x => x.Facts.Body != null).SelectMany(x => x.Meant).Where(Chains.IsHop).GroupBy(x => x.Owner)
            .Select(x => (Method: x.Key, Targets: x.SelectMany(s => context.Graph.Resources.AllOf(s)).Select(s => s.To.Id).Distinct(StringComparer.Ordinal).ToList())).ToList();
        if (hops.Count == 0) return;
        foreach (var pass in EntryPass.Over(context.Graph.Waiting, context.Graph.EntryPoints.Where(x => x.IsRequest && context.IsJudged(x.Root)).ToList(), hops.ConvertAll(x => x.Method)))
        {
            var reached = pass.Entries.ToDictionary(x => x, _ => new SortedSet<string>(StringComparer.Ordinal));
            foreach (var (member, bits) in pass.Reached)
                foreach (var entry in pass.Of(bits)) reached[entry].UnionWith(hops[member].Targets);
            foreach (var entry in pass.Entries)
                foreach (var target in reached[entry]) Judge(context, entry, target, limit, chains);
        }
    }

    private void Judge(RuleContext context, EntryPoint entry, string target, int limit, Dictionary<string, Chains> chains)
    {
        if (!chains.TryGetValue(target, out var chain)) chains[target] = chain = new Chains(context.Graph, crosses: false, x => context.Graph.Resources.Of(x)?.Id == target);
        var calls = chain.Of(entry.Root);
        if (calls.Count < limit) return;
        var hops = calls.Hops();
        context.Report(Info, entry.Root, entry.At, $"{entry.Id} calls {target} {(calls.Count > hops.Count ? $"more than {hops.Count}" : $"{calls.Count}")} times, one after another: ask for everything in one call",
            [new PathHop(entry.Id, entry.At), .. hops.Select(x => new PathHop(x.ToString(), x.At))], new Repair("batch", null, entry.Id), detail: entry.Id + ">" + target);
    }
}
