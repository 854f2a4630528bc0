using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace ScaleLint.House.Tests;

/// <summary>The house: which project may know which. An arrow not listed here is a design change, not a convenience.</summary>
public class HouseTests
{
    private static readonly string Root = FindRoot();

    private static readonly Dictionary<string, string[]> Arrows = new()
    {
        ["Graph"] = [],
        ["Model"] = [],
        ["Rules"] = ["Graph", "Model"],
        ["Source"] = ["Graph"],
        ["Il"] = ["Graph"],
        ["Build"] = ["Il"],
        ["Topology"] = ["Graph"],
        ["Analyzers"] = ["Rules", "Source"],
        ["CodeFixes"] = ["Rules"],
        ["Cli"] = ["Il", "Rules", "Source", "Topology"],
        ["Package"] = ["Analyzers", "Build", "CodeFixes"],
    };

    [Fact]
    public void References_point_one_way_only()
    {
        var actual = Directory.GetFiles(Path.Combine(Root, "src"), "*.csproj", SearchOption.AllDirectories).ToDictionary(
            x => Path.GetFileNameWithoutExtension(x)["ScaleLint.".Length..],
            x => XDocument.Load(x).Descendants("ProjectReference")
                .Select(r => Path.GetFileNameWithoutExtension(((string)r.Attribute("Include")!).Replace('\\', '/'))["ScaleLint.".Length..])
                .Order(StringComparer.Ordinal).ToArray());
        Assert.Equal(Arrows.Keys.Order(StringComparer.Ordinal), actual.Keys.Order(StringComparer.Ordinal));
        foreach (var (project, references) in Arrows) Assert.Equal((project, string.Join(",", references)), (project, string.Join(",", actual[project])));
    }

    [Theory]
    [InlineData("Graph"), InlineData("Model"), InlineData("Rules"), InlineData("Source"), InlineData("Il"), InlineData("Analyzers"), InlineData("CodeFixes"), InlineData("Build")]
    public void What_a_compiler_loads_targets_netstandard(string project) =>
        Assert.Contains("<TargetFramework>netstandard2.0</TargetFramework>", File.ReadAllText(Path.Combine(Root, "src", "ScaleLint." + project, $"ScaleLint.{project}.csproj")));

    [Theory]
    [InlineData("Graph"), InlineData("Model"), InlineData("Rules"), InlineData("Source")]
    public void Neutral_projects_know_neither_clock_nor_files_nor_environment(string project)
    {
        var banned = new Regex(@"\b(DateTime(Offset)?\.(Utc)?Now|Environment\.(GetEnvironmentVariable|CurrentDirectory|TickCount)|(?<![\w.])File\.(Read|Write|Open|Exists)|Directory\.(Get|Enumerate|Create)|Console\.)");
        var guilty = Sources(project).Where(x => File.ReadAllLines(x).Any(line => !line.TrimStart().StartsWith("//", StringComparison.Ordinal) && banned.IsMatch(line)));
        Assert.Empty(guilty);
    }

    [Fact]
    public void No_project_opens_its_internals() =>
        Assert.DoesNotContain(Arrows.Keys.SelectMany(Sources), x => File.ReadAllText(x).Contains("InternalsVisible" + "To", StringComparison.Ordinal));

    private static IEnumerable<string> Sources(string project) => Directory.GetFiles(Path.Combine(Root, "src", "ScaleLint." + project), "*.cs", SearchOption.AllDirectories)
        .Where(x => !x.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal));

    private static string FindRoot()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at != null; at = at.Parent)
            if (File.Exists(Path.Combine(at.FullName, "ScaleLint.sln"))) return at.FullName;
        throw new DirectoryNotFoundException("ScaleLint.sln is not above " + AppContext.BaseDirectory);
    }
}
