using System.Text.Json;
using ScaleLint.Cases;

namespace ScaleLint.Cli.Tests;

/// <summary>A system of small projects that <c>link</c> reports on, one shard a project.</summary>
internal sealed class LinkedSystem : SystemShards, IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    /// <summary>Writes the projects as shards; <paramref name="together"/> as a single one.</summary>
    /// <returns>The folder of shards.</returns>
    public string Shards(bool together = false)
    {
        var root = folder.At(together ? "whole" : "shards");
        Write(root, together);
        return root;
    }

    /// <summary>The report of <c>link</c> over one shard a project.</summary>
    public string Report(string format = "json")
    {
        var run = Tool.Run("link", Shards(), "--format", format);
        Assert.True(run.ExitCode == 0, run.Error);
        return run.Output;
    }

    /// <summary>Edges as <c>kind from > to</c>, in order.</summary>
    public IReadOnlyList<string> Edges() => [.. JsonDocument.Parse(Report()).RootElement.GetProperty("edges").EnumerateArray()
        .Select(x => $"{x.GetProperty("kind").GetString()} {x.GetProperty("from").GetString()} > {x.GetProperty("to").GetString()}")];
}
