//// case: static field, property and collection in an action
public class CountersController : ControllerBase
{
    private static int count;
    private static readonly Dictionary<string, int> seen = new();
    private static readonly List<string> log = [];
    public static string Last { get; set; } = "";
    [HttpGet("/a")] public int A(string name)
    {
        count++; // !SCALE1007
        Last = name; // !SCALE1007
        seen[name] = 1; // !SCALE1007
        log.Add(name); // !SCALE1007
        return count;
    }
}

//// case: a static holder behind a helper, an extension method and a local function
//// compiled: a compound write of an array element goes through its address
public static class State { public static string? User; public static HashSet<string> Names = new(); public static int[] Slots = new int[8]; }
public static class Stamping { public static void Stamp(this string name) { State.User = name; } } // !SCALE1007
public class StampController : ControllerBase
{
    [HttpPost("/stamp")] public void Post(string name)
    {
        name.Stamp();
        Remember();
        void Remember() => State.Names.Add(name); // !SCALE1007
        State.Slots[0] += 1; // !SCALE1007
    }
}

//// case: held by a singleton behind an interface
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddSingleton<IBasket, Basket>();
builder.Services.AddScoped<IVisit, Visit>();
var app = builder.Build();
app.MapPost("/add", (IBasket basket, IVisit visit, string item) => { basket.Add(item); visit.Add(item); });
app.Run();
public interface IBasket { void Add(string item); }
public class Basket : IBasket
{
    private readonly List<string> items = [];
    private string last = "";
    public int Total { get; private set; }
    public void Add(string item)
    {
        items.Add(item); // !SCALE1007
        last = item; // !SCALE1007
        Total += last.Length; // !SCALE1007
    }
}
public interface IVisit { void Add(string item); }
public class Visit : IVisit { private readonly List<string> items = []; public void Add(string item) => items.Add(item); }

//// case: in a base class of a singleton, a lambda and another project
//// project: Lib lib
namespace Lib;
public abstract class Tally { private int total; protected void Bump() => total += 1; // !SCALE1007
    public int Total => total; }
public class Shared { public static int Hits; public static void Hit() => Hits++; // !SCALE1007
}
//// project: App
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddSingleton<Sales>();
var app = builder.Build();
app.MapPost("/sale", (Sales sales) => sales.Sold());
app.MapPost("/hit", () => { Lib.Shared.Hit(); Stats.Calls = Stats.Calls + 1; }); // !SCALE1007
app.Run();
public class Sales : Lib.Tally { public void Sold() => Bump(); }
public static class Stats { public static long Calls; }

//// case: SignalR hub and consumer
using Microsoft.AspNetCore.SignalR;
using MassTransit;
public class ChatHub : Hub
{
    private static readonly List<string> Users = new();
    public Task Join(string name) { Users.Add(name); return Task.CompletedTask; } // !SCALE1007
}
public record Placed(int Id);
public class PlacedHandler : IConsumer<Placed>
{
    private static DateTime lastSeen;
    public Task Consume(ConsumeContext<Placed> context) { lastSeen = DateTime.UtcNow; return Task.CompletedTask; } // !SCALE1007
    public static DateTime LastSeen => lastSeen;
}

//// case: quiet: atomic, concurrent, immutable, guarded, per thread
using System.Collections.Concurrent;
using System.Collections.Immutable;
public class SafeController : ControllerBase
{
    private static int count;
    private static long total;
    private static readonly ConcurrentDictionary<string, int> Seen = new();
    private static readonly ConcurrentQueue<string> Queue = new();
    private static ImmutableList<string> names = ImmutableList<string>.Empty;
    private static ImmutableDictionary<string, int> map = ImmutableDictionary<string, int>.Empty;
    private static readonly object Gate = new();
    private static readonly Lock Newer = new();
    private static readonly List<string> Log = [];
    private static readonly Lazy<string> Config = new(() => "x");
    private static readonly AsyncLocal<string?> Current = new();
    private static readonly ThreadLocal<int> Local = new();
    [ThreadStatic] private static int depth;
    private static Dictionary<string, string>? cache;
    private static volatile string? table;
    private static readonly SemaphoreSlim One = new(1, 1);

    [HttpGet("/safe")] public async Task<string> Safe(string name)
    {
        Interlocked.Increment(ref count);
        Interlocked.Add(ref total, 5);
        Seen[name] = 1;
        Seen.AddOrUpdate(name, 1, (_, x) => x + 1);
        Queue.Enqueue(name);
        ImmutableInterlocked.Update(ref names, x => x.Add(name));
        ImmutableInterlocked.TryAdd(ref map, name, 1);
        names = names.Add(name);
        lock (Gate) Log.Add(name);
        lock (Newer) { Log.Add(name); count = 0; }
        Current.Value = name;
        Local.Value = 3;
        depth++;
        if (cache == null)
        {
            lock (Gate)
            {
                if (cache == null) cache = new Dictionary<string, string>();
            }
        }
        table ??= "loaded";
        await One.WaitAsync();
        try { Log.Add(name); } finally { One.Release(); }
        return Config.Value + Interlocked.Exchange(ref table, "x");
    }
}

//// case: quiet: static constructors, start-up, Main and tests
//// project: App
State.Started = DateTime.UtcNow;
var app = WebApplication.CreateBuilder(args).Build();
State.Routes.Add("/x");
app.MapGet("/x", () => State.Started);
app.Run();
public static class State { public static DateTime Started; public static readonly List<string> Routes = []; static State() { Started = DateTime.UnixEpoch; Routes.Add("/"); } }
//// project: AppTests test
public class FakeController : ControllerBase { private static int hits; [HttpGet("/f")] public int F() => ++hits; }

//// case: quiet: per request state and locals
public class LocalController : ControllerBase
{
    private readonly List<string> mine = [];
    private int number;
    [HttpGet("/l")] public int L(string name) { mine.Add(name); number++; var list = new List<string>(); list.Add(name); return list.Count + number; }
}
