//// case: every endpoint runs its work through one method
//// compiled: a method stands at its first statement
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddHttpClient<Backend>();
var app = builder.Build();
app.MapGet("/orders", (Backend b, CancellationToken ct) => b.RunAsync("orders", ct));
app.MapGet("/invoices", (Backend b, CancellationToken ct) => b.RunAsync("invoices", ct));
app.MapGet("/customers", (Backend b, CancellationToken ct) => b.RunAsync("customers", ct));
app.MapGet("/ping", () => "pong");
app.Run();
public class Backend(HttpClient http, ILogger<Backend> logger)
{
    public async Task<string> RunAsync(string what, CancellationToken ct) // !SCALE2003
    {
        if (what.Length == 0) return "";
        logger.LogDebug("Asking for {What}", what);
        return await http.GetStringAsync("http://erp/" + what, ct);
    }
}

//// case: controllers over an injected interface, in another project
//// compiled: a method stands at its first statement
//// project: Core lib
using StackExchange.Redis;
namespace Core;
public interface IFacade { Task<string> Execute(string command, CancellationToken ct); }
public class Facade(HttpClient http, IDatabase redis, ILogger<Facade> logger) : IFacade
{
    public async Task<string> Execute(string command, CancellationToken ct) // !SCALE2003
    {
        logger.LogDebug("{Command}", command);
        return command switch { "price" => await Price(ct), "stock" => await Stock(), _ => throw new ArgumentException(command) };
    }
    private async Task<string> Price(CancellationToken ct) => await http.GetStringAsync("http://prices/all", ct);
    private async Task<string> Stock() => (await redis.StringGetAsync("stock")).ToString();
}
//// project: Api
using Core;
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddControllers();
builder.Services.AddHttpClient<IFacade, Facade>();
var app = builder.Build();
app.MapControllers();
app.Run();
[ApiController]
public class PricesController(IFacade facade) : ControllerBase
{
    [HttpGet("/prices")] public Task<string> Prices(CancellationToken ct) => facade.Execute("price", ct);
    [HttpGet("/stock")] public Task<string> Stock(CancellationToken ct) => facade.Execute("stock", ct);
    [HttpGet("/offers")] public async Task<string> Offers(CancellationToken ct) => (await facade.Execute("price", ct)).ToUpperInvariant();
}

//// case: behind a wrapper without work of its own, the method below it is the funnel
//// compiled: a method stands at its first statement
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddHttpClient<Erp>();
var app = builder.Build();
app.MapGet("/a", (Erp e, CancellationToken ct) => e.Ask("a", ct));
app.MapGet("/b", (Erp e, CancellationToken ct) => e.Ask("b", ct));
app.MapGet("/c", (Erp e, CancellationToken ct) => e.Ask("c", ct));
app.Run();
public class Erp(HttpClient http)
{
    public Task<string> Ask(string what, CancellationToken ct) => Send(what, ct);
    private async Task<string> Send(string what, CancellationToken ct) // !SCALE2003
    {
        using var response = await http.PostAsync("http://erp/rpc", new StringContent(what), ct);
        return await response.Content.ReadAsStringAsync(ct);
    }
}

//// case: message consumers and endpoints alike
//// compiled: a method stands at its first statement
using MassTransit;
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddHttpClient<Ledger>();
builder.Services.AddMassTransit(x => { x.AddConsumer<PaidConsumer>(); x.AddConsumer<RefundedConsumer>(); });
var app = builder.Build();
app.MapPost("/entries", (Ledger l, CancellationToken ct) => l.BookAsync(1, ct));
app.Run();
public record Paid(int Amount);
public record Refunded(int Amount);
public class PaidConsumer(Ledger ledger) : IConsumer<Paid> { public Task Consume(ConsumeContext<Paid> c) => ledger.BookAsync(c.Message.Amount, c.CancellationToken); }
public class RefundedConsumer(Ledger ledger) : IConsumer<Refunded> { public Task Consume(ConsumeContext<Refunded> c) => ledger.BookAsync(-c.Message.Amount, c.CancellationToken); }
public class Ledger(HttpClient http)
{
    public async Task BookAsync(int amount, CancellationToken ct) // !SCALE2003
    {
        var last = await http.GetStringAsync("http://ledger/last", ct);
        await http.PutAsync("http://ledger/entries/" + last, new StringContent(amount.ToString()), ct);
    }
}

//// case: quiet: the client's own wrapper has no work of its own
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddHttpClient<Thin>();
var app = builder.Build();
app.MapGet("/a", (Thin t, CancellationToken ct) => t.Get("http://erp/a", ct));
app.MapGet("/b", (Thin t, CancellationToken ct) => t.Get("http://erp/b", ct));
app.MapGet("/c", (Thin t, CancellationToken ct) => t.Get("http://erp/c", ct));
app.Run();
public class Thin(HttpClient http) { public async Task<string> Get(string address, CancellationToken ct) => await http.GetStringAsync(address, ct); }

//// case: quiet: framework pipeline code stands before everything
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddTransient<Stamp>();
builder.Services.AddHttpClient("erp").AddHttpMessageHandler<Stamp>();
var app = builder.Build();
app.Use(async (context, next) => { context.Response.Headers["x"] = "1"; await next(); });
app.MapGet("/a", (IHttpClientFactory f, CancellationToken ct) => f.CreateClient("erp").GetStringAsync("http://erp/a", ct));
app.MapGet("/b", (IHttpClientFactory f, CancellationToken ct) => f.CreateClient("erp").GetStringAsync("http://erp/b", ct));
app.MapGet("/c", (IHttpClientFactory f, CancellationToken ct) => f.CreateClient("erp").GetStringAsync("http://erp/c", ct));
app.Run();
public class Stamp : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken ct)
    {
        request.Headers.Add("x", "1");
        return await base.SendAsync(request, ct);
    }
}

//// case: quiet: half of the paths and no more
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddHttpClient<Half>();
var app = builder.Build();
app.MapGet("/a", (Half h, CancellationToken ct) => h.Ask("a", ct));
app.MapGet("/b", (Half h, CancellationToken ct) => h.Ask("b", ct));
app.MapGet("/c", (Half h, CancellationToken ct) => h.Ask("c", ct));
app.MapGet("/d", (IHttpClientFactory f, CancellationToken ct) => f.CreateClient().GetStringAsync("http://d/", ct));
app.MapGet("/e", (IHttpClientFactory f, CancellationToken ct) => f.CreateClient().GetStringAsync("http://e/", ct));
app.MapGet("/f", (IHttpClientFactory f, CancellationToken ct) => f.CreateClient().GetStringAsync("http://f/", ct));
app.Run();
public class Half(HttpClient http, ILogger<Half> logger)
{
    public async Task<string> Ask(string what, CancellationToken ct)
    {
        logger.LogDebug("{What}", what);
        return await http.GetStringAsync("http://erp/" + what, ct);
    }
}

//// case: quiet: one endpoint's own helper
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddHttpClient<Single>();
var app = builder.Build();
app.MapGet("/a", (Single s, CancellationToken ct) => s.Ask("a", ct));
app.MapGet("/b", () => 1);
app.MapGet("/c", () => 2);
app.Run();
public class Single(HttpClient http, ILogger<Single> logger)
{
    public async Task<string> Ask(string what, CancellationToken ct)
    {
        logger.LogDebug("{What}", what);
        return await http.GetStringAsync("http://erp/" + what, ct);
    }
}
