using System.Text.Json.Serialization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using ScaleLint.Rules.Results;

namespace ScaleLint.Cli.Scan.Loading;

/// <summary>What MSBuild says of a whole input.</summary>
/// <param name="Problems">What it could not load.</param>
/// <param name="Warnings">What it warned of, which counts where a project turns out not to compile.</param>
internal sealed record SolutionRecord(IReadOnlyList<ProjectRecord> Projects, IReadOnlyList<ProblemResult> Problems, IReadOnlyList<ProblemResult> Warnings);

/// <summary>What MSBuild says a C# project is made of, for one target framework: all that is needed to compile it without asking again.</summary>
/// <param name="Id">Tells it from the others of its solution.</param>
/// <param name="Path">Absolute path of the project file.</param>
/// <param name="Framework">Target framework, empty when the project has one only.</param>
/// <param name="Sources">Absolute paths of the compiler's source files, in its order; so are the other lists.</param>
internal sealed record ProjectRecord(
    string Id, string Path, string Framework, string Name, string AssemblyName, ParseRecord Parse, OptionsRecord Options,
    IReadOnlyList<string> Sources, IReadOnlyList<string> AdditionalFiles, IReadOnlyList<string> ConfigFiles, IReadOnlyList<string> Generators,
    IReadOnlyList<ReferenceRecord> References, IReadOnlyList<ReferenceRecord> Projects)
{
    /// <summary>A project as it was loaded; null when it is not C# or has no file.</summary>
    public static ProjectRecord? Of(Project project) =>
        project.FilePath is not { } path || project.ParseOptions is not CSharpParseOptions parse || project.CompilationOptions is not CSharpCompilationOptions options ? null : new ProjectRecord(
            project.Id.Id.ToString("N"), path, TargetFrameworks.OfWorkspaceName(project.Name), project.Name, project.AssemblyName, ParseRecord.Of(parse), OptionsRecord.Of(options),
            Paths(project.Documents), Paths(project.AdditionalDocuments), Paths(project.AnalyzerConfigDocuments),
            [.. project.AnalyzerReferences.Select(x => x.FullPath).OfType<string>()],
            [.. project.MetadataReferences.OfType<PortableExecutableReference>().Where(x => x.FilePath is not null).Select(x => new ReferenceRecord(x.FilePath!, x.Properties.Aliases, x.Properties.EmbedInteropTypes))],
            [.. project.ProjectReferences.Select(x => new ReferenceRecord(x.ProjectId.Id.ToString("N"), x.Aliases, x.EmbedInteropTypes))]);

    private static List<string> Paths(IEnumerable<TextDocument> documents) => [.. documents.Select(x => x.FilePath).OfType<string>()];
}

/// <summary>A referenced assembly by its path, or project by its id.</summary>
internal sealed record ReferenceRecord(string Target, IReadOnlyList<string> Aliases, bool Embed);

/// <summary>How source is parsed.</summary>
internal sealed record ParseRecord(LanguageVersion Language, DocumentationMode Documentation, SourceCodeKind Kind, IReadOnlyList<string> Symbols, IReadOnlyDictionary<string, string> Features)
{
    public static ParseRecord Of(CSharpParseOptions x) => new(
        x.LanguageVersion, x.DocumentationMode, x.Kind, [.. x.PreprocessorSymbolNames.Order(StringComparer.Ordinal)], new SortedDictionary<string, string>(x.Features.ToDictionary(), StringComparer.Ordinal));

    public CSharpParseOptions Options() => new CSharpParseOptions(Language, Documentation, Kind, Symbols).WithFeatures(Features);
}

/// <summary>How source is compiled.</summary>
internal sealed record OptionsRecord(
    OutputKind Output, string? Module, string? Main, OptimizationLevel Optimization, bool IsChecked, bool AllowUnsafe, Platform Platform,
    ReportDiagnostic General, int WarningLevel, IReadOnlyDictionary<string, ReportDiagnostic> Specific, bool IsDeterministic,
    string? KeyContainer, string? KeyFile, bool? DelaySign, bool PublicSign, MetadataImportOptions Import)
{
    public static OptionsRecord Of(CSharpCompilationOptions x) => new(
        x.OutputKind, x.ModuleName, x.MainTypeName, x.OptimizationLevel, x.CheckOverflow, x.AllowUnsafe, x.Platform,
        x.GeneralDiagnosticOption, x.WarningLevel, new SortedDictionary<string, ReportDiagnostic>(x.SpecificDiagnosticOptions, StringComparer.Ordinal), x.Deterministic,
        x.CryptoKeyContainer, x.CryptoKeyFile, x.DelaySign, x.PublicSign, x.MetadataImportOptions);

    /// <summary>Options for a compilation that facts are read from: whatever only warns is left out.</summary>
    /// <param name="folder">Where files named relatively are looked for.</param>
    public CSharpCompilationOptions Options(string folder) => new(
        Output, moduleName: Module, mainTypeName: Main, optimizationLevel: Optimization, checkOverflow: IsChecked, allowUnsafe: AllowUnsafe,
        cryptoKeyContainer: KeyContainer, cryptoKeyFile: KeyFile, delaySign: DelaySign, platform: Platform, generalDiagnosticOption: General, warningLevel: WarningLevel,
        specificDiagnosticOptions: Specific, deterministic: IsDeterministic, xmlReferenceResolver: null, sourceReferenceResolver: new SourceFileResolver([], folder),
        assemblyIdentityComparer: DesktopAssemblyIdentityComparer.Default, strongNameProvider: new DesktopStrongNameProvider([folder]), publicSign: PublicSign,
        metadataImportOptions: Import, nullableContextOptions: NullableContextOptions.Disable);
}

/// <summary>Serialisation without reflection.</summary>
[JsonSourceGenerationOptions(RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(SolutionRecord))]
internal sealed partial class RecordJson : JsonSerializerContext;
