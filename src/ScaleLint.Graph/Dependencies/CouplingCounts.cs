namespace ScaleLint.Graph.Dependencies;

/// <summary>Coupling of a group of types (Martin, OO Design Quality Metrics, 1994), counted in types of the solution, tests left out.</summary>
/// <param name="Name">Of the project, namespace or type.</param>
/// <param name="Afferent">Ca: types outside that depend on types inside.</param>
/// <param name="Efferent">Ce: types inside that depend on types outside; for a single type, the types it depends on.</param>
/// <param name="Types">Types inside.</param>
/// <param name="Abstract">Interfaces and abstract classes among them.</param>
/// <param name="Cycle">Number of the dependency cycle it is in, from 1, largest first; null when in none.</param>
public sealed record CouplingCounts(string Name, int Afferent, int Efferent, int Types, int Abstract, int? Cycle)
{
    /// <summary>I = Ce / (Ca + Ce), 0 stable to 1 unstable; 0 when nothing is coupled.</summary>
    public double Instability => Afferent + Efferent == 0 ? 0 : (double)Efferent / (Afferent + Efferent);

    /// <summary>A: share of abstract types, 0..1.</summary>
    public double Abstractness => Types == 0 ? 0 : (double)Abstract / Types;

    /// <summary>Distance from the main sequence, |A + I - 1|.</summary>
    public double Distance => Math.Abs(Abstractness + Instability - 1);

    /// <summary>Coupling of each group, by name.</summary>
    /// <param name="group">Name of a type's group; null leaves the type out.</param>
    public static IReadOnlyList<CouplingCounts> Of(DependencyGraphs graphs, Func<TypeNode, string?> group)
    {
        var cycles = CycleNumbers(graphs.Fold(group));
        var inside = graphs.Types.Vertices.GroupBy(group).Where(x => x.Key != null);
        return inside.Select(x => new CouplingCounts(x.Key!,
                x.SelectMany(graphs.Types.InEdges).Select(e => e.Source).Where(s => group(s) != x.Key).Distinct().Count(),
                x.Count(t => graphs.Types.OutEdges(t).Any(e => group(e.Target) is { } other && other != x.Key)),
                x.Count(), x.Count(t => t.IsAbstract), cycles.TryGetValue(x.Key!, out var cycle) ? cycle : null))
            .OrderBy(x => x.Name, StringComparer.Ordinal).ToList();
    }

    /// <summary>Coupling of each type a person wrote, by name; equal names of several projects stay apart.</summary>
    public static IReadOnlyList<CouplingCounts> OfTypes(DependencyGraphs graphs)
    {
        var condensed = Condensation<TypeNode>.Of(graphs.Types);
        var numbers = condensed.Components.Select((x, i) => (Component: i, x.Count)).Where(x => x.Count > 1).OrderByDescending(x => x.Count)
            .ThenBy(x => condensed.Components[x.Component].Select(v => condensed.Vertices[v].Facts.Name).OrderBy(n => n, StringComparer.Ordinal).First(), StringComparer.Ordinal)
            .Select((x, i) => (x.Component, Number: i + 1)).ToDictionary(x => x.Component, x => x.Number);
        return graphs.Types.Vertices.Where(x => !x.IsGenerated)
            .Select(x => new CouplingCounts(x.Facts.Name, graphs.Types.InDegree(x), graphs.Types.OutDegree(x), 1, x.IsAbstract ? 1 : 0,
                numbers.TryGetValue(condensed.ComponentOf[condensed.IndexOf(x)], out var number) ? number : null))
            .OrderBy(x => x.Name, StringComparer.Ordinal).ToList();
    }

    private static Dictionary<string, int> CycleNumbers(QuikGraph.BidirectionalGraph<string, Dependency<string>> graph) =>
        DependencyGraphs.Cycles(graph).SelectMany((cycle, i) => cycle.Select(name => (name, i))).ToDictionary(x => x.name, x => x.i + 1, StringComparer.Ordinal);
}
