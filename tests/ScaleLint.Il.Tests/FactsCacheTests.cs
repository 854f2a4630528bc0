using ScaleLint.Graph.Facts;

namespace ScaleLint.Il.Tests;

public sealed class FactsCacheTests : IDisposable
{
    private readonly string folder = Path.Combine(Path.GetTempPath(), "scalelint-cache-" + Guid.NewGuid().ToString("N"));

    private static AssemblyFacts Facts(string name) => new(name, FactsOrigin.Il, OutputKind.Library, false, [], [], [], []);

    [Fact]
    public void An_assembly_is_read_once_per_content_and_reader()
    {
        var reads = 0;
        AssemblyFacts Read() { reads++; return Facts("A" + reads); }
        byte[][] content = [[1, 2]];
        Assert.Equal("A1", new FactsCache(folder, "1").Get("", content, Read).Name);
        Assert.Equal("A1", new FactsCache(folder, "1").Get("", content, Read).Name);
        Assert.Equal("A2", new FactsCache(folder, "2").Get("", content, Read).Name);
        Assert.Equal("A3", new FactsCache(folder, "1").Get("", [[1, 3]], Read).Name);
    }

    [Fact]
    public void A_damaged_file_is_read_anew()
    {
        byte[][] content = [[1]];
        new FactsCache(folder, "1").Get("", content, () => Facts("A"));
        var file = Assert.Single(Directory.GetFiles(folder));
        File.WriteAllText(file, File.ReadAllText(file)[..^3]);
        Assert.Equal("B", new FactsCache(folder, "1").Get("", content, () => Facts("B")).Name);
        Assert.Equal("B", new FactsCache(folder, "1").Get("", content, () => Facts("C")).Name);
    }

    [Fact]
    public void A_folder_that_cannot_be_written_costs_only_time()
    {
        Directory.CreateDirectory(folder);
        var occupied = Path.Combine(folder, "file");
        File.WriteAllText(occupied, "");
        var cache = new FactsCache(Path.Combine(occupied, "sub"), "1");
        Assert.Equal("A", cache.Get("", [[1]], () => Facts("A")).Name);
        cache.Trim();
    }

    [Fact]
    public void The_oldest_files_go_when_the_folder_is_over_its_limit()
    {
        var cache = new FactsCache(folder, "1", limit: 1);
        cache.Get("", [[1]], () => Facts("A"));
        cache.Get("", [[2]], () => Facts("B"));
        cache.Trim();
        Assert.Empty(Directory.GetFiles(folder));
    }

    [Fact]
    public async Task Many_builds_may_write_the_same_content_at_once()
    {
        var names = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() => new FactsCache(folder, "1").Get("", [[7]], () => Facts("A")).Name)));
        Assert.All(names, x => Assert.Equal("A", x));
        Assert.Single(Directory.GetFiles(folder));
    }

    public void Dispose()
    {
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
    }
}
