using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using OpenTelemetry;

/// <summary>
/// Writes OTLP/JSON as the Collector's file exporter does, a document a line (https://opentelemetry.io/docs/specs/otel/protocol/file-exporter/):
/// ids in hexadecimal, 64-bit numbers as text, enumerations as numbers. Of the attributes it keeps those of the semantic conventions that name who was called, and how it ended.
/// </summary>
internal sealed class OtlpJsonFileExporter(string path) : BaseExporter<Activity>
{
    private static readonly HashSet<string> Kept = new(StringComparer.Ordinal)
    {
        "http.request.method", "http.route", "http.response.status_code", "server.address", "server.port", "error.type",
        "db.system.name", "db.namespace", "db.operation.name", "messaging.system", "messaging.operation.type", "messaging.destination.name", "messaging.rabbitmq.destination.routing_key",
    };

    private readonly Lock gate = new();

    public override ExportResult Export(in Batch<Activity> batch)
    {
        lock (gate)
        {
            using var writer = new StreamWriter(path, append: true);
            foreach (var activity in batch) writer.Write(Line(activity).ToJsonString() + "\n");
        }
        return ExportResult.Success;
    }

    private JsonObject Line(Activity activity) => new()
    {
        ["resourceSpans"] = new JsonArray(new JsonObject
        {
            ["resource"] = new JsonObject { ["attributes"] = Attributes(ParentProvider!.GetResource().Attributes.Where(x => x.Key == "service.name")!) },
            ["scopeSpans"] = new JsonArray(new JsonObject
            {
                ["scope"] = new JsonObject { ["name"] = activity.Source.Name },
                ["spans"] = new JsonArray(Span(activity)),
            }),
        }),
    };

    private static JsonObject Span(Activity activity)
    {
        var start = activity.StartTimeUtc;
        var span = new JsonObject
        {
            ["traceId"] = activity.TraceId.ToHexString(),
            ["spanId"] = activity.SpanId.ToHexString(),
            ["name"] = activity.DisplayName,
            // Internal is 1 in the protocol and 0 here.
            ["kind"] = (int)activity.Kind + 1,
            ["startTimeUnixNano"] = Nanoseconds(start),
            ["endTimeUnixNano"] = Nanoseconds(start + activity.Duration),
            ["attributes"] = Attributes(activity.TagObjects.Where(x => Kept.Contains(x.Key))),
        };
        if (activity.ParentSpanId != default) span["parentSpanId"] = activity.ParentSpanId.ToHexString();
        var links = activity.Links.Select(x => (JsonNode)new JsonObject { ["traceId"] = x.Context.TraceId.ToHexString(), ["spanId"] = x.Context.SpanId.ToHexString() }).ToArray();
        if (links.Length > 0) span["links"] = new JsonArray(links);
        span["status"] = activity.Status == ActivityStatusCode.Unset ? new JsonObject() : new JsonObject { ["code"] = (int)activity.Status };
        return span;
    }

    private static JsonArray Attributes(IEnumerable<KeyValuePair<string, object?>> tags) => [.. tags.Where(x => x.Value is not null).Select(x => new JsonObject { ["key"] = x.Key, ["value"] = Value(x.Value!) })];

    private static JsonObject Value(object value) => value switch
    {
        int or long => new JsonObject { ["intValue"] = Convert.ToString(value, CultureInfo.InvariantCulture) },
        bool flag => new JsonObject { ["boolValue"] = flag },
        double number => new JsonObject { ["doubleValue"] = number },
        _ => new JsonObject { ["stringValue"] = Convert.ToString(value, CultureInfo.InvariantCulture) },
    };

    private static string Nanoseconds(DateTime time) => ((time - DateTime.UnixEpoch).Ticks * 100).ToString(CultureInfo.InvariantCulture);
}
