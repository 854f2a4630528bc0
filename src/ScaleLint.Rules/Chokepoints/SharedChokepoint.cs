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
        var open = Condensation<Method>.Of(CallGraph.AcrossServices(context.Graph.Calls, x => context.Graph.Services.EndpointOf(x)?.Root, IsOpen));
        var uses = new Dictionary<string, Dictionary<EntryPoint, CallSite>>(StringComparer.Ordinal);
        var calls = context.Graph.Methods.Where(x => x.Facts.Body != null).SelectMany(x => x.Sites).Where(x => x.Remote != null && !x.InBackground && IsOpen(x))
            .SelectMany(x => context.Graph.Resources.Behind(x).Prepend(context.Graph.Resources.Of(x)!).Select(r => (Site: x, Resource: r))).Where(x => x.Resource.Kind is not (MeaningKind.QueuePublish or MeaningKind.QueueConsume)).GroupBy(x => x.Site.Owner).ToList();
        foreach (var pass in EntryPass.Over(open, entries))
            foreach (var method in calls)
                foreach (var entry in pass.Reaching(method.Key))
                    foreach (var (site, resource) in method)
                    {
                        if (resource.Id == context.Graph.Services.NameOf(entry)) continue;
                        if (!uses.TryGetValue(resource.Id, out var sites)) uses[resource.Id] = sites = [];
                        if (!sites.ContainsKey(entry)) sites[entry] = site;
                    }
        foreach (var use in uses.OrderBy(x => x.Key, StringComparer.Ordinal))
        {
            var judged = entries.Count(x => context.Graph.Services.NameOf(x) != use.Key);
            if (judged < least || use.Value.Count * 2 <= judged) continue;
            var entry = entries.First(use.Value.ContainsKey);
            var first = use.Value[entry];
            var resource = context.Graph.Resources.Behind(first).FirstOrDefault(x => x.Id == use.Key) ?? context.Graph.Resources.Of(first)!;
            var radius = (100.0 * use.Value.Count / judged).ToString("0", System.Globalization.CultureInfo.InvariantCulture);
            var at = resource.Registration is { } registration && context.IsJudged(registration.Owner) ? registration : first;
            var reachedFirst = new Reached([entry], crossing: x => context.Graph.Services.EndpointOf(x)?.Root, through: IsOpen);
            context.Report(Info, at,
                $"{use.Value.Count} of {judged} request entry points wait for {resource.Id} ({Text.Kind(resource.Kind)}): blast radius {radius} %; put a cache or fallback before it, or split it",
                [new PathHop(entry.Id, entry.At), .. RuleContext.Folded(reachedFirst.PathTo(first.Owner)), new PathHop(first.ToString(), first.At)], new Repair("cache", null, resource.Id), detail: resource.Id);
        }
    }
}
