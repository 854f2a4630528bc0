namespace ScaleLint.Topology;

/// <summary>What a service is made from.</summary>
public enum ServiceKind
{
    /// <summary>A .NET project of the solution.</summary>
    Project,

    /// <summary>A container image that is neither a project of the solution nor known infrastructure.</summary>
    Container,

    /// <summary>A program started by the AppHost that is no .NET project (Node, Python, an executable).</summary>
    Executable,
}

/// <summary>A deployable part of the system.</summary>
public sealed record Service
{
    /// <summary>The name the AppHost or compose file gives it, else its project, else the manifest or chart.</summary>
    public required string Id { get; init; }

    /// <summary>What it is made from.</summary>
    public required ServiceKind Kind { get; init; }

    /// <summary>Project file relative to the root; null when no project of the solution is behind it.</summary>
    public string? ProjectPath { get; init; }

    /// <summary>Lower-case names by which others address it: <c>catalog-api</c>, <c>catalog-api.prod.svc</c>, <c>localhost:5101</c>. Sorted.</summary>
    public IReadOnlyList<string> Hosts { get; init; } = [];

    /// <summary>Replicas, where a file states them; null is not stated.</summary>
    public int? Instances { get; init; }

    /// <summary>Container image without registry defaults resolved; null when none is named.</summary>
    public string? Image { get; init; }

    /// <summary>True when a deployment file names it, false when only its project does.</summary>
    public bool Declared { get; init; }

    /// <summary>Where it is declared.</summary>
    public required Evidence Evidence { get; init; }
}
