using System.Text.Json;

namespace ScaleLint.Cli.Tests;

public sealed class ScanTests
{
    [Fact]
    public async Task A_call_in_a_loop_is_found_through_another_project_and_another_folder_gives_the_same_bytes()
    {
        using var first = new TemporaryFolder();
        SmallSystem.Write(first);
        var run = Tool.Run("report", first.At("Small.slnx"), "--format", "json", "-o", first.At("a.json"), "--format", "sarif");
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Empty(run.Error);

        using var json = JsonDocument.Parse(File.ReadAllText(first.At("a.json")));
        var root = json.RootElement;
        Assert.Equal(1, root.GetProperty("schemaVersion").GetInt32());
        Assert.True(root.GetProperty("complete").GetBoolean());
        Assert.Empty(await PublishedSchema.Faults("result", File.ReadAllText(first.At("a.json"))));
        Assert.Equal(2, root.GetProperty("coverage").GetProperty("projects").GetInt32());
        var finding = Assert.Single(root.GetProperty("findings").EnumerateArray(), x => x.GetProperty("ruleId").GetString() == "SCALE3002");
        Assert.Equal("Web/Program.cs", finding.GetProperty("file").GetString());
        Assert.Equal(9, finding.GetProperty("line").GetInt32());
        Assert.Contains(finding.GetProperty("path").EnumerateArray(), x => x.GetProperty("file").GetString() == "Prices/PriceClient.cs");

        using var sarif = JsonDocument.Parse(run.Output);
        var result = Assert.Single(sarif.RootElement.GetProperty("runs")[0].GetProperty("results").EnumerateArray(), x => x.GetProperty("ruleId").GetString() == "SCALE3002");
        Assert.Equal("Web/Program.cs", result.GetProperty("locations")[0].GetProperty("physicalLocation").GetProperty("artifactLocation").GetProperty("uri").GetString());
        Assert.NotEmpty(result.GetProperty("codeFlows")[0].GetProperty("threadFlows")[0].GetProperty("locations").EnumerateArray());

        using var second = new TemporaryFolder();
        SmallSystem.Write(second);
        Assert.Equal(0, Tool.Run("report", second.Path, "--format", "json", "-o", second.At("b.json")).ExitCode);
        Assert.Equal(File.ReadAllText(first.At("a.json")), File.ReadAllText(second.At("b.json")));

        Assert.Equal(File.ReadAllText(first.At("a.json")), Tool.Run("report", first.At("a.json"), "--format", "json").Output);
        Assert.Contains("SCALE3002  Web/Program.cs:9", Tool.Run("report", first.At("a.json")).Output);

        foreach (var shard in new[] { "Web", "Prices" })
        {
            var facts = Tool.Run("facts", first.At($"{shard}/{shard}.csproj"), "--root", first.Path, "-o", first.At("facts/" + shard), "--readable");
            Assert.True(facts.ExitCode == 0, facts.Error);
            Assert.Contains("call #", File.ReadAllText(first.At($"facts/{shard}/{shard}.txt")));
        }
        Assert.Equal(File.ReadAllText(first.At("a.json")), Tool.Run("link", first.At("facts/Web"), first.At("facts/Prices"), "--format", "json").Output);
        Assert.Equal(File.ReadAllText(first.At("a.json")), Tool.Run("link", first.At("facts"), "--format", "json").Output);
    }

    [Fact]
    public void Generators_of_the_SDK_run_as_in_a_build_also_where_they_ask_for_a_culture()
    {
        using var folder = new TemporaryFolder();
        SmallSystem.WriteProject(folder, "Generated", """
            using System.Text.Json.Serialization;
            using System.Text.RegularExpressions;
            public static partial class Names { [GeneratedRegex("a+", RegexOptions.IgnoreCase, "en-US")] public static partial Regex All(); }
            [JsonSerializable(typeof(int[]))] public partial class Numbers : JsonSerializerContext;
            """);
        var run = Tool.Run("report", folder.At("Generated/Generated.csproj"), "--no-cache");
        Assert.True(run.ExitCode == 0, run.Output + run.Error);
    }

    [Fact]
    public void What_cannot_be_read_makes_the_analysis_incomplete_and_the_rest_is_analysed()
    {
        using var folder = new TemporaryFolder();
        SmallSystem.WriteProject(folder, "Empty", "");
        SmallSystem.WriteProject(folder, "Broken", "public class Broken : Microsoft.AspNetCore.Mvc.ControllerBase { [Microsoft.AspNetCore.Mvc.HttpGet(\"/\")] public int F() => Missing.Call(); }", """<FrameworkReference Include="Microsoft.AspNetCore.App" />""");
        SmallSystem.WriteProject(folder, "Torn", "class Torn;");
        folder.Write("Torn/Torn.csproj", "<Project Sdk=\"Microsoft.NET.Sdk\"><PropertyGroup>");
        folder.Write("Sharp/Sharp.fsproj", "<Project Sdk=\"Microsoft.NET.Sdk\"><PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup></Project>");
        SmallSystem.Write(folder, "Empty/Empty.csproj", "Broken/Broken.csproj", "Torn/Torn.csproj", "Sharp/Sharp.fsproj", "Gone/Gone.csproj");

        var run = Tool.Run("report", folder.At("Small.slnx"), "--format", "json");
        Assert.Equal(3, run.ExitCode);
        Assert.Contains("incomplete", run.Error);
        using var json = JsonDocument.Parse(run.Output);
        var root = json.RootElement;
        Assert.False(root.GetProperty("complete").GetBoolean());
        var problems = root.GetProperty("problems").EnumerateArray().Select(x => x.GetProperty("code").GetString() + " " + x.GetProperty("file").GetString()).ToList();
        Assert.Contains("project-empty Empty/Empty.csproj", problems);
        Assert.Single(problems, x => x == "does-not-compile Broken/Broken.cs");
        Assert.DoesNotContain(root.GetProperty("findings").EnumerateArray(), x => x.GetProperty("ruleId").GetString() == "SCALE9004");
        Assert.Contains("project-not-loaded Torn/Torn.csproj", problems);
        Assert.Contains("language-not-read Sharp/Sharp.fsproj", problems);
        Assert.Contains("project-missing Gone/Gone.csproj", problems);
        Assert.DoesNotContain(folder.Path, run.Output);
        Assert.Contains(root.GetProperty("findings").EnumerateArray(), x => x.GetProperty("ruleId").GetString() == "SCALE3002");
    }

    [Fact]
    public void A_package_that_cannot_be_restored_is_named()
    {
        using var folder = new TemporaryFolder();
        // No feed at all: the same answer with and without a network.
        folder.Write("NuGet.config", "<configuration><packageSources><clear /></packageSources></configuration>");
        SmallSystem.WriteProject(folder, "Lacking", "class Lacking { }", """<PackageReference Include="No.Such.Package" Version="1.0.0" />""");
        var run = Tool.Run("report", folder.At("Lacking/Lacking.csproj"));
        Assert.Equal(3, run.ExitCode);
        Assert.Contains("No.Such.Package", run.Error);
        Assert.Contains("package-missing", run.Output);
    }

    [Fact]
    public void An_earlier_restore_that_failed_is_told_by_its_errors_alone()
    {
        using var folder = new TemporaryFolder();
        folder.Write("NuGet.config", "<configuration><packageSources><clear /></packageSources></configuration>");
        SmallSystem.WriteProject(folder, "Lacking", "class Lacking { }", """<PackageReference Include="No.Such.Package" Version="1.0.0" />""");
        string Problems()
        {
            using var json = JsonDocument.Parse(Tool.Run("report", folder.At("Lacking/Lacking.csproj"), "--no-cache", "--format", "json").Output);
            return string.Join("\n", json.RootElement.GetProperty("problems").EnumerateArray().Select(x => $"{x.GetProperty("code")} {x.GetProperty("message")}"));
        }
        Problems();
        var assets = folder.At("Lacking/obj/project.assets.json");
        File.WriteAllText(assets, File.ReadAllText(assets).Replace("\"logs\": [", """
            "logs": [{ "code": "NU1603", "level": "Warning", "warningLevel": 1, "message": "Lacking depends on Other (>= 1.0.0) but Other 1.0.0 was not found. Other 2.0.0 was resolved instead.", "libraryId": "Other" },
            """));
        var again = Problems();
        Assert.Contains("package-missing NU1", again);
        Assert.Contains("No.Such.Package", again);
        Assert.DoesNotContain("Other", again);
        Assert.DoesNotContain("project-not-loaded", again);
    }

    [Fact]
    public void A_restore_into_a_common_output_folder_is_found_again()
    {
        using var folder = new TemporaryFolder();
        folder.Write("Directory.Build.props", "<Project><PropertyGroup><UseArtifactsOutput>true</UseArtifactsOutput></PropertyGroup></Project>");
        SmallSystem.WriteProject(folder, "Any", "class Any { }");
        SmallSystem.Write(folder, "Any/Any.csproj");
        Assert.Equal(0, Tool.Run("report", folder.At("Small.slnx"), "--no-cache").ExitCode);
        folder.Write("NuGet.config", "<configuration><torn>");
        var again = Tool.Run("report", folder.At("Small.slnx"), "--no-cache");
        Assert.True(again.ExitCode == 0, again.Error);
    }

    [Fact]
    public void A_project_whose_SDK_is_missing_is_not_called_empty()
    {
        using var folder = new TemporaryFolder();
        folder.Write("NuGet.config", "<configuration><packageSources><clear /></packageSources></configuration>");
        SmallSystem.WriteProject(folder, "Strange", "class Strange { }");
        folder.Write("Strange/Strange.csproj", """<Project Sdk="Microsoft.NET.Sdk"><Sdk Name="No.Such.Sdk" Version="1.0.0" /><PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup></Project>""");
        var run = Tool.Run("report", folder.At("Strange/Strange.csproj"));
        Assert.Equal(3, run.ExitCode);
        Assert.Contains("No.Such.Sdk", run.Error);
        Assert.DoesNotContain("project-empty", run.Output + run.Error);
    }

    [Fact]
    public void A_solution_without_projects_is_no_pass()
    {
        using var folder = new TemporaryFolder();
        SmallSystem.WriteSolution(folder, "Nothing.slnx", []);
        var run = Tool.Run("check", folder.At("Nothing.slnx"), "--allow-incomplete");
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("names no C# project", run.Error);
    }

    [Fact]
    public void A_project_that_alone_is_empty_is_no_pass_even_when_incomplete_is_allowed()
    {
        using var folder = new TemporaryFolder();
        SmallSystem.WriteProject(folder, "Empty", "");
        var run = Tool.Run("check", folder.At("Empty/Empty.csproj"), "--allow-incomplete");
        Assert.Equal(3, run.ExitCode);
        Assert.Contains("nothing was analysed", run.Error);
    }

    [Fact]
    public void A_mistake_in_the_configuration_is_named_with_its_line()
    {
        using var folder = new TemporaryFolder();
        SmallSystem.WriteProject(folder, "Any", "class Any { }");
        folder.Write("Any/scalelint.json", "{\n  \"layrs\": []\n}");
        var run = Tool.Run("report", folder.At("Any/Any.csproj"));
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("scalelint.json(2,", run.Error);
    }
}
