using System.Text.Json;
using System.Text.Json.Serialization;

namespace ScaleLint.Cli.Reports;

// The part of SARIF 2.1.0 (OASIS Standard, https://docs.oasis-open.org/sarif/sarif/v2.1.0/) that this tool writes, by its names.
internal sealed record SarifLog([property: JsonPropertyName("$schema")] string Schema, string Version, IReadOnlyList<SarifRun> Runs);

internal sealed record SarifRun(
    SarifTool Tool, IReadOnlyList<SarifInvocation> Invocations, IReadOnlyDictionary<string, SarifArtifactLocation> OriginalUriBaseIds, string ColumnKind, IReadOnlyList<SarifResult> Results);

internal sealed record SarifTool(SarifDriver Driver);

internal sealed record SarifDriver(string Name, string SemanticVersion, string InformationUri, IReadOnlyList<SarifRule> Rules);

internal sealed record SarifRule(string Id, string? Name, SarifMessage? ShortDescription, SarifMessage? FullDescription, SarifHelp? Help, string? HelpUri, SarifConfiguration? DefaultConfiguration);

internal sealed record SarifHelp(string Text, string Markdown);

internal sealed record SarifConfiguration(string Level);

internal sealed record SarifInvocation(bool ExecutionSuccessful, IReadOnlyList<SarifNotification> ToolExecutionNotifications);

internal sealed record SarifNotification(SarifDescriptorReference Descriptor, string Level, SarifMessage Message, IReadOnlyList<SarifLocation>? Locations);

internal sealed record SarifDescriptorReference(string Id);

internal sealed record SarifMessage(string Text);

internal sealed record SarifArtifactLocation(string? Uri, string? UriBaseId, SarifMessage? Description);

internal sealed record SarifResult(
    string RuleId, int RuleIndex, string Level, SarifMessage Message, IReadOnlyList<SarifLocation> Locations,
    IReadOnlyList<SarifCodeFlow>? CodeFlows, IReadOnlyDictionary<string, string> PartialFingerprints, string? BaselineState, SarifProperties? Properties);

internal sealed record SarifProperties(double MarginGain);

internal sealed record SarifCodeFlow(IReadOnlyList<SarifThreadFlow> ThreadFlows);

internal sealed record SarifThreadFlow(IReadOnlyList<SarifThreadFlowLocation> Locations);

internal sealed record SarifThreadFlowLocation(SarifLocation Location);

internal sealed record SarifLocation(SarifPhysicalLocation? PhysicalLocation, IReadOnlyList<SarifLogicalLocation>? LogicalLocations, SarifMessage? Message);

internal sealed record SarifPhysicalLocation(SarifArtifactLocation ArtifactLocation, SarifRegion? Region);

internal sealed record SarifRegion(int StartLine, int? StartColumn);

internal sealed record SarifLogicalLocation(string FullyQualifiedName);

/// <summary>Serialisation without reflection.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, NewLine = "\n", DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(SarifLog))]
internal sealed partial class SarifJson : JsonSerializerContext;
