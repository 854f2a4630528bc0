using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace ScaleLint.Cli.Tests;

/// <summary>Names out of other people's code in every place of a result: no format may be broken, scripted or blown up by them.</summary>
public sealed class HostileContentTests : IDisposable
{
    private const string Evil = "a\"'`|<script>alert(1)</script><img src=x onerror=alert(1)>]]>--> %0A::error::b\r\n::warning::c\n| x | y |\n\u202Edrawkcab\u2066 {{7*7}} [l](javascript:alert(1)) \\ \u001b[31m </style> ${x} @team #1 ;} subgraph";

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Html_is_the_same_page_around_the_data()
    {
        var (evil, evilData) = Page(Report("html", Evil));
        var (plain, _) = Page(Report("html", "plain"));
        Assert.Equal(plain, evil);
        Assert.DoesNotContain("<", evilData, StringComparison.Ordinal);
        var result = JsonDocument.Parse(evilData).RootElement.GetProperty("result");
        Assert.Equal(Evil, result.GetProperty("services")[0].GetProperty("name").GetString());
        Assert.Equal(Evil, result.GetProperty("findings")[0].GetProperty("message").GetString());
    }

    [Fact]
    public void Markdown_tables_stay_tables_and_markup_stays_ours()
    {
        var evil = Report("markdown", Evil);
        Assert.Equal(Lines(Report("markdown", "plain")).Count, Lines(evil).Count);
        Assert.All(Lines(evil).Where(x => x.StartsWith('|')), x => Assert.Equal(6, x.Count(c => c == '|')));
        var bare = Regex.Replace(evil, "</?(code|br|details|summary)>", "");
        Assert.DoesNotContain("<", bare, StringComparison.Ordinal);
        Assert.DoesNotMatch(@"\]\(|`|@team|\u202E|\u001b", bare);
    }

    [Fact]
    public void Annotations_are_one_command_a_line()
    {
        var lines = Lines(Report("github", Evil));
        Assert.Equal(2, lines.Count);
        Assert.All(lines, x => Assert.Matches(@"^::(error|warning|notice) [^:]*::[^\r\n]*$", x));
        Assert.All(lines, x => Assert.DoesNotMatch("%0A|\u202E|\u001b", x));
        Assert.All(lines, x => Assert.All(Regex.Match(x, "^::\\w+ ([^:]*)::").Groups[1].Value.Split(','), y => Assert.Matches("^(file|line|col|title)=", y)));
    }

    [Fact]
    public void Dot_and_mermaid_have_one_statement_a_line()
    {
        var dot = Lines(Report("dot", Evil));
        Assert.Equal(("digraph system {", "}"), (dot[0], dot[^1]));
        Assert.All(dot.Skip(3).SkipLast(1), x => Assert.Matches("""^  n\d+( -> n\d+)? \[label="([^"\\]|\\.)*"(, (shape|style|color|penwidth)=\w+)*\];$""", x));
        var mermaid = Lines(Report("mermaid", Evil));
        Assert.Equal("flowchart LR", mermaid[0]);
        const string label = """[\w .\-_/:,#;]*""";
        Assert.All(mermaid.Skip(1).Where(x => !x.StartsWith("  class", StringComparison.Ordinal)), x => Assert.Matches($"""^  (n\d+[\[(]+"{label}"[\])]+|n\d+ -\.?-?>\|{label}\| n\d+|n\d+ (-->|-\.->)\|{label}\| n\d+)$""", x));
    }

    [Fact]
    public async Task Json_and_sarif_hold_to_their_schemas_and_json_keeps_every_letter()
    {
        var json = Report("json", Evil);
        Assert.Empty(await PublishedSchema.Faults("result", json));
        Assert.Equal(Evil, JsonDocument.Parse(json).RootElement.GetProperty("findings")[0].GetProperty("message").GetString());
        Assert.Empty(await PublishedSchema.Faults("sarif", Report("sarif", Evil)));
    }

    [Fact]
    public void Text_steers_no_terminal() => Assert.DoesNotMatch("[\u0000-\u0009\u000b-\u001f\u007f\u202a-\u202e\u2066-\u2069]", Report("text", Evil));

    [Theory]
    [InlineData("html", 2_000_000)]
    [InlineData("sarif", 1_000_000)]
    [InlineData("markdown", 100_000)]
    [InlineData("github", 10_000)]
    [InlineData("dot", 100_000)]
    [InlineData("mermaid", 100_000)]
    [InlineData("text", 200_000)]
    public void Names_of_a_million_letters_do_not_blow_it_up(string format, int most) =>
        Assert.InRange(Report(format, new string('n', 1_000_000)).Length - Report(format, "plain").Length, 0, most);

    private string Report(string format, string name)
    {
        folder.Write("result.json", Result(name).ToJsonString());
        var run = Tool.Run("report", folder.At("result.json"), "--format", format, "--allow-incomplete");
        Assert.True(run.ExitCode == 0, run.Error);
        return run.Output;
    }

    private static JsonObject Result(string name)
    {
        JsonObject End() => new() { ["from"] = name, ["to"] = name + "2", ["kind"] = "http", ["file"] = name, ["line"] = 1 };
        return new JsonObject
        {
            ["schemaVersion"] = 1, ["complete"] = false,
            ["coverage"] = new JsonObject { ["projects"] = 1, ["projectsRead"] = 1, ["files"] = 1, ["lines"] = 9, ["methods"] = 1, ["calls"] = 1, ["unknown"] = 1, ["callsResolved"] = 0.5, ["unknownByAssembly"] = new JsonArray(new JsonObject { ["name"] = name, ["count"] = 1 }) },
            ["score"] = new JsonObject { ["value"] = 20, ["low"] = 10, ["high"] = 30, ["margin"] = 4, ["breaksFirst"] = new JsonObject { ["resource"] = name, ["at"] = 4, ["reason"] = "saturation" } },
            ["services"] = new JsonArray(new JsonObject { ["name"] = name, ["project"] = name, ["kind"] = "web" }, new JsonObject { ["name"] = name + "2", ["project"] = name, ["kind"] = "web" }),
            ["resources"] = new JsonArray(new JsonObject { ["id"] = name + "db", ["kind"] = "sql", ["service"] = null, ["slots"] = 5, ["saturatesAt"] = 4, ["blastRadius"] = 0.9 }),
            ["edges"] = new JsonArray(
                new JsonObject { ["from"] = name, ["to"] = name + "2", ["kind"] = "http", ["evidence"] = new JsonArray(new JsonObject { ["file"] = name, ["line"] = 1 }) },
                new JsonObject { ["from"] = name, ["to"] = name + "db", ["kind"] = "queue-publish", ["evidence"] = new JsonArray() }),
            ["entryPoints"] = new JsonArray(new JsonObject { ["id"] = name, ["service"] = name, ["kind"] = "http", ["route"] = name, ["file"] = name, ["line"] = 1, ["chain"] = new JsonArray(name, name), ["availability"] = 0.9, ["p99Ms"] = 10 }),
            ["metrics"] = new JsonObject { ["assemblies"] = new JsonArray(), ["namespaces"] = new JsonArray(), ["types"] = new JsonArray() },
            ["findings"] = new JsonArray(new JsonObject
            {
                ["ruleId"] = "SCALE3002", ["level"] = "warning", ["message"] = name, ["file"] = name, ["line"] = 3, ["column"] = 1, ["fingerprint"] = "aa", ["marginGain"] = 2,
                ["path"] = new JsonArray(new JsonObject { ["symbol"] = "M:" + name, ["file"] = name, ["line"] = 1 }, new JsonObject { ["symbol"] = name, ["file"] = "", ["line"] = 0 }),
            }),
            ["problems"] = new JsonArray(new JsonObject { ["code"] = "does-not-compile", ["message"] = name, ["file"] = name, ["line"] = 1 }),
            ["unresolved"] = new JsonArray(new JsonObject { ["service"] = name, ["kind"] = "http", ["call"] = name, ["address"] = name, ["file"] = name, ["line"] = 1 }),
            ["unusedEdges"] = new JsonArray(End()), ["undeclaredEdges"] = new JsonArray(End()),
        };
    }

    /// <summary>The page without its data, and the data.</summary>
    private static (string Page, string Data) Page(string html)
    {
        const string start = "<script type=\"application/json\" id=\"document\">";
        var from = html.IndexOf(start, StringComparison.Ordinal) + start.Length;
        var to = html.IndexOf("</script>", from, StringComparison.Ordinal);
        return (html[..from] + html[to..], html[from..to]);
    }

    private static List<string> Lines(string text) => [.. text.Split('\n').Where(x => x.Length > 0)];
}
