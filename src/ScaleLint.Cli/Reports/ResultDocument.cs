using System.Text.Json;
using System.Text.Json.Serialization;
using ScaleLint.Rules.Results;

namespace ScaleLint.Cli.Reports;

/// <summary>The JSON result as it is written and read: the result under its schema's version.</summary>
internal sealed record ResultDocument(
    int SchemaVersion,
    bool Complete,
    Coverage Coverage,
    Score? Score,
    IReadOnlyList<ServiceResult> Services,
    IReadOnlyList<ResourceResult> Resources,
    IReadOnlyList<EdgeResult> Edges,
    IReadOnlyList<EntryPointResult> EntryPoints,
    Metrics Metrics,
    IReadOnlyList<FindingResult> Findings,
    IReadOnlyList<ProblemResult> Problems,
    CalibrationResult? Calibration = null,
    IReadOnlyList<UnresolvedResult>? Unresolved = null,
    IReadOnlyList<LooseEdgeResult>? UnusedEdges = null,
    IReadOnlyList<LooseEdgeResult>? UndeclaredEdges = null,
    ScaleResult? Scale = null,
    IReadOnlyList<MessageResult>? Messages = null)
{
    /// <summary>The version this tool writes and reads.</summary>
    public const int CurrentVersion = 1;

    public static ResultDocument Of(AnalysisResult x) => new(
        CurrentVersion, x.Complete, x.Coverage, x.Score, x.Services, x.Resources, x.Edges, x.EntryPoints, x.Metrics, x.Findings, x.Problems, x.Calibration, x.Unresolved, x.UnusedEdges, x.UndeclaredEdges, x.Scale, x.Messages);

    public AnalysisResult Result() => new(Complete, Coverage, Score, Services, Resources, Edges, EntryPoints, Metrics, Findings, Problems, Unresolved ?? [], UnusedEdges ?? [], UndeclaredEdges ?? []) { Calibration = Calibration, Scale = Scale, Messages = Messages ?? [] };
}

/// <summary>Serialisation without reflection.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, NewLine = "\n",
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(ResultDocument))]
internal sealed partial class ResultJson : JsonSerializerContext;
