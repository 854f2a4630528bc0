using System.Text.Json;
using System.Text.RegularExpressions;
using ScaleLint.Rules;

namespace ScaleLint.Cli.Tests;

/// <summary>The samples are the promise of the README: every marked fault is found, nothing else is, and the repaired shop is quiet.</summary>
public class SampleTests(ShopReport report) : IClassFixture<ShopReport>
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
        Assert.Equal(marked, Faults(report.Json));
    }

    [Theory]
    [InlineData("sarif")]
    [InlineData("html")]
    [InlineData("json")]
    public void A_chain_over_three_services_has_its_place_at_every_hop(string format)
    {
        using var folder = new TemporaryFolder();
        folder.Write("shop.json", report.Json);
        var output = Tool.Run("report", folder.At("shop.json"), "--format", format).Output;
        Assert.All(Checkout(), hop => Assert.Contains(format == "sarif" ? $"\"uri\": \"{hop.File}\"" : $"\"{hop.File}\"", output));
        Assert.All(Checkout(), hop => Assert.Matches(format == "sarif" ? $"\"startLine\": {hop.Line}\\b" : $"\"line\": ?{hop.Line}\\b", output));
    }

    [Fact]
    public void A_chain_over_three_services_is_told_hop_by_hop()
    {
        using var folder = new TemporaryFolder();
        folder.Write("shop.json", report.Json);
        var output = Tool.Run("explain", Chain().GetProperty("fingerprint").GetString()!, "--from", folder.At("shop.json")).Output;
        Assert.All(Checkout(), hop => Assert.Contains($"{hop.File}:{hop.Line}", output));
    }

    /// <summary>The finding whose path goes from the gateway through ordering to payment.</summary>
    private JsonElement Chain() => JsonDocument.Parse(report.Json).RootElement.GetProperty("findings").EnumerateArray()
        .Single(x => x.GetProperty("ruleId").GetString() == "SCALE3001" && x.GetProperty("message").GetString()!.StartsWith("POST /checkout ", StringComparison.Ordinal));

    private List<(string File, int Line)> Checkout()
    {
        var hops = Chain().GetProperty("path").EnumerateArray().Select(x => (File: x.GetProperty("file").GetString()!, Line: x.GetProperty("line").GetInt32())).ToList();
        Assert.Equal(["Shop.Gateway", "Shop.Ordering", "Shop.Payment"], hops.Select(x => x.File.Split('/')[0]).Distinct().Order(StringComparer.Ordinal));
        Assert.All(hops, x => Assert.True(x.Line > 0));
        return hops;
    }

    [Fact]
    public void Repaired_shop_is_quiet() => Assert.Empty(Faults(ShopReport.Of(Path.Combine(Samples, "Shop.Fixed", "Shop.Fixed.sln"))));

    private static SortedSet<string> Faults(string json)
    {
        var findings = JsonDocument.Parse(json).RootElement.GetProperty("findings").EnumerateArray();
        return new SortedSet<string>(findings.Select(x => $"{x.GetProperty("file").GetString()}:{x.GetProperty("line").GetInt32()} {x.GetProperty("ruleId").GetString()}"), StringComparer.Ordinal);
    }

    internal static string Repository()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at != null; at = at.Parent)
            if (File.Exists(Path.Combine(at.FullName, "ScaleLint.sln"))) return at.FullName;
        throw new DirectoryNotFoundException("ScaleLint.sln is not above " + AppContext.BaseDirectory);
    }
}

/// <summary>The report on the shop, made once.</summary>
public sealed class ShopReport
{
    /// <summary>As JSON.</summary>
    public string Json { get; } = Of(Path.Combine(SampleTests.Repository(), "samples", "Shop", "Shop.sln"));

    internal static string Of(string solution)
    {
        var run = Tool.Run("report", solution, "--format", "json");
        Assert.True(run.ExitCode == 0, run.Error);
        return run.Output;
    }
}
