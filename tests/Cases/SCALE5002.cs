//// case: static dictionary in a controller, at the field
public class AController : ControllerBase
{
    private static readonly Dictionary<string, int> Seen = []; // !SCALE5002
    [HttpPost("/a")] public int A(string key) => Seen[key] = 1;
}

//// case: concurrent dictionary of a singleton, behind an interface
using System.Collections.Concurrent;
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddSingleton<IPrices, Prices>();
var app = builder.Build();
app.MapGet("/price/{sku}", (string sku, IPrices prices) => prices.Of(sku));
app.Run();
public interface IPrices { decimal Of(string sku); }
public class Prices : IPrices
{
    private readonly ConcurrentDictionary<string, decimal> known = new(); // !SCALE5002
    public decimal Of(string sku) => known.GetOrAdd(sku, static s => s.Length);
}

//// case: list, set and bag through a static helper
using System.Collections.Concurrent;
public static class Audit
{
    private static readonly List<string> Lines = new(); // !SCALE5002
    private static readonly HashSet<Guid> Ids = new(); // !SCALE5002
    private static readonly ConcurrentBag<string> Bag = new(); // !SCALE5002
    private static ConcurrentQueue<string> Recent { get; } = new(); // !SCALE5002
    public static void Add(string line, Guid id) { lock (Lines) { Lines.Add(line); Ids.Add(id); } Bag.Add(line); Recent.Enqueue(line); }
}
public class BController : ControllerBase { [HttpPost("/b")] public void B(string line, Guid id) => Audit.Add(line, id); }

//// case: in another project, from a gRPC-like consumer
//// project: Dedup lib
namespace Dedup;
public class Seen
{
    private static readonly Dictionary<long, DateTime> Messages = new(); // !SCALE5002
    public bool Try(long id) => Messages.TryAdd(id, DateTime.UtcNow);
}
//// project: App lib
using MassTransit;
public record OrderPlaced(long Id);
public class OrderConsumer(Dedup.Seen seen) : IConsumer<OrderPlaced>
{
    public Task Consume(ConsumeContext<OrderPlaced> context) { if (seen.Try(context.Message.Id)) Console.WriteLine("new"); return Task.CompletedTask; }
}

//// case: connections of a hub that are never taken out
using System.Collections.Concurrent;
using Microsoft.AspNetCore.SignalR;
public class ChatHub : Hub
{
    private static readonly ConcurrentDictionary<string, string> Users = new(); // !SCALE5002
    public Task Join(string name) { Users[Context.ConnectionId] = name; return Clients.All.SendAsync("joined", name); }
}

//// case: a list per key of a singleton
public class Histories
{
    private readonly Dictionary<string, List<string>> byUser = new(); // !SCALE5002
    public void Add(string user, string what)
    {
        lock (byUser)
        {
            if (!byUser.TryGetValue(user, out var list)) byUser.Add(user, list = []);
            list.Add(what);
        }
    }
}
public class HistoryController(Histories histories) : ControllerBase { [HttpPost("/h")] public void H(string user, string what) => histories.Add(user, what); }
public static class Setup { public static IServiceCollection AddHistories(this IServiceCollection services) => services.AddSingleton<Histories>(); }

//// case: entries of a memory cache with neither expiry nor size, at the set
using Microsoft.Extensions.Caching.Memory;
public class CController(IMemoryCache cache) : ControllerBase
{
    [HttpGet("/c")] public string C(string key)
    {
        if (cache.TryGetValue(key, out string? found)) return found!;
        var made = key.ToUpperInvariant();
        cache.Set(key, made); // !SCALE5002
        return made;
    }
    [HttpGet("/d")] public string? D(string key) => cache.GetOrCreate(key, entry => key.ToUpperInvariant()); // !SCALE5002
    [HttpGet("/e")] public Task<string?> E(string key) => Through(key);
    private async Task<string?> Through(string key) => await cache.GetOrCreateAsync(key, async entry => { await Task.Delay(1); return key; }); // !SCALE5002
    [HttpGet("/f")] public void F(string key)
    {
        using var entry = cache.CreateEntry(key); // !SCALE5002
        entry.Value = key;
    }
    [HttpGet("/g")] public void G(string key) => cache.Set(key, key, new MemoryCacheEntryOptions { Priority = CacheItemPriority.High }); // !SCALE5002
}

//// case: quiet: something removes, clears, swaps or drains
using System.Collections.Concurrent;
using Microsoft.AspNetCore.SignalR;
public class RController : ControllerBase
{
    private static readonly ConcurrentDictionary<string, string> Sessions = new();
    private static readonly Dictionary<string, int> Cleared = [];
    private static List<string> swapped = [];
    private static readonly ConcurrentQueue<string> Queue = new();
    [HttpPost("/in")] public void In(string x) { Sessions[x] = x; Cleared[x] = 1; swapped.Add(x); Queue.Enqueue(x); }
    [HttpPost("/out")] public void Out(string x) => Sessions.TryRemove(x, out _);
    public static void Flush() { Cleared.Clear(); swapped = []; while (Queue.TryDequeue(out _)) { } }
}
public class PresenceHub : Hub
{
    private static readonly ConcurrentDictionary<string, string> Online = new();
    public void Hello(string name) => Online.TryAdd(Context.ConnectionId, name);
    public override Task OnDisconnectedAsync(Exception? exception) { Online.TryRemove(Context.ConnectionId, out _); return base.OnDisconnectedAsync(exception); }
}

//// case: quiet: keys from a closed set
using System.Collections.Concurrent;
public enum Region { North, South }
public class KController : ControllerBase
{
    private static readonly ConcurrentDictionary<Type, string> Names = new();
    private static readonly Dictionary<Region, int> Counts = [];
    private static readonly ConcurrentDictionary<DayOfWeek, int> Days = new();
    private static readonly ConcurrentDictionary<string, int> Fixed = new();
    private static readonly ConcurrentDictionary<(Type, Region), string> Pairs = new();
    private const string Total = "total";
    [HttpPost("/k")] public void K(Region region, object x)
    {
        Names.GetOrAdd(x.GetType(), static t => t.Name);
        Counts[region] = 1;
        Days.AddOrUpdate(DateTime.UtcNow.DayOfWeek, 1, (_, n) => n + 1);
        Fixed.AddOrUpdate(Total, 1, (_, n) => n + 1);
        Fixed[region.ToString()] = 1;
        Fixed[nameof(KController)] = 2;
        Pairs.TryAdd((x.GetType(), region), "");
    }
}

//// case: quiet: a dictionary of per-key locks
using System.Collections.Concurrent;
public class LController : ControllerBase
{
    private static readonly ConcurrentDictionary<string, SemaphoreSlim> Locks = new();
    private static readonly ConcurrentDictionary<int, object> Gates = new();
    private static readonly ConcurrentDictionary<string, Lazy<SemaphoreSlim>> Lazies = new();
    private static readonly ConcurrentDictionary<string, ReaderWriterLockSlim> Readers = new();
    [HttpPost("/l")] public async Task L(string key, int id)
    {
        var gate = Locks.GetOrAdd(key, _ => new SemaphoreSlim(1, 1));
        await gate.WaitAsync();
        try { lock (Gates.GetOrAdd(id, _ => new object())) Console.WriteLine(key); Lazies.GetOrAdd(key, _ => new(() => new SemaphoreSlim(1))); Readers.GetOrAdd(key, _ => new ReaderWriterLockSlim()); }
        finally { gate.Release(); }
    }
}

//// case: quiet: entries that expire or have a size, or a cache with a limit of size
using Microsoft.Extensions.Caching.Memory;
public class ECache(IMemoryCache cache) : ControllerBase
{
    private static readonly MemoryCacheEntryOptions Options = new() { AbsoluteExpirationRelativeToNow = TimeSpan.FromMinutes(5) };
    private static readonly TimeSpan Ttl = TimeSpan.FromMinutes(1);
    [HttpGet("/e")] public void E(string key)
    {
        cache.Set(key, key, TimeSpan.FromMinutes(5));
        cache.Set(key, key, Ttl);
        cache.Set(key, key, DateTimeOffset.UtcNow.AddHours(1));
        cache.Set(key, key, Options);
        cache.Set(key, key, new MemoryCacheEntryOptions { SlidingExpiration = TimeSpan.FromMinutes(1) });
        cache.Set(key, key, new MemoryCacheEntryOptions().SetAbsoluteExpiration(TimeSpan.FromMinutes(1)));
        cache.Set(key, key, new MemoryCacheEntryOptions { Size = 1 });
        cache.GetOrCreate(key, entry => { entry.AbsoluteExpirationRelativeToNow = TimeSpan.FromMinutes(1); return key; });
        cache.GetOrCreate(key, entry => { entry.SetSlidingExpiration(TimeSpan.FromMinutes(1)); return key; });
        cache.GetOrCreate(key, entry => Fill(entry, key));
        using var made = cache.CreateEntry(key);
        made.Value = key;
        made.AbsoluteExpiration = DateTimeOffset.UtcNow.AddMinutes(1);
    }
    private static string Fill(ICacheEntry entry, string key) { entry.SetAbsoluteExpiration(TimeSpan.FromMinutes(1)); return key; }
}

//// case: quiet: start-up fills it, a scope or a call owns it, weak keys
using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
public class Countries : IHostedService
{
    public static readonly Dictionary<string, string> All = [];
    public Task StartAsync(CancellationToken stop) { foreach (var x in System.IO.File.ReadLines("countries")) All[x] = x; return Task.CompletedTask; }
    public Task StopAsync(CancellationToken stop) => Task.CompletedTask;
}
public class Basket { private readonly List<string> items = []; public void Add(string x) => items.Add(x); public int Count => items.Count; }
public class SController(Basket basket) : ControllerBase
{
    private static readonly ConditionalWeakTable<object, string> Weak = new();
    private readonly Dictionary<string, int> own = [];
    [HttpPost("/s")] public int S(string x)
    {
        var local = new List<string> { x };
        local.Add(Countries.All[x]);
        basket.Add(x);
        own[x] = 1;
        Weak.AddOrUpdate(this, x);
        return basket.Count + local.Count;
    }
}
public static class Registered { public static void Add(IServiceCollection services) => services.AddScoped<Basket>(); }

//// case: on a connection to a hub
using Microsoft.AspNetCore.SignalR;
public class PresenceHub : Hub
{
    private static readonly HashSet<string> Online = []; // !SCALE5002
    public override async Task OnConnectedAsync() { lock (Online) Online.Add(Context.ConnectionId); await base.OnConnectedAsync(); }
}

//// case: a cache entry with neither expiry nor size, and a static list in a page
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Caching.Memory;
public class CacheController(IMemoryCache cache) : ControllerBase
{
    [HttpGet("/a/{id}")] public string A(string id) => cache.Set(id, id + "!"); // !SCALE5002
}
public class VisitModel : PageModel
{
    public static List<string> Visitors { get; } = new(); // !SCALE5002
    public void OnGet() => Visitors.Add(HttpContext.Connection.Id);
}

//// case: quiet: trimmed elsewhere, expiring, sized
using System.Collections.Concurrent;
using Microsoft.Extensions.Caching.Memory;
public class TrimController(IMemoryCache cache) : ControllerBase
{
    private static readonly ConcurrentDictionary<string, DateTime> Seen = new();
    [HttpGet("/a/{id}")] public void A(string id)
    {
        Seen[id] = DateTime.UtcNow;
        cache.Set(id, 1, TimeSpan.FromMinutes(1));
        cache.Set(id, 2, new MemoryCacheEntryOptions { Size = 1 });
        cache.Set(id, 3, DateTimeOffset.UtcNow.AddMinutes(1));
    }
    public static void Trim() { foreach (var pair in Seen) if (pair.Value < DateTime.UtcNow.AddHours(-1)) Seen.TryRemove(pair.Key, out _); }
}

//// case: quiet: filled by the constructor, or with the services that the container knows
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddControllers();
builder.Services.AddSingleton<IFormat, Csv>().AddSingleton<IFormat, Json>().AddSingleton<Formats>();
builder.Build().Run();
public interface IFormat { string Name { get; } }
public class Csv : IFormat { public string Name => "csv"; }
public class Json : IFormat { public string Name => "json"; }
public class Formats
{
    private readonly Dictionary<string, IFormat> byName = new();
    private readonly List<string> names = new();
    private readonly Dictionary<string, IFormat> later = new();
    private readonly IEnumerable<IFormat> formats;
    private bool loaded;
    public Formats(IEnumerable<IFormat> formats)
    {
        this.formats = formats;
        foreach (var format in formats) byName[format.Name] = format;
        Fill(formats);
    }
    private void Fill(IEnumerable<IFormat> all) { foreach (var format in all) names.Add(format.Name); }
    public IFormat Of(string name)
    {
        if (!loaded) foreach (var format in formats) later[format.Name] = format;
        loaded = true;
        return later.TryGetValue(name, out var found) ? found : byName[name];
    }
}
public class FormatsController(Formats formats) : ControllerBase { [HttpGet("/formats/{name}")] public string Get(string name) => formats.Of(name).Name; }

//// case: a constructor that every request runs fills what all of them share
public class Visit
{
    private static readonly List<string> Seen = new(); // !SCALE5002
    public Visit(string name) => Seen.Add(name);
}
public class VisitsController : ControllerBase { [HttpGet("/visits/{name}")] public object Get(string name) => new Visit(name); }
