using ScaleLint.Cases;
using ScaleLint.Graph.Effects;
using ScaleLint.Graph.Linking;
using ScaleLint.Model;
using ScaleLint.Rules.Results;
using ScaleLint.Rules.Scaling;
using ScaleLint.Rules.Settings;
using ScaleLint.Source;
using Step = ScaleLint.Model.Step;

namespace ScaleLint.Rules.Tests;

/// <summary>From code to model: what a loop costs, what its repair gains, and the objectives it is held against.</summary>
public class ModelTests
{
    private const string Data = """
        using Microsoft.EntityFrameworkCore;
        public class Order { public int Id { get; set; } }
        public class Db : DbContext { public DbSet<Order> Orders => Set<Order>(); }
        """;

    private const string Looping = Data + """

        public class Orders(Db db) : ControllerBase
        {
            [HttpGet("/orders")]
            public async Task<List<Order>> All(List<int> ids, CancellationToken ct)
            {
                var found = new List<Order>();
                foreach (var id in ids) found.Add(await db.Orders.FirstAsync(x => x.Id == id, ct));
                return found;
            }
        }
        """;

    private const string Batched = Data + """

        public class Orders(Db db) : ControllerBase
        {
            [HttpGet("/orders")]
            public async Task<List<Order>> All(List<int> ids, CancellationToken ct) => await db.Orders.Where(x => ids.Contains(x.Id)).Take(100).ToListAsync(ct);
        }
        """;

    [Theory]
    [InlineData("if (id < 0) return 0; return await db.Orders.CountAsync(ct);")]
    [InlineData("if (id >= 0) { var n = await db.Orders.CountAsync(ct); return n; } return 0;")]
    [InlineData("if (id >= 0) { return await db.Orders.CountAsync(ct); } else { return 0; }")]
    [InlineData("if (id < 0) throw new ArgumentException(); return await db.Orders.CountAsync(ct);")]
    public void A_request_that_a_guard_turns_away_is_not_the_one_measured(string body) =>
        Assert.IsType<Step.Call>(Assert.Single(Model(Counting(body)).File.Operations).Does);

    [Theory]
    [InlineData("var n = 0; if (id >= 0) n = await db.Orders.CountAsync(ct); return n;")]
    [InlineData("if (id >= 0) return await db.Orders.CountAsync(ct); return await db.Orders.Where(x => x.Id > id).CountAsync(ct) + await db.Orders.CountAsync(ct);")]
    public void Work_on_some_requests_only_is_a_branch(string body) =>
        Assert.Contains(Assert.Single(Model(Counting(body)).File.Operations).Does is Step.Sequence x ? x.Steps : [Assert.Single(Model(Counting(body)).File.Operations).Does], x => x is Step.Branch);

    private static string Counting(string body) => $$"""
        {{Data}}

        public class Orders(Db db) : ControllerBase
        {
            [HttpGet("/orders/{id}")]
            public async Task<int> Count(int id, CancellationToken ct) { {{body}} }
        }
        """;

    [Fact]
    public void A_loop_over_a_query_repeats_its_call_and_takes_its_slots_sooner()
    {
        var loop = Model(Looping);
        var operation = Assert.Single(loop.File.Operations);
        Assert.Equal("GET /orders", operation.Id);
        Assert.Equal(10, operation.RatePerSecond.Value);
        Assert.Equal(Provenance.Assumed, operation.RatePerSecond.Provenance);
        var repeated = Assert.IsType<Step.Loop>(operation.Does);
        Assert.Equal(10, repeated.Count.Value);
        var call = Assert.IsType<Step.Call>(repeated.Body);
        var database = Assert.Single(loop.File.Resources);
        Assert.Equal((call.Resource, "sql", 100.0), (database.Id, database.Kind, database.Slots!.Value.Value));
        // One call in ten thousand fails and ends the loop early.
        Assert.Equal(10, Model(Batched).Result.Resources[0].SaturatesAt!.Value / loop.Result.Resources[0].SaturatesAt!.Value, 0.01);
    }

    [Fact]
    public void The_gain_of_a_loop_repaired_is_what_the_margin_of_the_repaired_code_grows_by()
    {
        var finding = Analyse(Looping).Findings.Single(x => x.RuleId == "SCALE3002");
        var promised = Model(Batched).Result.Margin / Model(Looping).Result.Margin;
        Assert.True(promised > 2);
        Assert.Equal(promised, finding.MarginGain!.Value, 3);
    }

    [Fact]
    public void A_result_carries_score_limits_and_the_model()
    {
        var result = Analyse(Looping);
        Assert.InRange(result.Score!.Value, 1, 99);
        Assert.Equal("saturation", result.Score.BreaksFirst!.Reason);
        Assert.True(result.Score.Low < result.Score.Value && result.Score.Value < result.Score.High);
        Assert.Equal(result.Score.Margin, result.Resources.Single(x => x.Id == result.Score.BreaksFirst.Resource).SaturatesAt!.Value, 3);
        var entry = Assert.Single(result.EntryPoints);
        Assert.InRange(entry.P99Ms!.Value, 30, 300);
        Assert.InRange(entry.Availability!.Value, 0.99, 0.99999);
        Assert.Contains("\"GET /orders\"", SystemFileWriter.Write(result.Model!), StringComparison.Ordinal);
    }

    [Fact]
    public void A_missed_latency_budget_is_reported_at_its_entry_point()
    {
        var finding = Analyse(Looping, """{ "objectives": { "GET /orders": { "p99Ms": 20 } } }""").Findings.Single(x => x.RuleId == "SCALE3008");
        Assert.Equal(("App.cs", 7), (finding.File, finding.Line));
        Assert.Contains("20 ms", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missed_availability_is_reported_at_its_entry_point()
    {
        Assert.Single(Analyse(Looping, """{ "objectives": { "GET /orders": { "availability": 0.999999 } } }""").Findings, x => x.RuleId == "SCALE4006");
        Assert.DoesNotContain(Analyse(Looping, """{ "objectives": { "GET /orders": { "availability": 0.9 } } }""").Findings, x => x.RuleId == "SCALE4006");
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{ "objectives": { "GET /orders": { "p99Ms": 5000 } } }""")]
    public void No_budget_or_one_that_is_kept_is_no_finding(string config) =>
        Assert.DoesNotContain(Analyse(Looping, config).Findings, x => x.RuleId is "SCALE3008" or "SCALE4006" or "SCALE2005");

    [Fact]
    public void A_resource_that_saturates_below_the_least_margin_is_reported()
    {
        var finding = Analyse(Looping, """{ "objectives": { "GET /orders": { "ratePerSecond": 1000 } } }""").Findings.Single(x => x.RuleId == "SCALE2005");
        Assert.Equal("warning", finding.Level);
        Assert.Contains("saturates at", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Calls_started_together_are_parallel_and_background_work_leaves_the_path()
    {
        var model = Model("""
            public class Page(HttpClient http) : ControllerBase
            {
                [HttpGet("/page")]
                public async Task<string> Get()
                {
                    _ = http.GetStringAsync("https://audit.internal/x");
                    var a = http.GetStringAsync("https://a.internal/x");
                    var b = http.GetStringAsync("https://b.internal/x");
                    var all = await Task.WhenAll(a, b);
                    return all[0];
                }
            }
            """);
        var steps = Assert.IsType<Step.Sequence>(Assert.Single(model.File.Operations).Does).Steps;
        Assert.Equal("audit.internal", Assert.IsType<Step.Call>(Assert.IsType<Step.Background>(steps[0]).Body).Resource);
        Assert.Equal(["a.internal", "b.internal"], Assert.IsType<Step.Parallel>(steps[1]).Steps.Select(x => ((Step.Call)x).Resource));
    }

    [Fact]
    public void Services_that_call_each_other_in_a_circle_have_a_model_without_it()
    {
        var model = ScaleSolution.Of(Graph(new CaseProject("Ping", false, Circle("http://pong")), new CaseProject("Pong", false, Circle("http://ping"))), Settings.Settings.Default);
        Assert.NotNull(model);
        Assert.Equal(["Ping:GET /x", "Pong:GET /x"], model.File.Operations.Select(x => x.Id));
        Assert.Single(model.File.Operations.SelectMany(x => Invokes(x.Does)));

        static string Circle(string other) => $$"""
            var app = WebApplication.CreateBuilder(args).Build();
            app.MapGet("/x", async (HttpClient http) => await http.GetStringAsync("{{other}}/x"));
            app.Run();
            """;
    }

    private static IEnumerable<string> Invokes(Step step) => step switch
    {
        Step.Invoke invoke => [invoke.Operation],
        Step.Sequence sequence => sequence.Steps.SelectMany(Invokes),
        _ => [],
    };

    private static ScaleSolution Model(string code) => ScaleSolution.Of(Graph(new CaseProject("App", false, code)), Settings.Settings.Default) ?? throw new InvalidOperationException("no model");

    private static SystemGraph Graph(params CaseProject[] projects) => new([.. Units(projects)], EffectsCatalogue.Default);

    private static IEnumerable<Unit> Units(params CaseProject[] projects) => CaseCompiler.Compile(new CaseFile("ModelTests", "model", projects))
        .Select(x => new Unit(SourceExtractor.Extract(x, new SourceOptions { IsTest = false }, CancellationToken.None), x.AssemblyName! + ".csproj", true));

    private static AnalysisResult Analyse(string code, string? config = null)
    {
        var settings = config == null ? Settings.Settings.Default : Settings.Settings.Default with { Config = ConfigFile.Parse("scalelint.json", config).Config };
        var projects = Units(new CaseProject("App", false, code)).Select(x => new ProjectInput(x.Project, x.Facts, true, 1, 1)).ToList();
        return Analysis.Run(new AnalysisInput(projects, 1, EffectsCatalogue.Default, settings, []), CancellationToken.None);
    }
}
