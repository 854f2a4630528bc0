using System.Text.Json;
using System.Text.RegularExpressions;
using ScaleLint.Rules;

namespace ScaleLint.Cli.Tests;

/// <summary>The samples are the promise of the README: every marked fault is found, nothing else is, and the repaired shop is quiet.</summary>
[Collection("shop")]
public class SampleTests(ShopReport report)
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
        Assert.All(Checkout(), hop => Assert.Matches(format switch { "sarif" => $"\"startLine\": {hop.Line}\\b", "html" => $"\\[\\d+,\\d+,{hop.Line}\\]", _ => $"\"line\": ?{hop.Line}\\b" }, output));
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

    /// <summary>The spans that <c>run.sh</c> recorded of the running shop.</summary>
    [Fact]
    public void Traces_of_the_running_shop_take_the_place_of_assumed_numbers_and_agree_with_its_code()
    {
        using var folder = new TemporaryFolder();
        var run = Tool.Run("calibrate", Path.Combine(Samples, "Shop", "traces.jsonl.gz"), "-o", folder.At("measured.json"));
        Assert.True(run.ExitCode == 0, run.Error);
        var result = JsonDocument.Parse(report.Link("--calibration", folder.At("measured.json"))).RootElement;
        var calibration = result.GetProperty("calibration");
        Assert.InRange(calibration.GetProperty("traces").GetInt32(), 300, 1000);
        string[] Edges(string name) => [.. calibration.GetProperty(name).EnumerateArray().Select(x => $"{x.GetProperty("from").GetString()} > {x.GetProperty("to").GetString()}").Order(StringComparer.Ordinal)];
        Assert.Equal(
            ["catalog > catalog-db", "gateway > catalog", "gateway > ordering", "gateway > payment", "ordering > catalog", "ordering > catalog-db", "ordering > orders-db", "ordering > payment", "ordering > rabbitmq", "payment > ordering", "payment > payments-db", "payment > rabbitmq"],
            Edges("edgesInBoth"));
        // Redis leaves no spans, nothing was refunded, and what plays the third parties listens on loopback.
        Assert.Equal(["catalog > redis", "gateway > rates.parcels.example", "payment > payment-provider", "payment > rabbitmq"], Edges("edgesOnlyInCode"));
        Assert.Equal(["gateway > 127.0.0.1", "payment > 127.0.0.1"], Edges("edgesOnlyInTraces"));
        Assert.Equal(12.0 / 18, calibration.GetProperty("agreement").GetDouble(), 3);
        double Measured(JsonElement of) => of.GetProperty("score").GetProperty("inputs").GetProperty("measured").GetDouble();
        Assert.Equal(0, Measured(JsonDocument.Parse(report.Json).RootElement));
        Assert.True(Measured(result) > 0.1);
    }

    [Fact]
    public void Repaired_shop_is_quiet_and_holds_ten_times_the_load()
    {
        var repaired = ShopReport.Of(Path.Combine(Samples, "Shop.Fixed", "Shop.Fixed.sln"));
        Assert.Empty(Faults(repaired));
        Assert.True(Margin(repaired) >= 10 * Margin(report.Json), $"{Margin(repaired)} {Margin(report.Json)}");
    }

    private static double Margin(string json) => JsonDocument.Parse(json).RootElement.GetProperty("score").GetProperty("margin").GetDouble();

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

/// <summary>The shop is read once for all tests of it.</summary>
[CollectionDefinition("shop")]
public sealed class ShopTests : ICollectionFixture<ShopReport>;

/// <summary>The report on the shop, linked from its facts.</summary>
public sealed class ShopReport : IDisposable
{
    private readonly TemporaryFolder facts = new();

    public ShopReport()
    {
        var run = Tool.Run("facts", Path.Combine(SampleTests.Repository(), "samples", "Shop", "Shop.sln"), "-o", facts.Path);
        Assert.True(run.ExitCode == 0, run.Error);
        Json = Link();
    }

    /// <summary>As JSON.</summary>
    public string Json { get; }

    /// <summary>The JSON that <c>link</c> makes with more arguments.</summary>
    public string Link(params string[] more)
    {
        var run = Tool.Run(["link", facts.Path, "--format", "json", .. more]);
        Assert.True(run.ExitCode == 0, run.Error);
        return run.Output;
    }

    public void Dispose() => facts.Dispose();

    internal static string Of(string solution)
    {
        var run = Tool.Run("report", solution, "--format", "json");
        Assert.True(run.ExitCode == 0, run.Error);
        return run.Output;
    }
}
