using ScaleLint.Rules;
using ScaleLint.Rules.Results;
using ScaleLint.Topology;

namespace ScaleLint.Cli.Scan;

/// <summary>Puts together what the analysis works on.</summary>
internal static class SystemAnalysis
{
    /// <summary>Runs the analysis over a scan.</summary>
    public static AnalysisResult Run(ScanResult scan, Configuration configuration, TopologyInput topology, CancellationToken cancellation) =>
        Analysis.Run(new AnalysisInput(scan.Projects, scan.ProjectCount, configuration.Catalogue, configuration.Settings, scan.Problems)
        {
            Map = new TopologyMap(TopologyReader.Read(topology)),
        }, cancellation);
}
