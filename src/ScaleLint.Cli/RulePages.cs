using Markdig;
using ScaleLint.Rules;
using ScaleLint.Rules.Results;

namespace ScaleLint.Cli;

/// <summary>The rules' pages that this tool carries.</summary>
internal static class RulePages
{
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder().UsePipeTables().DisableHtml().Build();

    /// <summary>The page of a rule of <see cref="RuleList"/>, as it was written.</summary>
    public static string Text(string id)
    {
        using var stream = typeof(RulePages).Assembly.GetManifestResourceStream($"rules/{id}.md") ?? throw new InvalidOperationException($"{id} has no page");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().ReplaceLineEndings("\n").TrimEnd('\n');
    }

    /// <summary>As markup, by id and sorted, for the rules that found something.</summary>
    public static IReadOnlyDictionary<string, string> Of(AnalysisResult result)
    {
        var pages = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var id in result.Findings.Select(x => x.RuleId).Distinct(StringComparer.Ordinal).Where(x => RuleList.Find(x) is not null))
        {
            var text = Text(id);
            pages[id] = Markdown.ToHtml(text[(text.IndexOf('\n', StringComparison.Ordinal) + 1)..], Pipeline);
        }
        return pages;
    }
}
