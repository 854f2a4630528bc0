using System.Text.Json.Serialization;
using ScaleLint.Rules.Results;

namespace ScaleLint.Cli.Reports.Html;

/// <summary>All that the page draws from.</summary>
/// <param name="Result">Its findings are without their paths.</param>
/// <param name="Texts">Symbols and files of all paths, each once: thousands of findings share the same ways.</param>
/// <param name="Steps">Steps of all paths, each once: numbers of symbol and file, then the line.</param>
/// <param name="Paths">Of each finding, in order, the numbers of its steps.</param>
/// <param name="Excerpts">By fingerprint of a finding.</param>
/// <param name="Operations">Number of operations with curves; the result holds those of the slowest.</param>
/// <param name="EntryPoints">Number of entry points; the result holds those with the longest chains.</param>
/// <param name="Rules">Pages of the rules that found something, as markup, by id.</param>
internal sealed record HtmlDocument(
    ResultDocument Result, IReadOnlyList<string> Texts, IReadOnlyList<int[]> Steps, IReadOnlyList<IReadOnlyList<int>> Paths, MapDrawing Map, int Operations, int EntryPoints, IReadOnlyDictionary<string, Excerpt> Excerpts, IReadOnlyDictionary<string, string> Rules)
{
    private const int MostOperations = 200;
    private const int MostEntryPoints = 200;

    /// <summary>The page's data for a report.</summary>
    public static HtmlDocument Of(ReportContent content)
    {
        var texts = new Dictionary<string, int>(StringComparer.Ordinal);
        var steps = new Dictionary<PathStep, int>();
        var paths = content.Result.Findings.Select(x => (IReadOnlyList<int>)x.Path.Select(step => Number(steps, step)).ToList()).ToList();
        var numbered = InOrder(steps).Select(x => new[] { Number(texts, x.Symbol), Number(texts, x.File), x.Line }).ToList();
        var result = ResultDocument.Of(content.Result);
        var scale = result.Scale is { } all ? all with { Operations = [.. Slowest(all)] } : null;
        return new HtmlDocument(result with { Findings = [.. result.Findings.Select(x => x with { Path = [] })], Scale = scale, EntryPoints = [.. result.EntryPoints.OrderByDescending(x => x.Chain.Count).Take(MostEntryPoints)] }, InOrder(texts), numbered, paths, MapDrawing.Of(content.Result), result.Scale?.Operations.Count ?? 0, result.EntryPoints.Count, Html.Excerpts.Of(content), RulePages.Of(content.Result));
    }

    /// <summary>Those that give way, then the slowest: nobody looks through the curves of thousands.</summary>
    private static IEnumerable<OperationCurve> Slowest(ScaleResult scale)
    {
        var limited = scale.Limits.Select(x => x.Operation).OfType<string>().ToHashSet(StringComparer.Ordinal);
        return scale.Operations.OrderByDescending(x => limited.Contains(x.Id)).ThenByDescending(x => x.P99Ms.Count > 0 ? x.P99Ms[0] ?? double.PositiveInfinity : 0).ThenBy(x => x.Id, StringComparer.Ordinal).Take(MostOperations);
    }

    private static int Number<T>(Dictionary<T, int> numbers, T item) where T : notnull
    {
        if (!numbers.TryGetValue(item, out var number)) numbers[item] = number = numbers.Count;
        return number;
    }

    private static List<T> InOrder<T>(Dictionary<T, int> numbers) where T : notnull => [.. numbers.OrderBy(x => x.Value).Select(x => x.Key)];
}

/// <summary>Serialisation without reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(HtmlDocument))]
internal sealed partial class HtmlJson : JsonSerializerContext;
