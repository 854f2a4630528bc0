//// case: a loop around a client with a policy
using Polly;
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddHttpClient<Stock>().AddPolicyHandler(Policy<HttpResponseMessage>.Handle<HttpRequestException>().WaitAndRetryAsync(2, i => TimeSpan.FromSeconds(i)));
var app = builder.Build();
app.MapGet("/x", (Stock stock, CancellationToken ct) => stock.Get(ct));
app.Run();
public class Stock(HttpClient http)
{
    public async Task<string> Get(CancellationToken ct)
    {
        //// says: 9 attempts (3 x 3)
        for (var attempt = 0; attempt < 3; attempt++) // !SCALE4001
        {
            try { return await http.GetStringAsync("x", ct); }
            catch (HttpRequestException) { await Task.Delay(100 * attempt, ct); }
        }
        throw new TimeoutException();
    }
}

//// case: two pipelines in two members, reported at the outer strategy's creation
using Polly;
using Polly.Retry;
public class Inner(HttpClient http)
{
    private static readonly ResiliencePipeline Pipeline = new ResiliencePipelineBuilder().AddRetry(new RetryStrategyOptions { MaxRetryAttempts = 3, UseJitter = true }).Build();
    public async Task<string> Get(CancellationToken ct) => await Pipeline.ExecuteAsync(async t => await http.GetStringAsync("x", t), ct);
}
public class Outer(Inner inner) : ControllerBase
{
    private static readonly ResiliencePipeline Pipeline = new ResiliencePipelineBuilder().AddRetry(new RetryStrategyOptions { MaxRetryAttempts = 3, UseJitter = true }).Build(); // !SCALE4001
    [HttpGet("/x")] public async Task<string> Get(CancellationToken ct) => await Pipeline.ExecuteAsync(async t => await inner.Get(t), ct);
}

//// case: across services
//// project: Stock
using Polly;
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddHttpClient("depot", c => c.BaseAddress = new Uri("http://depot")).AddPolicyHandler(Policy<HttpResponseMessage>.Handle<HttpRequestException>().WaitAndRetryAsync(3, i => TimeSpan.FromSeconds(i)));
var app = builder.Build();
app.MapGet("/stock/{id}", (int id, IHttpClientFactory f) => f.CreateClient("depot").GetStringAsync("/x"));
app.Run();
//// project: Shop
using Polly;
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddHttpClient("stock", c => c.BaseAddress = new Uri("http://stock")).AddPolicyHandler(Policy<HttpResponseMessage>.Handle<HttpRequestException>().WaitAndRetryAsync(3, i => TimeSpan.FromSeconds(i))); // !SCALE4001
var app = builder.Build();
app.MapGet("/shop/{id}", (int id, IHttpClientFactory f) => f.CreateClient("stock").GetStringAsync($"/stock/{id}"));
app.Run();

//// case: an SDK's own retries under a policy
using Polly;
using Azure.Storage.Blobs;
public class Files(BlobContainerClient blobs) : ControllerBase
{
    private static readonly IAsyncPolicy Policy3 = Policy.Handle<Exception>().WaitAndRetryAsync(3, i => TimeSpan.FromSeconds(i)); // !SCALE4001
    [HttpGet("/f")] public Task<bool> F() => Policy3.ExecuteAsync(async () => (await blobs.GetBlobClient("x").ExistsAsync()).Value);
}

//// case: quiet: retries of a lock around retries of a lock go nowhere
public class Gates(object gate)
{
    public bool Outer()
    {
        while (true)
        {
            try { Enter(); return true; }
            catch (ThreadInterruptedException) { }
        }
    }
    private void Enter()
    {
        while (true)
        {
            try { Inner(); break; }
            catch (ThreadInterruptedException) { }
        }
    }
    private void Inner()
    {
        while (true)
        {
            try { Monitor.Enter(gate); break; }
            catch (ThreadInterruptedException) { }
        }
    }
}

//// case: quiet: a retry that ends and then a call
using Polly;
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddHttpClient<Two>().AddPolicyHandler(Policy<HttpResponseMessage>.Handle<HttpRequestException>().WaitAndRetryAsync(3, i => TimeSpan.FromSeconds(i)));
var app = builder.Build();
app.Run();
public class Two(HttpClient http)
{
    public async Task<string> Get(string path)
    {
        for (var attempt = 0; attempt < 5; attempt++)
        {
            try { System.IO.File.WriteAllText(path, "x"); break; }
            catch (IOException) { await Task.Delay(100); }
        }
        return await http.GetStringAsync("x");
    }
}

//// case: EF's execution strategy under a loop
using Microsoft.EntityFrameworkCore;
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddDbContext<Db>(o => o.UseNpgsql("Host=pg;Database=x", n => n.EnableRetryOnFailure()));
var app = builder.Build();
app.MapGet("/x", async (Db db, CancellationToken ct) =>
{
    for (var attempt = 0; attempt < 3; attempt++) // !SCALE4001
    {
        try { return await db.Items.CountAsync(ct); }
        catch (InvalidOperationException) { await Task.Delay(100, ct); }
    }
    return 0;
});
app.Run();
public class Item { public int Id { get; set; } }
public class Db(DbContextOptions<Db> options) : DbContext(options) { public DbSet<Item> Items => Set<Item>(); }

//// case: quiet: below the limit, one layer alone, a breaker between
using Polly;
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddHttpClient<One>().AddPolicyHandler(Policy<HttpResponseMessage>.Handle<HttpRequestException>().WaitAndRetryAsync(10, i => TimeSpan.FromSeconds(i)));
builder.Services.AddHttpClient<Two>().AddPolicyHandler(Policy<HttpResponseMessage>.Handle<HttpRequestException>().WaitAndRetryAsync(1, i => TimeSpan.FromSeconds(i)));
builder.Services.AddHttpClient<Three>().AddPolicyHandler(Policy<HttpResponseMessage>.Handle<HttpRequestException>().WaitAndRetryAsync(3, i => TimeSpan.FromSeconds(i)))
    .AddPolicyHandler(Policy<HttpResponseMessage>.Handle<HttpRequestException>().CircuitBreakerAsync(5, TimeSpan.FromSeconds(30)));
var app = builder.Build();
app.MapGet("/one", (One one) => one.Get());
app.MapGet("/two", (Two two) => two.Get());
app.MapGet("/three", (Three three) => three.Get());
app.Run();
public class One(HttpClient http) { public Task<string> Get() => http.GetStringAsync("x"); }
public class Two(HttpClient http) { public async Task<string> Get() { for (var attempt = 0; attempt < 3; attempt++) { try { return await http.GetStringAsync("x"); } catch (HttpRequestException) { await Task.Delay(100); } } return ""; } }
public class Three(HttpClient http) { public async Task<string> Get() { for (var attempt = 0; attempt < 3; attempt++) { try { return await http.GetStringAsync("x"); } catch (HttpRequestException) { await Task.Delay(100); } } return ""; } }

//// case: a loop and a pipeline around clients with the standard resilience handler
using Polly;
using Polly.Retry;
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddHttpClient<Stock>().AddStandardResilienceHandler();
builder.Services.AddHttpClient("rates").AddStandardResilienceHandler(o => o.Retry.MaxRetryAttempts = 2);
var app = builder.Build();
app.MapGet("/stock", (Stock stock, CancellationToken ct) => stock.Get(ct));
app.MapGet("/rates", (Rates rates, CancellationToken ct) => rates.Get(ct));
app.Run();
public class Stock(HttpClient http)
{
    public async Task<string> Get(CancellationToken ct)
    {
        //// says: 12 attempts (3 x 4)
        for (var tries = 1; ; tries++) // !SCALE4001
        {
            try { return await http.GetStringAsync("x", ct); }
            catch (HttpRequestException) when (tries < 3) { await Task.Delay(TimeSpan.FromSeconds(tries), ct); }
        }
    }
}
public class Rates(IHttpClientFactory clients)
{
    private readonly ResiliencePipeline pipeline = new ResiliencePipelineBuilder().AddRetry(new RetryStrategyOptions { MaxRetryAttempts = 2 }).Build(); // !SCALE4001
    public async Task<string> Get(CancellationToken ct) => await pipeline.ExecuteAsync(async t => await clients.CreateClient("rates").GetStringAsync("today", t), ct);
}

//// case: an execution strategy around a client with retries, and retries set in OnConfiguring
using Microsoft.EntityFrameworkCore;
using Polly;
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddDbContext<Db>(o => o.UseNpgsql("Host=pg;Database=x", n => n.EnableRetryOnFailure(3))); // !SCALE4001
builder.Services.AddHttpClient<Stock>().AddPolicyHandler(Policy<HttpResponseMessage>.Handle<HttpRequestException>().WaitAndRetryAsync(2, i => TimeSpan.FromSeconds(i)));
var app = builder.Build();
app.MapPost("/orders", async (Db db, Stock stock, CancellationToken ct) =>
{
    var strategy = db.Database.CreateExecutionStrategy();
    await strategy.ExecuteAsync(async () =>
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await stock.Get(ct);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
    });
});
app.Run();
public class Stock(HttpClient http) { public Task<string> Get(CancellationToken ct) => http.GetStringAsync("x", ct); }
public class Item { public int Id { get; set; } }
public class Db(DbContextOptions<Db> options) : DbContext(options) { public DbSet<Item> Items => Set<Item>(); }
public class Old : DbContext
{
    public DbSet<Item> Items => Set<Item>();
    protected override void OnConfiguring(DbContextOptionsBuilder options) => options.UseSqlServer("Server=s;Database=old", x => x.EnableRetryOnFailure());
}
public class OldController(Old old) : ControllerBase
{
    [HttpGet("/old")] public async Task<int> Get(CancellationToken ct)
    {
        for (var attempt = 1; attempt <= 2; attempt++) // !SCALE4001
        {
            try { return await Count(ct); }
            catch (Exception) when (attempt < 2) { await Task.Delay(100, ct); }
        }
        return 0;
    }
    private Task<int> Count(CancellationToken ct) => old.Items.CountAsync(ct);
}

//// case: a message sent by an SDK that retries, in a loop of a helper
using Azure.Messaging.ServiceBus;
public class Sender(ServiceBusSender sender)
{
    public async Task Send(string text, CancellationToken ct)
    {
        for (var retry = 0; retry < 4; retry++) // !SCALE4001
        {
            try { await sender.SendMessageAsync(new ServiceBusMessage(text) { MessageId = text }, ct); return; }
            catch (ServiceBusException) { await Task.Delay(1000 << retry, ct); }
        }
    }
}

//// case: quiet: a breaker between the layers, a strategy's own commands, a budget
using Polly;
using Polly.Retry;
using Polly.CircuitBreaker;
using Microsoft.EntityFrameworkCore;
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddDbContext<Db>(o => o.UseNpgsql("Host=pg;Database=x", n => n.EnableRetryOnFailure()));
builder.Services.AddHttpClient<Stock>().AddPolicyHandler(Policy<HttpResponseMessage>.Handle<HttpRequestException>().WaitAndRetryAsync(3, i => TimeSpan.FromSeconds(i)));
var app = builder.Build();
app.MapGet("/a", (Between between, CancellationToken ct) => between.A(ct));
app.MapGet("/b", (Between between, CancellationToken ct) => between.B(ct));
app.MapPost("/c", (Between between, CancellationToken ct) => between.C(ct));
app.MapPost("/d", (Between between, CancellationToken ct) => between.D(ct));
app.Run();
public class Stock(HttpClient http) { public Task<string> Get(CancellationToken ct) => http.GetStringAsync("x", ct); }
public class Item { public int Id { get; set; } }
public class Db(DbContextOptions<Db> options) : DbContext(options) { public DbSet<Item> Items => Set<Item>(); }
public class RetryBudget { private int left = 10; public bool TryTake() => Interlocked.Decrement(ref left) >= 0; }
public class Between(Stock stock, Db db, RetryBudget budget)
{
    private static readonly ResiliencePipeline Pipeline = new ResiliencePipelineBuilder()
        .AddRetry(new RetryStrategyOptions { MaxRetryAttempts = 3, UseJitter = true }).AddCircuitBreaker(new CircuitBreakerStrategyOptions()).Build();
    private static readonly IAsyncPolicy Retry = Policy.Handle<HttpRequestException>().WaitAndRetryAsync(3, i => TimeSpan.FromSeconds(i));
    private static readonly IAsyncPolicy Breaker = Policy.Handle<HttpRequestException>().CircuitBreakerAsync(5, TimeSpan.FromSeconds(30));
    public async Task<string> A(CancellationToken ct) => await Pipeline.ExecuteAsync(async t => await stock.Get(t), ct);
    public Task<string> B(CancellationToken ct) => Policy.WrapAsync(Retry, Breaker).ExecuteAsync(() => stock.Get(ct));
    public async Task C(CancellationToken ct)
    {
        var strategy = db.Database.CreateExecutionStrategy();
        await strategy.ExecuteAsync(async () =>
        {
            db.Items.Add(new Item());
            await db.SaveChangesAsync(ct);
        });
    }
    public async Task<string> D(CancellationToken ct)
    {
        for (var attempt = 0; ; attempt++)
        {
            try { return await stock.Get(ct); }
            catch (HttpRequestException) when (attempt < 3 && budget.TryTake()) { await Task.Delay(100, ct); }
        }
    }
}

//// case: quiet: a standard handler before a service that retries itself
//// project: Stock
using Polly;
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddHttpClient("depot", c => c.BaseAddress = new Uri("http://depot")).AddPolicyHandler(Policy<HttpResponseMessage>.Handle<HttpRequestException>().WaitAndRetryAsync(3, i => TimeSpan.FromSeconds(i)));
var app = builder.Build();
app.MapGet("/stock/{id}", (int id, IHttpClientFactory f) => f.CreateClient("depot").GetStringAsync("/x"));
app.Run();
//// project: Shop
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddHttpClient("stock", c => c.BaseAddress = new Uri("http://stock")).AddStandardResilienceHandler();
var app = builder.Build();
app.MapGet("/shop/{id}", (int id, IHttpClientFactory f) => f.CreateClient("stock").GetStringAsync($"/stock/{id}"));
app.Run();

//// case: quiet: a policy whose makers lead back to one another is not known
using Polly;
public class Loops(HttpClient http)
{
    private IAsyncPolicy policy = null!;
    private IAsyncPolicy First() => Policy.WrapAsync(Second(), policy);
    private IAsyncPolicy Second() => policy.WrapAsync(First());
    public void Grow() => policy = Policy.WrapAsync(policy, First());
    public Task<string> Get() { policy = policy.WrapAsync(First()); return policy.ExecuteAsync(() => http.GetStringAsync("x")); }
}

//// case: quiet: a worker that serves one after another is no layer around the retries of its client
using Polly;
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddHttpClient<Inbox>().AddPolicyHandler(Policy<HttpResponseMessage>.Handle<HttpRequestException>().WaitAndRetryAsync(4, i => TimeSpan.FromSeconds(i)));
builder.Services.AddHostedService<Pump>();
builder.Build().Run();
public class Inbox(HttpClient http) { public Task<string> Next() => http.GetStringAsync("next"); public Task Done(string id) => http.DeleteAsync("items/" + id); }
public class Pump(Inbox inbox) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stop)
    {
        while (true)
        {
            try
            {
                var item = await inbox.Next();
                if (item.Length == 0) return;
                await inbox.Done(item);
            }
            catch (HttpRequestException e) { Console.WriteLine(e.Message); }
        }
    }
}

//// case: quiet: a loop that runs a job again when the job asks for it, round by round
using Polly;
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddHttpClient<Store>().AddPolicyHandler(Policy<HttpResponseMessage>.Handle<HttpRequestException>().WaitAndRetryAsync(4, i => TimeSpan.FromSeconds(i)));
builder.Services.AddHostedService<Shell>();
builder.Build().Run();
public class Store(HttpClient http) { public async Task<bool> Begin() => (await http.GetStringAsync("begin")).Length > 0; public Task Work() => http.GetStringAsync("work"); }
public class Shell(Store store) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stop)
    {
        do
        {
            try { if (!await store.Begin()) break; }
            catch (InvalidOperationException e) { Console.WriteLine(e.Message); }
            try { await store.Work(); }
            catch (HttpRequestException e) { Console.WriteLine(e.Message); }
        } while (true);
    }
}
