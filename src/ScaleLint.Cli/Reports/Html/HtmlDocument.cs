using System.Text.Json.Serialization;
using ScaleLint.Rules.Results;

namespace ScaleLint.Cli.Reports.Html;

/// <summary>All that the page draws from.</summary>
/// <param name="Result">Its findings are without their paths.</param>
/// <param name="Steps">Steps of all paths, each once: thousands of findings share the same ways.</param>
/// <param name="Paths">Of each finding, in order, the numbers of its steps.</param>
/// <param name="Excerpts">By fingerprint of a finding.</param>
/// <param name="Rules">Pages of the rules that found something, as markup, by id.</param>
internal sealed record HtmlDocument(
    ResultDocument Result, IReadOnlyList<PathStep> Steps, IReadOnlyList<IReadOnlyList<int>> Paths, MapDrawing Map, IReadOnlyDictionary<string, Excerpt> Excerpts, IReadOnlyDictionary<string, string> Rules)
{
    /// <summary>The page's data for a report.</summary>
    public static HtmlDocument Of(ReportContent content)
    {
        var numbers = new Dictionary<PathStep, int>();
        var paths = content.Result.Findings.Select(x => (IReadOnlyList<int>)x.Path.Select(step =>
        {
            if (!numbers.TryGetValue(step, out var number)) numbers[step] = number = numbers.Count;
            return number;
        }).ToList()).ToList();
        var result = ResultDocument.Of(content.Result);
        return new HtmlDocument(result with { Findings = [.. result.Findings.Select(x => x with { Path = [] })] }, [.. numbers.OrderBy(x => x.Value).Select(x => x.Key)], paths, MapDrawing.Of(content.Result), Html.Excerpts.Of(content), RulePages.Of(content.Result));
    }
}

/// <summary>Serialisation without reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(HtmlDocument))]
internal sealed partial class HtmlJson : JsonSerializerContext;
