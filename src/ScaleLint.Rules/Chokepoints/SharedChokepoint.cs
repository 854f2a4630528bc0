using ScaleLint.Graph.Dependencies;
using ScaleLint.Graph.Effects;
using ScaleLint.Graph.Linking;
using ScaleLint.Rules.Failure;

namespace ScaleLint.Rules.Chokepoints;

/// <summary>One remote dependency that more than half of the request entry points wait for.</summary>
public sealed class SharedChokepoint : Rule
{
    /// <inheritdoc/>
    public override RuleInfo Info { get; } = new("SCALE2001", "Shared chokepoint", RuleScope.System, Level.Warning,
        "When it slows or fails, so does most of the system; it saturates for all of them together.", "0.1.0",
        new RuleOption("min_entry_points", "5", "Fewest request entry points for which the rule speaks."));

    /// <inheritdoc/>
    public override void Judge(RuleContext context)
    {
        var least = context.Settings.Int(Info, "min_entry_points");
        var entries = context.Graph.EntryPoints.Where(x => x.IsRequest && context.IsJudged(x.Root)).ToList();
        if (entries.Count < least) return;
        var guarded = new Dictionary<CallSite, bool>();
        bool IsOpen(CallSite site) => !(guarded.TryGetValue(site, out var known) ? known : guarded[site] = Containment.Has(context, site, "cache", "fallback"));
        var open = Condensation<Method>.Of(CallGraph.AcrossServices(context.Graph.Calls, context.Graph.Services.ArrivalsOf, IsOpen));
        var calls = context.Graph.Methods.Where(x => x.Facts.Body != null).SelectMany(x => x.Meant).Where(x => x.Remote != null && !x.InBackground && IsOpen(x))
            .SelectMany(context.Graph.Resources.AllOf).Where(x => IsOpen(x.From) && x.To.Kind is not (MeaningKind.QueuePublish or MeaningKind.QueueConsume)).GroupBy(x => x.From.Owner).ToList();
        var members = calls.ConvertAll(x => x.Key);
        var homes = entries.ToDictionary(x => x, context.Graph.Services.NameOf);
        var own = homes.Values.GroupBy(x => x, StringComparer.Ordinal).ToDictionary(x => x.Key, x => x.Count(), StringComparer.Ordinal);
        var uses = new SortedDictionary<string, (int Count, EntryPoint First)>(StringComparer.Ordinal);
        foreach (var pass in EntryPass.Over(open, entries, members))
        {
            var users = new Dictionary<string, ulong>(StringComparer.Ordinal);
            foreach (var (member, bits) in pass.Reached)
                foreach (var (_, used) in calls[member]) users[used.Id] = bits | (users.TryGetValue(used.Id, out var known) ? known : 0);
            foreach (var user in users)
                foreach (var entry in pass.Of(user.Value))
                    if (homes[entry] != user.Key) uses[user.Key] = uses.TryGetValue(user.Key, out var use) ? (use.Count + 1, use.First) : (1, entry);
        }
        foreach (var use in uses)
        {
            var judged = entries.Count - (own.TryGetValue(use.Key, out var of) ? of : 0);
            if (judged < least || use.Value.Count * 2 <= judged) continue;
            var entry = use.Value.First;
            var (first, resource) = EntryPass.Over(open, [entry], members).SelectMany(x => x.Reached).SelectMany(x => calls[x.Member]).First(x => x.To.Id == use.Key);
            var count = use.Value.Count;
            var radius = (100.0 * count / judged).ToString("0", System.Globalization.CultureInfo.InvariantCulture);
            var at = resource.Registration is { } registration && context.IsJudged(registration.Owner) ? registration : first;
            var reachedFirst = new Reached([entry], crossing: context.Graph.Services.ArrivalsOf, through: IsOpen);
            context.Report(Info, at,
                $"{count} of {judged} request entry points wait for {resource.Id} ({Text.Kind(resource.Kind)}): blast radius {radius} %; put a cache or fallback before it, or split it",
                [new PathHop(entry.Id, entry.At), .. RuleContext.Folded(reachedFirst.PathTo(first.Owner)), new PathHop(first.ToString(), first.At)], new Repair("cache", null, resource.Id), detail: resource.Id);
        }
    }
}
