namespace ScaleLint.Cli.Inputs;

/// <summary>What a command is pointed at.</summary>
internal enum InputKind
{
    /// <summary><c>.sln</c> or <c>.slnx</c>.</summary>
    Solution,

    /// <summary><c>.slnf</c>: some projects of a solution.</summary>
    SolutionFilter,

    /// <summary><c>.csproj</c>.</summary>
    Project,

    /// <summary>A <c>.dll</c> or <c>.exe</c>, or a folder of them.</summary>
    Assemblies,

    /// <summary>An MSBuild binary log.</summary>
    BinaryLog,

    /// <summary>A saved JSON result.</summary>
    SavedResult,
}
