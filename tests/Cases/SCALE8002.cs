//// case: a fixed delay in a hosted loop
public class Sync(HttpClient http) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            await http.GetStringAsync("http://feed/today", stop);
            await Task.Delay(TimeSpan.FromMinutes(1), stop); // !SCALE8002
        }
    }
}

//// case: a periodic timer, its work in a helper
using Npgsql;
public class Sweep(NpgsqlDataSource source) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(30);
    protected override async Task ExecuteAsync(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(Interval); // !SCALE8002
        while (await timer.WaitForNextTickAsync(stop)) await Clean(stop);
    }
    private async Task Clean(CancellationToken stop)
    {
        await using var command = source.CreateCommand("delete from sessions where ended < now()");
        await command.ExecuteNonQueryAsync(stop);
    }
}

//// case: through an injected interface in another project, in a hosted service's own loop
//// project: Feeds lib
namespace Feeds;
public interface IFeed { Task Pull(CancellationToken ct); }
public class HttpFeed(HttpClient http) : IFeed { public async Task Pull(CancellationToken ct) => await http.GetStringAsync("http://feed/all", ct); }
//// project: App
using Feeds;
var builder = Host.CreateApplicationBuilder(args);
builder.Services.AddSingleton<IFeed, HttpFeed>();
builder.Services.AddHostedService<Puller>();
builder.Build().Run();
public class Puller(IFeed feed) : IHostedService
{
    private Task? loop;
    private readonly CancellationTokenSource stopping = new();
    public Task StartAsync(CancellationToken ct) { loop = Loop(stopping.Token); return Task.CompletedTask; }
    public Task StopAsync(CancellationToken ct) { stopping.Cancel(); return loop ?? Task.CompletedTask; }
    private async Task Loop(CancellationToken stop)
    {
        for (;;)
        {
            await feed.Pull(stop);
            await Task.Delay(5000, stop); // !SCALE8002
        }
    }
}

//// case: a thread timer and a timers timer
using System.Timers;
using StackExchange.Redis;
public class Beat(IDatabase redis) : IHostedService, IDisposable
{
    private System.Threading.Timer? timer;
    public Task StartAsync(CancellationToken ct)
    {
        timer = new System.Threading.Timer(Tick, null, TimeSpan.Zero, TimeSpan.FromSeconds(10)); // !SCALE8002
        return Task.CompletedTask;
    }
    private void Tick(object? state) => redis.StringSet("beat", DateTime.UtcNow.Ticks);
    public Task StopAsync(CancellationToken ct) => Task.CompletedTask;
    public void Dispose() => timer?.Dispose();
}
public class Old(HttpClient http) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stop)
    {
        var timer = new System.Timers.Timer(60000); // !SCALE8002
        timer.Elapsed += async (_, _) => await http.GetStringAsync("http://feed/now");
        timer.Start();
        return Task.CompletedTask;
    }
}

//// case: a blocking sleep, a constant, the wait first, with error handling around
public class Poll(HttpClient http, ILogger<Poll> log) : BackgroundService
{
    private const int Seconds = 15;
    protected override async Task ExecuteAsync(CancellationToken stop)
    {
        do
        {
            await Task.Delay(Seconds * 1000, stop); // !SCALE8002
            try { await Once(stop); }
            catch (HttpRequestException error) { log.LogWarning(error, "later"); }
        }
        while (!stop.IsCancellationRequested);
    }
    private async Task Once(CancellationToken stop) { using var answer = await http.GetAsync("http://feed/now", stop); }
}

//// case: quiet: the interval is randomised
public class Spread(HttpClient http) : BackgroundService
{
    private static readonly Random Dice = new();
    protected override async Task ExecuteAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            await http.GetStringAsync("http://feed/today", stop);
            await Task.Delay(TimeSpan.FromSeconds(60 + Random.Shared.Next(20)), stop);
            await http.GetStringAsync("http://feed/b", stop);
            await Task.Delay(5000 + Dice.Next(1000), stop);
            await http.GetStringAsync("http://feed/c", stop);
            var jitter = TimeSpan.FromMilliseconds(Random.Shared.NextDouble() * 1000);
            await Task.Delay(TimeSpan.FromSeconds(5) + jitter, stop);
            await http.GetStringAsync("http://feed/d", stop);
            await Task.Delay(WithJitter(TimeSpan.FromSeconds(5)), stop);
        }
    }
    private static TimeSpan WithJitter(TimeSpan x) => x * (0.8 + 0.4 * Random.Shared.NextDouble());
}
public class Offset(HttpClient http) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stop)
    {
        await Task.Delay(TimeSpan.FromSeconds(Random.Shared.Next(60)), stop);
        using var timer = new PeriodicTimer(TimeSpan.FromMinutes(1));
        while (await timer.WaitForNextTickAsync(stop)) await http.GetStringAsync("http://feed/today", stop);
    }
}

//// case: quiet: leader-elected
using Medallion.Threading;
public class Leader(IDistributedLockProvider locks, HttpClient http) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            await using (var handle = await locks.TryAcquireLockAsync("sync", TimeSpan.Zero, stop))
            {
                if (handle != null) await http.GetStringAsync("http://feed/today", stop);
            }
            await Task.Delay(TimeSpan.FromMinutes(1), stop);
        }
    }
}
public interface ILeaderElection { bool IsLeader { get; } }
public class Elected(ILeaderElection election, HttpClient http) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            if (election.IsLeader) await http.GetStringAsync("http://feed/today", stop);
            await Task.Delay(TimeSpan.FromMinutes(1), stop);
        }
    }
}

//// case: quiet: a single instance by configuration
//// config: { "services": [ { "name": "Sweeper", "project": "Sweeper", "singleInstance": true } ] }
//// project: Sweeper
var builder = Host.CreateApplicationBuilder(args);
builder.Services.AddHostedService<Sweep>();
builder.Services.AddHttpClient();
builder.Build().Run();
public class Sweep(HttpClient http) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested) { await http.DeleteAsync("http://store/old", stop); await Task.Delay(60000, stop); }
    }
}

//// case: quiet: no remote effect, back-off, a pause between tries, the interval from configuration, not hosted
public class Local(ILogger<Local> log, IConfiguration configuration, HttpClient http) : BackgroundService
{
    private int count;
    protected override async Task ExecuteAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested) { log.LogDebug("{Count}", count++); await Task.Delay(1000, stop); }
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(5));
        while (await timer.WaitForNextTickAsync(stop)) GC.Collect();
    }
    public async Task<string> Try()
    {
        for (var i = 0; i < 3; i++)
        {
            try { return await http.GetStringAsync("http://feed/today"); }
            catch (HttpRequestException) { await Task.Delay(TimeSpan.FromSeconds(1)); }
        }
        return "";
    }
}
public class Once(HttpClient http) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stop)
    {
        await Task.Delay(TimeSpan.FromSeconds(10), stop);
        await http.GetStringAsync("http://feed/today", stop);
    }
}

//// case: an interval field, milliseconds as double, a loop in a helper, a flag that stops
using Azure.Storage.Queues;
public class A(QueueClient queue) : BackgroundService
{
    private readonly TimeSpan interval = TimeSpan.FromSeconds(10);
    private volatile bool stopped;
    protected override async Task ExecuteAsync(CancellationToken stop) => await Pump(stop);
    private async Task Pump(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested && !stopped)
        {
            var messages = await queue.ReceiveMessagesAsync(stop);
            if (messages.Value.Length == 0) await Task.Delay(interval, stop); // !SCALE8002
        }
    }
    public override Task StopAsync(CancellationToken ct) { stopped = true; return base.StopAsync(ct); }
}
public class B(HttpClient http) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stop)
    {
        while (true)
        {
            stop.ThrowIfCancellationRequested();
            await http.GetStringAsync("http://feed/a", stop);
            Thread.Sleep(30000); // !SCALE8002
        }
    }
}
public class C(HttpClient http) : BackgroundService
{
    private readonly PeriodicTimer timer = new(TimeSpan.FromMinutes(5)); // !SCALE8002
    protected override async Task ExecuteAsync(CancellationToken stop)
    {
        do { await http.GetStringAsync("http://feed/c", stop); } while (await timer.WaitForNextTickAsync(stop));
    }
}

//// case: quiet: waits that depend on what was found, or are read from options
using Microsoft.Extensions.Options;
public class PollOptions { public TimeSpan Interval { get; set; } = TimeSpan.FromSeconds(30); }
public class D(HttpClient http, IOptions<PollOptions> options) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stop)
    {
        var failures = 0;
        while (!stop.IsCancellationRequested)
        {
            try { await http.GetStringAsync("http://feed/d", stop); failures = 0; }
            catch (HttpRequestException) { failures++; }
            await Task.Delay(TimeSpan.FromSeconds(Math.Min(60, Math.Pow(2, failures)) * (0.5 + Random.Shared.NextDouble())), stop);
        }
    }
}
