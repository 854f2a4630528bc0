namespace ScaleLint.Topology.Tests;

/// <summary>A small system written as text; projects come from the project files among it.</summary>
internal sealed class SystemFiles
{
    private const string Web = "<Project Sdk=\"Microsoft.NET.Sdk.Web\"></Project>";
    private const string AppHostSdk = "<Project Sdk=\"Microsoft.NET.Sdk\"><Sdk Name=\"Aspire.AppHost.Sdk\" Version=\"13.0.0\" /></Project>";

    private readonly List<TopologyFile> files = [];
    private readonly List<TopologyProject> projects = [];

    public SystemFiles Project(string folder, string? name = null)
    {
        name ??= folder.Split('/')[^1];
        projects.Add(new TopologyProject($"{folder}/{name}.csproj", name, name, ProjectOutput.Executable));
        return File($"{folder}/{name}.csproj", Web);
    }

    public SystemFiles AppHost(string program, string folder = "AppHost")
    {
        projects.Add(new TopologyProject($"{folder}/{folder}.csproj", folder, folder, ProjectOutput.AppHost));
        return File($"{folder}/{folder}.csproj", AppHostSdk).File($"{folder}/Program.cs", program);
    }

    public SystemFiles TestProject(string folder)
    {
        projects.Add(new TopologyProject($"{folder}/{folder}.csproj", folder, folder, ProjectOutput.Test));
        return this;
    }

    public SystemFiles File(string path, string content)
    {
        files.Add(new TopologyFile(path, content));
        return this;
    }

    public TopologyInput Input() => new(files, projects);

    public SystemTopology Read() => TopologyReader.Read(Input());
}

internal static class Expect
{
    /// <summary>References but those of start order, as <c>from -> to</c>, each once.</summary>
    public static string[] Edges(this SystemTopology system) =>
        [.. system.References.Where(reference => reference.Kind is not ReferenceKind.StartOrder).Select(reference => $"{reference.ServiceId} -> {reference.TargetId}").Distinct()];

    public static Service Service(this SystemTopology system, string id) => Assert.Single(system.Services, service => service.Id == id);

    public static Resource Resource(this SystemTopology system, string id) => Assert.Single(system.Resources, resource => resource.Id == id);
}
