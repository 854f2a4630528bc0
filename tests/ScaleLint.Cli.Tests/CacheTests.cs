namespace ScaleLint.Cli.Tests;

public sealed class CacheTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void What_was_read_before_gives_the_same_bytes_and_asks_neither_MSBuild_nor_the_compiler()
    {
        SmallSystem.Write(folder);
        var (cold, steps) = Report("--cache", folder.At("cache"));
        Assert.Contains("loading", steps);
        Assert.Contains("SCALE3002", cold);
        var kept = Kept();

        (var warm, steps) = Report("--cache", folder.At("cache"));
        Assert.Equal(cold, warm);
        Assert.DoesNotContain("loading", steps);
        Assert.Equal(kept, Kept());

        // A source that changed is compiled again, on its own and without MSBuild.
        var client = File.ReadAllText(folder.At("Prices/PriceClient.cs"));
        folder.Write("Prices/PriceClient.cs", client.Replace("http.GetStringAsync(\"http://prices/\" + sku)", "Task.FromResult(sku)", StringComparison.Ordinal));
        (var changed, steps) = Report("--cache", folder.At("cache"));
        Assert.DoesNotContain("loading", steps);
        Assert.DoesNotContain("SCALE3002", changed);
        Assert.Equal(Report("--no-cache").Output, changed);

        folder.Write("Prices/PriceClient.cs", client);
        (var back, steps) = Report("--cache", folder.At("cache"));
        Assert.Equal(cold, back);
        Assert.DoesNotContain("loading", steps);
    }

    [Fact]
    public void A_dependant_is_read_again_only_when_what_it_sees_changed()
    {
        SmallSystem.Write(folder);
        Report("--cache", folder.At("cache"));
        var client = File.ReadAllText(folder.At("Prices/PriceClient.cs"));
        int Read(string changed)
        {
            var before = Facts();
            folder.Write("Prices/PriceClient.cs", changed);
            Assert.Equal(Report("--no-cache", "--allow-incomplete").Output, Report("--cache", folder.At("cache"), "--allow-incomplete").Output);
            return Facts() - before;
        }

        const string Get = "public Task<string> GetAsync(string sku)";
        Assert.Equal(1, Read(client.Replace("http://prices/", "http://prices/v2/", StringComparison.Ordinal)));
        Assert.Equal(1, Read(client.Replace(Get, "private int calls; " + Get, StringComparison.Ordinal)));
        Assert.Equal(2, Read(client.Replace(Get, "public Task<string> GetAsync(string sku, int tries = 2)", StringComparison.Ordinal)));
        // A default value is compiled into the caller.
        Assert.Equal(2, Read(client.Replace(Get, "public Task<string> GetAsync(string sku, int tries = 3)", StringComparison.Ordinal)));
        // What does not compile shows nothing that can be relied on.
        Assert.Equal(2, Read(client.Replace(Get, "public Task<Missing> GetAsync(string sku)", StringComparison.Ordinal)));
        Assert.Equal(0, Read(client));
    }

    [Fact]
    public void Damaged_foreign_and_outdated_entries_are_made_anew_by_any_number_of_processes()
    {
        SmallSystem.Write(folder);
        var (cold, _) = Report("--cache", folder.At("cache"));
        var files = Directory.GetFiles(folder.At("cache")).Order(StringComparer.Ordinal).ToList();
        Assert.True(files.Count >= 3, string.Join(", ", files));
        for (var i = 0; i < files.Count; i++) File.WriteAllText(files[i], i % 2 == 0 ? File.ReadAllText(files[i])[..^5] : File.ReadAllText(files[(i + 1) % files.Count]));
        Assert.All(Concurrently(2, () => Report("--cache", folder.At("cache")).Output), x => Assert.Equal(cold, x));

        // A new file is none of what the projects were made of.
        folder.Write("Web/More.cs", "public static class More { public static string Text() => new HttpClient().GetStringAsync(\"http://more\").Result; }");
        var (more, steps) = Report("--cache", folder.At("cache"));
        Assert.Contains("loading", steps);
        Assert.Equal(Report("--no-cache").Output, more);
        Assert.NotEqual(cold, more);
    }

    private static string[] Concurrently(int count, Func<string> run) => Task.WhenAll(Enumerable.Range(0, count).Select(_ => Task.Run(run))).GetAwaiter().GetResult();

    private (string Output, string Steps) Report(params string[] options)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var steps = new StringWriter { NewLine = "\n" };
        var code = CommandLine.Run(["report", folder.At("Small.slnx"), "--format", "json", .. options], new Terminal(output, steps) { ErrorIsTerminal = true });
        Assert.True(code == 0, steps.ToString());
        return (output.ToString(), steps.ToString());
    }

    private int Facts() => Directory.GetFiles(folder.At("cache"), "*.facts").Length;

    private List<string> Kept() => Directory.GetFiles(folder.At("cache")).Order(StringComparer.Ordinal).ToList();
}
