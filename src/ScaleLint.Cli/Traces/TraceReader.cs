using System.Globalization;
using System.IO.Compression;
using System.Text.Json;

namespace ScaleLint.Cli.Traces;

/// <summary>Reads OTLP/JSON as the OpenTelemetry Collector's file exporter writes it: one document a line, or a single one.</summary>
internal sealed class TraceReader
{
    private readonly Dictionary<(string Trace, string Span), Span> spans = [];

    /// <summary>Spans by their ids, each once.</summary>
    public IReadOnlyCollection<Span> Spans => spans.Values;

    /// <summary>Spans that cannot be used.</summary>
    public int Skipped { get; private set; }

    /// <summary>Adds the spans of a file.</summary>
    /// <exception cref="UsageException">The file is missing, no OTLP/JSON, or without traces.</exception>
    public async Task Read(string path, CancellationToken cancellation)
    {
        try
        {
            bool isList;
            await using (var head = Open(path)) isList = FirstLetter(head) == '[';
            await using var stream = Open(path);
            var documents = 0;
            await foreach (var document in JsonSerializer.DeserializeAsyncEnumerable(stream, OtlpJson.Default.OtlpTraces, topLevelValues: !isList, cancellation))
            {
                if (document?.ResourceSpans is not { } resources) continue;
                documents++;
                foreach (var resource in resources) Add(resource);
            }
            if (documents == 0) throw new UsageException($"{path}: there are no traces in it (no \"resourceSpans\").", "Point the Collector's file exporter at a traces pipeline, with format json.");
        }
        catch (JsonException e)
        {
            throw new UsageException($"{path}{JsonFile.Place(e)}: this is no OTLP/JSON: {JsonFile.FirstSentence(e)}", "Write it with the Collector's file exporter, format json, uncompressed or compressed with gzip.");
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new UsageException($"The trace file '{path}' does not exist.", "Name a file that the OpenTelemetry Collector's file exporter writes.");
        }
        catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            throw new UsageException($"{path}: the file cannot be read: {e.Message}", "Write it with the Collector's file exporter, format json, uncompressed or compressed with gzip.");
        }
    }

    private void Add(OtlpResourceSpans? resource)
    {
        var service = ServiceName(resource?.Resource?.Attributes);
        foreach (var scope in (resource?.ScopeSpans ?? []).Concat(resource?.InstrumentationLibrarySpans ?? []))
        {
            foreach (var span in scope?.Spans ?? [])
            {
                if (span is null || string.IsNullOrEmpty(span.TraceId) || string.IsNullOrEmpty(span.SpanId) || span.EndTimeUnixNano < span.StartTimeUnixNano)
                {
                    Skipped++;
                    continue;
                }
                var kind = KindOf(span.Kind);
                var attributes = SpanAttributes.Of(span.Attributes);
                spans.TryAdd((span.TraceId, span.SpanId), new Span(
                    span.TraceId, span.SpanId, span.ParentSpanId ?? "", service, span.Name ?? "", kind, span.StartTimeUnixNano, span.EndTimeUnixNano,
                    Failed(span.Status, kind, attributes), Weight(span.TraceState)) { Attributes = attributes });
            }
        }
    }

    // The SDKs' default is "unknown_service:" and the process.
    private static string ServiceName(IReadOnlyList<OtlpAttribute?>? attributes)
    {
        var name = attributes?.FirstOrDefault(x => x?.Key == "service.name")?.Value?.Text ?? "unknown_service";
        return name.StartsWith("unknown_service:", StringComparison.Ordinal) ? name["unknown_service:".Length..] : name;
    }

    private static SpanKind KindOf(JsonElement? kind)
    {
        if (kind is not { } value) return SpanKind.Unknown;
        if (value.ValueKind == JsonValueKind.Number) return value.TryGetInt32(out var number) && number is >= 0 and <= 5 ? (SpanKind)number : SpanKind.Unknown;
        return value.ToString() switch
        {
            "SPAN_KIND_INTERNAL" => SpanKind.Internal,
            "SPAN_KIND_SERVER" => SpanKind.Server,
            "SPAN_KIND_CLIENT" => SpanKind.Client,
            "SPAN_KIND_PRODUCER" => SpanKind.Producer,
            "SPAN_KIND_CONSUMER" => SpanKind.Consumer,
            _ => SpanKind.Unknown,
        };
    }

    // What the caller did wrong is no failure of who answered; conventions mark it as an error on the client's side.
    private static bool Failed(OtlpStatus? status, SpanKind kind, SpanAttributes attributes)
    {
        if (attributes is { Rpc: null, Status: { } code and >= 100 }) return code >= 500 || code is 408 or 429;
        if (attributes is { Rpc: not null, Status: { } grpc and <= 16 }) return grpc is 2 or 4 or 8 or 12 or 13 or 14 or 15;
        return status?.Code is { } value && value.ToString() is "2" or "STATUS_CODE_ERROR" && kind != SpanKind.Internal;
    }

    // Consistent probability sampling: https://opentelemetry.io/docs/specs/otel/trace/tracestate-probability-sampling/
    private static double Weight(string? state)
    {
        foreach (var vendor in (state ?? "").Split(',', StringSplitOptions.TrimEntries))
        {
            if (!vendor.StartsWith("ot=", StringComparison.Ordinal)) continue;
            foreach (var field in vendor[3..].Split(';'))
            {
                if (!field.StartsWith("th:", StringComparison.Ordinal) || field.Length is < 4 or > 17) continue;
                if (!ulong.TryParse(field[3..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var rejected)) continue;
                return 1 / (1 - rejected / Math.Pow(16, field.Length - 3));
            }
        }
        return 1;
    }

    /// <summary>Traces are kept compressed: gzip is seen by its first bytes.</summary>
    private static Stream Open(string path)
    {
        var file = File.OpenRead(path);
        var isCompressed = file.ReadByte() == 0x1F && file.ReadByte() == 0x8B;
        file.Position = 0;
        return isCompressed ? new GZipStream(file, CompressionMode.Decompress) : file;
    }

    private static int FirstLetter(Stream stream)
    {
        int letter;
        do letter = stream.ReadByte();
        while (letter is ' ' or '\t' or '\r' or '\n' or 0xEF or 0xBB or 0xBF);
        return letter;
    }
}
