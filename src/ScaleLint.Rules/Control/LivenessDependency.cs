using ScaleLint.Graph.Effects;
using ScaleLint.Graph.Facts;
using ScaleLint.Graph.Linking;

namespace ScaleLint.Rules.Control;

/// <summary>A liveness check that asks someone else whether this process lives.</summary>
public sealed class LivenessDependency : Rule
{
    private static readonly string[] Others = ["ready", "readiness", "startup", "start-up", "started"];
    private static readonly string[] Liveness = ["live", "livez", "alive", "liveness"];

    /// <inheritdoc/>
    public override RuleInfo Info { get; } = new("SCALE8001", "Liveness depends on a remote dependency", RuleScope.Live, Level.Warning,
        "When the dependency is slow, every instance is restarted at once: a slow moment becomes an outage.", "0.1.0");

    /// <inheritdoc/>
    public override void Judge(RuleContext context)
    {
        var maps = context.Methods.SelectMany(x => x.Meant).Where(x => x.Is(MeaningKind.Health, "map")).ToList();
        foreach (var site in context.Methods.SelectMany(x => x.Meant))
        {
            if (site.Meanings.FirstOrDefault(x => x.Kind == MeaningKind.Health && x.Is("register")) is not { } meaning) continue;
            var near = maps.Where(x => IsTogether(context, x.Owner.Unit, site.Owner.Unit)).ToList();
            var live = near.Where(x => Route(x) is { } route && route.IndexOf("live", StringComparison.OrdinalIgnoreCase) >= 0).ToList();
            if (live.Count == 0) live = near.Where(x => Route(x) is not { } route || !Others.Any(o => route.IndexOf(o, StringComparison.OrdinalIgnoreCase) >= 0)).ToList();
            var labels = LabelsOf(site, meaning);
            if (!live.Any(x => HealthPredicate.Runs(x, labels) is true) || Check(context, site, meaning) is not { } path) continue;
            context.Report(Info, site, $"The liveness endpoint runs this check, which asks {path.Target}: keep it for readiness, and let liveness run none", path.Hops);
        }
        foreach (var entry in context.Graph.EntryPoints)
        {
            if (entry.Kind is not (EntryKind.Http or EntryKind.Controller) || entry.Route is not { } route || !Liveness.Contains(route.Substring(route.LastIndexOf('/') + 1), StringComparer.OrdinalIgnoreCase)) continue;
            if (!context.IsJudged(entry.Root) || entry.Root.Sites.FirstOrDefault(x => !x.InBackground && context.Graph.Remote.From(x)) is not { } first || context.Graph.Remote.Path(first) is not { Count: > 0 } way) continue;
            context.Report(Info, entry.Root, entry.At, $"The liveness endpoint asks {Text.Target(context, way)}: keep that for readiness, and let liveness ask no one", [new PathHop(entry.Id, entry.At), .. RuleContext.Folded(way)]);
        }
    }

    /// <summary>Both run in one process: in one project, in projects of which one references the other, or in those of one service.</summary>
    private static bool IsTogether(RuleContext context, Unit a, Unit b) => a == b || a.Facts.References.Contains(b.Name, StringComparer.Ordinal) || b.Facts.References.Contains(a.Name, StringComparer.Ordinal)
        || context.Graph.Services.Of(a).Intersect(context.Graph.Services.Of(b)).Any();

    private static string? Route(CallSite map) => map.Owner.Values.Text(map.Argument(map.Meaning(MeaningKind.Health)!.Value("route") ?? "arg1"));

    private static HealthCheckLabels LabelsOf(CallSite site, Meaning meaning)
    {
        var values = site.Owner.Values;
        IReadOnlyList<string>? tags = site.Argument(meaning.Value("tags")) is not { } given || given is DefaultOperand or ConstOperand { Value: null } ? [] : null;
        if (tags == null && values.Origin(site.Argument(meaning.Value("tags"))!) is ArrayOperand list && list.Elements.Select(values.Text).ToList() is var texts && texts.All(x => x != null)) tags = texts.OfType<string>().ToList();
        return new HealthCheckLabels(values.Text(site.Argument(meaning.Value("name"))), tags);
    }

    private static (string Target, IReadOnlyList<PathHop> Hops)? Check(RuleContext context, CallSite site, Meaning meaning)
    {
        if (meaning.Value("remote") is { } kind) return ($"a {kind} dependency", []);
        foreach (var type in TypesOf(site, meaning).Distinct(StringComparer.Ordinal))
        {
            var check = context.Graph.Methods.Where(x => x.Facts.Body != null && x.Facts.Id.IndexOf(".CheckHealthAsync(", StringComparison.Ordinal) > 0 && context.Graph.Types.IsA(type, x.Type.Name)).OrderBy(x => x.Type.Name == type ? 0 : 1).FirstOrDefault();
            if (check?.Sites.FirstOrDefault(context.Graph.Remote.From) is { } inner && context.Graph.Remote.Path(inner) is { Count: > 0 } path)
                return (Text.Target(context, path), [new PathHop(check.Display, check.At), .. RuleContext.Folded(path)]);
        }
        var own = context.Graph.Clients.Inside(site).FirstOrDefault(context.Graph.Remote.From);
        if (own != null && context.Graph.Remote.Path(own) is { Count: > 0 } way) return (Text.Target(context, way), [.. RuleContext.Folded(way)]);
        return null;
    }

    /// <summary>The classes that may be the check: a type argument, the type of an instance, or what a factory returns.</summary>
    private static IEnumerable<string> TypesOf(CallSite site, Meaning meaning)
    {
        var values = site.Owner.Values;
        foreach (var type in site.Node.TypeArguments) yield return Names.Definition(type);
        if (site.Argument(meaning.Value("check")) is not { } check) yield break;
        if (values.Origin(check) is LambdaOperand lambda && lambda.Lambda < site.Owner.Facts.Lambdas.Count)
        {
            foreach (var value in Sources.Returns(site.Owner.Facts.Lambdas[lambda.Lambda].Body))
                if (values.CallOf(value) is { } id && values.Call(id) is { } made) yield return made.Kind == CallKind.New ? Names.TypeOf(made.Callee.Id) : Names.Definition(made.ReturnType);
        }
        else if (values.TypeOf(check) is { } type) yield return Names.Definition(type);
    }
}
