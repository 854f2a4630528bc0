using System.Text.Json;
using System.Text.RegularExpressions;
using ScaleLint.Rules;

namespace ScaleLint.Cli.Tests;

/// <summary>The samples are the promise of the README: every marked fault is found, nothing else is, and the repaired shop is quiet.</summary>
public class SampleTests
{
    private static readonly string Samples = Path.Combine(Repository(), "samples");

    [Fact]
    public void Shop_reports_exactly_what_is_marked()
    {
        var shop = Path.Combine(Samples, "Shop");
        var marked = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var file in Directory.EnumerateFiles(shop, "*.cs*", SearchOption.AllDirectories))
        {
            var name = Path.GetRelativePath(shop, file).Replace('\\', '/');
            if (name.Contains("/obj/", StringComparison.Ordinal) || name.Contains("/bin/", StringComparison.Ordinal)) continue;
            var lines = File.ReadAllLines(file);
            for (var i = 0; i < lines.Length; i++)
                foreach (Match fault in Regex.Matches(lines[i], @"fault: (SCALE\d{4}(?:, SCALE\d{4})*)"))
                    foreach (var rule in fault.Groups[1].Value.Split(", "))
                        if (RuleList.Find(rule) != null) marked.Add($"{name}:{i + 1} {rule}");
        }
        Assert.NotEmpty(marked);
        Assert.Equal(marked, Report(Path.Combine(shop, "Shop.sln")));
    }

    [Fact]
    public void Repaired_shop_is_quiet() => Assert.Empty(Report(Path.Combine(Samples, "Shop.Fixed", "Shop.Fixed.sln")));

    private static SortedSet<string> Report(string solution)
    {
        var run = Tool.Run("report", solution, "--format", "json");
        Assert.True(run.ExitCode == 0, run.Error);
        var findings = JsonDocument.Parse(run.Output).RootElement.GetProperty("findings").EnumerateArray();
        return new SortedSet<string>(findings.Select(x => $"{x.GetProperty("file").GetString()}:{x.GetProperty("line").GetInt32()} {x.GetProperty("ruleId").GetString()}"), StringComparer.Ordinal);
    }

    internal static string Repository()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at != null; at = at.Parent)
            if (File.Exists(Path.Combine(at.FullName, "ScaleLint.sln"))) return at.FullName;
        throw new DirectoryNotFoundException("ScaleLint.sln is not above " + AppContext.BaseDirectory);
    }
}
