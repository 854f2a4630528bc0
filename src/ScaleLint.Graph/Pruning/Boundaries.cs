using ScaleLint.Graph.Effects;
using ScaleLint.Graph.Facts;

namespace ScaleLint.Graph.Pruning;

/// <summary>
/// What the catalogue describes is a boundary: its members are known, what goes on inside is not looked into, nor inside what
/// belongs to it (Npgsql and Npgsql.EntityFrameworkCore.PostgreSQL).
/// </summary>
public static class Boundaries
{
    /// <summary>The same packages in the same order, those described with signatures only.</summary>
    public static IEnumerable<AssemblyFacts> Keep(IReadOnlyList<AssemblyFacts> packages, EffectsCatalogue catalogue)
    {
        var described = packages.Where(x => x.Types.Any(y => catalogue.KnowsType(y.Name))).Select(x => x.Name).ToList();
        return packages.Select(x => described.Any(y => x.Name == y || x.Name.StartsWith(y + ".", StringComparison.Ordinal)) ? SignaturesOf(x) : x);
    }

    private static AssemblyFacts SignaturesOf(AssemblyFacts facts) => facts with
    {
        Types = [.. facts.Types.Select(x => x with { Methods = [.. x.Methods.Select(y => y with { Body = null, Lambdas = [], Locals = [] })] })],
    };
}
