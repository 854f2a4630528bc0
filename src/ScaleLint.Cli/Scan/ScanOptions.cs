using ScaleLint.Graph.Effects;
using ScaleLint.Il;

namespace ScaleLint.Cli.Scan;

/// <summary>How an input is read.</summary>
/// <param name="Restore">Whether missing packages may be restored.</param>
/// <param name="Packages">Whether the packages that projects use are looked into.</param>
internal sealed record ScanOptions(bool Restore, bool Packages = true)
{
    /// <summary>Which source generators may run.</summary>
    public GeneratorTrust Generators { get; init; } = GeneratorTrust.Packages;

    /// <summary>What is known of libraries: those it describes are not looked into.</summary>
    public EffectsCatalogue Catalogue { get; init; } = EffectsCatalogue.Default;

    /// <summary>Facts of assemblies that were read before.</summary>
    public FactsCache Cache { get; init; } = new("", AssemblyOnDisk.Version);
}
