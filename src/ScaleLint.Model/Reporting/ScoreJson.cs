using System.Globalization;
using Newtonsoft.Json;

namespace ScaleLint.Model;

/// <summary>A <see cref="ScoreResult"/> as the JSON of <c>score --format json</c>. Same result, same bytes.</summary>
public static class ScoreJson
{
    /// <summary>The text, indented by two, with line feeds and one at the end. Numbers are finite or null.</summary>
    public static string Write(ScoreResult result)
    {
        var text = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        using (var json = new JsonTextWriter(text) { Formatting = Formatting.Indented, Indentation = 2 })
        {
            json.WriteStartObject();
            Number(json, "score", result.Score);
            json.WritePropertyName("interval");
            json.WriteStartObject();
            Number(json, "low", result.Interval.Low);
            Number(json, "high", result.Interval.High);
            json.WriteEndObject();
            json.WritePropertyName("inputs");
            json.WriteStartObject();
            Number(json, "assumed", result.Inputs.Assumed);
            Number(json, "declared", result.Inputs.Declared);
            Number(json, "measured", result.Inputs.Measured);
            json.WriteEndObject();
            Number(json, "margin", result.Margin);
            json.WritePropertyName("breaksFirst");
            if (result.BreaksFirst is { } first)
            {
                json.WriteStartObject();
                Text(json, "resource", first.Resource);
                Text(json, "operation", first.Operation);
                Number(json, "at", first.At);
                Text(json, "reason", Name(first.Reason));
                json.WriteEndObject();
            }
            else
            {
                json.WriteNull();
            }

            Array(json, "operations", result.Operations, Operation);
            Array(json, "resources", result.Resources, Resource);
            Array(json, "attribution", result.Attribution, static (json, part) =>
            {
                json.WriteStartObject();
                Text(json, "constraint", part.Constraint);
                Number(json, "points", part.Points);
                json.WriteEndObject();
            });
            json.WriteEndObject();
        }

        return text.ToString() + "\n";
    }

    /// <summary>The reason's name in JSON and text: its own in lower case.</summary>
    public static string Name(BreakReason reason) => reason switch
    {
        BreakReason.Availability => "availability",
        BreakReason.P99 => "p99",
        BreakReason.Quota => "quota",
        BreakReason.Saturation => "saturation",
        BreakReason.Backlog => "backlog",
        _ => "metastable",
    };

    private static void Operation(JsonTextWriter json, OperationScore operation)
    {
        json.WriteStartObject();
        Text(json, "id", operation.Id);
        Array(json, "curve", operation.Curve, static (json, point) =>
        {
            json.WriteStartObject();
            Number(json, "load", point.Load);
            Number(json, "throughputPerSecond", point.ThroughputPerSecond);
            Number(json, "meanMs", point.MeanMs);
            Number(json, "p50Ms", point.P50Ms);
            Number(json, "p95Ms", point.P95Ms);
            Number(json, "p99Ms", point.P99Ms);
            Number(json, "p999Ms", point.P999Ms);
            Number(json, "availability", point.Availability);
            Array(json, "violated", point.Violated, static (json, reason) => json.WriteValue(Name(reason)));
            json.WriteEndObject();
        });
        json.WriteEndObject();
    }

    private static void Resource(JsonTextWriter json, ResourceScore resource)
    {
        json.WriteStartObject();
        Text(json, "id", resource.Id);
        Number(json, "saturatesAt", resource.SaturatesAt);
        Array(json, "utilization", resource.Utilization, static (json, value) => JsonNumber.Write(json, value));
        Array(json, "waitMs", resource.WaitMs, static (json, value) => JsonNumber.Write(json, value));
        Number(json, "blastRadius", resource.BlastRadius);
        Number(json, "birnbaum", resource.Birnbaum);
        json.WritePropertyName("metastable");
        if (resource.Metastable is { } range)
        {
            json.WriteStartObject();
            Number(json, "down", range.Down);
            Number(json, "up", range.Up);
            json.WriteEndObject();
        }
        else
        {
            json.WriteNull();
        }

        json.WriteEndObject();
    }

    private static void Array<T>(JsonTextWriter json, string key, IReadOnlyList<T> items, Action<JsonTextWriter, T> write)
    {
        json.WritePropertyName(key);
        json.WriteStartArray();
        foreach (var item in items)
        {
            write(json, item);
        }

        json.WriteEndArray();
    }

    private static void Text(JsonTextWriter json, string key, string? value)
    {
        json.WritePropertyName(key);
        json.WriteValue(value);
    }

    private static void Number(JsonTextWriter json, string key, double? value)
    {
        json.WritePropertyName(key);
        JsonNumber.Write(json, value);
    }
}
