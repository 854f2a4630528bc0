using ScaleLint.Cli.Inputs;
using ScaleLint.Graph.Effects;
using ScaleLint.Rules;
using ScaleLint.Rules.Results;
using ScaleLint.Rules.Settings;

namespace ScaleLint.Cli.Scan;

/// <summary>Puts together what the analysis works on.</summary>
internal static class SystemAnalysis
{
    /// <summary>Runs the analysis over a scan.</summary>
    public static AnalysisResult Run(ScanResult scan, Input input, CancellationToken cancellation) =>
        Analysis.Run(new AnalysisInput(scan.Projects, scan.ProjectCount, new EffectsCatalogue([]), Settings.Default, scan.Problems), cancellation);
}
