using System.Text.Json;

namespace ScaleLint.Cli.Tests;

public sealed class ScoreTests : IDisposable
{
    private const string Pool = """
        {"schemaVersion":1,
         "operations":[{"id":"GET /a","ratePerSecond":50,"objective":{"p99Ms":250},"does":{"call":"db"}}],
         "resources":[{"id":"db","kind":"sql","slots":10,"time":{"meanMs":20,"shape":"exponential"}}]}
        """;

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Json_holds_one_point_per_load()
    {
        folder.Write("a.system.json", Pool);
        var run = Tool.Run("score", folder.At("a.system.json"), "--format", "json", "--load", "1,9.5");
        Assert.True(run.ExitCode == 0, run.Error);
        using var json = JsonDocument.Parse(run.Output);
        Assert.InRange(json.RootElement.GetProperty("margin").GetDouble(), 9.5, 9.7);
        Assert.Equal([1, 9.5], json.RootElement.GetProperty("operations")[0].GetProperty("curve").EnumerateArray().Select(x => x.GetProperty("load").GetDouble()));
    }

    [Fact]
    public void A_model_that_a_report_wrote_has_the_score_of_the_report()
    {
        SmallSystem.Write(folder);
        folder.Write("scalelint.json", """{ "objectives": { "GET /quotes": { "p99Ms": 5000, "ratePerSecond": 20 } }, "resources": [{ "id": "prices", "kind": "third-party", "match": ["prices"], "slots": 200, "quotaPerSecond": 900 }] }""");
        var report = Tool.Run("report", folder.At("Small.slnx"), "--format", "json", "-o", folder.At("result.json"), "--format", "model", "-o", folder.At("small.system.json"));
        Assert.True(report.ExitCode == 0, report.Error);
        var score = Tool.Run("score", folder.At("small.system.json"), "--format", "json");
        Assert.True(score.ExitCode == 0, score.Error);

        using var reported = JsonDocument.Parse(File.ReadAllText(folder.At("result.json")));
        using var scored = JsonDocument.Parse(score.Output);
        var promised = reported.RootElement.GetProperty("score");
        Assert.Equal(promised.GetProperty("margin").GetDouble(), scored.RootElement.GetProperty("margin").GetDouble(), 1e-3);
        Assert.Equal(promised.GetProperty("value").GetDouble(), scored.RootElement.GetProperty("score").GetDouble(), 1e-1);
    }

    [Fact]
    public void Text_says_what_gives_way_first()
    {
        folder.Write("a.system.json", Pool);
        var run = Tool.Run("score", folder.At("a.system.json"));
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("9.6", run.Output);
    }

    [Theory]
    [InlineData("""{"schemaVersion":1,"operations":[{"id":"a","does":{"call":"nowhere"}}]}""", "$.operations[0].does.call")]
    [InlineData("""{"schemaVersion":1,"operations":[{"id":"a","does":{"cpuMs":-1}}]}""", "$.operations[0].does.cpuMs")]
    [InlineData("{", "")]
    public void A_mistake_is_named_with_its_path(string text, string path)
    {
        folder.Write("wrong.system.json", text);
        var run = Tool.Run("score", folder.At("wrong.system.json"));
        Assert.Equal(2, run.ExitCode);
        Assert.Empty(run.Output);
        Assert.Contains(path, run.Error);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("1,x")]
    [InlineData("NaN")]
    public void A_load_is_a_positive_number(string load)
    {
        folder.Write("a.system.json", Pool);
        var run = Tool.Run("score", folder.At("a.system.json"), "--load", load);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("--load", run.Error);
    }

    [Fact]
    public void A_system_file_is_not_reported()
    {
        folder.Write("a.system.json", Pool);
        var run = Tool.Run("report", folder.At("a.system.json"));
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("scalelint score", run.Error);
    }
}
