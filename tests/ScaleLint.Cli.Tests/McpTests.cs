using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace ScaleLint.Cli.Tests;

/// <summary>The server as an assistant's client starts and asks it.</summary>
public sealed class McpTests : IAsyncLifetime
{
    private readonly TemporaryFolder folder = new();
    private McpClient? client;

    public async Task InitializeAsync()
    {
        folder.Write("saved.json", SavedScale.Json(calls: 5, fullAt: 10, withLoop: true));
        var tool = typeof(CommandLine).Assembly.Location;
        client = await McpClient.CreateAsync(new StdioClientTransport(new StdioClientTransportOptions { Name = "scalelint", Command = "dotnet", Arguments = [tool, "mcp", folder.At("saved.json")] }));
    }

    public async Task DisposeAsync()
    {
        if (client != null) await client.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public async Task It_tells_the_score_explains_a_finding_and_answers_what_if()
    {
        Assert.Contains(await client!.ListToolsAsync(), x => x.Name == "what_if");

        var score = await Ask("score");
        Assert.Contains("Holds 10 times today's load", score);
        Assert.Contains("1. Call orders-db once for all lines", score);

        Assert.StartsWith("GET /orders (api", await Ask("worst_chains"), StringComparison.Ordinal);
        Assert.StartsWith("abcdef0123 warning SCALE3002 Api/Orders.cs:7", await Ask("findings", ("file", "orders.cs")), StringComparison.Ordinal);
        Assert.Equal("No such finding.", await Ask("findings", ("rule", "SCALE9001")));

        var finding = await Ask("explain_finding", ("id", "abcdef0123"));
        Assert.Contains("> Store.Find  Data/Store.cs:3", finding);
        Assert.Contains("Why at scale", finding);

        Assert.Contains("orders-db at 10 times (every slot is taken)", await Ask("what_if", ("load", 20)));
        Assert.Contains("holds 40 times today's load, score 53", await Ask("what_if", ("repairs", new[] { 1 })));
    }

    [Fact]
    public async Task A_wrong_question_is_answered_with_what_may_be_asked()
    {
        var answer = await client!.CallToolAsync("what_if", new Dictionary<string, object?> { ["repairs"] = new[] { 7 } });
        Assert.True(answer.IsError);
        Assert.Contains("There is no repair 7; there are 1 to 1.", Text(answer));
    }

    private async Task<string> Ask(string tool, params (string Name, object Value)[] arguments)
    {
        var answer = await client!.CallToolAsync(tool, arguments.ToDictionary(x => x.Name, x => (object?)x.Value));
        Assert.False(answer.IsError is true, Text(answer));
        return Text(answer);
    }

    private static string Text(CallToolResult answer) => string.Concat(answer.Content.OfType<TextContentBlock>().Select(x => x.Text));
}
