using ScaleLint.Graph.Dependencies;
using ScaleLint.Graph.Effects;
using ScaleLint.Graph.Linking;
using ScaleLint.Rules.Coordination;

namespace ScaleLint.Rules.Failure;

/// <summary>A dependency of many entry points whose failure nothing contains.</summary>
public sealed class NoContainment : Rule
{
    /// <inheritdoc/>
    public override RuleInfo Info { get; } = new("SCALE4004", "Remote dependency without containment", RuleScope.Build, Level.Suggestion,
        "When it is slow, all its callers fill up with waiting requests and fail with it.", "0.1.0",
        new RuleOption("min_entry_points", "3", "Fewest request entry points that use the dependency."));

    /// <inheritdoc/>
    public override void Judge(RuleContext context)
    {
        var least = context.Settings.Int(Info, "min_entry_points");
        var uses = new Dictionary<(string Service, string Id), (HashSet<string> Entries, List<CallSite> Sites, Resource Resource)>();
        var outboxes = new Outboxes(context);
        var calls = context.Methods.SelectMany(x => x.Meant).Where(x => x.Remote is { } effect && !x.InBackground && !effect.Is("control") && !outboxes.Takes(x))
            .SelectMany(x => context.Graph.Resources.SentTo(x).Select(y => (y.From, Site: x, Resource: y.To))).Where(x => x.Resource.Kind is MeaningKind.Http or MeaningKind.Grpc or MeaningKind.ThirdParty or MeaningKind.QueuePublish).GroupBy(x => x.From.Owner).ToList();
        if (calls.Count == 0) return;
        foreach (var pass in EntryPass.Over(context.Graph.Waiting, context.Graph.EntryPoints.Where(x => x.IsRequest && context.IsJudged(x.Root)).ToList(), calls.ConvertAll(x => x.Key)))
            foreach (var (member, bits) in pass.Reached)
                foreach (var entry in pass.Of(bits))
                    foreach (var (_, site, resource) in calls[member])
                    {
                        var key = (context.Graph.Services.NameOf(entry), resource.Id);
                        if (!uses.TryGetValue(key, out var use)) uses[key] = use = (new HashSet<string>(StringComparer.Ordinal), [], resource);
                        use.Entries.Add(entry.Id);
                        if (!use.Sites.Contains(site)) use.Sites.Add(site);
                    }
        foreach (var use in uses.OrderBy(x => x.Key.Service, StringComparer.Ordinal).ThenBy(x => x.Key.Id, StringComparer.Ordinal))
        {
            if (use.Value.Entries.Count < least || use.Value.Sites.Any(x => Containment.Has(context, x, "breaker", "limiter", "fallback", "cache"))) continue;
            var first = use.Value.Sites.OrderBy(x => x.At.File, StringComparer.Ordinal).ThenBy(x => x.At.Line).First();
            var registration = context.Graph.Clients.Of(first).Site ?? use.Value.Resource.Registration;
            context.Report(Info, registration != null && context.IsJudged(registration.Owner) ? registration : first,
                $"{use.Value.Entries.Count} request entry points call {Text.Name(use.Value.Resource)} with no circuit breaker, concurrency limit, fallback or cache: add one, so that its failure stays its own",
                context.PathThrough(first, context.Graph.Remote), new Repair("breaker", null, use.Key.Id), detail: use.Key.Id);
        }
    }
}
