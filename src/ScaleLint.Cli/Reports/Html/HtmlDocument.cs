using System.Text.Json.Serialization;

namespace ScaleLint.Cli.Reports.Html;

/// <summary>All that the page draws from.</summary>
/// <param name="Excerpts">By fingerprint of a finding.</param>
/// <param name="Rules">Pages of the rules that found something, as markup, by id.</param>
internal sealed record HtmlDocument(ResultDocument Result, MapDrawing Map, IReadOnlyDictionary<string, Excerpt> Excerpts, IReadOnlyDictionary<string, string> Rules);

/// <summary>Serialisation without reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(HtmlDocument))]
internal sealed partial class HtmlJson : JsonSerializerContext;
