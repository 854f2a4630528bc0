//// case: static lock around a loop
public class AController : ControllerBase
{
    private static readonly object Sync = new();
    private static readonly List<int> Items = [];
    [HttpPost("/a")] public int A(int x)
    {
        lock (Sync) // !SCALE2004
        {
            var sum = 0;
            foreach (var item in Items) sum += item * x;
            return sum;
        }
    }
}

//// case: semaphore of one in a singleton around an await, through an interface
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddSingleton<ILedger, Ledger>();
var app = builder.Build();
app.MapPost("/b", (ILedger ledger) => ledger.Post());
app.Run();
public interface ILedger { Task Post(); }
public class Ledger : ILedger
{
    private readonly SemaphoreSlim gate = new(1, 1);
    public async Task Post()
    {
        await gate.WaitAsync(); // !SCALE2004
        try { await Task.Delay(5); }
        finally { gate.Release(); }
    }
}

//// case: System.Threading.Lock around a file write, through a helper
public class CController : ControllerBase
{
    private static readonly Lock Gate = new();
    [HttpPost("/c")] public void C() => Save("x");
    private static void Save(string text)
    {
        lock (Gate) // !SCALE2004
        {
            System.IO.File.AppendAllText("log.txt", text);
        }
    }
}

//// case: in another project, around a remote call
//// project: Seq lib
namespace Seq;
public class Sequence(HttpClient http)
{
    private static readonly object Sync = new();
    public string Next()
    {
        lock (Sync) // !SCALE2004
        {
            return http.GetStringAsync("next").Result;
        }
    }
}
//// project: App lib
public class DController(Seq.Sequence sequence) : ControllerBase { [HttpGet("/d")] public string D() => sequence.Next(); }

//// case: quiet: double-checked initialisation
public class EController : ControllerBase
{
    private static readonly SemaphoreSlim Gate = new(1);
    private static string? cached;
    [HttpGet("/e")] public async Task<string> E(HttpClient http)
    {
        if (cached != null) return cached;
        await Gate.WaitAsync();
        try
        {
            if (cached == null) cached = await http.GetStringAsync("config");
            return cached;
        }
        finally { Gate.Release(); }
    }
}

//// case: quiet: a few field or dictionary operations, instance locks, bulkheads, not on a request
public class FController : ControllerBase
{
    private static readonly object Sync = new();
    private static readonly Dictionary<string, int> Counts = [];
    private static int total;
    private static readonly SemaphoreSlim Bulkhead = new(16);
    private readonly object own = new();

    [HttpPost("/f")] public async Task<int> F(string key)
    {
        lock (Sync)
        {
            Counts[key] = Counts.TryGetValue(key, out var n) ? n + 1 : 1;
            total++;
        }
        lock (own) { foreach (var c in key) total += c; }
        await Bulkhead.WaitAsync();
        try { await Task.Delay(1); }
        finally { Bulkhead.Release(); }
        return total;
    }
}
public class Batch
{
    private static readonly object Sync = new();
    public void Run(List<int> items) { lock (Sync) { foreach (var x in items) Console.WriteLine(x); } }
}

//// case: every kind of lock, in a singleton behind an interface
//// compiled: WaitOne is called on the base type
using System.Collections.Concurrent;
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddSingleton<ILedger, Ledger>();
builder.Services.AddHttpClient();
var app = builder.Build();
app.MapPost("/a", async (ILedger ledger) => { ledger.A(1); await ledger.B(); ledger.C([1, 2]); ledger.D(); await ledger.E(); });
app.Run();
public interface ILedger { void A(int x); Task B(); void C(List<int> list); void D(); Task E(); }
public class Ledger(IHttpClientFactory clients, ILogger<Ledger> log) : ILedger
{
    private readonly object gate = new();
    private readonly Lock newer = new();
    private readonly SemaphoreSlim one = new(1, 1);
    private readonly Mutex mutex = new();
    private int sum;
    public void A(int x)
    {
        lock (gate) // !SCALE2004
        {
            File.AppendAllText("ledger.txt", x.ToString());
        }
    }
    public async Task B()
    {
        await one.WaitAsync(); // !SCALE2004
        try { await clients.CreateClient().GetStringAsync("x"); }
        finally { one.Release(); }
    }
    public void C(List<int> list)
    {
        lock (newer) // !SCALE2004
        {
            foreach (var x in list) sum += x;
        }
    }
    public void D()
    {
        mutex.WaitOne(); // !SCALE2004
        try { Thread.Sleep(10); }
        finally { mutex.ReleaseMutex(); }
        var taken = false;
        try
        {
            Monitor.Enter(gate, ref taken); // !SCALE2004
            Thread.Sleep(10);
        }
        finally { if (taken) Monitor.Exit(gate); }
    }
    public async Task E()
    {
        await one.WaitAsync(); // !SCALE2004
        try { await Task.Yield(); sum++; }
        finally { one.Release(); }
    }
}

//// case: a static lock around a helper's query, in another project
//// project: Store lib
using Microsoft.EntityFrameworkCore;
namespace Store;
public class Item { public int Id { get; set; } }
public class Db(DbContextOptions<Db> options) : DbContext(options) { public DbSet<Item> Items => Set<Item>(); }
public class Numbers(Db db)
{
    private static readonly object Gate = new();
    public int Next()
    {
        lock (Gate) // !SCALE2004
        {
            return Last() + 1;
        }
    }
    private int Last() => db.Items.Max(x => x.Id);
}
//// project: Web lib
public class NumberController(Store.Numbers numbers) : ControllerBase { [HttpPost("/n")] public int Next() => numbers.Next(); }

//// case: typeof, a static semaphore and a synchronised method
using System.Runtime.CompilerServices;
public class TypeController : ControllerBase
{
    private static readonly SemaphoreSlim Gate = new(1);
    [HttpGet("/t")] public string T() { lock (typeof(TypeController)) { return System.IO.File.ReadAllText("x"); } } // !SCALE2004
    [HttpGet("/s")] public string S()
    {
        Gate.Wait(); // !SCALE2004
        try { return System.IO.File.ReadAllText("x"); }
        finally { Gate.Release(); }
    }
}

//// case: quiet: short bodies, double-checked, per key, several slots, not shared, not on a request
using System.Collections.Concurrent;
public class FineController(HttpClient http) : ControllerBase
{
    private static readonly object Gate = new();
    private static readonly SemaphoreSlim Ten = new(10);
    private static readonly SemaphoreSlim One = new(1, 1);
    private static readonly Dictionary<string, string> Map = new();
    private static readonly ConcurrentDictionary<string, SemaphoreSlim> Locks = new();
    private static string? token;
    private static List<string>? table;
    private readonly object mine = new();

    [HttpGet("/a")] public string A(string key)
    {
        lock (Gate) { if (Map.TryGetValue(key, out var found)) return found; Map[key] = key; Map.Remove("x"); }
        lock (Gate) return Map.Count.ToString();
    }
    [HttpGet("/b")] public async Task<string> B()
    {
        if (token != null) return token;
        await One.WaitAsync();
        try { token ??= await http.GetStringAsync("token"); return token; }
        finally { One.Release(); }
    }
    [HttpGet("/c")] public List<string> C()
    {
        if (table == null)
        {
            lock (Gate)
            {
                if (table == null) table = System.IO.File.ReadAllLines("x").ToList();
            }
        }
        return table;
    }
    [HttpGet("/d")] public async Task<string> D()
    {
        await Ten.WaitAsync();
        try { return await http.GetStringAsync("x"); }
        finally { Ten.Release(); }
    }
    [HttpGet("/e")] public async Task<string> E(string key)
    {
        var gate = Locks.GetOrAdd(key, _ => new SemaphoreSlim(1, 1));
        await gate.WaitAsync();
        try { return await http.GetStringAsync(key); }
        finally { gate.Release(); }
    }
    [HttpGet("/f")] public string F() { lock (mine) { return System.IO.File.ReadAllText("x"); } }
}
public class Startup2
{
    private static readonly object Gate = new();
    public static void Main() { lock (Gate) { Thread.Sleep(1); } Load(); }
    private static void Load() { lock (Gate) { System.IO.File.ReadAllText("x"); } }
}
