//// case: a check class on the only endpoint
using Microsoft.Extensions.Diagnostics.HealthChecks;
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddHealthChecks().AddCheck<StockCheck>("stock"); // !SCALE8001
var app = builder.Build();
app.MapHealthChecks("/healthz");
app.Run();
public class StockCheck(HttpClient http) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken ct = default)
    {
        using var answer = await http.GetAsync("http://stock/ping", ct);
        return answer.IsSuccessStatusCode ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy();
    }
}

//// case: library checks, with live and ready endpoints that run all
//// compiled: a chain of calls is one statement
using Microsoft.EntityFrameworkCore;
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddDbContext<Db>(o => o.UseNpgsql(builder.Configuration.GetConnectionString("shop")));
builder.Services.AddHealthChecks()
    .AddNpgSql("Host=db;Database=shop") // !SCALE8001
    .AddRedis("cache:6379", "redis") // !SCALE8001
    .AddUrlGroup(new Uri("http://stock/ping"), "stock") // !SCALE8001
    .AddDbContextCheck<Db>(); // !SCALE8001
var app = builder.Build();
app.MapHealthChecks("/health/live");
app.MapHealthChecks("/health/ready");
app.Run();
public class Db(DbContextOptions<Db> o) : DbContext(o);

//// case: through a helper behind an injected interface
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddSingleton<IProbe, DatabaseProbe>();
builder.Services.AddHealthChecks().AddCheck<ProbeCheck>("probe", HealthStatus.Unhealthy, new[] { "live" }); // !SCALE8001
var app = builder.Build();
app.MapHealthChecks("/live", new() { Predicate = x => x.Tags.Contains("live") });
app.MapHealthChecks("/ready", new() { Predicate = x => x.Tags.Contains("ready") });
app.Run();
public interface IProbe { Task<bool> Answers(CancellationToken ct); }
public class DatabaseProbe(NpgsqlDataSource source) : IProbe
{
    public async Task<bool> Answers(CancellationToken ct)
    {
        await using var command = source.CreateCommand("select 1");
        return await command.ExecuteScalarAsync(ct) != null;
    }
}
public class ProbeCheck(IProbe probe) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken ct = default) =>
        await probe.Answers(ct) ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy();
}

//// case: checks and their registration in another project
//// project: Health lib
using Microsoft.Extensions.Diagnostics.HealthChecks;
using StackExchange.Redis;
namespace Health;
public class CacheCheck(IConnectionMultiplexer redis) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken ct = default)
    {
        await redis.GetDatabase().PingAsync();
        return HealthCheckResult.Healthy();
    }
}
public static class Defaults
{
    public static void AddDefaultHealth(this IServiceCollection services)
    {
        services.AddHealthChecks().AddCheck("self", () => HealthCheckResult.Healthy()).AddCheck<CacheCheck>("cache"); // !SCALE8001
    }
    public static void MapDefaultHealth(this WebApplication app) => app.MapHealthChecks("/alive");
}
//// project: App
using Health;
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddDefaultHealth();
var app = builder.Build();
app.MapDefaultHealth();
app.Run();

//// case: registered in one project, mapped in another
//// project: Health lib
using Microsoft.Extensions.Diagnostics.HealthChecks;
namespace Health;
public class PeerCheck(HttpClient http) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken ct = default)
    {
        await http.GetStringAsync("http://peer/ping", ct);
        return HealthCheckResult.Healthy();
    }
}
public static class Defaults
{
    public static IHealthChecksBuilder AddPeer(this IHealthChecksBuilder builder) => builder.AddCheck<PeerCheck>("peer"); // !SCALE8001
}
//// project: App
using Health;
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddHealthChecks().AddPeer();
var app = builder.Build();
app.MapHealthChecks("/live");
app.Run();

//// case: delegates, an instance, a typed check, a registration by hand
//// compiled: a chain of calls is one statement
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;
var builder = WebApplication.CreateBuilder(args);
var http = new HttpClient();
builder.Services.AddHealthChecks()
    .AddAsyncCheck("a", async ct => { await http.GetStringAsync("http://a/ping", ct); return HealthCheckResult.Healthy(); }, ["live"]) // !SCALE8001
    .AddCheck("b", new UrlCheck(http, "http://b/ping"), tags: ["live"]) // !SCALE8001
    .AddTypeActivatedCheck<UrlCheck>("c", null, ["live"], http, "http://c/ping") // !SCALE8001
    .Add(new HealthCheckRegistration("d", _ => new UrlCheck(http, "http://d/ping"), null, ["live"])); // !SCALE8001
var app = builder.Build();
app.UseHealthChecks("/livez", new HealthCheckOptions { Predicate = check => check.Tags.Contains("live") });
app.Run();
public class UrlCheck(HttpClient http, string url) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken ct = default)
    {
        await http.GetStringAsync(url, ct);
        return HealthCheckResult.Healthy();
    }
}

//// case: chosen by name; of two tags one; all but the tagged
//// compiled: a chain of calls is one statement
using Microsoft.Extensions.Diagnostics.HealthChecks;
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddHealthChecks()
    .AddNpgSql("Host=db", name: "db") // !SCALE8001
    .AddRedis("cache:6379", name: "redis", tags: ["ready"]);
var app = builder.Build();
app.MapHealthChecks("/live", new() { Predicate = x => x.Name == "db" || x.Name == "self" });
app.MapHealthChecks("/ready");
app.Run();

//// case: all that is not tagged
//// compiled: a chain of calls is one statement
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddHealthChecks()
    .AddNpgSql("Host=db", name: "db") // !SCALE8001
    .AddRedis("cache:6379", name: "redis", tags: ["ready"]);
var app = builder.Build();
app.MapHealthChecks("/live", new() { Predicate = x => !x.Tags.Contains("ready") });
app.MapHealthChecks("/ready", new() { Predicate = x => x.Tags.Contains("ready") });
app.Run();

//// case: quiet: kept off by tag, by a predicate that runs none, by name
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddHealthChecks().AddNpgSql("Host=db", tags: ["ready"]).AddRedis("cache:6379", tags: new[] { "ready", "cache" });
var app = builder.Build();
app.MapHealthChecks("/live", new() { Predicate = x => x.Tags.Contains("live") });
app.MapHealthChecks("/livez", new() { Predicate = _ => false });
app.MapHealthChecks("/health/alive", new() { Predicate = x => x.Name == "self" });
app.MapHealthChecks("/ready", new() { Predicate = x => x.Tags.Contains("ready") });
app.Run();

//// case: quiet: readiness alone; the Aspire defaults
using Microsoft.Extensions.Diagnostics.HealthChecks;
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddHealthChecks().AddCheck("self", () => HealthCheckResult.Healthy(), ["live"]).AddNpgSql("Host=db");
var app = builder.Build();
app.MapHealthChecks("/health");
app.MapHealthChecks("/alive", new() { Predicate = r => r.Tags.Contains("live") });
app.Run();

//// case: quiet: only a readiness endpoint
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddHealthChecks().AddNpgSql("Host=db").AddUrlGroup(new Uri("http://stock/ping"), "stock");
var app = builder.Build();
app.MapHealthChecks("/readyz");
app.MapHealthChecks("/health/startup");
app.Run();

//// case: quiet: checks of the process itself; nothing mapped
using Microsoft.Extensions.Diagnostics.HealthChecks;
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddHealthChecks().AddCheck<MemoryCheck>("memory").AddCheck<FreshCheck>("fresh");
var app = builder.Build();
app.MapHealthChecks("/live");
app.Run();
public class MemoryCheck : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken ct = default) =>
        Task.FromResult(GC.GetTotalMemory(false) < 1_000_000_000 ? HealthCheckResult.Healthy() : HealthCheckResult.Degraded());
}
public class FreshCheck(Ticker ticker) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken ct = default) =>
        Task.FromResult(ticker.Last > DateTime.UtcNow.AddMinutes(-5) ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy());
}
public class Ticker { public DateTime Last { get; set; } }

//// case: an endpoint written by hand, and one that asks through a helper
using Npgsql;
var builder = WebApplication.CreateBuilder(args);
var app = builder.Build();
app.MapGet("/health/live", async (NpgsqlDataSource source) => { await using var c = source.CreateCommand("select 1"); await c.ExecuteScalarAsync(); return "up"; }); // !SCALE8001
app.MapGet("/health/ready", async (NpgsqlDataSource source) => { await using var c = source.CreateCommand("select 1"); await c.ExecuteScalarAsync(); return "up"; });
app.MapGet("/livez/", () => "up");
app.Run();

//// case: in UseEndpoints, with a check that inherits its work
using Microsoft.Extensions.Diagnostics.HealthChecks;
public class Startup
{
    public void ConfigureServices(IServiceCollection services)
    {
        services.AddHealthChecks().AddCheck<QueueCheck>("queue"); // !SCALE8001
    }
    public void Configure(IApplicationBuilder app)
    {
        app.UseRouting();
        app.UseEndpoints(endpoints => { endpoints.MapHealthChecks("/health"); endpoints.MapControllers(); });
    }
}
public abstract class PingCheck(HttpClient http, string url) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken ct = default)
    {
        try { await http.GetAsync(url, ct); return HealthCheckResult.Healthy(); }
        catch (HttpRequestException error) { return HealthCheckResult.Unhealthy(error.Message); }
    }
}
public class QueueCheck(HttpClient http) : PingCheck(http, "http://queue/ping");

//// case: quiet: a check that looks at what others left, and a cached answer
using Microsoft.Extensions.Diagnostics.HealthChecks;
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddSingleton<LastSeen>();
builder.Services.AddHostedService<Prober>();
builder.Services.AddHealthChecks().AddCheck<SeenCheck>("seen").AddCheck("lambda", () => HealthCheckResult.Healthy());
var app = builder.Build();
app.MapHealthChecks("/healthz/live");
app.MapHealthChecks("/healthz/ready");
app.Run();
public class LastSeen { public DateTimeOffset At { get; set; } }
public class SeenCheck(LastSeen seen) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken ct = default) => Task.FromResult(seen.At > DateTimeOffset.UtcNow.AddMinutes(-1) ? HealthCheckResult.Healthy() : HealthCheckResult.Degraded());
}
public class Prober(LastSeen seen, HttpClient http) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested) { await http.GetAsync("http://db/ping", stop); seen.At = DateTimeOffset.UtcNow; await Task.Delay(5000 + Random.Shared.Next(1000), stop); }
    }
}

//// case: quiet: a predicate in a static field, options made elsewhere
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddHealthChecks().AddNpgSql("Host=db", tags: new[] { "ready" });
var app = builder.Build();
var none = new HealthCheckOptions();
none.Predicate = check => check.Tags.Contains("live");
app.MapHealthChecks("/live", none);
app.MapHealthChecks("/livez", Options.Live);
app.Run();
public static class Options { public static readonly HealthCheckOptions Live = new() { Predicate = _ => false }; }
