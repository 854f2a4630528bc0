using System.Globalization;
using System.Text.Json.Nodes;

namespace ScaleLint.Cli.Tests;

/// <summary>Writes OTLP/JSON as the Collector's file exporter does: a document a line.</summary>
internal sealed class TraceFile
{
    private readonly List<JsonObject> lines = [];
    private int spans;

    /// <summary>Everything so far, one document a line.</summary>
    public string Lines => string.Concat(lines.Select(x => x.ToJsonString() + "\n"));

    /// <summary>Everything so far as one document.</summary>
    public string Document => new JsonObject { ["resourceSpans"] = new JsonArray([.. lines.SelectMany(x => x["resourceSpans"]!.AsArray()).Select(x => x!.DeepClone())]) }.ToJsonString();

    /// <summary>Adds a span and gives its id; times in ms.</summary>
    public string Add(string service, int trace, string parent, JsonNode kind, double start, double duration, int status, params (string Key, JsonNode Value)[] attributes)
    {
        var id = (++spans).ToString("x16", CultureInfo.InvariantCulture);
        string Time(double ms) => ((ulong)(1_700_000_000_000_000_000 + ms * 1e6)).ToString(CultureInfo.InvariantCulture);
        JsonNode Value(JsonNode x) => x.GetValueKind() == System.Text.Json.JsonValueKind.Number ? new JsonObject { ["intValue"] = x.ToJsonString() } : new JsonObject { ["stringValue"] = x.DeepClone() };
        JsonArray Attributes(IEnumerable<(string Key, JsonNode Value)> all) => [.. all.Select(x => new JsonObject { ["key"] = x.Key, ["value"] = Value(x.Value) })];
        lines.Add(new JsonObject
        {
            ["resourceSpans"] = new JsonArray(new JsonObject
            {
                ["resource"] = new JsonObject { ["attributes"] = Attributes([("service.name", service)]) },
                ["scopeSpans"] = new JsonArray(new JsonObject
                {
                    ["spans"] = new JsonArray(new JsonObject
                    {
                        ["traceId"] = trace.ToString("x32", CultureInfo.InvariantCulture), ["spanId"] = id, ["parentSpanId"] = parent, ["name"] = "span", ["kind"] = kind,
                        ["startTimeUnixNano"] = Time(start), ["endTimeUnixNano"] = Time(start + duration), ["attributes"] = Attributes(attributes), ["status"] = new JsonObject { ["code"] = status },
                    }),
                }),
            }),
        });
        return id;
    }
}
