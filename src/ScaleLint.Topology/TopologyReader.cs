using ScaleLint.Topology.Aspire;
using ScaleLint.Topology.Linking;
using ScaleLint.Topology.Settings;
using ScaleLint.Topology.Sources;
using ScaleLint.Topology.Sources.Compose;
using ScaleLint.Topology.Sources.Kubernetes;

namespace ScaleLint.Topology;

/// <summary>Reads what a system's files say about its services, without running any of it.</summary>
public static class TopologyReader
{
    /// <summary>
    /// Services, resources, references, configuration and gateway routes of a system. The same input gives the same result;
    /// a file that cannot be read is a <see cref="TopologyProblem"/> and the rest is read.
    /// </summary>
    public static SystemTopology Read(TopologyInput input)
    {
        var context = new SourceContext(input);
        var projects = new ProjectIndex(context);
        var settings = new SettingsReader(context).Read();
        List<Deployment> deployments =
        [
            .. new AppHostReader(context, projects, settings).Read(),
            .. new ComposeReader(context, projects).Read(),
            .. Present(new ManifestReader(context, projects).Read()),
            .. Present(new ChartReader(context, projects).Read()),
        ];
        return new SystemLinker(context, input).Link(deployments, settings);
    }

    private static IEnumerable<Deployment> Present(Deployment? deployment) => deployment is null ? [] : [deployment];
}
