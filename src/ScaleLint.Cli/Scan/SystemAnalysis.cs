using ScaleLint.Cli.Reports;
using ScaleLint.Rules;
using ScaleLint.Rules.Results;
using ScaleLint.Rules.Settings;
using ScaleLint.Topology;

namespace ScaleLint.Cli.Scan;

/// <summary>Puts together what the analysis works on.</summary>
internal static class SystemAnalysis
{
    /// <summary>Runs the analysis over a scan.</summary>
    public static AnalysisResult Run(ScanResult scan, Configuration configuration, TopologyInput topology, CancellationToken cancellation)
    {
        var system = TopologyReader.Read(WithSettings(topology, configuration.Settings.Config));
        cancellation.ThrowIfCancellationRequested();
        var result = Analysis.Run(new AnalysisInput(scan.Projects, scan.Named.Count, configuration.Catalogue, configuration.Settings, scan.Problems)
        {
            Map = new TopologyMap(system, topology),
            Notes = [.. system.Problems.Select(x => new ProblemResult(ProblemCode.TopologyNotRead, Printable.Text(x.Message), x.File, x.Line))],
        }, cancellation);
        // Nothing is written for who does not wait for it any more.
        cancellation.ThrowIfCancellationRequested();
        return result;
    }

    /// <summary>What <c>scalelint.json</c> says of services and resources goes before what other files say.</summary>
    private static TopologyInput WithSettings(TopologyInput topology, ScaleLintConfig config) => topology with
    {
        Services = [.. config.Services.Select(x => new ConfiguredService(x.Name, x.Project, x.Hosts, x.Instances ?? (x.SingleInstance ? 1 : null), new Topology.Evidence(config.File, x.Line)))],
        Resources = [.. config.Resources.Select(x => new ConfiguredResource(x.Id, x.Kind, x.Match, new Topology.Evidence(config.File, x.Line)))],
    };
}
