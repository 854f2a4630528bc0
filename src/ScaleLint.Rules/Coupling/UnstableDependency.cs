using System.Globalization;
using ScaleLint.Graph.Linking;

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
        var coupling = new ProjectCoupling(context.Graph);
        foreach (var unit in coupling.Units)
        {
            if (coupling.Ca(unit) < Dependents) continue;
            foreach (var name in unit.Facts.References)
            {
                if (context.Graph.UnitOf(name) is not { } target || target == unit || !coupling.Units.Contains(target)) continue;
                var (from, to) = (coupling.Instability(unit), coupling.Instability(target));
                if (to - from <= Step) continue;
                context.Report(Info, unit.Name, context.Graph.Map.ProjectReference(unit.Project, target.Project),
                    $"{unit.Name} (instability {Show(from)}, {coupling.Ca(unit)} types depend on it) depends on {target.Name} (instability {Show(to)}): turn the dependency round with an interface, or move what is stable out", detail: target.Name);
            }
        }
    }

    private static string Show(double value) => value.ToString("0.00", CultureInfo.InvariantCulture);
}
