//// case: a migration before the host runs
using Microsoft.EntityFrameworkCore;
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddDbContext<Shop>(o => o.UseNpgsql("Host=db;Database=shop"));
var app = builder.Build();
using (var scope = app.Services.CreateScope())
{
    var db = scope.ServiceProvider.GetRequiredService<Shop>();
    await db.Database.MigrateAsync(); // !SCALE8003
}
app.MapGet("/", () => "up");
app.Run();
public class Shop(DbContextOptions<Shop> o) : DbContext(o);

//// case: through an extension method of another project
//// project: Setup lib
using Microsoft.EntityFrameworkCore;
namespace Setup;
public class Shop(DbContextOptions<Shop> o) : DbContext(o);
public static class Migration
{
    public static void MigrateShop(this IHost host)
    {
        using var scope = host.Services.CreateScope();
        scope.ServiceProvider.GetRequiredService<Shop>().Database.Migrate();
    }
}
//// project: App
using Setup;
var builder = WebApplication.CreateBuilder(args);
var app = builder.Build();
app.MigrateShop(); // !SCALE8003
app.MapGet("/", () => "up");
await app.RunAsync();

//// case: warm-up in a hosted service's start, behind an interface
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddSingleton<ICatalogue, HttpCatalogue>();
builder.Services.AddHostedService<WarmUp>();
var app = builder.Build();
app.Run();
public interface ICatalogue { Task Load(CancellationToken ct); }
public class HttpCatalogue(HttpClient http) : ICatalogue { public async Task Load(CancellationToken ct) => await http.GetStringAsync("http://catalogue/all", ct); }
public class WarmUp(ICatalogue catalogue) : IHostedService
{
    public async Task StartAsync(CancellationToken ct) => await catalogue.Load(ct); // !SCALE8003
    public Task StopAsync(CancellationToken ct) => Task.CompletedTask;
}

//// case: an explicit Main, a local function, remote configuration
public static class Program
{
    public static async Task Main(string[] args)
    {
        var settings = await Settings(); // !SCALE8003
        var builder = Host.CreateApplicationBuilder(args);
        builder.Configuration["all"] = settings;
        using var host = builder.Build();
        await host.RunAsync();
        async Task<string> Settings()
        {
            using var http = new HttpClient();
            return await http.GetStringAsync("http://settings/all");
        }
    }
}

//// case: blocking, before the host starts; a lifecycle service; a broker's topology
using RabbitMQ.Client;
using StackExchange.Redis;
var builder = WebApplication.CreateBuilder(args);
var redis = ConnectionMultiplexer.Connect("cache:6379"); // !SCALE8003
builder.Services.AddSingleton<IConnectionMultiplexer>(redis);
builder.Services.AddHostedService<Early>();
var app = builder.Build();
var factory = new ConnectionFactory { HostName = "rabbit" };
await using var connection = await factory.CreateConnectionAsync(); // !SCALE8003
await app.StartAsync();
await app.WaitForShutdownAsync();
public class Early(HttpClient http) : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken ct) => Read(ct); // !SCALE8003
    private async Task Read(CancellationToken ct) => await http.GetStringAsync("http://settings/all", ct);
    public Task StartAsync(CancellationToken ct) => Task.CompletedTask;
    public Task StartedAsync(CancellationToken ct) => Task.CompletedTask;
    public Task StoppingAsync(CancellationToken ct) => Task.CompletedTask;
    public Task StopAsync(CancellationToken ct) => Task.CompletedTask;
    public Task StoppedAsync(CancellationToken ct) => Task.CompletedTask;
}

//// case: a Main that runs the host elsewhere, and Startup.Configure
using Microsoft.EntityFrameworkCore;
public static class Program
{
    public static async Task Main(string[] args)
    {
        var host = Make(args);
        await Seed(host); // !SCALE8003
        host.Run();
    }
    private static IHost Make(string[] args) => Host.CreateDefaultBuilder(args).Build();
    private static async Task Seed(IHost host)
    {
        using var scope = host.Services.CreateScope();
        var db = scope.ServiceProvider.GetRequiredService<Shop>();
        if (!await db.Items.AnyAsync()) { db.Items.Add(new Item()); await db.SaveChangesAsync(); }
    }
}
public class Item { public int Id { get; set; } }
public class Shop(DbContextOptions<Shop> o) : DbContext(o) { public DbSet<Item> Items => Set<Item>(); }

//// case: before a background service gives control back, and Startup.Configure
using Microsoft.EntityFrameworkCore;
public class Startup
{
    public void ConfigureServices(IServiceCollection services) => services.AddDbContext<Shop>(o => o.UseNpgsql("Host=db"));
    public void Configure(IApplicationBuilder app, Shop db)
    {
        db.Database.Migrate(); // !SCALE8003
        app.UseRouting();
    }
}
public class Shop(DbContextOptions<Shop> o) : DbContext(o);

//// case: quiet: in a background service, retried with a deadline
using Microsoft.EntityFrameworkCore;
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddDbContext<Shop>(o => o.UseNpgsql("Host=db;Database=shop"));
builder.Services.AddHostedService<Migrator>();
var app = builder.Build();
app.MapGet("/", () => "up");
app.Run();
public class Shop(DbContextOptions<Shop> o) : DbContext(o);
public class Migrator(IServiceScopeFactory scopes, ILogger<Migrator> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stop)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(TimeSpan.FromMinutes(5));
        while (true)
        {
            try
            {
                using var scope = scopes.CreateScope();
                await scope.ServiceProvider.GetRequiredService<Shop>().Database.MigrateAsync(limit.Token);
                return;
            }
            catch (Exception error) when (error is not OperationCanceledException)
            {
                log.LogWarning(error, "later");
                await Task.Delay(TimeSpan.FromSeconds(2 + Random.Shared.NextDouble()), limit.Token);
            }
        }
    }
}

//// case: quiet: registrations, endpoints, proxies, health endpoints, clients that are only made
using Grpc.Net.Client;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using StackExchange.Redis;
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddReverseProxy().LoadFromConfig(builder.Configuration.GetSection("ReverseProxy"));
builder.Services.AddHealthChecks().AddNpgSql("Host=db").AddUrlGroup(new Uri("http://stock/ping"), "stock");
builder.Services.AddHttpClient("stock", x => x.BaseAddress = new Uri("http://stock"));
builder.Services.AddDbContext<Shop>(o => o.UseNpgsql(NpgsqlDataSource.Create("Host=db")));
builder.Services.AddSingleton<IConnectionMultiplexer>(_ => ConnectionMultiplexer.Connect("cache:6379"));
builder.Services.AddSingleton(GrpcChannel.ForAddress("http://prices"));
var app = builder.Build();
app.MapReverseProxy();
app.MapHealthChecks("/live");
app.MapHealthChecks("/ready");
app.MapGet("/items", async (Shop db) => await db.Database.ExecuteSqlRawAsync("select 1"));
app.MapGet("/stock", (IHttpClientFactory clients) => clients.CreateClient("stock").GetStringAsync("items"));
app.Use(async (context, next) => { await context.RequestServices.GetRequiredService<IHttpClientFactory>().CreateClient("stock").GetStringAsync("auth"); await next(); });
app.Lifetime.ApplicationStarted.Register(() => Console.WriteLine("up"));
app.Run();
public class Shop(DbContextOptions<Shop> o) : DbContext(o);

//// case: quiet: controllers, hubs, gRPC services and forwarders that are only mapped; after the host has run
using Microsoft.AspNetCore.SignalR;
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddControllers();
builder.Services.AddSignalR();
builder.Services.AddHttpForwarder();
var app = builder.Build();
app.MapControllers();
app.MapHub<Chat>("/chat");
app.MapForwarder("/{**rest}", "http://old-shop");
var group = app.MapGroup("/api");
group.MapGet("/x", Ask);
app.Run();
using var http = new HttpClient();
await http.GetStringAsync("http://bye/now");
static async Task<string> Ask(HttpClient http) => await http.GetStringAsync("http://stock/x");
public class Chat(HttpClient http) : Hub { public Task<string> Say(string x) => http.GetStringAsync("http://words/" + x); }
public class ItemController(HttpClient http) : ControllerBase { [HttpGet("/i")] public Task<string> Get() => http.GetStringAsync("http://stock/i"); }

//// case: quiet: a tool that is no host, and a started loop
using var http = new HttpClient();
Console.WriteLine(await http.GetStringAsync("http://stock/items"));
public class Loop(HttpClient http) : IHostedService
{
    private Task? work;
    public Task StartAsync(CancellationToken ct) { work = Task.Run(() => Run(CancellationToken.None)); _ = Run(default); return Task.CompletedTask; }
    public Task StopAsync(CancellationToken ct) => work ?? Task.CompletedTask;
    private async Task Run(CancellationToken ct) => await http.GetStringAsync("http://stock/items", ct);
}

//// case: a background service that overrides its start, ensured databases, seeds through an interface
using Microsoft.EntityFrameworkCore;
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddScoped<ISeed, Seed>();
var app = builder.Build();
await using (var scope = app.Services.CreateAsyncScope())
{
    var seed = scope.ServiceProvider.GetRequiredService<ISeed>();
    await seed.Run(); // !SCALE8003
}
app.Run();
public interface ISeed { Task Run(); }
public class Seed(Db db) : ISeed { public async Task Run() { await db.Database.EnsureCreatedAsync(); } }
public class Db(DbContextOptions<Db> o) : DbContext(o);
public class Loader(HttpClient http) : BackgroundService
{
    public override async Task StartAsync(CancellationToken ct)
    {
        await http.GetStringAsync("http://all/items", ct); // !SCALE8003
        await base.StartAsync(ct);
    }
    protected override Task ExecuteAsync(CancellationToken stop) => Task.CompletedTask;
}

//// case: retried in Main is still waited for; secrets and settings
using Polly;
var http = new HttpClient();
var settings = await Policy.Handle<HttpRequestException>().WaitAndRetryAsync(5, n => TimeSpan.FromSeconds(n)).ExecuteAsync(() => http.GetStringAsync("http://settings/all")); // !SCALE8003
var builder = WebApplication.CreateBuilder(args);
builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { ["all"] = settings });
var app = builder.Build();
app.Run();

//// case: quiet: started and not waited for, later, by a hosted service's loop, and a migration bundle
using Microsoft.EntityFrameworkCore;
if (args.Contains("--migrate"))
{
    using var db = new Db(new DbContextOptionsBuilder<Db>().UseNpgsql("Host=db").Options);
    await db.Database.MigrateAsync();
    return;
}
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddHostedService<Warm>();
var app = builder.Build();
app.Lifetime.ApplicationStarted.Register(() => _ = app.Services.GetRequiredService<HttpClient>().GetStringAsync("http://x/y"));
_ = Task.Run(() => new HttpClient().GetStringAsync("http://x/y"));
app.Run();
public class Db(DbContextOptions<Db> o) : DbContext(o);
public class Warm(HttpClient http) : BackgroundService { protected override async Task ExecuteAsync(CancellationToken stop) => await http.GetStringAsync("http://x/y", stop); }

//// case: quiet: a delegate that a registration helper keeps for a hosted service
using Microsoft.EntityFrameworkCore;
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddSeeding<Db>((db, stop) => db.Database.MigrateAsync(stop));
builder.Build().Run();
public class Db(DbContextOptions<Db> o) : DbContext(o);
public static class Seeding
{
    public static IServiceCollection AddSeeding<T>(this IServiceCollection services, Func<T, CancellationToken, Task> seed) where T : DbContext =>
        services.AddHostedService(x => new Seeder<T>(x, seed));
}
public class Seeder<T>(IServiceProvider services, Func<T, CancellationToken, Task> seed) : BackgroundService where T : DbContext
{
    protected override async Task ExecuteAsync(CancellationToken stop)
    {
        using var scope = services.CreateScope();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(TimeSpan.FromSeconds(30));
        await seed(scope.ServiceProvider.GetRequiredService<T>(), limit.Token);
    }
}

//// case: a delegate that a registration helper runs there and then
using Microsoft.EntityFrameworkCore;
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddSettings(c => c.GetStringAsync("http://settings/all").Result); // !SCALE8003
builder.Build().Run();
public static class Reading
{
    public static IServiceCollection AddSettings(this IServiceCollection services, Func<HttpClient, string> read)
    {
        using var http = new HttpClient();
        return services.AddSingleton(new Settings(read(http)));
    }
}
public record Settings(string Text);

//// case: what clears up after a start that has failed
public class Opening(HttpClient http) : IHostedService
{
    public async Task StartAsync(CancellationToken stop)
    {
        try { await http.GetStringAsync("http://settings/all", stop); } // !SCALE8003
        catch (HttpRequestException)
        {
            await http.DeleteAsync("http://registry/me", stop);
            throw;
        }
    }
    public Task StopAsync(CancellationToken stop) => Task.CompletedTask;
}
