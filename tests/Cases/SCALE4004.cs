//// case: a bare HTTP client under three entry points
var builder = WebApplication.CreateBuilder(args);
//// says: 3 request entry points call rates.internal
builder.Services.AddHttpClient<Rates>(c => c.BaseAddress = new Uri("https://rates.internal")); // !SCALE4004
var app = builder.Build();
app.MapGet("/a", (Rates rates, CancellationToken ct) => rates.Get("a", ct));
app.MapGet("/b", (Rates rates, CancellationToken ct) => rates.Get("b", ct));
app.MapGet("/c", async (Rates rates, CancellationToken ct) => { var x = await rates.Get("c", ct); return x; });
app.Run();
public class Rates(HttpClient http) { public Task<string> Get(string x, CancellationToken ct) => http.GetStringAsync(x, ct); }

//// case: timeout and retry do not contain; a third party and a broker, at the first call where nothing registers them
using Polly;
using Stripe;
using MassTransit;
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddHttpClient("geo", c => c.BaseAddress = new Uri("https://geo.internal")).AddPolicyHandler(Policy.TimeoutAsync<HttpResponseMessage>(1)); // !SCALE4004
builder.Services.AddControllers();
var app = builder.Build();
app.MapControllers();
app.Run();
public record Note(string Text);
[Route("x")] public class XController(IHttpClientFactory f, ChargeService charges, IBus bus) : ControllerBase
{
    [HttpGet("a")] public async Task A(CancellationToken ct) { await f.CreateClient("geo").GetStringAsync("a", ct); await charges.GetAsync("a", null, null, ct); } // !SCALE4004
    [HttpGet("b")] public async Task B(CancellationToken ct) { await f.CreateClient("geo").GetStringAsync("b", ct); await charges.GetAsync("b", null, null, ct); }
    [HttpGet("c")] public async Task C(CancellationToken ct) { await f.CreateClient("geo").GetStringAsync("c", ct); await charges.GetAsync("c", null, null, ct); }
}

//// case: quiet: breaker, limiter, fallback, cache, standard handler
using Polly;
using Microsoft.Extensions.Caching.Memory;
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddHttpClient("a").AddPolicyHandler(Policy<HttpResponseMessage>.Handle<HttpRequestException>().CircuitBreakerAsync(5, TimeSpan.FromSeconds(10)));
builder.Services.AddHttpClient("b").AddPolicyHandler(GetBreaker());
builder.Services.AddHttpClient("c").AddStandardResilienceHandler();
builder.Services.AddHttpClient("d").AddResilienceHandler("x", p => p.AddConcurrencyLimiter(10));
builder.Services.AddHttpClient("e").AddTransientHttpErrorPolicy(p => p.CircuitBreakerAsync(5, TimeSpan.FromSeconds(10)));
var app = builder.Build();
foreach (var name in new[] { "x", "y" }) Console.WriteLine(name);
app.MapGet("/a1", (Pick p) => p.A()); app.MapGet("/a2", (Pick p) => p.A()); app.MapGet("/a3", (Pick p) => p.A());
app.MapGet("/b1", (Pick p) => p.B()); app.MapGet("/b2", (Pick p) => p.B()); app.MapGet("/b3", (Pick p) => p.B());
app.MapGet("/c1", (Pick p) => p.C()); app.MapGet("/c2", (Pick p) => p.C()); app.MapGet("/c3", (Pick p) => p.C());
app.MapGet("/d1", (Pick p) => p.D()); app.MapGet("/d2", (Pick p) => p.D()); app.MapGet("/d3", (Pick p) => p.D());
app.MapGet("/e1", (Pick p) => p.E()); app.MapGet("/e2", (Pick p) => p.E()); app.MapGet("/e3", (Pick p) => p.E());
app.MapGet("/f1", (Pick p) => p.F()); app.MapGet("/f2", (Pick p) => p.F()); app.MapGet("/f3", (Pick p) => p.F());
app.MapGet("/g1", (Pick p) => p.G()); app.MapGet("/g2", (Pick p) => p.G()); app.MapGet("/g3", (Pick p) => p.G());
app.Run();
static IAsyncPolicy<HttpResponseMessage> GetBreaker() => Policy<HttpResponseMessage>.Handle<HttpRequestException>().CircuitBreakerAsync(3, TimeSpan.FromSeconds(30));
public class Pick(IHttpClientFactory f, IMemoryCache cache, ILogger<Pick> log)
{
    private static readonly SemaphoreSlim Few = new(8);
    public Task<string> A() => f.CreateClient("a").GetStringAsync("x");
    public Task<string> B() => f.CreateClient("b").GetStringAsync("x");
    public Task<string> C() => f.CreateClient("c").GetStringAsync("x");
    public Task<string> D() => f.CreateClient("d").GetStringAsync("x");
    public Task<string> E() => f.CreateClient("e").GetStringAsync("x");
    public Task<string?> F() => cache.GetOrCreateAsync("f", entry => f.CreateClient("f").GetStringAsync("x"));
    public async Task<string> G()
    {
        await Few.WaitAsync();
        try { return await f.CreateClient("g").GetStringAsync("x"); }
        finally { Few.Release(); }
    }
}

//// case: quiet: databases and caches, two entry points only, an outbox
//// project: MassTransit.EntityFrameworkCoreIntegration package
namespace MassTransit;
public interface IEntityFrameworkOutboxConfigurator { void UseBusOutbox(Action<object>? configure = null); }
public static class EntityFrameworkOutboxConfigurationExtensions
{
    public static void AddEntityFrameworkOutbox<T>(this IBusRegistrationConfigurator configurator, Action<IEntityFrameworkOutboxConfigurator>? configure = null) { }
}
//// project: App
using Microsoft.EntityFrameworkCore;
using StackExchange.Redis;
using MassTransit;
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddDbContext<Db>(o => o.UseNpgsql("Host=pg;Database=x"));
builder.Services.AddHttpClient("two");
builder.Services.AddMassTransit(x => x.AddEntityFrameworkOutbox<Db>(o => o.UseBusOutbox()));
var app = builder.Build();
app.MapGet("/a", (Db db) => db.Items.CountAsync());
app.MapGet("/b", (Db db) => db.Items.CountAsync());
app.MapGet("/c", (Db db) => db.Items.CountAsync());
app.MapGet("/d", (IDatabase redis) => redis.StringGetAsync("x"));
app.MapGet("/e", (IDatabase redis) => redis.StringGetAsync("x"));
app.MapGet("/f", (IDatabase redis) => redis.StringGetAsync("x"));
app.MapGet("/g", (IHttpClientFactory f) => f.CreateClient("two").GetStringAsync("x"));
app.MapGet("/h", (IHttpClientFactory f) => f.CreateClient("two").GetStringAsync("x"));
app.MapPost("/i", (IPublishEndpoint bus) => bus.Publish(new Note("x")));
app.MapPost("/j", (IPublishEndpoint bus) => bus.Publish(new Note("x")));
app.MapPost("/k", (IPublishEndpoint bus) => bus.Publish(new Note("x")));
app.Run();
public record Note(string Text);
public class Item { public int Id { get; set; } }
public class Db(DbContextOptions<Db> options) : DbContext(options) { public DbSet<Item> Items => Set<Item>(); }

//// case: quiet: guards in other words
using Polly;
using Polly.CircuitBreaker;
using Polly.Fallback;
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddHttpClient("hedged").AddStandardHedgingHandler();
builder.Services.AddHttpClient("own").AddResilienceHandler("x", p => p.AddCircuitBreaker(new Microsoft.Extensions.Http.Resilience.HttpCircuitBreakerStrategyOptions()));
builder.Services.AddHttpClient("limited").AddResilienceHandler("x", p => p.AddRateLimiter(new System.Threading.RateLimiting.SlidingWindowRateLimiter(new())));
builder.Services.ConfigureHttpClientDefaults(x => { });
var app = builder.Build();
app.MapGet("/a1", (Calls c, CancellationToken ct) => c.A(ct)); app.MapGet("/a2", (Calls c, CancellationToken ct) => c.A(ct)); app.MapGet("/a3", (Calls c, CancellationToken ct) => c.A(ct));
app.MapGet("/b1", (Calls c, CancellationToken ct) => c.B(ct)); app.MapGet("/b2", (Calls c, CancellationToken ct) => c.B(ct)); app.MapGet("/b3", (Calls c, CancellationToken ct) => c.B(ct));
app.MapGet("/c1", (Calls c, CancellationToken ct) => c.C(ct)); app.MapGet("/c2", (Calls c, CancellationToken ct) => c.C(ct)); app.MapGet("/c3", (Calls c, CancellationToken ct) => c.C(ct));
app.MapGet("/d1", (Calls c, CancellationToken ct) => c.D(ct)); app.MapGet("/d2", (Calls c, CancellationToken ct) => c.D(ct)); app.MapGet("/d3", (Calls c, CancellationToken ct) => c.D(ct));
app.MapGet("/e1", (Calls c, CancellationToken ct) => c.E(ct)); app.MapGet("/e2", (Calls c, CancellationToken ct) => c.E(ct)); app.MapGet("/e3", (Calls c, CancellationToken ct) => c.E(ct));
app.Run();
public class Calls(IHttpClientFactory f)
{
    private static readonly ResiliencePipeline Breaker = new ResiliencePipelineBuilder().AddCircuitBreaker(new CircuitBreakerStrategyOptions()).Build();
    public Task<string> A(CancellationToken ct) => f.CreateClient("hedged").GetStringAsync("x", ct);
    public Task<string> B(CancellationToken ct) => f.CreateClient("own").GetStringAsync("x", ct);
    public Task<string> C(CancellationToken ct) => f.CreateClient("limited").GetStringAsync("x", ct);
    public async Task<string> D(CancellationToken ct) => await Breaker.ExecuteAsync(async t => await f.CreateClient("d").GetStringAsync("x", t), ct);
    public async Task<string> E(CancellationToken ct)
    {
        try { return await f.CreateClient("e").GetStringAsync("x", ct); }
        catch (HttpRequestException) { return "fallback"; }
    }
}
