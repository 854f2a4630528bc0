using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using ScaleLint.Model;
using ScaleLint.Rules.Results;

namespace ScaleLint.Cli.Commands;

/// <summary>The text of a first <c>scalelint.json</c>: valid as it is, and each commented line valid once its slashes are taken away.</summary>
internal static class FirstConfiguration
{
    private const string Schema = "https://raw.githubusercontent.com/scalelint/scalelint/main/rules/schema/scalelint.schema.json";
    private const int Shown = 30;

    /// <summary>The text; without a result the form is empty.</summary>
    public static string Text(AnalysisResult? result)
    {
        var text = new StringBuilder();
        void Line(string line) => text.Append(line).Append('\n');
        Line("{");
        Line($"  \"$schema\": {Quoted(Schema)},");
        Line("");
        Line("  // What no code says. Every key may be left out; unknown keys are errors.");
        Line("");
        Line("  // The smallest multiple of today's load that the system must hold.");
        Line("  \"minMargin\": 10,");
        Line("");
        Line("  // What arrives today and what is promised, by entry point. A rate that nobody declares or measures is assumed.");
        Line("  \"objectives\": {");
        var requests = (result?.EntryPoints ?? []).Where(x => x.P99Ms is not null).OrderByDescending(x => x.Chain.Count).ThenBy(x => x.Service, StringComparer.Ordinal).ThenBy(x => x.Id, StringComparer.Ordinal).ToList();
        var shared = requests.GroupBy(x => x.Id, StringComparer.Ordinal).Where(x => x.Count() > 1).Select(x => x.Key).ToHashSet(StringComparer.Ordinal);
        foreach (var entry in requests.Take(Shown))
            Line($"    // {Quoted(shared.Contains(entry.Id) ? entry.Service + ":" + entry.Id : entry.Id)}: {{ \"ratePerSecond\": 10, \"p99Ms\": {Rounded(entry.P99Ms!.Value * 2)}, \"availability\": 0.999 }},");
        if (requests.Count > Shown) Line($"    // ... and {requests.Count - Shown} more: scalelint report");
        if (requests.Count == 0) Line("    // \"GET /orders/{id}\": { \"ratePerSecond\": 10, \"p99Ms\": 300, \"availability\": 0.999 },");
        Line("  },");
        Line("");
        Line("  // What is known of databases, queues and third parties; numbers as they are assumed now.");
        Line("  \"resources\": [");
        var resources = (result?.Model?.Resources ?? []).Where(x => x.Kind is not ("lock" or "pool" or "http" or "grpc")).ToList();
        foreach (var resource in resources.Take(Shown))
        {
            var time = resource.Time is TimeShape.Lognormal shape ? $", \"time\": {{ \"medianMs\": {Number(shape.MedianMs)}, \"p99Ms\": {Number(shape.P99Ms)} }}" : "";
            var slots = resource.Slots is { } n ? $", \"slots\": {Number(n)}" : "";
            Line($"    // {{ \"id\": {Quoted(resource.Id)}{slots}{time}, \"failure\": {Number(resource.Failure)} }},");
        }
        if (resources.Count == 0) Line("    // { \"id\": \"orders-db\", \"slots\": 100, \"time\": { \"medianMs\": 3, \"p99Ms\": 30 }, \"failure\": 0.0005 },");
        Line("  ],");
        Line("");
        Line("  // Services that no AppHost or compose file declares.");
        Line("  \"services\": [");
        foreach (var service in (result?.Services ?? []).Take(Shown)) Line($"    // {{ \"name\": {Quoted(service.Name)}, \"project\": {Quoted(service.Project)}, \"instances\": 2 }},");
        if (result is null or { Services.Count: 0 }) Line("    // { \"name\": \"orders\", \"project\": \"src/Orders/Orders.csproj\", \"hosts\": [ \"orders.internal\" ], \"instances\": 2 },");
        Line("  ],");
        Line("");
        Line("  // Files beside this one, once they are there: measured numbers, accepted findings.");
        Line($"  // \"calibration\": \"{Calibrations.CalibrationFile.DefaultName}\",");
        Line($"  // \"baseline\": \"{Baselines.BaselineFile.DefaultName}\",");
        Line("");
        Line("  // Layers of types, and which may use which.");
        Line("  \"layers\": [");
        Line("    // { \"name\": \"api\", \"types\": [ \"Shop.Api.*\" ] },");
        Line("    // { \"name\": \"data\", \"types\": [ \"Shop.Data.*\" ] },");
        Line("  ],");
        Line("  \"rules\": [");
        Line("    // { \"from\": \"api\", \"to\": \"data\", \"allow\": false, \"transitive\": false, \"reason\": \"Endpoints go through the domain.\" },");
        Line("  ],");
        Line("");
        Line("  // Findings that are accepted, by whom, why and until when.");
        Line("  \"allow\": [");
        Line("    // { \"rule\": \"SCALE3002\", \"symbol\": \"Shop.Reports.*\", \"owner\": \"reporting\", \"reason\": \"Runs at night.\", \"expires\": \"2030-12-31\" },");
        Line("  ]");
        Line("}");
        return text.ToString();
    }

    // A name from other people's code must not end its comment.
    private static string Quoted(string text) => JsonSerializer.Serialize(Reports.Printable.Text(text), FirstConfigurationJson.Readable.String);

    private static string Number(double value) => value.ToString("0.######", CultureInfo.InvariantCulture);

    private static string Rounded(double value) => value >= 100 ? Number(Math.Ceiling(value / 50) * 50) : Number(Math.Ceiling(value / 10) * 10);
}

/// <summary>Serialisation without reflection.</summary>
[System.Text.Json.Serialization.JsonSerializable(typeof(string))]
internal sealed partial class FirstConfigurationJson : System.Text.Json.Serialization.JsonSerializerContext
{
    /// <summary>Letters and quotes stay readable.</summary>
    public static FirstConfigurationJson Readable { get; } = new(new JsonSerializerOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
