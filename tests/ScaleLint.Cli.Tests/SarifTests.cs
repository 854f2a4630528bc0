using System.Text.Json;
using ScaleLint.Rules;

namespace ScaleLint.Cli.Tests;

/// <summary>SARIF as others read it: the schema, and what the SARIF multitool's validation looks at beyond it.</summary>
[Collection("shop")]
public sealed class SarifTests(ShopReport report)
{
    private readonly Lazy<string> text = new(() =>
    {
        using var folder = new TemporaryFolder();
        folder.Write("shop.json", report.Json);
        return Tool.Run("report", folder.At("shop.json"), "--format", "sarif").Output;
    });

    private JsonElement Run => JsonDocument.Parse(text.Value).RootElement.GetProperty("runs")[0];

    private IEnumerable<JsonElement> Results => Run.GetProperty("results").EnumerateArray();

    [Fact]
    public async Task It_holds_to_the_schema() => Assert.Empty(await PublishedSchema.Faults("sarif", text.Value));

    [Fact]
    public void Rules_are_declared_once_with_a_name_a_help_and_a_page()
    {
        var rules = Run.GetProperty("tool").GetProperty("driver").GetProperty("rules").EnumerateArray().ToList();
        Assert.Equal(Results.Select(x => x.GetProperty("ruleId").GetString()).Distinct().Order(StringComparer.Ordinal), rules.Select(x => x.GetProperty("id").GetString()));
        Assert.All(rules, x =>
        {
            Assert.Matches("^[A-Z][A-Za-z0-9]+$", x.GetProperty("name").GetString());
            Assert.EndsWith(".", x.GetProperty("shortDescription").GetProperty("text").GetString());
            Assert.EndsWith(".", x.GetProperty("fullDescription").GetProperty("text").GetString());
            Assert.NotEmpty(x.GetProperty("help").GetProperty("text").GetString()!);
            Assert.True(Uri.TryCreate(x.GetProperty("helpUri").GetString(), UriKind.Absolute, out _));
        });
        Assert.All(Results, x => Assert.Equal(x.GetProperty("ruleId").GetString(), rules[x.GetProperty("ruleIndex").GetInt32()].GetProperty("id").GetString()));
    }

    [Fact]
    public void Every_place_is_relative_to_a_base_that_is_declared()
    {
        var bases = Run.GetProperty("originalUriBaseIds").EnumerateObject().Select(x => x.Name).ToHashSet();
        var places = Results.SelectMany(x => x.GetProperty("locations").EnumerateArray().Concat(Flow(x))).ToList();
        Assert.NotEmpty(places);
        foreach (var place in places)
        {
            var physical = place.GetProperty("physicalLocation");
            var artifact = physical.GetProperty("artifactLocation");
            var uri = artifact.GetProperty("uri").GetString()!;
            Assert.True(Uri.TryCreate(uri, UriKind.Relative, out _), uri);
            Assert.DoesNotContain("\\", uri, StringComparison.Ordinal);
            Assert.DoesNotContain("..", uri.Split('/'));
            Assert.Contains(artifact.GetProperty("uriBaseId").GetString()!, bases);
            Assert.True(physical.GetProperty("region").GetProperty("startLine").GetInt32() > 0);
        }
    }

    [Fact]
    public void Messages_are_whole_sentences_without_holes_and_fingerprints_are_unique()
    {
        Assert.All(Results, x => Assert.DoesNotMatch(@"\{\d+\}", x.GetProperty("message").GetProperty("text").GetString()));
        Assert.All(Results, x => Assert.NotEmpty(x.GetProperty("message").GetProperty("text").GetString()!));
        var prints = Results.Select(x => x.GetProperty("partialFingerprints").GetProperty("scalelint/v1").GetString()).ToList();
        Assert.Equal(prints.Count, prints.Distinct().Count());
    }

    [Fact]
    public void Path_rules_have_code_flows_that_end_in_places()
    {
        var paths = Results.Where(x => x.TryGetProperty("codeFlows", out _)).ToList();
        Assert.Contains(paths, x => x.GetProperty("ruleId").GetString() == "SCALE3001");
        Assert.All(paths, x => Assert.NotEmpty(Flow(x)));
        Assert.All(paths.SelectMany(Flow), x => Assert.NotEmpty(x.GetProperty("message").GetProperty("text").GetString()!));
        Assert.All(Results.Select(x => x.GetProperty("ruleId").GetString()!), x => Assert.NotNull(RuleList.Find(x)));
    }

    private static IEnumerable<JsonElement> Flow(JsonElement result) => result.TryGetProperty("codeFlows", out var flows)
        ? flows.EnumerateArray().SelectMany(x => x.GetProperty("threadFlows").EnumerateArray()).SelectMany(x => x.GetProperty("locations").EnumerateArray()).Select(x => x.GetProperty("location")) : [];
}
