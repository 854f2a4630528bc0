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
public sealed record TopologyInput(IReadOnlyList<TopologyFile> Files, IReadOnlyList<TopologyProject> Projects);
