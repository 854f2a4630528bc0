using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using ScaleLint.Rules.Baselines;

namespace ScaleLint.Cli.Baselines;

/// <summary>A baseline on disk: one entry a line, so that merges are easy.</summary>
internal static class BaselineFile
{
    /// <summary>Its name when none is given.</summary>
    public const string DefaultName = "scalelint.baseline.json";

    private const int CurrentVersion = 1;
    private static readonly BaselineJson OneLine = new(new JsonSerializerOptions(BaselineJson.Default.Options) { WriteIndented = false, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    /// <summary>The baseline in a file.</summary>
    /// <exception cref="UsageException">The file is missing or no baseline.</exception>
    public static Baseline Read(string path)
    {
        const string Remedy = "Write it with: scalelint baseline <input> -o FILE";
        var text = JsonFile.Text(path, "baseline", Remedy);
        try
        {
            var document = JsonFile.Parse(path, text, BaselineJson.Default.BaselineDocument, "baseline", Remedy);
            if (document.SchemaVersion != CurrentVersion) throw new UsageException($"{path}: schemaVersion is {document.SchemaVersion}; this scalelint reads version {CurrentVersion}.", Remedy);
            return new Baseline(document.Findings);
        }
        catch (UsageException) when (ConflictIn(text) is { } line)
        {
            throw new UsageException($"{path}({line}): a merge conflict was left in the baseline.", "Keep the entries of both sides, each is a line of its own; then 'scalelint baseline <input> --prune' takes out what is gone.");
        }
    }

    /// <summary>1-based line of the first mark of a merge conflict, or null.</summary>
    private static string? ConflictIn(string text)
    {
        var at = Array.FindIndex(text.Split('\n'), x => x.StartsWith("<<<<<<<", StringComparison.Ordinal) || x.StartsWith("=======", StringComparison.Ordinal) || x.StartsWith(">>>>>>>", StringComparison.Ordinal));
        return at < 0 ? null : (at + 1).ToString(System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>Writes it whole or not at all.</summary>
    public static void Write(string path, Baseline baseline) => OutputFile.Write(path, output =>
    {
        output.Write($"{{\n  \"schemaVersion\": {CurrentVersion},\n  \"findings\": [");
        for (var i = 0; i < baseline.Entries.Count; i++)
            output.Write((i == 0 ? "\n    " : ",\n    ") + JsonSerializer.Serialize(baseline.Entries[i], OneLine.BaselineEntry));
        output.Write(baseline.Entries.Count == 0 ? "]\n}\n" : "\n  ]\n}\n");
    });
}

/// <summary>The file's shape.</summary>
internal sealed record BaselineDocument(int SchemaVersion, IReadOnlyList<BaselineEntry> Findings);

/// <summary>Serialisation without reflection.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(BaselineDocument))]
[JsonSerializable(typeof(BaselineEntry))]
internal sealed partial class BaselineJson : JsonSerializerContext;
