//// case: entities are added without a round trip (roslyn-analyzers#6684, #6860, sonar-dotnet#9269, Meziantou.Analyzer#374)
using Microsoft.EntityFrameworkCore;
public class Item { public int Id { get; set; } public string Name { get; set; } = ""; }
public class Shop : DbContext
{
    public DbSet<Item> Items => Set<Item>();
    protected override void OnConfiguring(DbContextOptionsBuilder options) => options.UseNpgsql("Host=db;Database=shop", x => x.CommandTimeout(5));
}
public class ItemController(Shop db) : ControllerBase
{
    [HttpPost("/items")] public async Task<int> Post(string name, CancellationToken ct)
    {
        db.Items.Add(new Item { Name = name });
        db.AddRange(new Item { Name = "a" }, new Item { Name = "b" });
        db.Items.AddRange(Enumerable.Range(0, 3).Select(x => new Item { Name = name + x }));
        db.Update(new Item { Id = 4, Name = name });
        db.Remove(new Item { Id = 5 });
        return await db.SaveChangesAsync(ct);
    }
}

//// case: the asynchronous twin is the caller itself (Meziantou.Analyzer#587, #788, #1034)
public interface IStore { string Load(string key); Task<string> LoadAsync(string key, CancellationToken ct); }
public class Store : IStore
{
    private readonly Dictionary<string, string> values = new() { ["a"] = "b" };
    public string Load(string key) => values.TryGetValue(key, out var found) ? found : "";
    public Task<string> LoadAsync(string key, CancellationToken ct) => Task.FromResult(Load(key));
    public void Flush() { lock (values) { if (values.Count > 100) values.Clear(); } }
    public Task FlushAsync() { Flush(); return Task.CompletedTask; }
}
public class Copy : MemoryStream
{
    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken ct) { Write(buffer, offset, count); return Task.CompletedTask; }
    public override Task FlushAsync(CancellationToken ct) { Flush(); return Task.CompletedTask; }
}
public class StoreController(IStore store) : ControllerBase
{
    [HttpGet("/store/{key}")] public Task<string> Get(string key, CancellationToken ct) => store.LoadAsync(key, ct);
}

//// case: synchronous calls in memory with an asynchronous twin, and in code that no request waits for (roslyn#27027)
using System.Text.Json;
using System.Xml;
public class Report
{
    public string Write(IEnumerable<string> rows)
    {
        using var text = new StringWriter();
        using (var xml = XmlWriter.Create(text)) { xml.WriteStartElement("rows"); foreach (var row in rows) xml.WriteElementString("row", row); xml.WriteEndElement(); xml.Flush(); }
        using var memory = new MemoryStream();
        JsonSerializer.Serialize(memory, 5);
        memory.Position = 0;
        using var reader = new StreamReader(memory);
        return text + reader.ReadLine();
    }
}
public class ReportController(Report report) : ControllerBase { [HttpPost("/report")] public string Post(List<string> rows, CancellationToken ct) { ct.ThrowIfCancellationRequested(); return report.Write(rows); } }
public static class Tool
{
    public static void Run(string path)
    {
        var text = System.IO.File.ReadAllText(path);
        using var http = new HttpClient();
        Console.WriteLine(text + http.GetStringAsync(text).GetAwaiter().GetResult());
        Thread.Sleep(10);
    }
}

//// case: a lambda that cannot be asynchronous (roslyn-analyzers#7420)
public class SortController : ControllerBase
{
    private readonly Lazy<Dictionary<string, int>> ranks = new(() => new Dictionary<string, int> { ["a"] = 1 });
    [HttpPost("/sort")] public async Task<List<string>> Sort(List<string> names, CancellationToken ct)
    {
        await Task.Yield();
        using var cancelled = ct.Register(() => names.Clear());
        names.Sort((a, b) => Rank(a).CompareTo(Rank(b)));
        return names.Where(x => Rank(x) > 0).OrderBy(Rank).ToList();
    }
    private int Rank(string name) => ranks.Value.TryGetValue(name, out var rank) ? rank : 0;
}

//// case: the name of a blocking property, and finished tasks (AsyncFixer#30)
using System.ComponentModel.DataAnnotations;
public class Answer { public Task<int> Work { get; } = Task.FromResult(1); [Display(Name = nameof(Task<int>.Result))] public int Result { get; set; } }
public class NameController(HttpClient http) : ControllerBase
{
    [HttpGet("/name")] public async Task<object> Name(CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(TimeSpan.FromSeconds(2));
        var answer = new Answer { Result = 3 };
        var name = nameof(answer.Work.Result) + nameof(Task.Wait);
        var a = http.GetFromJsonAsync<int>("http://stock/a", limit.Token);
        var b = http.GetFromJsonAsync<int>("http://stock/b", limit.Token);
        await Task.WhenAll(a, b);
        if (answer.Work.IsCompletedSuccessfully) name += answer.Work.Result;
        return new { name, answer.Result, Sum = a.Result + b.Result };
    }
}

//// case: only the blocking call is told, not everyone who calls its caller (vs-threading#275)
public static class Bridge { public static string Read(HttpClient http) => http.GetStringAsync("http://stock/a").GetAwaiter().GetResult(); }
public class Mill(HttpClient http) { public string Grind() => Inner(); private string Inner() => Bridge.Read(http); }
public class Chain(Mill mill) { public string Pull() => mill.Grind(); }

//// case: a deliberate synchronous bridge in a library (dotnet-inspect#2040)
//// project: Lib lib
namespace Lib;
public class Client(HttpClient http)
{
    public async Task<int> GetAsync(string path, CancellationToken ct = default) => await http.GetFromJsonAsync<int>(path, ct).ConfigureAwait(false);
    public int Get(string path) => Task.Run(() => GetAsync(path)).GetAwaiter().GetResult();
    public void Save(string path, string text) { using var answer = http.PutAsync(path, new StringContent(text)).Result; answer.EnsureSuccessStatusCode(); }
}
//// project: App
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddHttpClient<Lib.Client>(x => { x.BaseAddress = new Uri("http://stock/"); x.Timeout = TimeSpan.FromSeconds(2); });
var app = builder.Build();
app.MapGet("/items", (Lib.Client client, CancellationToken ct) => client.GetAsync("items", ct));
app.Run();

//// case: generated code (NsDepCop#40)
//// config: { "rules": [ { "from": "Shop.Api.*", "to": "Shop.Data.*" } ] }
namespace Shop.Data { public class Table { public int Rows; } }
namespace Shop.Api
{
    [System.CodeDom.Compiler.GeneratedCode("Reference.cs", "1.0")] public partial class Proxy { public Shop.Data.Table Read(HttpClient http) { http.GetStringAsync("http://x/y").Wait(); return new(); } }
    public class TableController(Proxy proxy) : ControllerBase { [HttpGet("/rows")] public string Rows() => proxy.ToString() ?? ""; }
}

//// case: two services with the same route, and a call that may go to either (codebase-memory-mcp#1459)
//// project: Stock
var app = WebApplication.CreateBuilder(args).Build();
app.MapGet("/items/{id}", (int id) => "stock " + id);
app.Run();
//// project: Prices
var app = WebApplication.CreateBuilder(args).Build();
app.MapGet("/items/{id}", (int id) => "price " + id);
app.Run();
//// project: Web
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddHttpClient("any", x => x.Timeout = TimeSpan.FromSeconds(2));
var app = builder.Build();
app.MapGet("/page/{id}", (int id, IHttpClientFactory clients, CancellationToken ct) => clients.CreateClient("any").GetFromJsonAsync<int>("items/" + id, ct));
app.Run();

//// case: framework frames, middleware and logging around a request stay out (ArchUnit#780)
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddExceptionHandler(o => o.ExceptionHandlingPath = "/error");
builder.Services.AddResponseCompression();
var app = builder.Build();
app.UseMiddleware<Timing>();
app.Use(async (context, next) => { context.Response.Headers["x"] = "y"; await next(context); });
app.MapGet("/", (ILogger<Program> log) => { log.LogInformation("asked"); return "up"; });
app.MapGet("/error", () => Results.Problem());
app.Run();
public class Timing(RequestDelegate next, ILogger<Timing> log)
{
    public async Task InvokeAsync(HttpContext context)
    {
        var clock = System.Diagnostics.Stopwatch.StartNew();
        try { await next(context); }
        finally { log.LogDebug("{Path} took {Elapsed}", context.Request.Path, clock.Elapsed); }
    }
}

//// case: what a careful service looks like
using System.Threading.Channels;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Caching.Hybrid;
using Microsoft.Extensions.Http.Resilience;
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddDbContext<Shop>(o => o.UseNpgsql(builder.Configuration.GetConnectionString("shop"), x => x.CommandTimeout(5)));
builder.Services.AddHybridCache();
builder.Services.AddHttpClient<Stock>(x => x.BaseAddress = new Uri("http://stock/")).AddStandardResilienceHandler(o => o.Retry.DisableForUnsafeHttpMethods());
builder.Services.AddHealthChecks().AddDbContextCheck<Shop>(tags: ["ready"]);
builder.Services.AddHostedService<Sweeper>();
var app = builder.Build();
app.MapHealthChecks("/live", new() { Predicate = _ => false });
app.MapHealthChecks("/ready", new() { Predicate = x => x.Tags.Contains("ready") });
app.MapGet("/orders/{id:int}", async (int id, Shop shop, CancellationToken ct) => await shop.Orders.AsNoTracking().FirstOrDefaultAsync(x => x.Id == id, ct) is { } order ? Results.Ok(order) : Results.NotFound());
app.MapGet("/orders", async (int after, Shop shop, CancellationToken ct) => await shop.Orders.AsNoTracking().Where(x => x.Id > after).OrderBy(x => x.Id).Take(50).ToListAsync(ct));
app.MapGet("/stock/{sku}", async (string sku, HybridCache cache, Stock stock, CancellationToken ct) => await cache.GetOrCreateAsync(sku, async x => await stock.Of(sku, x), cancellationToken: ct));
app.Run();
public class Order { public int Id { get; set; } public string Sku { get; set; } = ""; }
public class Shop(DbContextOptions<Shop> o) : DbContext(o) { public DbSet<Order> Orders => Set<Order>(); }
public class Stock(HttpClient http) { public async Task<int> Of(string sku, CancellationToken ct) => await http.GetFromJsonAsync<int>("items/" + sku, ct); }
public class Sweeper(IServiceScopeFactory scopes) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            await using (var scope = scopes.CreateAsyncScope())
            {
                await scope.ServiceProvider.GetRequiredService<Shop>().Orders.Where(x => x.Id < 0).ExecuteDeleteAsync(stop);
            }
            await Task.Delay(TimeSpan.FromMinutes(5 + Random.Shared.NextDouble()), stop);
        }
    }
}
