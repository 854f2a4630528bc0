using System.Text.Json;

namespace ScaleLint.Cli.Tests;

/// <summary>Findings keep their identity while people move code about: what a baseline stands on.</summary>
public sealed class IdentityTests : IDisposable
{
    private const string Client = """
        public class Prices(HttpClient http)
        {
            public async Task<string> All(string[] ids) { var all = ""; foreach (var id in ids) all += await http.GetStringAsync("http://prices/" + id); return all; }
        }
        """;

    private readonly List<LinkedSystem> systems = [];

    public void Dispose() => systems.ForEach(x => x.Dispose());

    [Fact]
    public void Moved_lines_and_reordered_code_keep_it()
    {
        var before = Findings("App", Client + " public class Other { public void F() { } }");
        var after = Findings("App", "\n\n// a comment\npublic class Other { public int Added; public void F() { } }\n" + Client);
        Assert.NotEmpty(before);
        Assert.Equal(before, after);
    }

    [Fact]
    public void Two_equal_findings_in_one_member_are_two_and_repairing_one_leaves_the_other()
    {
        string Twice(int loops) => "public class Prices(HttpClient http) { public async Task<string> All(string[] ids) { var all = \"\";"
            + string.Concat(Enumerable.Repeat("foreach (var id in ids) all += await http.GetStringAsync(\"http://prices/\" + id);", loops)) + " return all; } }";
        var two = Findings("App", Twice(2)).Where(x => x.StartsWith("SCALE3002", StringComparison.Ordinal)).ToList();
        var one = Findings("App", Twice(1)).Where(x => x.StartsWith("SCALE3002", StringComparison.Ordinal)).ToList();
        Assert.Equal(2, two.Distinct().Count());
        Assert.Single(one);
        Assert.Contains(one[0], two);
    }

    [Fact]
    public void Code_moved_to_another_project_keeps_it()
    {
        var inApp = Findings("App", Client).Where(x => x.StartsWith("SCALE3002", StringComparison.Ordinal));
        var inLibrary = Findings("App", "", system => system.Library("Pricing", Client)).Where(x => x.StartsWith("SCALE3002", StringComparison.Ordinal));
        Assert.Equal(inApp, inLibrary);
    }

    [Fact]
    public void System_and_path_rules_keep_it_while_the_path_moves()
    {
        List<string> Chain(string padding) => Findings("Front", padding + "public class A(IHttpClientFactory f) { public async Task<string> Run() { var c = f.CreateClient(); return await c.GetStringAsync(\"http://a/1\") + await c.GetStringAsync(\"http://b/\") + await c.GetStringAsync(\"http://c/\") + await c.GetStringAsync(\"http://d/\"); } }",
            null, "builder.Services.AddHttpClient(); builder.Services.AddScoped<A>();", """app.MapGet("/x", async (A a) => await a.Run());""").Where(x => x.StartsWith("SCALE3001", StringComparison.Ordinal)).ToList();
        Assert.Single(Chain(""));
        Assert.Equal(Chain(""), Chain("\n\n\n"));
    }

    /// <summary>Rule and fingerprint, sorted.</summary>
    private List<string> Findings(string name, string types, Action<LinkedSystem>? more = null, string registrations = "builder.Services.AddHttpClient<Prices>();", string endpoints = """app.MapGet("/all", async (Prices p, string[] ids) => await p.All(ids));""")
    {
        var system = new LinkedSystem();
        systems.Add(system);
        more?.Invoke(system);
        system.Web(name, registrations, endpoints, types);
        return [.. JsonDocument.Parse(system.Report()).RootElement.GetProperty("findings").EnumerateArray().Select(x => $"{x.GetProperty("ruleId").GetString()} {x.GetProperty("fingerprint").GetString()}").Order(StringComparer.Ordinal)];
    }
}
