using ScaleLint.Graph.Facts;
using ScaleLint.Graph.Linking;

namespace ScaleLint.Rules.Coupling;

/// <summary>Coupling between the solution's projects, in types: Ca from outside in, Ce from inside out (Martin 1994); tests left out.</summary>
internal sealed class ProjectCoupling
{
    private readonly Dictionary<Unit, int> afferent = [];
    private readonly Dictionary<Unit, int> efferent = [];

    public ProjectCoupling(SystemGraph graph)
    {
        Units = graph.Units.Where(x => x.IsJudged && !x.Facts.IsTest).ToList();
        var own = new HashSet<Unit>(Units);
        var incoming = Units.ToDictionary(x => x, _ => new HashSet<string>(StringComparer.Ordinal));
        foreach (var unit in Units)
        {
            var outgoing = new HashSet<string>(StringComparer.Ordinal);
            foreach (var type in unit.Facts.Types)
            {
                foreach (var reference in type.References)
                {
                    if (graph.UnitOf(reference.Target.Assembly) is not { } target || target == unit || !own.Contains(target)) continue;
                    outgoing.Add(type.Name);
                    incoming[target].Add(unit.Name + "|" + type.Name);
                }
            }
            efferent[unit] = outgoing.Count;
        }
        foreach (var pair in incoming) afferent[pair.Key] = pair.Value.Count;
    }

    public IReadOnlyList<Unit> Units { get; }

    public int Ca(Unit unit) => afferent[unit];

    public int Ce(Unit unit) => efferent[unit];

    /// <summary>I = Ce / (Ca + Ce); 0 when nothing is coupled.</summary>
    public double Instability(Unit unit) => Ca(unit) + Ce(unit) == 0 ? 0 : (double)Ce(unit) / (Ca(unit) + Ce(unit));
}
