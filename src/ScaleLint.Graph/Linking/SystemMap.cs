namespace ScaleLint.Graph.Linking;

/// <summary>A service that topology files declare.</summary>
/// <param name="Project">Project path relative to the input, or null.</param>
/// <param name="Kind"><c>project</c>, <c>container</c> or <c>executable</c>.</param>
public sealed record MappedService(string Id, string? Project, int? Instances, string Kind = "project");

/// <summary>A resource that topology files declare; <paramref name="Kind"/> is an effect kind of the contract or <c>queue</c>.</summary>
/// <param name="Server">Id of the resource that is the server of this database, or null.</param>
public sealed record MappedResource(string Id, string Kind, int? PoolSize, string File, int Line, string? Server = null);

/// <summary>What a way from a service to another, or to a resource, rests on.</summary>
public enum MappedBasis { Declared, Configuration, Route, StartOrder }

/// <summary>A way from a service to another, or to a resource, that topology files declare; what the code does with it is not known here.</summary>
/// <param name="Connection">Name of the connection string, or null.</param>
/// <param name="Key">Configuration key that carries the address, or null.</param>
/// <param name="IsShared">One line gives it to several services: no sign that this one uses it.</param>
public sealed record MappedReference(string Service, string Target, MappedBasis Basis, string? Connection, string? Key, bool IsShared, string File, int Line);

/// <summary>A gateway's route in configuration.</summary>
/// <param name="Methods">Upper-case verbs; empty is all.</param>
/// <param name="Path">Template it takes in, <c>/catalog/{**rest}</c>.</param>
/// <param name="TargetPath">Template that the target sees.</param>
/// <param name="Targets">Ids of the services it leads to.</param>
public sealed record MappedRoute(string Service, IReadOnlyList<string> Methods, string Path, string TargetPath, IReadOnlyList<string> Targets, string File, int Line);

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

    /// <summary>Declared ways between services and to resources, sorted.</summary>
    public virtual IReadOnlyList<MappedReference> References => [];

    /// <summary>Gateway routes, sorted by service and place.</summary>
    public virtual IReadOnlyList<MappedRoute> Routes => [];

    /// <summary>Id of the resource that a connection string leads to from a service, or null.</summary>
    public virtual string? Store(string service, string connection) => null;

    /// <summary>The value under a configuration key in production, or null.</summary>
    public virtual string? Value(string service, string key) => null;

    /// <summary>Where a project file names another project, or unknown.</summary>
    public virtual Facts.Position ProjectReference(string project, string referenced) => new(project, project.Length > 0 ? 1 : 0, 1, 1, 1);
}
