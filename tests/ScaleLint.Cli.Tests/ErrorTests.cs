namespace ScaleLint.Cli.Tests;

/// <summary>Who sees nothing but the message knows what is wrong, where, and what to do about it.</summary>
public sealed class ErrorTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("none.sln", "report", "none.sln")]
    [InlineData("empty", "report", "empty")]
    [InlineData("a.fsproj", "report", "a.fsproj")]
    [InlineData("a.txt", "report", "a.txt")]
    [InlineData("torn.slnx(2", "report", "torn.slnx")]
    [InlineData("filter.slnf", "report", "filter.slnf")]
    [InlineData("no.binlog", "report", "no.binlog")]
    [InlineData("torn.json(2,", "report", "torn.json")]
    [InlineData("none.json", "diff", "saved.json", "none.json")]
    [InlineData("none.json", "check", "saved.json", "--baseline", "none.json")]
    [InlineData("torn.json(2,", "check", "saved.json", "--baseline", "torn.json")]
    [InlineData("none", "link", "none")]
    [InlineData("empty", "link", "empty")]
    [InlineData("none.system.json", "score", "none.system.json")]
    [InlineData("none.json", "calibrate", "none.json")]
    [InlineData("torn.json(2,", "calibrate", "torn.json")]
    [InlineData("none.json", "report", "app", "--calibration", "none.json")]
    [InlineData("x", "facts", "app", "--root", "x", "-o", "facts")]
    [InlineData("--load", "report", "app", "--load", "1,x")]
    public void Names_the_place_and_the_remedy(string place, params string[] args)
    {
        Assembly();
        Directory.CreateDirectory(folder.At("empty"));
        folder.Write("a.fsproj", "<Project />");
        folder.Write("a.txt", "");
        folder.Write("torn.slnx", "<Solution>\n<Project Path=");
        folder.Write("filter.slnf", "{ \"solution\": { \"path\": \"none.sln\", \"projects\": [] } }");
        folder.Write("no.binlog", "no log");
        folder.Write("torn.json", "{\n \"schemaVersion\" 1 }");
        folder.Write("saved.json", SavedScale.Json(1, 10, withLoop: false));

        AssertTeaches(place, Tool.Run([.. args.Select((x, i) => i == 0 || x.StartsWith("--", StringComparison.Ordinal) || x is "-o" or "1,x" ? x : folder.At(x))]));
    }

    [Theory]
    [InlineData("scalelint.json(2,", "app/scalelint.json", "{\n  \"layerz\": []\n}")]
    [InlineData("scalelint.json(1,", "app/scalelint.json", "{ \"effects\": [ 1 ] }")]
    [InlineData("none.effects", "app/scalelint.json", "{ \"effects\": [ \"none.effects\" ] }")]
    [InlineData("scalelint.scale3001.max_hops is 'many'; write a whole number", "app/.editorconfig", "root = true\n[*.cs]\nscalelint.SCALE3001.max_hops = many\n")]
    [InlineData("the options of SCALE3001 are max_hops", "app/.editorconfig", "root = true\n[*.cs]\nscalelint.SCALE3001.max_hop = 3\n")]
    [InlineData("scalelint.scale9999.x names no rule", "app/.editorconfig", "root = true\n[*.cs]\nscalelint.SCALE9999.x = 3\n")]
    public void Names_what_is_wrong_with_the_configuration(string place, string file, string text)
    {
        Assembly();
        folder.Write(file, text);
        AssertTeaches(place, Tool.Run("report", folder.At("app"), "--no-cache"));
    }

    private void Assembly()
    {
        Directory.CreateDirectory(folder.At("app"));
        File.Copy(Path.Combine(AppContext.BaseDirectory, "ScaleLint.Topology.dll"), folder.At("app/ScaleLint.Topology.dll"));
    }

    private static void AssertTeaches(string place, Tool run)
    {
        Assert.Equal(2, run.ExitCode);
        Assert.Empty(run.Output);
        Assert.StartsWith("error: ", run.Error);
        Assert.Contains(place, run.Error);
        var remedy = run.Error.TrimEnd().Split('\n')[^1];
        Assert.True(remedy.StartsWith("  ", StringComparison.Ordinal) && remedy.Length > 12, "no remedy: " + run.Error);
    }
}
