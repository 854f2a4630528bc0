using System.Globalization;
using ScaleLint.Graph.Dependencies;

namespace ScaleLint.Rules.Coupling;

/// <summary>A project that many depend on, depending itself on one that changes more easily.</summary>
public sealed class UnstableDependency : Rule
{
    private const double Step = 0.3;
    private const int Dependents = 3;

    /// <inheritdoc/>
    public override RuleInfo Info { get; } = new("SCALE1004", "Stable part depends on an unstable one", RuleScope.System, Level.Suggestion,
        "Every change of the unstable part reaches all that rely on the stable one.", "0.1.0");

    /// <inheritdoc/>
    public override void Judge(RuleContext context)
    {
        var coupling = CouplingCounts.Of(context.Graph.Dependencies, x => x.Unit.Name).ToDictionary(x => x.Name, StringComparer.Ordinal);
        foreach (var from in coupling.Values)
        {
            if (from.Afferent < Dependents || context.Graph.UnitOf(from.Name) is not { } unit) continue;
            foreach (var name in unit.Facts.References)
            {
                if (name == from.Name || !coupling.TryGetValue(name, out var to) || to.Instability - from.Instability <= Step || context.Graph.UnitOf(name) is not { } target) continue;
                context.Report(Info, unit.Name, context.Graph.Map.ProjectReference(unit.Project, target.Project),
                    $"{unit.Name} (instability {Show(from.Instability)}, {from.Afferent} types depend on it) depends on {target.Name} (instability {Show(to.Instability)}): turn the dependency round with an interface, or move what is stable out", detail: target.Name);
            }
        }
    }

    private static string Show(double value) => value.ToString("0.00", CultureInfo.InvariantCulture);
}
