using ScaleLint.Graph.Effects;
using ScaleLint.Graph.Facts;
using ScaleLint.Graph.Linking;

namespace ScaleLint.Rules.Control;

/// <summary>A liveness check that asks someone else whether this process lives.</summary>
public sealed class LivenessDependency : Rule
{
    /// <inheritdoc/>
    public override RuleInfo Info { get; } = new("SCALE8001", "Liveness depends on a remote dependency", RuleScope.Live, Level.Warning,
        "When the dependency is slow, every instance is restarted at once: a slow moment becomes an outage.", "0.1.0");

    /// <inheritdoc/>
    public override void Judge(RuleContext context)
    {
        foreach (var service in context.Methods.GroupBy(x => x.Unit))
        {
            var maps = service.SelectMany(x => x.Sites).Where(x => x.Is(MeaningKind.Health, "map")).ToList();
            var live = maps.Where(x => Route(x) is { } route && route.IndexOf("live", StringComparison.OrdinalIgnoreCase) >= 0).ToList();
            if (live.Count == 0) live = maps.Where(x => Route(x) is not { } route || route.IndexOf("ready", StringComparison.OrdinalIgnoreCase) < 0).ToList();
            var filters = live.Select(x => Filter(context, x)).ToList();
            if (filters.Count == 0 || filters.All(x => x == null)) continue;
            foreach (var site in service.SelectMany(x => x.Sites).Where(x => x.Is(MeaningKind.Health, "register")))
            {
                if (!filters.Any(x => x != null && (x.Count == 0 || Tags(site).Intersect(x, StringComparer.Ordinal).Any())) || Check(context, site) is not { } path) continue;
                context.Report(Info, site, $"The liveness endpoint runs this check, which asks {path.Target}: keep it for readiness, and let liveness run none", path.Hops);
            }
        }
    }

    private static string? Route(CallSite map) => map.Owner.Values.Text(map.Argument(map.Meaning(MeaningKind.Health)!.Value("route") ?? "arg1"));

    /// <summary>Tags that the endpoint's predicate asks for; empty when it runs all checks; null when it runs none or cannot be read.</summary>
    private static IReadOnlyList<string>? Filter(RuleContext context, CallSite map)
    {
        var predicate = map.Owner.Values.Calls.Where(x => x.Callee.Id.IndexOf("HealthCheckOptions.set_Predicate", StringComparison.Ordinal) > 0
            && x.Receiver != null && map.Node.Arguments.Any(a => map.Owner.Values.Origin(a).Equals(map.Owner.Values.Origin(x.Receiver)))).Select(x => x.Arguments[0]).FirstOrDefault();
        if (predicate == null) return [];
        if (map.Owner.Values.Origin(predicate) is not LambdaOperand lambda) return null;
        var facts = map.Owner.Facts;
        var calls = new List<string>();
        var body = context.Graph.DelegateOf(map.Owner, lambda.Lambda);
        foreach (var site in body.Sites)
            if (Names.Display(site.Node.Callee.Id).EndsWith(".Contains", StringComparison.Ordinal))
                calls.AddRange(site.Node.Arguments.Select(map.Owner.Values.Text).OfType<string>());
        return calls.Count > 0 ? calls : null;
    }

    private static IEnumerable<string> Tags(CallSite site) => site.Node.Arguments.SelectMany(site.Owner.Values.Inputs).Select(site.Owner.Values.Text).OfType<string>();

    private static (string Target, IReadOnlyList<PathHop> Hops)? Check(RuleContext context, CallSite site)
    {
        var meaning = site.Meanings.First(x => x.Kind == MeaningKind.Health && x.Is("register"));
        if (meaning.Value("remote") is { } kind) return ($"a {kind} dependency", []);
        foreach (var type in site.Node.TypeArguments.Select(Names.Definition))
        {
            var check = context.Graph.Methods.FirstOrDefault(x => x.Type.Name == type && x.Facts.Id.IndexOf(".CheckHealthAsync(", StringComparison.Ordinal) > 0);
            if (check?.Sites.FirstOrDefault(context.Graph.Remote.From) is { } inner && context.Graph.Remote.Path(inner) is { Count: > 0 } path)
                return (Text.Target(context, path[path.Count - 1]), [new PathHop(check.Display, check.At), .. RuleContext.Folded(path)]);
        }
        var own = context.Graph.Clients.Inside(site).FirstOrDefault(context.Graph.Remote.From);
        if (own != null && context.Graph.Remote.Path(own) is { Count: > 0 } way) return (Text.Target(context, way[way.Count - 1]), [.. RuleContext.Folded(way)]);
        return null;
    }
}
