using System.Text.Json;

namespace ScaleLint.Cli.Tests;

public sealed class CalibrateTests : IDisposable
{
    private const int Server = 2, Client = 3, Producer = 4, Consumer = 5, Ok = 0, Error = 2;

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    // Ten requests over ten seconds through the gateway to ordering, two queries each; old and new names of attributes mixed.
    private static TraceFile Shop()
    {
        var traces = new TraceFile();
        for (var i = 0; i < 10; i++)
        {
            var at = i * 1000;
            var request = traces.Add("gateway", i + 1, "", Server, at, 100, Ok, ("http.request.method", "GET"), ("http.route", "/orders/{id:guid}"), ("http.response.status_code", 200));
            var call = traces.Add("gateway", i + 1, request, Client, at + 10, 80, Ok, ("http.request.method", "GET"), ("server.address", "10.0.0.7"));
            var answer = traces.Add("ordering", i + 1, call, "SPAN_KIND_SERVER", at + 12, 76, Ok, ("http.method", "GET"), ("http.route", "orders/{id}"), ("http.status_code", 200));
            traces.Add("ordering", i + 1, answer, Client, at + 15, 10, i == 0 ? Error : Ok, ("db.system", "postgresql"), ("db.name", "orders"), ("net.peer.name", "db1"));
            var outer = traces.Add("ordering", i + 1, answer, Client, at + 30, 20, Ok, ("db.system.name", "postgresql"), ("db.namespace", "orders"), ("server.address", "db1"));
            // The driver's own span below that of the mapper is the same call.
            traces.Add("ordering", i + 1, outer, Client, at + 31, 18, Ok, ("db.system.name", "postgresql"), ("db.namespace", "orders"), ("server.address", "db1"));
            if (i > 0) continue;
            var sent = traces.Add("ordering", 1, answer, Producer, at + 60, 2, Ok, ("messaging.system", "rabbitmq"), ("messaging.destination.name", "events"), ("messaging.operation.type", "send"));
            traces.Add("payment", 1, sent, Consumer, at + 200, 5, Ok, ("messaging.system", "rabbitmq"), ("messaging.destination", "events"), ("messaging.operation", "process"));
        }
        return traces;
    }

    private JsonElement Calibrate(params string[] files)
    {
        var run = Tool.Run(["calibrate", .. files.Select(folder.At)]);
        Assert.True(run.ExitCode == 0, run.Error);
        return JsonDocument.Parse(run.Output).RootElement;
    }

    private static JsonElement Edge(JsonElement calibration, string from, string to) =>
        Assert.Single(calibration.GetProperty("edges").EnumerateArray(), x => x.GetProperty("from").GetString() == from && x.GetProperty("to").GetString() == to);

    [Fact]
    public void Spans_become_edges_with_times_failures_and_calls_per_request()
    {
        folder.Write("traces.json", Shop().Lines);
        var calibration = Calibrate("traces.json");
        var service = Edge(calibration, "gateway", "ordering");
        Assert.True(service.GetProperty("isService").GetBoolean());
        Assert.Equal(80, service.GetProperty("time").GetProperty("medianMs").GetDouble(), 2);
        Assert.Equal(4, service.GetProperty("ownTime").GetProperty("medianMs").GetDouble(), 2);
        var database = Edge(calibration, "ordering", "orders");
        Assert.Equal("sql", database.GetProperty("kind").GetString());
        Assert.Equal(20, database.GetProperty("count").GetDouble());
        Assert.Equal(0.05, database.GetProperty("failureRate").GetDouble());
        Assert.Equal(2, Assert.Single(database.GetProperty("calls").EnumerateArray()).GetProperty("perRequest").GetDouble());
        Assert.Equal("queue-publish", Edge(calibration, "ordering", "events").GetProperty("kind").GetString());
        Assert.Equal("queue-consume", Edge(calibration, "payment", "events").GetProperty("kind").GetString());
    }

    [Fact]
    public void Entry_points_have_verb_and_route_load_and_callers()
    {
        folder.Write("traces.json", Shop().Lines);
        var entries = Calibrate("traces.json").GetProperty("entryPoints").EnumerateArray().ToList();
        var gateway = Assert.Single(entries, x => x.GetProperty("service").GetString() == "gateway");
        Assert.Equal("GET /orders/{id}", gateway.GetProperty("id").GetString());
        Assert.InRange(gateway.GetProperty("ratePerSecond").GetDouble(), 1.0, 1.2);
        Assert.Empty(gateway.GetProperty("callers").EnumerateArray());
        var ordering = Assert.Single(entries, x => x.GetProperty("service").GetString() == "ordering");
        Assert.Equal("gateway", Assert.Single(ordering.GetProperty("callers").EnumerateArray()).GetProperty("service").GetString());
    }

    [Fact]
    public async Task The_same_spans_give_the_same_numbers_however_they_are_cut_into_files()
    {
        var traces = Shop();
        folder.Write("lines.json", traces.Lines);
        folder.Write("document.json", traces.Document);
        var lines = traces.Lines.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        folder.Write("b.json", string.Join("\n", lines.Reverse().Take(40)));
        folder.Write("a.json", string.Join("\n", lines));
        var whole = Calibrate("lines.json");
        foreach (var other in new[] { Calibrate("document.json"), Calibrate("a.json", "b.json"), Calibrate("b.json", "a.json") })
        {
            Assert.Equal(whole.GetProperty("edges").ToString(), other.GetProperty("edges").ToString());
            Assert.Equal(whole.GetProperty("entryPoints").ToString(), other.GetProperty("entryPoints").ToString());
        }
        Assert.Empty(await PublishedSchema.Faults("calibration", whole.ToString()));
    }

    [Fact]
    public void A_clients_own_mistake_is_no_failure_of_who_answers()
    {
        var traces = new TraceFile();
        for (var i = 0; i < 4; i++)
            traces.Add("web", i + 1, "", Client, i, 5, Error, ("http.request.method", "GET"), ("server.address", "api.partner.example"), ("http.response.status_code", new[] { 404, 400, 503, 429 }[i]));
        folder.Write("traces.json", traces.Lines);
        Assert.Equal(2, Edge(Calibrate("traces.json"), "web", "api.partner.example").GetProperty("failures").GetDouble());
    }

    [Fact]
    public void Compressed_traces_give_the_same_numbers()
    {
        var traces = Shop();
        folder.Write("traces.json", traces.Lines);
        using (var file = File.Create(folder.At("traces.json.gz")))
        using (var gzip = new System.IO.Compression.GZipStream(file, System.IO.Compression.CompressionLevel.Fastest))
            gzip.Write(System.Text.Encoding.UTF8.GetBytes(traces.Lines));
        Assert.Equal(Calibrate("traces.json").GetProperty("edges").ToString(), Calibrate("traces.json.gz").GetProperty("edges").ToString());
        folder.Write("torn.gz", "");
        File.WriteAllBytes(folder.At("torn.gz"), [0x1F, 0x8B, 8, 0, 1, 2, 3]);
        Assert.Equal(2, Tool.Run("calibrate", folder.At("torn.gz")).ExitCode);
    }

    [Fact]
    public void A_database_called_as_its_service_is_an_edge()
    {
        var traces = new TraceFile();
        for (var i = 0; i < 3; i++) traces.Add("catalog", i + 1, "", Client, i, 5, Ok, ("db.system.name", "postgresql"), ("db.namespace", "catalog"));
        folder.Write("traces.json", traces.Lines);
        Assert.Equal("sql", Edge(Calibrate("traces.json"), "catalog", "catalog").GetProperty("kind").GetString());
    }

    [Theory]
    [InlineData("{ \"resourceSpans\": [", "traces.json(1,")]
    [InlineData("{ \"resourceMetrics\": [] }", "no \"resourceSpans\"")]
    [InlineData("", "no \"resourceSpans\"")]
    [InlineData("{ \"resourceSpans\": [] }", "no span")]
    public void What_holds_no_traces_is_wrong_use(string text, string said)
    {
        folder.Write("traces.json", text);
        var run = Tool.Run("calibrate", folder.At("traces.json"));
        Assert.Equal(2, run.ExitCode);
        Assert.Empty(run.Output);
        Assert.Contains(said, run.Error);
    }

    [Fact]
    public async Task A_report_rests_on_what_was_measured_and_says_where_code_and_traces_differ()
    {
        SmallSystem.Write(folder);
        folder.Write("scalelint.json", """{ "resources": [ { "id": "price-list", "kind": "third-party", "match": ["prices"] } ] }""");
        var assumed = Report();
        var traces = new TraceFile();
        for (var i = 0; i < 50; i++)
        {
            var request = traces.Add("Web", i + 1, "", Server, i * 100, 70, Ok, ("http.request.method", "GET"), ("http.route", "/quotes"), ("http.response.status_code", 200));
            for (var k = 0; k < 3; k++) traces.Add("Web", i + 1, request, Client, i * 100 + k * 20, 18, Ok, ("http.request.method", "GET"), ("server.address", "prices"), ("http.response.status_code", 200));
            traces.Add("Web", i + 1, request, Client, i * 100 + 60, 1, Ok, ("db.system.name", "redis"), ("server.address", "cache"));
        }
        folder.Write("traces.json", traces.Lines);
        Assert.Equal(0, Tool.Run("calibrate", folder.At("traces.json"), "-o", folder.At("measured.json")).ExitCode);
        folder.Write("scalelint.json", """{ "resources": [ { "id": "price-list", "kind": "third-party", "match": ["prices"] } ], "calibration": "measured.json" }""");
        var measured = Report();
        Assert.Equal(0, Share(assumed, "measured"));
        Assert.True(Share(measured, "measured") > 0);
        Assert.True(Share(measured, "assumed") < Share(assumed, "assumed"));
        var agreement = measured.GetProperty("calibration");
        Assert.Equal("price-list", Assert.Single(agreement.GetProperty("edgesInBoth").EnumerateArray()).GetProperty("to").GetString());
        Assert.Equal("cache", Assert.Single(agreement.GetProperty("edgesOnlyInTraces").EnumerateArray()).GetProperty("to").GetString());
        Assert.Equal("GET /quotes", Assert.Single(agreement.GetProperty("entryPoints").EnumerateArray()).GetProperty("id").GetString());
        Assert.Empty(await PublishedSchema.Faults("result", measured.ToString()));

        double Share(JsonElement result, string name) => result.GetProperty("score").GetProperty("inputs").GetProperty(name).GetDouble();
        JsonElement Report()
        {
            var run = Tool.Run("report", folder.At("Small.slnx"), "--format", "json");
            Assert.True(run.ExitCode == 0, run.Error);
            return JsonDocument.Parse(run.Output).RootElement;
        }
    }

    [Fact]
    public void A_calibration_that_is_none_is_named()
    {
        SmallSystem.WriteProject(folder, "Any", "class Any { }");
        folder.Write("Any/scalelint.json", """{ "calibration": "measured.json" }""");
        Assert.Contains("'measured.json' does not exist", Tool.Run("report", folder.At("Any/Any.csproj")).Error);
        folder.Write("Any/measured.json", """{ "schemaVersion": 1 }""");
        var run = Tool.Run("report", folder.At("Any/Any.csproj"));
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("measured.json(1,23): this is no calibration", run.Error);
    }
}
