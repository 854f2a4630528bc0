namespace ScaleLint.Graph.Linking;

/// <summary>A service that topology files declare.</summary>
/// <param name="Project">Project path relative to the input, or null.</param>
public sealed record MappedService(string Id, string? Project, int? Instances);

/// <summary>A resource that topology files declare; <paramref name="Kind"/> is an effect kind of the contract or <c>queue</c>.</summary>
public sealed record MappedResource(string Id, string Kind, int? PoolSize, string File, int Line);

/// <summary>What the files around the code say of services, resources and addresses. This base knows nothing; a host that reads topology overrides it.</summary>
public class SystemMap
{
    /// <summary>No topology.</summary>
    public static readonly SystemMap Empty = new();

    /// <summary>Declared services, sorted by id.</summary>
    public virtual IReadOnlyList<MappedService> Services => [];

    /// <summary>Declared resources, sorted by id.</summary>
    public virtual IReadOnlyList<MappedResource> Resources => [];

    /// <summary>Id of the service or resource that an address leads to from a service, or null.</summary>
    public virtual string? Address(string service, string address) => null;

    /// <summary>Id of what a connection name means to a service, or null.</summary>
    public virtual string? Connection(string service, string name) => null;

    /// <summary>Id of what the value under a configuration key leads to, or null.</summary>
    public virtual string? Key(string service, string key) => null;

    /// <summary>The value under a configuration key in production, or null.</summary>
    public virtual string? Value(string service, string key) => null;

    /// <summary>Where a project file names another project, or unknown.</summary>
    public virtual Facts.Position ProjectReference(string project, string referenced) => new(project, project.Length > 0 ? 1 : 0, 1, 1, 1);
}
