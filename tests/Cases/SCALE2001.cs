//// case: one database under most entry points
using Microsoft.EntityFrameworkCore;
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddDbContext<Db>(o => o.UseNpgsql(builder.Configuration.GetConnectionString("orders"))); // !SCALE2001
var app = builder.Build();
app.MapGet("/a", (Db db, CancellationToken ct) => db.Items.CountAsync(ct));
app.MapGet("/b", (Repo repo, CancellationToken ct) => repo.Count(ct));
app.MapGet("/c", (Db db, CancellationToken ct) => db.Items.AnyAsync(ct));
app.MapPost("/d", (Db db, CancellationToken ct) => db.SaveChangesAsync(ct));
app.MapGet("/e", (Repo repo, CancellationToken ct) => repo.Count(ct));
app.MapGet("/f", () => "pong");
app.Run();
public class Item { public int Id { get; set; } }
public class Db(DbContextOptions<Db> options) : DbContext(options) { public DbSet<Item> Items => Set<Item>(); }
public class Repo(Db db) { public Task<int> Count(CancellationToken ct) => db.Items.CountAsync(ct); }

//// case: quiet: fewer than five entry points
using Microsoft.EntityFrameworkCore;
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddDbContext<Db2>(o => o.UseNpgsql("Host=db;Database=orders"));
var app = builder.Build();
app.MapGet("/a", (Db2 db, CancellationToken ct) => db.Items.CountAsync(ct));
app.MapGet("/b", (Db2 db, CancellationToken ct) => db.Items.CountAsync(ct));
app.Run();
public class Item { public int Id { get; set; } }
public class Db2(DbContextOptions<Db2> options) : DbContext(options) { public DbSet<Item> Items => Set<Item>(); }

//// case: quiet: half or less
using Microsoft.EntityFrameworkCore;
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddDbContext<Db3>(o => o.UseNpgsql("Host=db;Database=orders"));
var app = builder.Build();
app.MapGet("/a", (Db3 db, CancellationToken ct) => db.Items.CountAsync(ct));
app.MapGet("/b", (Db3 db, CancellationToken ct) => db.Items.CountAsync(ct));
app.MapGet("/c", (Db3 db, CancellationToken ct) => db.Items.CountAsync(ct));
app.MapGet("/d", () => 1);
app.MapGet("/e", () => 2);
app.MapGet("/f", () => 3);
app.Run();
public class Item { public int Id { get; set; } }
public class Db3(DbContextOptions<Db3> options) : DbContext(options) { public DbSet<Item> Items => Set<Item>(); }

//// case: an HTTP dependency of controllers, hub and gRPC-like consumer alike
//// compiled: a top-level statement stands elsewhere
using MassTransit;
using Microsoft.AspNetCore.SignalR;
var builder = WebApplication.CreateBuilder(args);
//// says: 5 of 6 request entry points wait for identity.internal (http): blast radius 83 %
builder.Services.AddHttpClient<IIdentity, Identity>(c => c.BaseAddress = new Uri("https://identity.internal")); // !SCALE2001
builder.Services.AddControllers();
var app = builder.Build();
app.MapControllers();
app.Run();
public interface IIdentity { Task<string> Who(string token); }
public class Identity(HttpClient http) : IIdentity { public Task<string> Who(string token) => http.GetStringAsync("who/" + token); }
[ApiController, Route("a")] public class AController(IIdentity identity) : ControllerBase
{
    [HttpGet("1")] public Task<string> One() => identity.Who("1");
    [HttpGet("2")] public async Task<string> Two() => await Helper();
    [HttpPost("3")] public async Task<string> Three() { var who = await identity.Who("3"); return who; }
    private async Task<string> Helper() => await identity.Who("2");
    [HttpGet("0")] public string None() => "pong";
}
public class ChatHub(IIdentity identity) : Hub { public Task<string> Say(string text) => identity.Who(text); }
public record Placed(string By);
public class PlacedHandler(IIdentity identity) : IConsumer<Placed> { public async Task Consume(ConsumeContext<Placed> context) => await identity.Who(context.Message.By); }

//// case: a Redis cache made by hand, at its first use where nothing registers it
//// compiled: a top-level statement stands elsewhere
using StackExchange.Redis;
var app = WebApplication.CreateBuilder(args).Build();
app.MapGet("/a", (IConnectionMultiplexer redis) => redis.GetDatabase().StringGetAsync("a")); // !SCALE2001
app.MapGet("/b", (IConnectionMultiplexer redis) => redis.GetDatabase().StringGetAsync("b"));
app.MapGet("/c", (IConnectionMultiplexer redis) => redis.GetDatabase().StringGetAsync("c"));
app.MapGet("/d", (IConnectionMultiplexer redis) => redis.GetDatabase().StringGetAsync("d"));
app.MapGet("/e", (IConnectionMultiplexer redis) => redis.GetDatabase().StringGetAsync("e"));
app.Run();

//// case: a service under the entry points of others, its own do not count
//// project: Stock
var app = WebApplication.CreateBuilder(args).Build();
app.MapGet("/s1", () => 1);
app.MapGet("/s2", () => 2);
app.MapGet("/s3", () => 3);
app.MapGet("/s4", () => 4);
app.MapGet("/s5", () => 5);
app.MapGet("/s6", () => 6);
app.Run();
//// project: Shop
var builder = WebApplication.CreateBuilder(args);
//// says: 5 of 5 request entry points wait for Stock
builder.Services.AddHttpClient("stock", c => c.BaseAddress = new Uri("http://stock")); // !SCALE2001
var app = builder.Build();
app.MapGet("/a", (IHttpClientFactory f) => f.CreateClient("stock").GetStringAsync("/s1"));
app.MapGet("/b", (IHttpClientFactory f) => f.CreateClient("stock").GetStringAsync("/s2"));
app.MapGet("/c", (IHttpClientFactory f) => f.CreateClient("stock").GetStringAsync("/s3"));
app.MapGet("/d", (IHttpClientFactory f) => f.CreateClient("stock").GetStringAsync("/s4"));
app.MapGet("/e", (IHttpClientFactory f) => f.CreateClient("stock").GetStringAsync("/s5"));
app.Run();

//// case: a lower limit
//// option: scalelint.SCALE2001.min_entry_points = 2
using MongoDB.Driver;
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddSingleton<IMongoClient>(new MongoClient("mongodb://docs/shop")); // !SCALE2001
var app = builder.Build();
app.MapGet("/a", (IMongoClient mongo, CancellationToken ct) => mongo.GetDatabase("shop").GetCollection<string>("a").CountDocumentsAsync(x => true, null, ct));
app.MapGet("/b", (IMongoClient mongo, CancellationToken ct) => mongo.GetDatabase("shop").GetCollection<string>("b").CountDocumentsAsync(x => true, null, ct));
app.Run();

//// case: quiet: a cache before it
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Caching.Hybrid;
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddHttpClient<Rates>(c => c.BaseAddress = new Uri("https://rates.internal"));
var app = builder.Build();
app.MapGet("/a", (Rates rates, IMemoryCache cache) => cache.GetOrCreateAsync("a", _ => rates.Get("a")));
app.MapGet("/b", (Rates rates, IMemoryCache cache) => rates.Cached(cache, "b"));
app.MapGet("/c", (Rates rates, HybridCache cache) => cache.GetOrCreateAsync("c", async ct => await rates.Get("c")));
app.MapGet("/d", (Rates rates, IMemoryCache cache) => rates.Looked(cache, "d"));
app.MapGet("/e", (Rates rates, IMemoryCache cache) => rates.Cached(cache, "e"));
app.Run();
public class Rates(HttpClient http)
{
    public Task<string> Get(string name) => http.GetStringAsync(name);
    public Task<string?> Cached(IMemoryCache cache, string name) => cache.GetOrCreateAsync(name, entry => Get(name));
    public async Task<string> Looked(IMemoryCache cache, string name)
    {
        if (cache.TryGetValue(name, out string? known)) return known!;
        var found = await Get(name);
        cache.Set(name, found, TimeSpan.FromMinutes(1));
        return found;
    }
}

//// case: quiet: a fallback on the client
using Polly;
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddHttpClient("prices", c => c.BaseAddress = new Uri("https://prices.internal"))
    .AddResilienceHandler("safe", p => p.AddFallback(new Polly.Fallback.FallbackStrategyOptions<HttpResponseMessage> { FallbackAction = _ => Outcome.FromResultAsValueTask(new HttpResponseMessage()) }));
var app = builder.Build();
app.MapGet("/a", (IHttpClientFactory f) => f.CreateClient("prices").GetStringAsync("a"));
app.MapGet("/b", (IHttpClientFactory f) => f.CreateClient("prices").GetStringAsync("b"));
app.MapGet("/c", (IHttpClientFactory f) => f.CreateClient("prices").GetStringAsync("c"));
app.MapGet("/d", (IHttpClientFactory f) => f.CreateClient("prices").GetStringAsync("d"));
app.MapGet("/e", (IHttpClientFactory f) => f.CreateClient("prices").GetStringAsync("e"));
app.Run();

//// case: quiet: only publishes and background work
using MassTransit;
var app = WebApplication.CreateBuilder(args).Build();
app.MapPost("/a", (IPublishEndpoint bus) => bus.Publish(new Note("a")));
app.MapPost("/b", (IPublishEndpoint bus) => bus.Publish(new Note("b")));
app.MapPost("/c", (IPublishEndpoint bus) => bus.Publish(new Note("c")));
app.MapPost("/d", (IPublishEndpoint bus) => bus.Publish(new Note("d")));
app.MapPost("/e", (IPublishEndpoint bus) => bus.Publish(new Note("e")));
app.Run();
public record Note(string Text);
