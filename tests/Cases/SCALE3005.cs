//// case: no deadline anywhere
public class QuotesController(IHttpClientFactory factory) : ControllerBase
{
    [HttpGet("/quote")] public async Task<string> Get() => await factory.CreateClient("quotes").GetStringAsync("https://quotes.internal/1", HttpContext.RequestAborted); // !SCALE3005
}

//// case: token at hand and not passed
//// compiled: which overloads a package offers stands in the package
public class Direct(HttpClient http)
{
    public async Task<string> Get(CancellationToken ct) => await http.GetStringAsync("x"); // !SCALE3005
}

//// case: default literal is an omitted token
public class Omitted(HttpClient http)
{
    public async Task<string> Get(CancellationToken ct) => await http.GetStringAsync("x", default); // !SCALE3005
}

//// case: token reachable from a context parameter
//// compiled: which overloads a package offers stands in the package
public class Ctx(HttpClient http)
{
    public async Task<string> Handle(HttpContext context) => await http.GetStringAsync("x"); // !SCALE3005
}

//// case: token in a field
//// compiled: which overloads a package offers stands in the package
public class Worker(HttpClient http, CancellationToken stopping)
{
    private readonly CancellationToken stop = stopping;
    public async Task<string> Get() { stop.ThrowIfCancellationRequested(); return await http.GetStringAsync("x"); } // !SCALE3005
}

//// case: through an injected interface, on a request path
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddHttpClient<IRates, Rates>();
var app = builder.Build();
app.MapGet("/rates", (IRates rates, CancellationToken ct) => rates.Get(ct));
app.Run();
public interface IRates { Task<string> Get(CancellationToken ct); }
public class Rates(HttpClient http) : IRates
{
    //// path: GET /rates -> IRates.Get -> HttpClient.GetStringAsync
    public Task<string> Get(CancellationToken ct) => http.GetStringAsync("r", ct); // !SCALE3005
}

//// case: quiet: timeout on the registered client
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddHttpClient<Slow>(x => x.Timeout = TimeSpan.FromSeconds(2));
var app = builder.Build();
app.MapGet("/slow", (Slow slow, CancellationToken ct) => slow.Get(ct));
app.Run();
public class Slow(HttpClient http) { public Task<string> Get(CancellationToken ct) => http.GetStringAsync("r", ct); }

//// case: quiet: standard resilience handler
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddHttpClient<Safe>().AddStandardResilienceHandler();
var app = builder.Build();
app.MapGet("/safe", (Safe safe, CancellationToken ct) => safe.Get(ct));
app.Run();
public class Safe(HttpClient http) { public Task<string> Get(CancellationToken ct) => http.GetStringAsync("r", ct); }

//// case: quiet: token with CancelAfter, here and in a caller
public class TimedController(HttpClient http) : ControllerBase
{
    [HttpGet("/timed")] public async Task<string> Timed(CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(TimeSpan.FromSeconds(1));
        return await http.GetStringAsync("x", limit.Token) + await Inner(limit.Token);
    }

    private async Task<string> Inner(CancellationToken ct) => await http.GetStringAsync("y", ct);
}

//// case: quiet: None on purpose in a cleanup path
public class Cleanup(HttpClient http)
{
    public async Task Undo(CancellationToken ct) { await http.DeleteAsync("x", CancellationToken.None); }
}

//// case: quiet: a library's members are not presumed to be on a request path
public class Lib(HttpClient http) { public Task<string> Get() => http.GetStringAsync("x"); }

//// case: another client's timeout is not this one's
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddHttpClient<Quick>(x => x.Timeout = TimeSpan.FromSeconds(2));
builder.Services.AddHttpClient<Bare>(x => x.BaseAddress = new Uri("https://bare.internal"));
var app = builder.Build();
app.MapGet("/quick", (Quick quick, CancellationToken ct) => quick.Get(ct));
app.MapGet("/bare", (Bare bare, CancellationToken ct) => bare.Get(ct));
app.Run();
public class Quick(HttpClient http) { public Task<string> Get(CancellationToken ct) => http.GetStringAsync("r", ct); }
public class Bare(HttpClient http)
{
    public Task<string> Get(CancellationToken ct) => http.GetStringAsync("r", ct); // !SCALE3005
}

//// case: quiet: a cache that fills itself waits for its factory, which has a deadline
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddHttpClient<Rates>(x => x.Timeout = TimeSpan.FromSeconds(2));
var app = builder.Build();
app.MapGet("/rates", (Rates rates, Microsoft.Extensions.Caching.Hybrid.HybridCache cache, CancellationToken ct) => cache.GetOrCreateAsync("rates", async token => await rates.Get(token), cancellationToken: ct));
app.Run();
public class Rates(HttpClient http) { public Task<string> Get(CancellationToken ct) => http.GetStringAsync("r", ct); }

//// case: tokens at hand in other forms
//// compiled: which overloads a package offers stands in the package
using Microsoft.EntityFrameworkCore;
using StackExchange.Redis;
using MassTransit;
using Grpc.Core;
public class Item { public int Id { get; set; } }
public class Db(DbContextOptions<Db> options) : DbContext(options) { public DbSet<Item> Items => Set<Item>(); }
public class Worker(Db db, HttpClient http) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        //// says: stoppingToken
        await db.Items.CountAsync(); // !SCALE3005
        await db.SaveChangesAsync(default); // !SCALE3005
        await http.GetAsync("x"); // !SCALE3005
    }
}
public record Ping(int Id);
public class PingHandler(HttpClient http) : IConsumer<Ping>
{
    public async Task Consume(ConsumeContext<Ping> context) => await http.GetAsync("x"); // !SCALE3005
}
public abstract class Greeter { public virtual Task<string> Hello(string name, ServerCallContext context) => throw new NotImplementedException(); }
public class GreeterService(HttpClient http) : Greeter
{
    public override async Task<string> Hello(string name, ServerCallContext context) => await http.GetStringAsync("x"); // !SCALE3005
}
public class ItemsController(Db db) : ControllerBase
{
    [HttpGet("/i")] public async Task<int> I() => await db.Items.CountAsync(); // !SCALE3005
    [HttpGet("/j")] public async Task<int> J(CancellationToken ct)
    {
        return await Inner();
        async Task<int> Inner() => await db.Items.CountAsync(); // !SCALE3005
    }
}

//// case: no deadline anywhere, several libraries
using MongoDB.Driver;
using Confluent.Kafka;
using Azure.Messaging.ServiceBus;
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddHttpClient<Parts>(c => c.BaseAddress = new Uri("https://parts.internal"));
builder.Services.AddSingleton(new HttpClient { BaseAddress = new Uri("https://bare.internal") });
var app = builder.Build();
//// says: without a deadline
app.MapGet("/parts", (Parts parts) => parts.All());
app.MapGet("/bare", (HttpClient http) => http.GetStringAsync("x")); // !SCALE3005
app.Run();
public class Parts(HttpClient http)
{
    public Task<string> All() => http.GetStringAsync("parts"); // !SCALE3005
}

//// case: quiet: deadlines of every kind
using Polly;
using Microsoft.Extensions.Http.Resilience;
using Microsoft.EntityFrameworkCore;
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddHttpClient<A>(c => c.Timeout = TimeSpan.FromSeconds(2));
builder.Services.AddHttpClient<B>().AddStandardResilienceHandler();
builder.Services.AddHttpClient("c").AddResilienceHandler("t", p => p.AddTimeout(TimeSpan.FromSeconds(1)));
builder.Services.AddHttpClient("d").AddPolicyHandler(Policy.TimeoutAsync<HttpResponseMessage>(3));
builder.Services.AddHttpClient("e", c => { c.BaseAddress = new Uri("https://e.internal"); c.Timeout = TimeSpan.FromSeconds(5); });
builder.Services.AddDbContext<Db>(o => o.UseNpgsql("Host=pg;Database=x", n => n.CommandTimeout(3)));
var app = builder.Build();
app.MapGet("/a", (A a) => a.Get());
app.MapGet("/b", (B b) => b.Get());
app.MapGet("/c", (IHttpClientFactory f) => f.CreateClient("c").GetStringAsync("x"));
app.MapGet("/d", (IHttpClientFactory f) => f.CreateClient("d").GetStringAsync("x"));
app.MapGet("/e", (IHttpClientFactory f) => f.CreateClient("e").GetStringAsync("x"));
app.MapGet("/f", (Db db) => db.Items.CountAsync());
app.MapGet("/g", async (IHttpClientFactory f) =>
{
    using var source = new CancellationTokenSource(TimeSpan.FromSeconds(2));
    return await f.CreateClient("g").GetStringAsync("x", source.Token);
});
app.MapGet("/h", async (IHttpClientFactory f, CancellationToken ct) =>
{
    using var source = CancellationTokenSource.CreateLinkedTokenSource(ct);
    source.CancelAfter(2000);
    return await f.CreateClient("g").GetStringAsync("x", source.Token);
});
app.MapGet("/i", async (IHttpClientFactory f) => await f.CreateClient("g").GetStringAsync("x").WaitAsync(TimeSpan.FromSeconds(1)));
app.Run();
public class Item { public int Id { get; set; } }
public class Db(DbContextOptions<Db> options) : DbContext(options) { public DbSet<Item> Items => Set<Item>(); }
public class A(HttpClient http) { public Task<string> Get() => http.GetStringAsync("a"); }
public class B(HttpClient http) { public Task<string> Get() => http.GetStringAsync("b"); }

//// case: quiet: token deliberately None in a clean-up
using StackExchange.Redis;
public class OrderController(IHttpClientFactory clients) : ControllerBase
{
    [HttpPost("/o")] public async Task O(CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(TimeSpan.FromSeconds(3));
        var http = clients.CreateClient();
        try { await http.PostAsync("reserve", null, limit.Token); }
        catch (HttpRequestException)
        {
            await http.DeleteAsync("reserve", CancellationToken.None);
            throw;
        }
    }
}

//// case: quiet: calls that take no token, publishes of an outbox, code that nothing reaches
public class Unused(HttpClient http) { public Task<string> Get() => http.GetStringAsync("x"); }
public class Done2 { public Task Nothing(CancellationToken ct) => Task.CompletedTask; }

//// case: quiet: decisions and deadlines in other words
using Microsoft.EntityFrameworkCore;
using Polly;
using Npgsql;
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddHttpClient("fast", c => c.Timeout = TimeSpan.FromSeconds(2));
builder.Services.AddHttpClient("standard").AddStandardResilienceHandler();
builder.Services.AddHttpClient("hedged").AddStandardHedgingHandler();
builder.Services.AddDbContext<Db>(o => o.UseNpgsql("Host=pg", n => n.CommandTimeout(3)));
var app = builder.Build();
app.MapGet("/a", (IHttpClientFactory f, CancellationToken ct) => f.CreateClient("fast").GetStringAsync("x", ct));
app.MapGet("/b", (IHttpClientFactory f, CancellationToken ct) => f.CreateClient("standard").GetStringAsync("x", ct));
app.MapGet("/c", (IHttpClientFactory f, CancellationToken ct) => f.CreateClient("hedged").GetStringAsync("x", ct));
app.MapGet("/d", (Db db, CancellationToken ct) => db.Rows.CountAsync(ct));
app.MapPost("/e", async (IHttpClientFactory f, CancellationToken ct) =>
{
    try { await f.CreateClient("fast").PostAsync("reserve", null, ct); }
    catch (HttpRequestException) { await f.CreateClient("fast").DeleteAsync("reserve", CancellationToken.None); throw; }
});
app.MapGet("/f", async (NpgsqlDataSource source, CancellationToken ct) =>
{
    using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
    limit.CancelAfter(2000);
    await using var command = source.CreateCommand("select 1");
    return await command.ExecuteScalarAsync(limit.Token);
});
app.MapGet("/g", async (IHttpClientFactory f, CancellationToken ct) => await f.CreateClient("bare").GetStringAsync("x", ct).WaitAsync(TimeSpan.FromSeconds(1), ct));
app.Run();
public class Row { public int Id { get; set; } }
public class Db(DbContextOptions<Db> options) : DbContext(options) { public DbSet<Row> Rows => Set<Row>(); }

//// case: tokens at hand in other words
//// compiled: overloads of libraries that are not read are not known
using Microsoft.EntityFrameworkCore;
using MassTransit;
using MediatR;
public class Row { public int Id { get; set; } }
public class Db(DbContextOptions<Db> options) : DbContext(options) { public DbSet<Row> Rows => Set<Row>(); }
public record Ask(int Id) : IRequest<int>;
public class AskHandler(Db db) : IRequestHandler<Ask, int>
{
    public async Task<int> Handle(Ask request, CancellationToken cancellationToken) => await db.Rows.Where(x => x.Id == request.Id).CountAsync(); // !SCALE3005
}
public record Placed(int Id);
public class PlacedConsumer(Db db) : IConsumer<Placed>
{
    public async Task Consume(ConsumeContext<Placed> context)
    {
        db.Rows.Add(new Row());
        await db.SaveChangesAsync(); // !SCALE3005
    }
}
public class Worker(HttpClient http) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await http.GetStringAsync("tick"); // !SCALE3005
            await Task.Delay(1000, stoppingToken);
        }
    }
}
public class Held(HttpClient http)
{
    private readonly CancellationToken shutdown = new CancellationTokenSource().Token;
    public Task<string> Get() => http.GetStringAsync("x"); // !SCALE3005
    public async Task<string> Read(Stream stream, CancellationToken ct)
    {
        using var response = await http.GetAsync("x", HttpCompletionOption.ResponseHeadersRead); // !SCALE3005
        return await response.Content.ReadAsStringAsync(ct);
    }
}
