using System.Text.RegularExpressions;

namespace ScaleLint.Topology.Sources.Compose;

/// <summary>How a compose file of a stack counts.</summary>
internal enum ComposeLayer
{
    /// <summary>The base file, its override, a production file: its values win over earlier ones.</summary>
    Effective,

    /// <summary>A further file (infrastructure, monitoring): adds what is missing.</summary>
    Additional,

    /// <summary>A file for development: its services exist, its values override nothing that holds in production.</summary>
    Development,
}

/// <summary>The compose files of one folder in the order they apply.</summary>
internal sealed partial record ComposeStack(string Folder, IReadOnlyList<(TopologyFile File, ComposeLayer Layer)> Files)
{
    public static List<ComposeStack> Find(IEnumerable<TopologyFile> files)
    {
        var stacks = new List<ComposeStack>();
        foreach (var folder in files.Where(file => ComposeName().IsMatch(Paths.Name(file.Path))).GroupBy(file => Paths.Folder(file.Path)).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            var ranked = folder.Select(file => (File: file, Words: Words(file.Path))).ToList();
            var withoutTests = ranked.Where(entry => !entry.Words.Any(IsTestWord)).ToList();
            if (withoutTests.Count > 0)
            {
                ranked = withoutTests;
            }

            // The same services for another platform, often left behind: they would only repeat or contradict.
            var forThisPlatform = ranked.Where(entry => !entry.Words.Contains("windows")).ToList();
            if (forThisPlatform.Count > 0)
            {
                ranked = forThisPlatform;
            }

            // A folder with nothing but one kind of special file has that as its base.
            var hasBase = ranked.Any(entry => entry.Words.Count == 0);
            var ordered = ranked
                .Select(entry => (entry.File, Layer: LayerOf(entry.Words, hasBase), Rank: RankOf(entry.Words)))
                .OrderBy(entry => entry.Rank)
                .ThenBy(entry => entry.File.Path, StringComparer.Ordinal)
                .Select(entry => (entry.File, entry.Layer))
                .ToList();
            stacks.Add(new ComposeStack(folder.Key, ordered));
        }

        return stacks;
    }

    private static List<string> Words(string path) =>
        [.. ComposeName().Match(Paths.Name(path)).Groups[1].Value.Split('.', '-', '_').Where(word => word.Length > 0).Select(word => word.ToLowerInvariant())];

    private static ComposeLayer LayerOf(List<string> words, bool hasBase)
    {
        if (!hasBase || words.Count == 0 || words is ["override"] || words.Any(Environments.IsProductionWord))
        {
            return ComposeLayer.Effective;
        }

        return words.Any(Environments.IsDevelopmentWord) ? ComposeLayer.Development : ComposeLayer.Additional;
    }

    private static int RankOf(List<string> words) => words switch
    {
        [] => 0,
        ["override"] => 1,
        _ when words.Any(Environments.IsDevelopmentWord) => 4,
        _ when words.Any(Environments.IsProductionWord) => 2,
        _ => 3,
    };

    private static bool IsTestWord(string word) => word is "test" or "tests" or "testing" or "e2e" or "ci" or "integrationtests" or "functionaltests";

    [GeneratedRegex(@"^(?:docker-?)?compose((?:[.\-_][^/]*?)?)\.ya?ml$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex ComposeName();
}
