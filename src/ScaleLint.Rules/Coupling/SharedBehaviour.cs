using ScaleLint.Graph.Linking;

namespace ScaleLint.Rules.Coupling;

/// <summary>Code with remote effects that several services share: they can no longer be changed or deployed apart.</summary>
public sealed class SharedBehaviour : Rule
{
    private static readonly string[] Aside = ["benchmark", "sample", "example", "demo", "playground", "sandbox"];

    /// <inheritdoc/>
    public override RuleInfo Info { get; } = new("SCALE1005", "Shared code ties services together", RuleScope.System, Level.Warning,
        "A distributed monolith pays for the network and keeps the coupling.", "0.1.0");

    /// <inheritdoc/>
    public override void Judge(RuleContext context)
    {
        var services = context.Graph.Services.All;
        // Benchmarks and samples beside a system are not deployed with it; where there is nothing else, they are the system.
        if (services.Where(x => !IsAside(x.Unit.Project)).ToList() is { Count: > 0 } deployed) services = deployed;
        foreach (var unit in context.Graph.Units.Where(x => x.IsJudged && !x.Facts.IsTest && x.Project.Length > 0))
        {
            if (context.Graph.Services.All.Any(x => x.Unit == unit)) continue;
            var users = services.Where(x => x.Unit.Facts.References.Contains(unit.Name, StringComparer.Ordinal)).ToList();
            if (users.Count < 2 || What(context, unit) is not { } what) continue;
            foreach (var user in users)
                context.Report(Info, user.Unit.Name, context.Graph.Map.ProjectReference(user.Unit.Project, unit.Project),
                    $"{Text.List(users.Select(x => x.Name))} share {unit.Name}, which {what}: give each service its own, or put it behind a service; share contracts only", detail: unit.Name);
        }
    }

    /// <summary>A word of its path says that it is there to measure or to show.</summary>
    private static bool IsAside(string project) => project.Split('/', '.', '-', '_').Any(x => Aside.Contains(x.TrimEnd('s'), StringComparer.OrdinalIgnoreCase));

    private static string? What(RuleContext context, Unit unit)
    {
        foreach (var type in unit.Facts.Types)
            if (context.Graph.Types.IsA(type.Name, "Microsoft.EntityFrameworkCore.DbContext")) return "carries the DbContext " + Names.Short(type.Name);
        var site = context.Methods.Where(x => x.Unit == unit).SelectMany(x => x.Sites).FirstOrDefault(Chains.IsEffect);
        return site == null ? null : $"calls {site} ({Text.Kind(site.Remote!.Kind)})";
    }
}
