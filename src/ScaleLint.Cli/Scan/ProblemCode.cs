namespace ScaleLint.Cli.Scan;

/// <summary>Codes of what a scan could not read; each of the code makes the analysis incomplete.</summary>
internal static class ProblemCode
{
    /// <summary>The solution names a project file that is not there.</summary>
    public const string ProjectMissing = "project-missing";

    /// <summary>MSBuild could not load the project.</summary>
    public const string ProjectNotLoaded = "project-not-loaded";

    /// <summary>What MSBuild said of a project that was loaded and does not compile; perhaps the reason.</summary>
    public const string LoadWarning = "load-warning";

    /// <summary>The project is written in a language that is not read.</summary>
    public const string LanguageNotRead = "language-not-read";

    /// <summary>Packages of the project could not be restored.</summary>
    public const string PackageMissing = "package-missing";

    /// <summary>Source generators were not run, and the project does not compile without them.</summary>
    public const string GeneratorNotRun = "generator-not-run";

    /// <summary>A compose file, manifest, chart or settings file could not be read.</summary>
    public const string TopologyNotRead = "topology-not-read";

    /// <summary>The compiler reports errors; what they touch is unknown.</summary>
    public const string DoesNotCompile = "does-not-compile";

    /// <summary>The project has no source files.</summary>
    public const string ProjectEmpty = "project-empty";

    /// <summary>An assembly could not be read.</summary>
    public const string AssemblyNotRead = "assembly-not-read";

    /// <summary>Reading the project's code failed.</summary>
    public const string SourceNotRead = "source-not-read";
}
