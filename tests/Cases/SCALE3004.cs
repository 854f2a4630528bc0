//// case: Result in a controller action
public class OrdersController(HttpClient http) : ControllerBase
{
    //// path: GET /orders/{id} -> Task.Result
    [HttpGet("/orders/{id}")] public string Get(int id) => http.GetStringAsync("o/" + id).Result; // !SCALE3004
}

//// case: GetAwaiter().GetResult() in a minimal API
var app = WebApplication.Create(args);
app.MapGet("/x", (HttpClient http) => http.GetStringAsync("x").GetAwaiter().GetResult()); // !SCALE3004
app.Run();

//// case: Wait, WaitAll and Sleep through a helper
public class JobsController : ControllerBase
{
    [HttpPost("/jobs")] public void Run() => Work();

    private static void Work()
    {
        var task = Task.Delay(10);
        task.Wait(); // !SCALE3004
        Task.WaitAll(Task.Delay(1), Task.Delay(2)); // !SCALE3004
        Thread.Sleep(50); // !SCALE3004
    }
}

//// case: behind an injected interface
public interface IClock { void Pause(); }
public class RealClock : IClock
{
    public void Pause() => Thread.Sleep(10); // !SCALE3004
}
public class TickController(IClock clock) : ControllerBase { [HttpGet("/tick")] public void Tick() => clock.Pause(); }

//// case: cause in another project of the solution
//// project: Legacy lib
namespace Legacy;
public class Gate
{
    private readonly SemaphoreSlim gate = new(4);
    public void Enter()
    {
        gate.Wait(); // !SCALE3004
        gate.Release();
    }
}
//// project: App lib
public class GateController : ControllerBase { [HttpGet("/gate")] public void Enter() => new Legacy.Gate().Enter(); }

//// case: synchronous remote call with an asynchronous twin
using Microsoft.EntityFrameworkCore;
public class Item { public int Id { get; set; } }
public class Db(DbContextOptions<Db> options) : DbContext(options) { public DbSet<Item> Items => Set<Item>(); }
public class ItemsController(Db db) : ControllerBase
{
    [HttpPost("/items")] public void Add() { db.Items.Add(new Item()); db.SaveChanges(); } // !SCALE3004
}

//// case: wait handles
public class WaitController : ControllerBase
{
    private static readonly ManualResetEventSlim Ready = new(false);
    private static readonly Mutex Mutex = new();
    [HttpGet("/w")] public void W()
    {
        Ready.Wait(); // !SCALE3004
        Mutex.WaitOne(); // !SCALE3004
        Mutex.ReleaseMutex();
    }
}

//// case: quiet: tasks that have completed
public class Fine(HttpClient http) : ControllerBase
{
    [HttpGet("/both")] public async Task<string> Both()
    {
        var a = http.GetStringAsync("a");
        var b = http.GetStringAsync("b");
        await Task.WhenAll(a, b);
        return a.Result + b.Result;
    }

    [HttpGet("/maybe")] public async Task<string> Maybe()
    {
        var task = http.GetStringAsync("a");
        if (task.IsCompletedSuccessfully) return task.Result;
        return await task;
    }

    [HttpGet("/first")] public async Task<string> First()
    {
        var first = await Task.WhenAny(http.GetStringAsync("a"), http.GetStringAsync("b"));
        return first.Result;
    }

    [HttpGet("/then")] public Task<int> Then() => http.GetStringAsync("a").ContinueWith(t => t.Result.Length);

    [HttpGet("/ready")] public int Ready() => Task.FromResult(3).Result;
}

//// case: quiet: Main, static constructors, code that no request reaches
public class Tool
{
    private static readonly string Text;
    static Tool() { Text = Task.Run(() => "x").Result; }
    public static void Main() { Task.Delay(1).Wait(); Thread.Sleep(1); Batch(); }
    private static void Batch() { Thread.Sleep(5); }
}

//// case: quiet: EF Add and AddRange, a try without waiting, nameof
using Microsoft.EntityFrameworkCore;
public class Item2 { public int Id { get; set; } }
public class Db2(DbContextOptions<Db2> options) : DbContext(options) { public DbSet<Item2> Items => Set<Item2>(); }
public class QuietController(Db2 db) : ControllerBase
{
    private readonly SemaphoreSlim gate = new(1);
    [HttpPost("/q")] public async Task<string> Q(CancellationToken ct)
    {
        db.Items.Add(new Item2());
        db.Items.AddRange(new Item2(), new Item2());
        if (gate.Wait(0)) gate.Release();
        await db.SaveChangesAsync(ct);
        return nameof(Task<int>.Result);
    }
}

//// case: quiet: the asynchronous twin itself
public class Store
{
    public int Read() { Thread.Sleep(1); return 1; } // reached only from ReadAsync, which nobody calls
    public async Task<int> ReadAsync() { await Task.Yield(); return Read(); }
}

//// case: every way to block, in a Razor page handler, a hub and a consumer
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.SignalR;
using MassTransit;
public class IndexModel(HttpClient http) : PageModel
{
    private readonly CountdownEvent count = new(1);
    private readonly AutoResetEvent signal = new(false);
    private readonly Barrier barrier = new(2);
    public void OnGet()
    {
        var task = http.GetStringAsync("a");
        Task.WaitAny(task); // !SCALE3004
        count.Wait(); // !SCALE3004
        signal.WaitOne(100); // !SCALE3004
        var thread = new Thread(() => { });
        thread.Start();
        thread.Join(); // !SCALE3004
        WaitHandle.WaitAll([signal]); // !SCALE3004
        var stream = http.GetStreamAsync("s").ConfigureAwait(false).GetAwaiter().GetResult(); // !SCALE3004
        stream.Dispose();
    }
    public async Task OnPostAsync(CancellationToken ct)
    {
        var response = http.Send(new HttpRequestMessage(HttpMethod.Get, "x"), ct); // !SCALE3004
        var text = response.Content.ReadAsStringAsync(ct).Result; // !SCALE3004
        ValueTask<int> value = Later();
        var n = value.AsTask().Result; // !SCALE3004
        await Task.Delay(n + text.Length, ct);
    }
    private static async ValueTask<int> Later() { await Task.Yield(); return 1; }
}
public class TickHub : Hub { public void Tick() { Thread.Sleep(5); } } // !SCALE3004
public record Ping(int Id);
public class PingHandler(HttpClient http) : IConsumer<Ping>
{
    public Task Consume(ConsumeContext<Ping> context) { http.PostAsync("x", null).Wait(); return Task.CompletedTask; } // !SCALE3004
}

//// case: synchronous remote calls that have a twin
using Microsoft.EntityFrameworkCore;
using StackExchange.Redis;
using MongoDB.Driver;
using Npgsql;
using Dapper;
using Azure.Storage.Blobs;
public class Item { public int Id { get; set; } }
public class Db(DbContextOptions<Db> options) : DbContext(options) { public DbSet<Item> Items => Set<Item>(); }
public class ItemsController(Db db, IDatabase redis, IMongoCollection<Item> mongo, NpgsqlConnection sql, BlobContainerClient blobs) : ControllerBase
{
    [HttpGet("/a")] public List<Item> A() => db.Items.Where(x => x.Id > 1).ToList(); // !SCALE3004
    [HttpGet("/b")] public Item? B(int id) => db.Items.FirstOrDefault(x => x.Id == id); // !SCALE3004
    [HttpGet("/c")] public string? C() => redis.StringGet("c"); // !SCALE3004
    [HttpGet("/d")] public Item D() => mongo.Find(x => x.Id == 1).First(); // !SCALE3004
    [HttpGet("/e")] public int E() => sql.Execute("delete from x"); // !SCALE3004
    [HttpGet("/f")] public bool F() => blobs.Exists(); // !SCALE3004
    [HttpGet("/g")] public object? G()
    {
        using var command = new NpgsqlCommand("select 1", sql);
        return command.ExecuteScalar(); // !SCALE3004
    }
    [HttpGet("/h")] public int H()
    {
        var n = 0;
        foreach (var item in db.Items.Where(x => x.Id > 1)) n += item.Id; // !SCALE3004
        return n;
    }
    [HttpGet("/i")] public int I() => Sum(db.Items.Count()); // !SCALE3004
    private static int Sum(int n) => n;
}

//// case: in a base class, a generic helper, a property and a constructor on the way
public abstract class Base(HttpClient http)
{
    protected T Wait<T>(Task<T> task) => task.GetAwaiter().GetResult(); // !SCALE3004
    protected HttpClient Http => http;
}
public class Report(HttpClient http) : Base(http)
{
    public string Title => Wait(Http.GetStringAsync("title"));
    public string Body { get { return Http.GetStringAsync("body").Result; } } // !SCALE3004
}
public class Lines
{
    public Lines(HttpClient http) { All = http.GetStringAsync("lines").Result; } // !SCALE3004
    public string All { get; }
}
public static class Extra { public static string Now(this Task<string> task) => task.Result; } // !SCALE3004
public class ReportController(HttpClient http, Report report) : ControllerBase
{
    [HttpGet("/r")] public string R() => report.Title + report.Body + new Lines(http).All + http.GetStringAsync("x").Now();
}

//// case: inside a package, at the call that leads there
//// project: Vendor package
namespace Vendor;
public class Geo(HttpClient http) { public string Find(string city) => http.GetStringAsync("geo/" + city).Result; }
//// project: App
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddHttpClient<Vendor.Geo>();
var app = builder.Build();
//// says: in Geo.Find blocks
app.MapGet("/city/{name}", (string name, Vendor.Geo geo) => geo.Find(name)); // !SCALE3004
app.Run();

//// case: quiet: finished tasks in other spellings
//// compiled: optimised lists of tasks are fields of the state machine
public class Done(HttpClient http) : ControllerBase
{
    [HttpGet("/a")] public async Task<int> A(List<string> names)
    {
        var tasks = names.Select(x => http.GetStringAsync(x)).ToList();
        await Task.WhenAll(tasks);
        return tasks.Sum(x => x.Result.Length);
    }
    [HttpGet("/b")] public async Task<int> B(List<string> names)
    {
        var tasks = new List<Task<string>>();
        foreach (var name in names) tasks.Add(http.GetStringAsync(name));
        await Task.WhenAll(tasks);
        var n = 0;
        foreach (var task in tasks) n += task.Result.Length;
        for (var i = 0; i < tasks.Count; i++) n += tasks[i].Result.Length;
        return n;
    }
    [HttpGet("/c")] public async Task<string> C()
    {
        var task = http.GetStringAsync("a");
        var finished = await Task.WhenAny(task, Task.Delay(1000));
        if (finished == task) return task.Result;
        return "late";
    }
    [HttpGet("/d")] public async Task<string> D()
    {
        var task = http.GetStringAsync("a");
        await task;
        return task.Result + task.GetAwaiter().GetResult();
    }
    [HttpGet("/e")] public async Task<string> E()
    {
        var task = http.GetStringAsync("a");
        await task.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (task.Status == TaskStatus.RanToCompletion) return task.Result;
        return task.IsFaulted ? "failed" : "gone";
    }
    [HttpGet("/f")] public ValueTask<string> F()
    {
        var task = Cached();
        return task.IsCompletedSuccessfully ? new ValueTask<string>(task.Result) : Slow(task);
    }
    private ValueTask<string> Cached() => new("x");
    private static async ValueTask<string> Slow(ValueTask<string> task) => await task;
}

//// case: quiet: what is no task
public record Outcome(string Result, int Status);
public class Wrapper { public string Result => "x"; public void Wait() { } public string GetResult() => "y"; }
public class Results : ControllerBase
{
    [HttpGet("/x")] public string X()
    {
        var wrapper = new Wrapper();
        wrapper.Wait();
        var outcome = new Outcome("a", 1);
        return outcome.Result + wrapper.Result + wrapper.GetResult() + nameof(Task<int>.Result) + nameof(Task.Wait);
    }
}

//// case: quiet: lambda that cannot be async, sync bridge in a library nobody calls on a request, tests
//// project: Bridge lib
namespace Bridge;
public static class AsyncBridge
{
    public static T RunSync<T>(Func<Task<T>> work) => Task.Run(work).GetAwaiter().GetResult();
    public static void RunSync(Func<Task> work) => Task.Run(work).GetAwaiter().GetResult();
}
public class Store(HttpClient http)
{
    public string Load() => AsyncBridge.RunSync(() => http.GetStringAsync("x"));
    public Task<string> LoadAsync() => http.GetStringAsync("x");
    public Lazy<string> Later() => new(() => http.GetStringAsync("x").Result);
}
//// project: App lib
public class StoreController(Bridge.Store store) : ControllerBase { [HttpGet("/s")] public Task<string> S() => store.LoadAsync(); }
//// project: AppTests test
public class StoreTests : ControllerBase { [HttpGet("/t")] public string T(HttpClient http) => http.GetStringAsync("x").Result; }

//// case: quiet: start-up, hosted services, Main and a console tool
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddSingleton(sp => Connect(sp).GetAwaiter().GetResult());
builder.Services.AddHostedService<Sleeper>();
var app = builder.Build();
Prepare().Wait();
app.MapGet("/x", () => 1);
app.Run();
static Task<string> Connect(IServiceProvider services) => Task.FromResult("x");
static async Task Prepare() => await Task.Delay(10);
public class Sleeper : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stop) { while (!stop.IsCancellationRequested) Thread.Sleep(1000); return Task.CompletedTask; }
}

//// case: quiet: EF members that reach nothing
using Microsoft.EntityFrameworkCore;
public class Item3 { public int Id { get; set; } public string Name { get; set; } = ""; }
public class Db3(DbContextOptions<Db3> options) : DbContext(options) { public DbSet<Item3> Items => Set<Item3>(); }
public class EditController(Db3 db) : ControllerBase
{
    [HttpPost("/e")] public async Task E(Item3 item, List<Item3> more, CancellationToken ct)
    {
        db.Items.Add(item);
        db.Add(item);
        db.AddRange(more);
        db.Items.AddRange(more);
        db.Items.Update(item);
        db.Items.Attach(item);
        db.Items.RemoveRange(more);
        var local = db.Items.Local.FirstOrDefault(x => x.Id == item.Id);
        var names = more.Where(x => x.Id > 1).Select(x => x.Name).ToList();
        var first = more.First();
        await db.SaveChangesAsync(ct);
        var loaded = await db.Items.ToListAsync(ct);
        var same = loaded.Where(x => x.Id == first.Id).ToList();
        _ = local?.Name + names.Count + same.Count;
    }
}

//// case: quiet: finished tasks in other words
public class DoneController(HttpClient http) : ControllerBase
{
    [HttpGet("/a")] public async Task<string> A(CancellationToken ct)
    {
        var a = http.GetStringAsync("a", ct);
        var b = http.GetStringAsync("b", ct);
        await Task.WhenAll(a, b);
        return a.Result + b.GetAwaiter().GetResult();
    }
    [HttpGet("/b")] public async Task<string> B(CancellationToken ct)
    {
        var tasks = new[] { http.GetStringAsync("a", ct), http.GetStringAsync("b", ct) };
        await Task.WhenAll(tasks);
        return string.Concat(tasks.Select(x => x.Result));
    }
    [HttpGet("/c")] public string? C(Task<string> t) => t.IsCompletedSuccessfully ? t.Result : null;
    [HttpGet("/d")] public async Task<string> D(CancellationToken ct)
    {
        var a = http.GetStringAsync("a", ct);
        if (await Task.WhenAny(a, Task.Delay(100, ct)) == a) return a.Result;
        return "late";
    }
    [HttpGet("/e")] public Task<int> E(CancellationToken ct) => http.GetStringAsync("a", ct).ContinueWith(t => t.Result.Length, ct, TaskContinuationOptions.OnlyOnRanToCompletion, TaskScheduler.Default);
    [HttpGet("/f")] public async Task<string> F(CancellationToken ct)
    {
        var a = http.GetStringAsync("a", ct);
        try { await a; } catch (HttpRequestException) { return "down"; }
        return a.Result;
    }
    [HttpGet("/g")] public string G() => nameof(Task<string>.Result);
    [HttpGet("/h")] public async Task<string> H(Task<string> t) => t.IsCompletedNormally() ? t.Result : await t;
}
public static class OlderFrameworks { public static bool IsCompletedNormally(this Task task) => task.Status == TaskStatus.RanToCompletion; }

//// case: blocking waits of every kind on a request
using System.Collections.Concurrent;
public class WaitController(HttpClient http) : ControllerBase
{
    private static readonly ManualResetEventSlim Ready = new(false);
    private static readonly AutoResetEvent Turn = new(true);
    private static readonly SemaphoreSlim Few = new(2);
    private static readonly Mutex One = new();
    private static readonly CountdownEvent Left = new(3);
    private static readonly BlockingCollection<string> Jobs = new(10);
    [HttpGet("/a")] public void A() => Ready.Wait(); // !SCALE3004
    [HttpGet("/b")] public void B() => Turn.WaitOne(); // !SCALE3004
    [HttpGet("/c")] public void C() => Few.Wait(TimeSpan.FromSeconds(1)); // !SCALE3004
    [HttpGet("/d")] public void D() { One.WaitOne(); One.ReleaseMutex(); } // !SCALE3004
    [HttpGet("/e")] public void E() => Left.Wait(1000); // !SCALE3004
    [HttpGet("/f")] public string F() => Task.Run(() => http.GetStringAsync("x")).Result; // !SCALE3004
    [HttpGet("/g")] public void G() => Task.WhenAll(http.GetStringAsync("x"), http.GetStringAsync("y")).Wait(); // !SCALE3004
    [HttpGet("/h")] public void H() => http.GetStringAsync("x").ConfigureAwait(false).GetAwaiter().GetResult(); // !SCALE3004
    [HttpGet("/i")] public void I() => WaitHandle.WaitAny([Turn]); // !SCALE3004
    [HttpGet("/j")] public void J() { var t = new Thread(() => Console.WriteLine()); t.Start(); t.Join(); } // !SCALE3004
    [HttpGet("/k")] public int K() => Value().Result; // !SCALE3004
    private async ValueTask<int> Value() => (await http.GetStringAsync("x")).Length;
}

//// case: quiet: a moment before the process ends, and reader-writer locks
public class Fatal(ILogger<Fatal> log)
{
    public void End(Exception e)
    {
        log.LogCritical(e, "fatal");
        Thread.Sleep(1000);
        Environment.FailFast(e.Message);
    }
}
public class Table
{
    private readonly ReaderWriterLockSlim gate = new();
    private readonly Dictionary<string, string> all = new();
    public string? Find(string key) { gate.EnterReadLock(); try { return all.GetValueOrDefault(key); } finally { gate.ExitReadLock(); } }
}
public class TableController(Table table, Fatal fatal) : ControllerBase
{
    [HttpGet("/t/{key}")] public string? Get(string key) { try { return table.Find(key); } catch (OutOfMemoryException e) { fatal.End(e); throw; } }
}

//// case: the process ends only where something else went wrong
public class SlowController : ControllerBase
{
    [HttpGet("/slow")] public string Get(bool broken)
    {
        Thread.Sleep(1000); // !SCALE3004
        if (broken) Environment.Exit(1);
        return "";
    }
}
