using System.Text.RegularExpressions;

namespace ScaleLint.Build.Tests;

/// <summary>One solution built in every way MSBuild has.</summary>
public sealed class BuildWaysTests(BuiltSolution solution) : IClassFixture<BuiltSolution>
{
    private static readonly string[] Made = [".dll", ".pdb", ".facts", ".stamp", ".references", ".own", ".left"];

    [Fact]
    public void Every_way_of_building_finds_the_same_and_does_nothing_when_nothing_changed()
    {
        var shop = solution.Shop;
        string[] all = ["Program.cs(6) SCALE3002", "Program.cs(8) SCALE3002"];
        Assert.DoesNotContain("SCALE000", solution.Output);
        Assert.Equal(all, Workshop.Findings(solution.Output));
        Assert.Contains("PriceClient.PriceAsync -> HttpClient.GetStringAsync", solution.Output);
        Assert.Contains("StockClient.StockAsync -> HttpClient.GetStringAsync", solution.Output);
        Assert.True(File.Exists(shop.In("Code/Lib/obj/Debug/net10.0/scalelint.facts")));
        Assert.True(File.Exists(shop.In("Code/Lib/obj/Debug/netstandard2.0/scalelint.facts")));
        var read = File.ReadAllLines(shop.In("Code/Web/obj/Debug/net10.0/scalelint.references"));
        Assert.All(["/Lib.dll", "/Mid.dll"], x => Assert.Contains(read, y => y.StartsWith("Project|", StringComparison.Ordinal) && y.EndsWith(x, StringComparison.Ordinal) && !y.Contains("/ref/", StringComparison.Ordinal)));

        // The package folder is never written to but by a restore, so it may be read-only.
        var packages = solution.Snapshot("packages");
        var before = solution.Snapshot("Code", Made);
        var (code, output) = shop.Dotnet("build", "Code/All.slnx", "-m");
        Assert.True(code == 0, output);
        Assert.Equal(before, solution.Snapshot("Code", Made));

        // An editor takes the facts that are there and makes none.
        var stamp = shop.In("Code/Web/obj/Debug/net10.0/scalelint.stamp");
        File.Delete(stamp);
        (code, output) = shop.Dotnet("msbuild", "Code/Web", "-t:Compile", "-p:DesignTimeBuild=true", "-p:SkipCompilerExecution=true", "-p:ProvideCommandLineArgs=true", "-p:NonExistentFile=none/none", "-p:BuildProjectReferences=false", "-getItem:CscCommandLineArgs");
        Assert.True(code == 0, output);
        Assert.Matches(new Regex("/additionalfile:.*scalelint\\.facts"), output);
        Assert.False(File.Exists(stamp));

        // Alone, a project is judged by what the others' last build left.
        shop.Write("Code/Lib/Shop.cs", "namespace Lib; public class Shop { public Task<int> PriceAsync(string id) => Task.FromResult(1); public Task<int> StockAsync(string id) => Task.FromResult(1); }");
        (code, output) = shop.Dotnet("build", "Code/Web", "--no-dependencies", "--no-incremental");
        Assert.True(code == 0, output);
        Assert.Equal(all, Workshop.Findings(output));
        (code, output) = shop.Dotnet("build", "Code/Web");
        Assert.True(code == 0, output);
        Assert.Empty(Workshop.Findings(output));
        Assert.Equal(packages, solution.Snapshot("packages"));
    }

    [Fact]
    public void Projects_built_alone_in_another_folder_leave_facts_that_link_to_the_same_bytes()
    {
        var shop = solution.Shop;
        foreach (var project in new[] { "Lib", "Mid", "Web" })
        {
            var (code, output) = shop.Dotnet("build", "Copy/" + project, "--no-dependencies", "-c", "Release");
            Assert.True(code == 0, output);
        }
        Assert.Equal(solution.Linked, solution.Link("Copy/Web", "Copy/Lib/bin", "Copy/Mid"));

        // What the build leaves is what a scan of the sources finds, at the same lines.
        var (exit, scanned) = shop.ScaleLint("report", shop.In("Copy/All.slnx"), "--format", "json", "--cache", shop.In("cache"));
        Assert.True(exit == 0, scanned);
        Assert.Equal(Places(scanned), Places(solution.Linked));
        Assert.NotEmpty(Places(solution.Linked));

        var (cleaned, text) = shop.Dotnet("clean", "Copy/Web", "-c", "Release");
        Assert.True(cleaned == 0, text);
        Assert.Empty(Directory.EnumerateFiles(shop.In("Copy/Web/bin"), "*.facts*", SearchOption.AllDirectories));
    }

    private static List<string> Places(string json)
    {
        using var document = System.Text.Json.JsonDocument.Parse(json);
        return document.RootElement.GetProperty("findings").EnumerateArray().Select(x => $"{x.GetProperty("ruleId")} {x.GetProperty("file")}({x.GetProperty("line")})").Order(StringComparer.Ordinal).ToList();
    }
}
