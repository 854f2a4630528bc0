namespace ScaleLint.Cli.Tests;

/// <summary>What moved the score between two saved results, with what moved it.</summary>
public sealed class DiffTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("text")]
    [InlineData("markdown")]
    public void A_limit_that_moved_names_the_call_and_the_finding_that_moved_it(string format)
    {
        folder.Write("main.json", SavedScale.Json(calls: 1, fullAt: 40, withLoop: false));
        folder.Write("branch.json", SavedScale.Json(calls: 5, fullAt: 10, withLoop: true));
        var run = Tool.Run("diff", folder.At("main.json"), folder.At("branch.json"), "--format", format);
        Assert.True(run.ExitCode == 0, run.Error);
        var said = run.Output.Replace("&#95;", "_", StringComparison.Ordinal).Replace("&#126;", "~", StringComparison.Ordinal);
        Assert.Contains("53 -> 33, margin 40 -> 10", said.Replace("-&#62;", "->", StringComparison.Ordinal));
        Assert.Contains("orders-db (every slot is taken): at 40 times", said);
        Assert.Contains("-20 points", said);
        Assert.Contains("~ GET /orders (api) waits for orders-db 5 times, was once", said);
        Assert.Contains("+ SCALE3002 Api/Orders.cs:7 a query per line", said);
    }

    [Fact]
    public void The_same_result_moved_nothing()
    {
        folder.Write("a.json", SavedScale.Json(calls: 5, fullAt: 10, withLoop: true));
        var run = Tool.Run("diff", folder.At("a.json"), folder.At("a.json"));
        Assert.DoesNotContain("What moved the score", run.Output);
        Assert.Contains("Findings: no change", run.Output);
        Assert.Contains("Edges: no change", run.Output);
    }
}
