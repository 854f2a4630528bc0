namespace ScaleLint.Topology;

/// <summary>One text file under the root.</summary>
/// <param name="Path">Relative to the root, forward slashes.</param>
/// <param name="Content">The whole text.</param>
public sealed record TopologyFile(string Path, string Content);

/// <summary>What a project builds.</summary>
public enum ProjectOutput
{
    /// <summary>A library, or a project whose output is not known.</summary>
    Library,

    /// <summary>A program: a web application, worker, function app or console program.</summary>
    Executable,

    /// <summary>A test project; never a service.</summary>
    Test,

    /// <summary>An Aspire AppHost: describes the system and is no part of it.</summary>
    AppHost,
}

/// <summary>One project of the solution.</summary>
/// <param name="Path">The project file relative to the root, forward slashes.</param>
/// <param name="Name">File name without extension.</param>
/// <param name="AssemblyName">Name of the assembly it builds.</param>
/// <param name="Output">What it builds.</param>
/// <param name="ImageName">Name of the container image the SDK publishes (<c>ContainerRepository</c>), if the project says so.</param>
public sealed record TopologyProject(string Path, string Name, string AssemblyName, ProjectOutput Output, string? ImageName = null);

/// <summary>Everything the reader looks at. Nothing else is read: no disk, no environment, no network.</summary>
public sealed record TopologyInput(IReadOnlyList<TopologyFile> Files, IReadOnlyList<TopologyProject> Projects)
{
    /// <summary>Services the tool's own configuration names, in place of other files or to override them.</summary>
    public IReadOnlyList<ConfiguredService> Services { get; init; } = [];

    /// <summary>Resources the tool's own configuration names, likewise.</summary>
    public IReadOnlyList<ConfiguredResource> Resources { get; init; } = [];
}

/// <summary>A service as <c>scalelint.json</c> states it.</summary>
/// <param name="Name">Id it gets.</param>
/// <param name="Project">Path of its project relative to the root, or the project's name; null when the name is that of a declared service.</param>
/// <param name="Hosts">Addresses that lead to it.</param>
/// <param name="Instances">Replicas, if stated.</param>
/// <param name="Evidence">Its place in the file.</param>
public sealed record ConfiguredService(string Name, string? Project, IReadOnlyList<string> Hosts, int? Instances, Evidence Evidence);

/// <summary>A resource as <c>scalelint.json</c> states it.</summary>
/// <param name="Id">Id it gets.</param>
/// <param name="Kind">One of <see cref="ResourceKind"/>, or null to keep what is found.</param>
/// <param name="Match">Connection names and hosts that lead to it; other patterns are of no use here.</param>
/// <param name="Evidence">Its place in the file.</param>
public sealed record ConfiguredResource(string Id, string? Kind, IReadOnlyList<string> Match, Evidence Evidence);
