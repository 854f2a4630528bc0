using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using ScaleLint.Rules.Calibrations;

namespace ScaleLint.Cli.Calibrations;

/// <summary>A calibration on disk.</summary>
internal static class CalibrationFile
{
    /// <summary>Its name when none is given.</summary>
    public const string DefaultName = "scalelint.calibration.json";

    private static readonly CalibrationJson Readable = new(new JsonSerializerOptions(CalibrationJson.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    /// <summary>The calibration that a text holds.</summary>
    /// <param name="path">What to call it in messages.</param>
    /// <exception cref="UsageException">It holds none.</exception>
    public static Calibration Parse(string path, string text)
    {
        const string Remedy = "Write one with: scalelint calibrate <otlp-traces.json> -o FILE";
        var document = JsonFile.Parse(path, text, CalibrationJson.Default.CalibrationDocument, "calibration", Remedy);
        if (document.SchemaVersion != Calibration.SchemaVersion)
            throw new UsageException($"{path}: schemaVersion is {document.SchemaVersion}; this scalelint reads version {Calibration.SchemaVersion}.", Remedy);
        return new Calibration(document.Source, document.EntryPoints, document.Edges);
    }

    /// <summary>The text of a calibration.</summary>
    public static void Write(Calibration calibration, TextWriter output) =>
        output.WriteLine(JsonSerializer.Serialize(new CalibrationDocument(Calibration.SchemaVersion, calibration.Source, calibration.EntryPoints, calibration.Edges), Readable.CalibrationDocument));
}

/// <summary>The file's shape.</summary>
internal sealed record CalibrationDocument(int SchemaVersion, TraceSource Source, IReadOnlyList<MeasuredEntryPoint> EntryPoints, IReadOnlyList<MeasuredEdge> Edges);

/// <summary>Serialisation without reflection.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, NewLine = "\n", UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(CalibrationDocument))]
internal sealed partial class CalibrationJson : JsonSerializerContext;
