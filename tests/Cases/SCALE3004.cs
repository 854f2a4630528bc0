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
