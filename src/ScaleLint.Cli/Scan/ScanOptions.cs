using ScaleLint.Graph.Effects;

namespace ScaleLint.Cli.Scan;

/// <summary>How an input is read.</summary>
/// <param name="Restore">Whether missing packages may be restored.</param>
/// <param name="Packages">Whether the packages that projects use are looked into.</param>
internal sealed record ScanOptions(bool Restore, bool Packages = true)
{
    /// <summary>What is known of libraries: those it describes are not looked into.</summary>
    public EffectsCatalogue Catalogue { get; init; } = EffectsCatalogue.Default;
}
