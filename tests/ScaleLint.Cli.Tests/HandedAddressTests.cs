using System.Text.Json;

namespace ScaleLint.Cli.Tests;

/// <summary>One helper that is handed the address serves callers that mean different services.</summary>
public sealed class HandedAddressTests
{
    private const string Helper = """
        public class Http(IHttpClientFactory clients)
        {
            public Task<string> Ask(string url) => Send(url);
            private async Task<string> Send(string url) => await clients.CreateClient().GetStringAsync(url);
        }
        """;

    [Fact]
    public void Each_caller_goes_where_it_says_and_nowhere_else()
    {
        using var system = new LinkedSystem();
        Add(system);
        using var report = JsonDocument.Parse(system.Report());
        var edges = report.RootElement.GetProperty("edges").EnumerateArray().Select(x => $"{x.GetProperty("from").GetString()} > {x.GetProperty("to").GetString()}").ToList();

        Assert.Equal(["shop > prices", "shop > stock", "stock > depot"], edges);
        Assert.Empty(report.RootElement.GetProperty("unresolved").EnumerateArray());

        // A request for prices never waits for the depot behind the stock.
        var chains = report.RootElement.GetProperty("entryPoints").EnumerateArray().Where(x => x.GetProperty("service").GetString() == "shop" && x.GetProperty("route").ValueKind == JsonValueKind.String)
            .ToDictionary(x => x.GetProperty("route").GetString()!, x => x.GetProperty("chain").EnumerateArray().Select(y => y.GetString()).ToList());
        Assert.Equal(["prices"], chains["/price"]);
        Assert.Equal(["stock", "depot"], chains["/left"]);
        Assert.Equal(["stock", "depot", "prices"], chains["/both"]);
    }

    [Fact]
    public void Calls_of_different_services_are_no_chatter()
    {
        using var system = new LinkedSystem();
        var names = new[] { "a1", "a2", "a3", "a4", "a5", "a6" };
        system.Web("Hub", "builder.Services.AddHttpClient();\nbuilder.Services.AddScoped<Http>();",
            "app.MapGet(\"/all\", async (Http http) => " + string.Join(" + ", names.Select(x => $"await http.Ask(\"http://{x}:8080/get\")")) + ");", Helper);
        foreach (var name in names) system.Web(name.ToUpperInvariant(), "", "app.MapGet(\"/get\", () => \"\");");
        system.Compose("", ["Hub", .. names.Select(x => x.ToUpperInvariant())]);
        using var report = JsonDocument.Parse(system.Report());

        Assert.Equal(6, report.RootElement.GetProperty("edges").GetArrayLength());
        Assert.DoesNotContain(report.RootElement.GetProperty("findings").EnumerateArray(), x => x.GetProperty("ruleId").GetString() is "SCALE1006" or "SCALE2001");
    }

    [Fact]
    public void Callers_beyond_the_limit_are_not_lost_without_a_word()
    {
        using var system = new LinkedSystem();
        var asked = string.Concat(Enumerable.Range(0, 2100).Select(x => $"        all += await http.Ask(\"http://{(x % 2 == 0 ? "prices" : "stock")}:8080/{x}\");\n"));
        system.Web("Shop", "builder.Services.AddHttpClient();\nbuilder.Services.AddScoped<Http>();", "app.MapGet(\"/all\", async (Http http) =>\n    {\n        var all = \"\";\n" + asked + "        return all;\n    });", Helper);
        system.Web("Prices", "", "app.MapGet(\"/{id}\", (int id) => id);");
        system.Web("Stock", "", "app.MapGet(\"/{id}\", (int id) => id);");
        system.Compose("", "Shop", "Prices", "Stock");
        using var report = JsonDocument.Parse(system.Report());

        Assert.Equal(2, report.RootElement.GetProperty("edges").GetArrayLength());
        Assert.NotEmpty(report.RootElement.GetProperty("unresolved").EnumerateArray());
    }

    [Fact]
    public void Rules_name_what_the_caller_means()
    {
        using var system = new LinkedSystem();
        system.Web("Till", "builder.Services.AddHttpClient();\nbuilder.Services.AddScoped<Http>();", """
            app.MapGet("/all", async (Http http) => { var all = ""; foreach (var id in await Ids()) all += await http.Ask("http://prices:8080/price/" + id); return all; });
            app.MapPost("/pay", async (Http http) => await http.Ask("https://api.bank.com/charge"));
            """, "public partial class Program { static Task<List<int>> Ids() => Task.FromResult(new List<int>()); }\n" + Helper);
        system.Web("Prices", "", "app.MapGet(\"/price/{id}\", (int id) => id);");
        system.Compose("", "Till", "Prices");
        using var report = JsonDocument.Parse(system.Report());
        var findings = report.RootElement.GetProperty("findings").EnumerateArray().Select(x => (Rule: x.GetProperty("ruleId").GetString(), Message: x.GetProperty("message").GetString()!)).ToList();

        Assert.Contains("calls prices (", Assert.Single(findings, x => x.Rule == "SCALE3002").Message, StringComparison.Ordinal);
        Assert.Contains("api.bank.com", Assert.Single(findings, x => x.Rule == "SCALE7001").Message, StringComparison.Ordinal);
    }

    private static void Add(LinkedSystem system)
    {
        system.Web("Shop", "builder.Services.AddHttpClient();\nbuilder.Services.AddScoped<Http>();", """
            app.MapGet("/price", async (Http http) => await http.Ask("http://prices:8080/price"));
            app.MapGet("/left", async (Http http) => await http.Ask("http://stock:8080/left"));
            app.MapGet("/both", async (Http http) => await http.Ask("http://stock:8080/left") + await http.Ask("http://prices:8080/price"));
            """, Helper);
        system.Web("Prices", "", "app.MapGet(\"/price\", () => \"1\");");
        system.Web("Stock", "builder.Services.AddHttpClient();", "app.MapGet(\"/left\", async (HttpClient http) => await http.GetStringAsync(\"http://depot:8080/rest\"));");
        system.Web("Depot", "", "app.MapGet(\"/rest\", () => \"2\");");
        system.Compose("", "Shop", "Prices", "Stock", "Depot");
    }
}
