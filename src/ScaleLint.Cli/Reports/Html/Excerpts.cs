namespace ScaleLint.Cli.Reports.Html;

/// <summary>Lines of code around a finding.</summary>
/// <param name="First">Number of the first line, from 1.</param>
internal sealed record Excerpt(int First, IReadOnlyList<string> Lines);

/// <summary>The code that findings stand in, as far as it lies beside the input.</summary>
internal static class Excerpts
{
    private const int Around = 3;
    private const int LongestLine = 200;
    private const int Most = 2000;

    /// <summary>By fingerprint, sorted; nothing for a finding whose file is not there, is no C# or lies outside the input's folder.</summary>
    public static IReadOnlyDictionary<string, Excerpt> Of(ReportContent content)
    {
        var found = new SortedDictionary<string, Excerpt>(StringComparer.Ordinal);
        if (content.Root is not { } root) return found;
        foreach (var file in content.Result.Findings.Take(Most).GroupBy(x => x.File, StringComparer.Ordinal))
        {
            if (Lines(root, file.Key) is not { } lines) continue;
            foreach (var finding in file.Where(x => x.Line > 0 && x.Line <= lines.Length))
            {
                var first = Math.Max(1, finding.Line - Around);
                found.TryAdd(finding.Fingerprint, new Excerpt(first, lines[(first - 1)..Math.Min(lines.Length, finding.Line + Around)].Select(x => x.Length > LongestLine ? x[..LongestLine] + "…" : x).ToList()));
            }
        }
        return found;
    }

    private static string[]? Lines(string root, string file)
    {
        // A saved result is somebody's text: it must not lead out of the folder.
        var path = Path.GetFullPath(Path.Combine(root, file));
        if (!file.EndsWith(".cs", StringComparison.OrdinalIgnoreCase) || !path.StartsWith(Path.TrimEndingDirectorySeparator(root) + Path.DirectorySeparatorChar, StringComparison.Ordinal)) return null;
        try
        {
            return File.Exists(path) ? File.ReadAllLines(path) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
