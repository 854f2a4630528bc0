using System.Text.Json;

namespace ScaleLint.Cli.Tests;

/// <summary>Edges between services, each way of writing them, and what must not become one.</summary>
public sealed class EdgeTests : IDisposable
{
    private const string Accounts = """app.MapGet("/api/accounts/{id}", (int id) => id);""";

    private readonly LinkedSystem system = new();

    public void Dispose() => system.Dispose();

    [Theory]
    // A named client by constant, its address from a section.
    [InlineData("""builder.Services.AddHttpClient(Names.Accounts, c => c.BaseAddress = new Uri(builder.Configuration.GetSection("Api")["Accounts"]!));""",
        """app.MapGet("/x", async (IHttpClientFactory f) => await f.CreateClient(Names.Accounts).GetStringAsync("api/accounts/1"));""",
        "static class Names { public const string Accounts = \"accounts\"; }")]
    // A typed client behind an interface, its address from an options class.
    [InlineData("""builder.Services.Configure<ApiOptions>(builder.Configuration.GetSection("Api")); builder.Services.AddHttpClient<IAccounts, AccountsClient>((s, c) => c.BaseAddress = new Uri(s.GetRequiredService<Microsoft.Extensions.Options.IOptions<ApiOptions>>().Value.Accounts));""",
        """app.MapGet("/x", async (IAccounts a) => await a.Get(1));""",
        """class ApiOptions { public string Accounts { get; set; } = ""; } interface IAccounts { Task<string?> Get(int id); } class AccountsClient(HttpClient http) : IAccounts { public Task<string?> Get(int id) => http.GetFromJsonAsync<string>($"api/accounts/{id}?full=true"); }""")]
    // Service discovery, a request object and SendAsync.
    [InlineData("""builder.Services.AddHttpClient<AccountsClient>(static c => c.BaseAddress = new("https+http://billing"));""",
        """app.MapGet("/x", async (AccountsClient a) => await a.Get(1));""",
        """class AccountsClient { private readonly HttpClient _http; public AccountsClient(HttpClient http) { _http = http; } public async Task<string> Get(int id) { using var request = new HttpRequestMessage { Method = HttpMethod.Get, RequestUri = new Uri("/api/accounts/" + id, UriKind.Relative) }; using var answer = await _http.SendAsync(request); return await answer.Content.ReadAsStringAsync(); } }""")]
    // Refit.
    [InlineData("""Refit.HttpClientFactoryExtensions.AddRefitClient<IAccounts>(builder.Services).ConfigureHttpClient(c => c.BaseAddress = new Uri("http://billing:8080"));""",
        """app.MapGet("/x", async (IAccounts a) => await a.Get(1));""",
        """public interface IAccounts { [Refit.Get("/api/accounts/{id}")] Task<string> Get(int id); }""")]
    // A class of the solution before Refit's.
    [InlineData("""builder.Services.AddHttpClient<IAccounts, AccountsClient>(c => c.BaseAddress = new Uri("http://billing:8080"));""",
        """app.MapGet("/x", async (IAccounts a) => await a.Get(1));""",
        """public interface IAccounts { [Refit.Get("/api/accounts/{id}")] Task<string> Get(int id); } public class AccountsClient(HttpClient http) : IAccounts { private readonly IAccounts api = Refit.RestService.For<IAccounts>(http); public async Task<string> Get(int id) => await api.Get(id); }""")]
    // A client that is made once, the address put together from configuration.
    [InlineData("",
        """app.MapGet("/x", async (IConfiguration c) => await Once.Http.GetStringAsync($"{c["Api:Accounts"]}/api/accounts/{1}"));""",
        "static class Once { public static readonly HttpClient Http = new(); }")]
    // An address in parts.
    [InlineData("""builder.Services.AddHttpClient("b").ConfigureHttpClient(c => c.BaseAddress = new UriBuilder("http", "billing", 8080).Uri);""",
        """app.MapGet("/x", async (IHttpClientFactory f) => await f.CreateClient("b").PostAsJsonAsync("api/accounts/1", "x"));""", "")]
    // A client that the container hands out: by factory, or made before.
    [InlineData("""builder.Services.AddScoped(s => new HttpClient { BaseAddress = new Uri(builder.Configuration["Api:Accounts"]!) });""",
        """app.MapGet("/x", async (HttpClient http) => await http.GetStringAsync("api/accounts/1"));""", "")]
    [InlineData("""builder.Services.AddSingleton(new RestSharp.RestClient("http://billing:8080"));""",
        """app.MapGet("/x", async (RestSharp.RestClient client) => await RestSharp.RestClientExtensions.GetAsync(client, new RestSharp.RestRequest("api/accounts/1")));""", "")]
    public void A_call_arrives_at_the_service_of_its_host(string registrations, string endpoints, string types)
    {
        system.Web("Billing", "", Accounts).Web("Crm", "", Accounts)
            .Web("Portal", registrations, endpoints, types, """{ "Api": { "Accounts": "http://billing:8080" } }""").Compose("", "Billing", "Crm", "Portal");
        Assert.Equal(["http portal > billing"], system.Edges());
        Assert.DoesNotContain("Calls whose target could not be told", system.Report("text"), StringComparison.Ordinal);
    }

    [Fact]
    public void Groups_handed_to_other_members_prefix_their_routes()
    {
        system.Web("Catalog", "", """var api = app.MapGroup("/api/v1"); api.MapItems(); app.MapGroup("/admin").MapItems(); Routes.MapBrands(api.MapGroup("brands"));""", """
            static class Routes
            {
                public static IEndpointRouteBuilder MapItems(this IEndpointRouteBuilder app) { var items = app.MapGroup("/items"); items.MapGet("/{id:int}", (int id) => id); return app; }
                public static void MapBrands(RouteGroupBuilder group) => group.MapGet("", () => "brands");
            }
            """);
        var routes = JsonDocument.Parse(system.Report()).RootElement.GetProperty("entryPoints").EnumerateArray().Select(x => x.GetProperty("id").GetString()).Where(x => x!.StartsWith("GET ", StringComparison.Ordinal));
        Assert.Equal(["GET /admin/items/{id:int}", "GET /api/v1/brands", "GET /api/v1/items/{id:int}"], routes.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_chain_goes_on_where_verb_and_route_say()
    {
        system.Web("Billing", "builder.Services.AddHttpClient();",
                """app.MapGet("/api/accounts/{id:int}", async (int id, IHttpClientFactory f) => await f.CreateClient().GetStringAsync("http://crm:8080/customers/1")); app.MapPost("/api/accounts/{id:int}", (int id) => id);""")
            .Web("Crm", "", """app.MapGet("/customers/{id}", (int id) => id);""")
            .Web("Portal", "builder.Services.AddHttpClient(\"b\", c => c.BaseAddress = new Uri(\"http://billing:8080/api/\"));",
                """app.MapGet("/read", async (IHttpClientFactory f) => await f.CreateClient("b").GetStringAsync("accounts/7?x=1")); app.MapGet("/write", async (IHttpClientFactory f) => await f.CreateClient("b").PostAsync("accounts/7", null));""")
            .Compose("", "Billing", "Crm", "Portal");
        var chains = JsonDocument.Parse(system.Report()).RootElement.GetProperty("entryPoints").EnumerateArray().Where(x => x.GetProperty("service").GetString() == "portal")
            .ToDictionary(x => x.GetProperty("id").GetString()!, x => x.GetProperty("chain").EnumerateArray().Select(c => c.GetString()));
        Assert.Equal(["billing", "crm"], chains["GET /read"]);
        Assert.Equal(["billing"], chains["GET /write"]);
    }

    [Fact]
    public void Decoys_are_no_edges()
    {
        system.Web("Billing", "", Accounts).Web("Crm", "", Accounts).Web("Mailer", "", """app.MapPost("/send", () => 1);""")
            .Web("Portal", """
                builder.Services.AddHttpClient("accounts", c => c.BaseAddress = new Uri(builder.Configuration["Api:Accounts"]!));
                builder.Services.AddHttpClient("never-used", c => c.BaseAddress = new Uri("http://crm:8080"));
                builder.Services.AddSingleton<IMail, NoMail>();
                """, """
                app.MapGet("/a", async (IHttpClientFactory f) => await f.CreateClient("accounts").GetStringAsync("api/accounts/1"));
                app.MapGet("/b", async (IHttpClientFactory f) => await f.CreateClient("of-nobody").GetStringAsync("api/accounts/1"));
                app.MapPost("/c", async (IMail mail) => await mail.Send());
                """, """
                interface IMail { Task Send(); }
                class NoMail : IMail { public Task Send() => Task.CompletedTask; }
                class HttpMail : IMail { public Task Send() => new HttpClient { BaseAddress = new Uri("http://mailer:8080") }.PostAsync("send", null); }
                """, """{ "Api": { "Accounts": "http://localhost:9999" } }""")
            .File("Portal/appsettings.Development.json", """{ "Api": { "Accounts": "http://crm:8080" } }""")
            .Tests("Portal.Tests", """class Doubles { public async Task<string> Crm() => await new HttpClient().GetStringAsync("http://crm:8080/api/accounts/1"); }""")
            .Compose("  portal:\n    build: { context: Portal }\n    environment: { Api__Accounts: 'http://billing:8080' }\n", "Billing", "Crm", "Mailer");
        Assert.Equal(["http portal > billing"], system.Edges());
        var unresolved = Assert.Single(JsonDocument.Parse(system.Report()).RootElement.GetProperty("unresolved").EnumerateArray());
        Assert.Equal("portal", unresolved.GetProperty("service").GetString());
    }

    [Fact]
    public void A_gateways_routes_lead_to_what_stands_behind_it()
    {
        system.Web("Billing", "builder.Services.AddHttpClient();", """app.MapGet("/accounts/{id}", async (int id, IHttpClientFactory f) => await f.CreateClient().GetStringAsync("http://crm:8080/api/accounts/1"));""")
            .Web("Crm", "", Accounts)
            .Web("Edge", """builder.Services.AddReverseProxy().LoadFromConfig(builder.Configuration.GetSection("ReverseProxy"));""", "app.MapReverseProxy();", "", """
                { "ReverseProxy": {
                    "Routes": { "billing": { "ClusterId": "billing", "Match": { "Path": "/billing/{**rest}" }, "Transforms": [ { "PathRemovePrefix": "/billing" } ] } },
                    "Clusters": { "billing": { "Destinations": { "one": { "Address": "http://billing:8080/" } } }, "unrouted": { "Destinations": { "one": { "Address": "http://crm:8080/" } } } } } }
                """)
            .Web("Mobile", """builder.Services.AddHttpClient<Api>(c => c.BaseAddress = new Uri("http://edge:8080"));""", """app.MapGet("/m", async (Api api) => await api.Get());""",
                """class Api(HttpClient http) { public Task<string> Get() => http.GetStringAsync("billing/accounts/1"); }""")
            .Compose("", "Billing", "Crm", "Edge", "Mobile");
        Assert.Equal(["http billing > crm", "http edge > billing", "http mobile > edge"], system.Edges());
        var mobile = JsonDocument.Parse(system.Report()).RootElement.GetProperty("entryPoints").EnumerateArray().Single(x => x.GetProperty("id").GetString() == "GET /m");
        // The gateway's way on to what is behind it is a hop of its own.
        Assert.Equal(["edge", "billing", "crm"], mobile.GetProperty("chain").EnumerateArray().Select(x => x.GetString()));
    }

    [Theory]
    [InlineData("text")]
    [InlineData("json")]
    [InlineData("html")]
    public void What_is_only_declared_or_only_used_is_listed(string format)
    {
        system.Web("Billing", "", Accounts).Web("Crm", "", Accounts)
            .Web("Portal", "builder.Services.AddHttpClient();", """app.MapGet("/x", async (IHttpClientFactory f) => await f.CreateClient().GetStringAsync("http://crm:8080/api/accounts/1"));""")
            .Compose("  portal:\n    build: { context: Portal }\n    depends_on: [billing]\n    environment: { Services__Billing: 'http://billing:8080' }\n", "Billing", "Crm");
        var output = system.Report(format);
        var json = JsonDocument.Parse(format == "json" ? output : system.Report()).RootElement;
        Assert.Equal(["portal > billing"], json.GetProperty("unusedEdges").EnumerateArray().Select(x => $"{x.GetProperty("from").GetString()} > {x.GetProperty("to").GetString()}"));
        Assert.Equal(["portal > crm"], json.GetProperty("undeclaredEdges").EnumerateArray().Select(x => $"{x.GetProperty("from").GetString()} > {x.GetProperty("to").GetString()}"));
        if (format != "text") return;
        Assert.Matches(@"Declared and never used \(1\)\s+portal -> billing", output);
        Assert.Matches(@"Used and never declared \(1\)\s+portal -> crm", output);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(40)]
    public void Shards_in_any_number_give_the_bytes_of_one_run(int services)
    {
        for (var i = 0; i < services; i++)
        {
            var next = i + 1 < services ? $"""app.MapGet("/s{i}/work", async (IHttpClientFactory f) => await f.CreateClient().GetStringAsync("http://service{i + 1}:8080/s{i + 1}/work"));""" : $"""app.MapGet("/s{i}/work", () => 1);""";
            system.Web($"Service{i}", "builder.Services.AddHttpClient();", next);
        }
        system.Compose("", [.. Enumerable.Range(0, services).Select(x => $"Service{x}")]);
        var one = Tool.Run("link", system.Shards(together: true), "--format", "json");
        Assert.Equal(0, one.ExitCode);
        Assert.Equal(one.Output, system.Report());
        Assert.Equal(services - 1, JsonDocument.Parse(one.Output).RootElement.GetProperty("edges").GetArrayLength());
    }
}
