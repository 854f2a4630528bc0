using System.Text;
using System.Text.RegularExpressions;
using ScaleLint.Cases;

namespace ScaleLint.Rules.Tests;

/// <summary>Every rule has a page that agrees with what the rule says of itself, and the index of pages is current.</summary>
public class PageTests
{
    private static readonly string[] Sections = ["What", "Why at scale", "Bad", "Good", "When to suppress", "Options", "Limits"];

    private static readonly string[] Areas = ["Coupling", "Chokepoints", "Latency", "Failure", "Resource pressure", "Coordination", "Third parties", "Control", "Observability"];

    /// <summary>Rules that speak only with a configuration, several projects or a lower limit.</summary>
    private static readonly string[] NeedMoreThanOneFile = ["SCALE1002", "SCALE1003", "SCALE1004", "SCALE1005", "SCALE2002"];

    private static readonly Regex Head = new(@"^# SCALE\d{4}: (?<title>.+)\nScope: (?<scope>\w+) .*Default level: (?<level>.+)\. Since .+\.$");

    private static string Folder => Path.Combine(CaseFile.Root, "rules");

    public static TheoryData<string> Ids()
    {
        var data = new TheoryData<string>();
        foreach (var rule in RuleList.All) data.Add(rule.Info.Id);
        return data;
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Says_what_the_rule_says(string id)
    {
        var info = RuleList.Find(id)!.Info;
        var file = Path.Combine(Folder, id + ".md");
        Assert.True(File.Exists(file), $"rules/{id}.md is missing: every rule has a page");
        var lines = File.ReadAllLines(file);
        Assert.Equal($"# {info.Id}: {info.Title}", lines[0]);
        Assert.Equal(info.Description, lines[2]);
        var facts = lines[4];
        Assert.StartsWith($"Scope: {Lower(info.Scope)} ", facts);
        Assert.Contains($"Default level: {Lower(info.Default)}", facts);
        Assert.EndsWith($"Since {info.Since}.", facts);
        Assert.Equal(Sections, lines.Where(x => x.StartsWith("## ", StringComparison.Ordinal)).Select(x => x[3..]));
        var options = Section(lines, "Options");
        Assert.Equal(
            info.Options.Select(x => $"scalelint.{id}.{x.Key} = {x.Default}"),
            options.Where(x => x.StartsWith("scalelint.", StringComparison.Ordinal)));
        if (info.Options.Length == 0) Assert.Contains("None.", options);
        foreach (var name in new[] { "Bad", "Good" }) Assert.Contains("```csharp", Section(lines, name));
        foreach (var name in Sections) Assert.True(Section(lines, name).Any(x => x.Length > 0), $"{file}: \"{name}\" is empty");
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Shows_code_that_is_reported_and_code_that_is_not(string id)
    {
        Assert.DoesNotContain(Judge(id, "Good"), x => x.Rule.Id == id);
        var bad = Judge(id, "Bad");
        if (!NeedMoreThanOneFile.Contains(id)) Assert.Contains(bad, x => x.Rule.Id == id);
    }

    [Fact]
    public void The_index_lists_every_page_as_it_is()
    {
        var file = Path.Combine(Folder, "README.md");
        var expected = Index();
        if (Environment.GetEnvironmentVariable("SCALELINT_UPDATE") == "1") File.WriteAllText(file, expected);
        Assert.True(File.Exists(file) && File.ReadAllText(file) == expected,
            "rules/README.md is not current: run the tests once with SCALELINT_UPDATE=1 and read the difference before committing it");
    }

    /// <summary>The index is made from the pages, which the other test holds to their rules.</summary>
    private static string Index()
    {
        var text = new StringBuilder("# Rules\n\n"
            + "Scope: a *live* rule shows while typing, in the build and on the command line; a *build* rule in the build and on the command\n"
            + "line; a *system* rule needs every service and is for the command line only. Levels and options are set in `.editorconfig`:\n\n"
            + "```ini\n[*.cs]\ndotnet_diagnostic.SCALE3002.severity = error\nscalelint.SCALE3001.max_hops = 6\n```\n");
        var area = "";
        foreach (var file in Directory.GetFiles(Folder, "SCALE*.md").Where(x => !IsTool(x)).OrderBy(x => x, StringComparer.Ordinal))
        {
            var id = Path.GetFileNameWithoutExtension(file);
            var lines = File.ReadAllLines(file);
            var page = Head.Match(lines[0] + "\n" + lines[4]);
            Assert.True(page.Success, $"rules/{id}.md: the title or the line of scope, level and version is not as in the other pages");
            if (area != Areas[id[5] - '1'])
            {
                area = Areas[id[5] - '1'];
                text.Append("\n## ").Append(area).Append("\n\n| Rule | Title | Scope | Default | Why |\n|---|---|---|---|---|\n");
            }
            text.Append($"| [{id}]({id}.md) | {page.Groups["title"]} | {page.Groups["scope"]} | {page.Groups["level"]} | {lines[2]} |\n");
        }
        text.Append("\n## The tool itself\n\n");
        foreach (var file in Directory.GetFiles(Folder, "SCALE*.md").Where(IsTool).OrderBy(x => x, StringComparer.Ordinal))
            text.Append($"- [{Path.GetFileNameWithoutExtension(file)}]({Path.GetFileName(file)}): {File.ReadLines(file).First().Split(": ", 2)[1]}\n");
        return text.ToString();
    }

    /// <summary>SCALE0001 and the like speak of an analysis that did not take place: no rule, no scope.</summary>
    private static bool IsTool(string file) => Path.GetFileName(file).StartsWith("SCALE0", StringComparison.Ordinal);

    /// <summary>Compiles the code of a page's section as one project, and judges it.</summary>
    private static IReadOnlyList<Finding> Judge(string id, string section)
    {
        var code = Section(File.ReadAllLines(Path.Combine(Folder, id + ".md")), section).SkipWhile(x => x != "```csharp").Skip(1).TakeWhile(x => x != "```");
        return CaseCompiler.Judge(new CaseFile(id, section, [new CaseProject("App", false, string.Join("\n", code))]), Configured(id));
    }

    /// <summary>The settings of the page's own <c>scalelint.json</c>, for rules that judge nothing without one.</summary>
    private static Settings.Settings Configured(string id)
    {
        var json = string.Join("\n", Section(File.ReadAllLines(Path.Combine(Folder, id + ".md")), "What").SkipWhile(x => x != "```json").Skip(1).TakeWhile(x => x != "```"));
        if (json.Length == 0 || NeedMoreThanOneFile.Contains(id)) return Settings.Settings.Default;
        var (config, problems) = Settings.ConfigFile.Parse("scalelint.json", json);
        Assert.Empty(problems);
        return Settings.Settings.Default with { Config = config };
    }

    private static IReadOnlyList<string> Section(IReadOnlyList<string> lines, string name) =>
        lines.SkipWhile(x => x != "## " + name).Skip(1).TakeWhile(x => !x.StartsWith("## ", StringComparison.Ordinal)).ToList();

    private static string Lower<T>(T value) where T : struct, Enum => value.ToString().ToLowerInvariant();
}
