using System.Text.Json;
using System.Text.Json.Serialization;

namespace ScaleLint.Cli.Traces;

// The part of OTLP/JSON (https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding) that is read here, by its names; the rest is skipped.
internal sealed record OtlpTraces(IReadOnlyList<OtlpResourceSpans?>? ResourceSpans);

internal sealed record OtlpResourceSpans(OtlpResource? Resource, IReadOnlyList<OtlpScopeSpans?>? ScopeSpans, IReadOnlyList<OtlpScopeSpans?>? InstrumentationLibrarySpans);

internal sealed record OtlpResource(IReadOnlyList<OtlpAttribute?>? Attributes);

internal sealed record OtlpScopeSpans(IReadOnlyList<OtlpSpan?>? Spans);

/// <summary>A span; enums come as numbers or names, 64-bit integers as text or numbers.</summary>
internal sealed record OtlpSpan(
    string? TraceId, string? SpanId, string? ParentSpanId, string? TraceState, string? Name, JsonElement? Kind, ulong StartTimeUnixNano, ulong EndTimeUnixNano,
    IReadOnlyList<OtlpAttribute?>? Attributes, OtlpStatus? Status);

internal sealed record OtlpStatus(JsonElement? Code);

internal sealed record OtlpAttribute(string? Key, OtlpValue? Value);

internal sealed record OtlpValue(string? StringValue, JsonElement? IntValue, JsonElement? DoubleValue, bool? BoolValue)
{
    /// <summary>The value as text; null for lists and maps.</summary>
    public string? Text => StringValue ?? Plain(IntValue) ?? Plain(DoubleValue) ?? (BoolValue is { } flag ? flag ? "true" : "false" : null);

    private static string? Plain(JsonElement? value) => value is { ValueKind: JsonValueKind.String or JsonValueKind.Number } number ? number.ToString() : null;
}

/// <summary>Deserialisation without reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, NumberHandling = JsonNumberHandling.AllowReadingFromString)]
[JsonSerializable(typeof(OtlpTraces))]
internal sealed partial class OtlpJson : JsonSerializerContext;
