using System.Text;
using System.Text.Json;
using ScaleLint.Cases;
using ScaleLint.Fuzz;

namespace ScaleLint.Cli.Tests;

/// <summary>Whatever a file holds that a command reads: a result, or the tool's own error with the file's name, never an exception.</summary>
public sealed class MutatedInputTests : IDisposable
{
    private const string Effects = "package: Lib 1.0\nsource: documentation\nM:Lib.Wrapper.Fetch | http | async | timeout=5s | read\nM:Lib.Wrapper.Store* | sql | blocking | |\n";

    private const string Config = """
        {
          // what the team declares
          "effects": [ "lib.effects" ], "calibration": "measured.json", "baseline": "accepted.json",
          "layers": [ { "name": "text", "types": [ "ScaleLint.Topology.Text.*" ] } ], "rules": [ { "from": "text", "to": "ScaleLint.Topology.Aspire", "allow": false } ],
          "services": [ { "name": "topology", "project": "ScaleLint.Topology", "instances": 2 } ], "objectives": {}, "minMargin": 10,
        }
        """;

    private const string EditorConfig = "root = true\n[*.cs]\nscalelint.SCALE3001.max_hops = 3\ndotnet_diagnostic.SCALE3002.severity = error\n[{a,b}*.{cs,vb}]\nindent_size = 4\n";

    private const string Solution = """

        Microsoft Visual Studio Solution File, Format Version 12.00
        # Visual Studio Version 17
        Project("{2150E333-8FDC-42A3-9474-1A3956D46DE8}") = "src", "src", "{827E0CD3-B72D-47B6-A68D-7590B98EB39B}"
        EndProject
        Project("{FAE04EC0-301F-11D3-BF4B-00C04F79EFBC}") = "A", "src\A\A.csproj", "{3908391F-D5A6-4264-B4C3-08C310F4C25D}"
        EndProject
        Global
        	GlobalSection(SolutionConfigurationPlatforms) = preSolution
        		Debug|Any CPU = Debug|Any CPU
        	EndGlobalSection
        	GlobalSection(ProjectConfigurationPlatforms) = postSolution
        		{3908391F-D5A6-4264-B4C3-08C310F4C25D}.Debug|Any CPU.ActiveCfg = Debug|Any CPU
        	EndGlobalSection
        	GlobalSection(NestedProjects) = preSolution
        		{3908391F-D5A6-4264-B4C3-08C310F4C25D} = {827E0CD3-B72D-47B6-A68D-7590B98EB39B}
        	EndGlobalSection
        EndGlobal

        """;

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Saved_results_are_rendered_or_refused()
    {
        using var system = new LinkedSystem();
        system.Library("Prices", "public class Client(System.Net.Http.HttpClient http) { public System.Threading.Tasks.Task<string> Get(string id) => http.GetStringAsync(\"http://prices/\" + id); }")
            .Web("Web", "builder.Services.AddHttpClient<Client>();", "app.MapGet(\"/quotes\", async (Client c, string[] ids) => { foreach (var id in ids) await c.Get(id); });");
        string[] results = [system.Report(), SavedScale.Json(3, 10, withLoop: true)];
        folder.Write("other.json", SavedScale.Json(1, 40, withLoop: false));
        string[][] commands = [.. new[] { "text", "json", "sarif", "html", "markdown", "mermaid", "dot", "github", "model" }.Select(x => new[] { "report", "", "--format", x, "--allow-incomplete" }), ["check", ""], ["diff", "", folder.At("other.json")], ["diff", folder.At("other.json"), ""], ["explain", "abcdef0123", "--from", ""]];
        Rounds.Run(200, random => Check("saved.json", random.Next(6) == 0 ? TextMutation.Of(random, results[random.Next(2)]) : JsonMutation.Of(random, results[random.Next(2)]), commands[random.Next(commands.Length)]));
    }

    [Fact]
    public void Baselines_are_compared_or_refused()
    {
        folder.Write("saved.json", SavedScale.Json(3, 10, withLoop: true));
        Assert.Equal(0, Tool.Run("baseline", folder.At("saved.json"), "-o", folder.At("accepted.json")).ExitCode);
        var baseline = File.ReadAllText(folder.At("accepted.json"));
        Rounds.Run(150, random => Check("damaged.json", Json(random, baseline), random.Next(2) == 0 ? ["check", folder.At("saved.json"), "--baseline", ""] : ["baseline", folder.At("saved.json"), "--prune", "-o", ""]));
    }

    [Fact]
    public void Traces_are_measured_or_refused()
    {
        var traces = new TraceFile();
        var request = traces.Add("gateway", 1, "", 2, 0, 100, 0, ("http.request.method", "GET"), ("http.route", "/orders/{id:guid}"), ("http.response.status_code", 200));
        var call = traces.Add("gateway", 1, request, 3, 10, 80, 0, ("http.request.method", "GET"), ("url.full", "http://ordering/x"));
        var answer = traces.Add("ordering", 1, call, "SPAN_KIND_SERVER", 12, 76, 2, ("rpc.system", "grpc"), ("rpc.service", "Orders"), ("rpc.method", "Get"));
        traces.Add("ordering", 1, answer, 3, 15, 10, 2, ("db.system", "postgresql"), ("db.name", "orders"));
        traces.Add("ordering", 1, answer, 4, 30, 1, 0, ("messaging.system", "kafka"), ("messaging.destination.name", "events"));
        var document = traces.Document.Replace("\"parentSpanId\":\"\"", "\"parentSpanId\":\"\",\"traceState\":\"ot=th:8;rv:1,x=y\"", StringComparison.Ordinal);
        Rounds.Run(300, random => Check("traces.json", random.Next(3) == 0 ? TextMutation.Of(random, traces.Lines, "ot=th:fffffffffffff", "{\"resourceSpans\":") : Json(random, document), ["calibrate", ""]));
    }

    [Fact]
    public void Facts_manifests_and_calibrations_are_linked_or_refused()
    {
        using var system = new LinkedSystem();
        system.Web("Web", "builder.Services.AddHttpClient();", "app.MapGet(\"/\", async (HttpClient c) => await c.GetStringAsync(\"http://prices/\"));").File("docker-compose.yml", "services:\n  web: { build: Web }\n  prices: { image: prices }\n");
        var shards = system.Shards();
        var manifest = Path.Combine(shards, "Web", "scalelint.facts.json");
        var facts = Path.Combine(shards, "Web", "Web.facts");
        var traces = new TraceFile();
        traces.Add("web", 1, traces.Add("web", 1, "", 2, 0, 100, 0, ("http.request.method", "GET"), ("http.route", "/")), 3, 10, 80, 0, ("server.address", "prices"));
        folder.Write("traces.json", traces.Lines);
        var measured = Tool.Run("calibrate", folder.At("traces.json")).Output;
        folder.Write("measured.json", measured);
        var (wholeManifest, wholeFacts) = (File.ReadAllText(manifest), File.ReadAllText(facts));
        Rounds.Run(100, random =>
        {
            var which = random.Next(3);
            Put(manifest, which == 0 ? Json(random, wholeManifest) : wholeManifest);
            Put(facts, which == 1 ? TextMutation.Of(random, wholeFacts) : wholeFacts);
            Put(folder.At("measured.json"), which == 2 ? Json(random, measured) : measured);
            Run(which == 0 ? "scalelint.facts.json" : which == 1 ? "Web.facts" : "measured.json", ["link", shards, "--format", "json", "--calibration", folder.At("measured.json"), "--allow-incomplete"], anyName: which == 0);
        });
    }

    [Fact]
    public void Configuration_holds_or_is_refused_with_its_line()
    {
        foreach (var extension in new[] { ".dll", ".pdb" }) File.Copy(Path.Combine(AppContext.BaseDirectory, "ScaleLint.Topology" + extension), folder.At("ScaleLint.Topology" + extension));
        folder.Write("saved.json", SavedScale.Json(3, 10, withLoop: true));
        folder.Write("traces.json", Traces());
        var texts = new Dictionary<string, string>
        {
            ["scalelint.json"] = Config, [".editorconfig"] = EditorConfig, ["lib.effects"] = Effects,
            ["measured.json"] = Tool.Run("calibrate", folder.At("traces.json")).Output,
            ["docker-compose.yml"] = "services:\n  topology: { build: ., environment: { Other__Url: \"http://other\" } }\n  other: { image: other }\n",
        };
        Rounds.Run(30, random =>
        {
            var changed = texts.Keys.ElementAt(random.Next(texts.Count));
            foreach (var (name, text) in texts) Put(folder.At(name), name != changed ? text : name == "scalelint.json" ? Json(random, text) : TextMutation.Of(random, text));
            Run(changed, ["report", folder.At("ScaleLint.Topology.dll"), "--format", "json", "--allow-incomplete"], anyName: changed == "scalelint.json");
        });
    }

    [Fact]
    public void Solutions_are_read_or_refused()
    {
        var slnx = "<Solution>\n  <Configurations><Platform Name=\"x64\" /></Configurations>\n  <Folder Name=\"/src/\"><Project Path=\"src/A/A.csproj\" Id=\"3908391f-d5a6-4264-b4c3-08c310f4c25d\" /></Folder>\n  <Project Path=\"B/B.fsproj\" Type=\"F#\" />\n</Solution>\n";
        var filter = "{ \"solution\": { \"path\": \"whole.sln\", \"projects\": [ \"src\\\\A\\\\A.csproj\" ] } }";
        folder.Write("whole.sln", Solution);
        (string Name, string Text)[] inputs = [("damaged.sln", Solution), ("damaged.slnx", slnx), ("damaged.slnf", filter)];
        // None of the projects exists, so MSBuild is not asked.
        Rounds.Run(150, random =>
        {
            var (name, text) = inputs[random.Next(3)];
            Check(name, name.EndsWith(".slnf", StringComparison.Ordinal) ? Json(random, text) : TextMutation.Of(random, text, "<!DOCTYPE x [<!ENTITY a SYSTEM \"file:///etc/passwd\">]>", "&a;", "Project(\"{", "..\\..\\"), ["report", "", "--no-restore", "--no-cache"]);
        });
    }

    [Fact]
    public void Projects_are_loaded_or_told_of()
    {
        SmallSystem.WriteProject(folder, "App", "class P { static void Main() { } }");
        var project = File.ReadAllText(folder.At("App/App.csproj"));
        Rounds.Run(2, random =>
        {
            Put(folder.At("App/App.csproj"), TextMutation.Of(random, project, "<Import Project=\"none.props\" />", "$(", "@(", "<Target Name=\"x\"/>"));
            Run("App.csproj", ["report", folder.At("App/App.csproj"), "--no-restore", "--no-cache", "--no-packages"]);
        });
    }

    private static string Traces()
    {
        var traces = new TraceFile();
        traces.Add("topology", 1, traces.Add("topology", 1, "", 2, 0, 100, 0, ("http.request.method", "GET"), ("http.route", "/")), 3, 10, 80, 0, ("server.address", "other"));
        return traces.Lines;
    }

    private static string Json(Random random, string text) => random.Next(3) == 0 ? TextMutation.Of(random, text) : JsonMutation.Of(random, text);

    private static void Put(string path, string text) => File.WriteAllBytes(path, Encoding.UTF8.GetBytes(text));

    /// <summary>Runs a command over a file of that name, in place of its empty argument.</summary>
    private void Check(string name, string text, string[] command)
    {
        Put(folder.At(name), text);
        // A saved result has no model, which is no fault of the file.
        Run(name, [.. command.Select(x => x.Length == 0 ? folder.At(name) : x)], anyName: command.Contains("model"));
    }

    /// <param name="anyName">Whether a fault of the file may show as a fault of another that it names.</param>
    private static void Run(string name, string[] command, bool anyName = false)
    {
        var run = Tool.Run(command);
        Assert.InRange(run.ExitCode, 0, 3);
        if (run.ExitCode == 2) Assert.StartsWith("error: ", run.Error);
        if (run.ExitCode == 2 && !anyName) Assert.Contains(name, run.Error);
        if (run.ExitCode == 3) Assert.NotEmpty(run.Error);
        if (run.ExitCode == 0 && command.Contains("json")) JsonDocument.Parse(run.Output).Dispose();
    }
}
