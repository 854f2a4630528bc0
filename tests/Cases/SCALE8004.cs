//// case: look, miss, fetch, fill of a distributed cache
using Microsoft.Extensions.Caching.Distributed;
public class PriceController(IDistributedCache cache, HttpClient http) : ControllerBase
{
    [HttpGet("/price/{id}")] public async Task<string> Price(string id)
    {
        var known = await cache.GetStringAsync(id);
        if (known != null) return known;
        var fresh = await http.GetStringAsync("http://prices/" + id); // !SCALE8004
        await cache.SetStringAsync(id, fresh, new DistributedCacheEntryOptions { AbsoluteExpirationRelativeToNow = TimeSpan.FromMinutes(5) });
        return fresh;
    }
}

//// case: an in-process cache, through a helper that queries
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Caching.Memory;
public class Item { public int Id { get; set; } }
public class Db(DbContextOptions<Db> o) : DbContext(o) { public DbSet<Item> Items => Set<Item>(); }
public class ItemController(IMemoryCache cache, Db db) : ControllerBase
{
    [HttpGet("/item/{id}")] public async Task<Item?> One(int id)
    {
        if (!cache.TryGetValue(id, out Item? item))
        {
            item = await Load(id); // !SCALE8004
            cache.Set(id, item, TimeSpan.FromMinutes(1));
        }
        return item;
    }
    [HttpGet("/items")] public async Task<List<Item>?> All() => await cache.GetOrCreateAsync("items", async entry =>
    {
        entry.AbsoluteExpirationRelativeToNow = TimeSpan.FromMinutes(1);
        return await db.Items.Take(100).ToListAsync(); // !SCALE8004
    });
    private async Task<Item> Load(int id) => await db.Items.FirstAsync(x => x.Id == id);
}

//// case: Redis, behind an injected interface of another project
//// project: Rates lib
using StackExchange.Redis;
namespace Rates;
public interface IRates { Task<string> Of(string currency); }
public class CachedRates(IDatabase redis, HttpClient http) : IRates
{
    public async Task<string> Of(string currency)
    {
        var value = await redis.StringGetAsync("rate:" + currency);
        if (value.HasValue) return value.ToString();
        var rate = await http.GetStringAsync("http://rates/" + currency); // !SCALE8004
        await redis.StringSetAsync("rate:" + currency, rate, TimeSpan.FromMinutes(1));
        return rate;
    }
}
//// project: App
using Rates;
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddScoped<IRates, CachedRates>();
var app = builder.Build();
app.MapGet("/rate/{currency}", (string currency, IRates rates) => rates.Of(currency));
app.Run();

//// case: an own cache class around the look and the fill
using StackExchange.Redis;
public class Cache(IDatabase redis)
{
    public async Task<string?> Get(string key) => (string?)await redis.StringGetAsync(key);
    public async Task Put(string key, string value) => await redis.StringSetAsync(key, value, TimeSpan.FromMinutes(1));
}
public class NameController(Cache cache, HttpClient http) : ControllerBase
{
    [HttpGet("/name/{id}")] public async Task<string> Name(string id)
    {
        var known = await cache.Get(id);
        if (known is not null) return known;
        var name = await http.GetStringAsync("http://names/" + id); // !SCALE8004
        await cache.Put(id, name);
        return name;
    }
}

//// case: a helper that takes the fetch, and a concurrent dictionary
using System.Collections.Concurrent;
using Microsoft.Extensions.Caching.Memory;
public class TextController(IMemoryCache cache, HttpClient http) : ControllerBase
{
    [HttpGet("/text/{id}")] public Task<string> Text(string id) => GetOrAdd(id, () => http.GetStringAsync("http://texts/" + id)); // !SCALE8004
    private async Task<string> GetOrAdd(string key, Func<Task<string>> fetch)
    {
        if (cache.TryGetValue(key, out string? known)) return known!;
        var fresh = await fetch();
        cache.Set(key, fresh, TimeSpan.FromMinutes(1));
        return fresh;
    }
}

//// case: quiet: HybridCache and FusionCache
using Microsoft.Extensions.Caching.Hybrid;
using ZiggyCreatures.Caching.Fusion;
public class HybridController(HybridCache hybrid, IFusionCache fusion, HttpClient http) : ControllerBase
{
    [HttpGet("/h/{id}")] public async Task<string> H(string id) => await hybrid.GetOrCreateAsync(id, async ct => await http.GetStringAsync("http://prices/" + id, ct));
    [HttpGet("/f/{id}")] public async Task<string?> F(string id) => await fusion.GetOrSetAsync<string>(id, async (_, ct) => await http.GetStringAsync("http://prices/" + id, ct));
}

//// case: quiet: a lock per key, one lock, a lazy task
using System.Collections.Concurrent;
using Microsoft.Extensions.Caching.Memory;
public class GuardedController(IMemoryCache cache, HttpClient http) : ControllerBase
{
    private static readonly ConcurrentDictionary<string, SemaphoreSlim> Locks = new();
    private static readonly ConcurrentDictionary<string, Lazy<Task<string>>> Lazies = new();
    [HttpGet("/a/{id}")] public async Task<string> A(string id)
    {
        if (cache.TryGetValue(id, out string? known)) return known!;
        var gate = Locks.GetOrAdd(id, _ => new SemaphoreSlim(1, 1));
        await gate.WaitAsync();
        try
        {
            if (cache.TryGetValue(id, out known)) return known!;
            var fresh = await http.GetStringAsync("http://prices/" + id);
            cache.Set(id, fresh, TimeSpan.FromMinutes(1));
            return fresh;
        }
        finally { gate.Release(); }
    }
    [HttpGet("/b/{id}")] public Task<string> B(string id) => Lazies.GetOrAdd(id, x => new Lazy<Task<string>>(() => http.GetStringAsync("http://prices/" + x))).Value;
    [HttpGet("/c/{id}")] public Task<string> C(string id) => cache.GetOrCreate(id, entry =>
    {
        entry.AbsoluteExpirationRelativeToNow = TimeSpan.FromMinutes(1);
        return new Lazy<Task<string>>(() => http.GetStringAsync("http://prices/" + id));
    })!.Value;
}

//// case: quiet: a guarded helper, a distributed lock, no fetch, only fill, warm-up of a cache
using Medallion.Threading;
using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Caching.Memory;
public class OtherController(IMemoryCache memory, IDistributedCache cache, IDistributedLockProvider locks, HttpClient http) : ControllerBase
{
    private static readonly SemaphoreSlim One = new(1, 1);
    [HttpGet("/a/{id}")] public async Task<string> A(string id)
    {
        if (memory.TryGetValue(id, out string? known)) return known!;
        await One.WaitAsync();
        try { return await Fill(id); }
        finally { One.Release(); }
    }
    private async Task<string> Fill(string id)
    {
        if (memory.TryGetValue(id, out string? known)) return known!;
        var fresh = await http.GetStringAsync("http://prices/" + id);
        memory.Set(id, fresh, TimeSpan.FromMinutes(1));
        return fresh;
    }
    [HttpGet("/b/{id}")] public async Task<string> B(string id)
    {
        var known = await cache.GetStringAsync(id);
        if (known != null) return known;
        await using (await locks.AcquireLockAsync(id))
        {
            known = await cache.GetStringAsync(id);
            if (known != null) return known;
            var fresh = await http.GetStringAsync("http://prices/" + id);
            await cache.SetStringAsync(id, fresh);
            return fresh;
        }
    }
    [HttpGet("/c/{id}")] public string C(int id) => memory.GetOrCreate(id, _ => id.ToString())!;
    [HttpPost("/d/{id}")] public async Task D(string id)
    {
        var fresh = await http.GetStringAsync("http://prices/" + id);
        await cache.SetStringAsync(id, fresh);
    }
}
public class Filler(IMemoryCache memory, HttpClient http) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            memory.Set("all", await http.GetStringAsync("http://prices/all", stop), TimeSpan.FromMinutes(10));
            await Task.Delay(60000 + Random.Shared.Next(5000), stop);
        }
    }
}

//// case: a null-coalescing look, a query behind a repository, a controller's own dictionary
using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Caching.Memory;
public class Item { public int Id { get; set; } }
public class Db(DbContextOptions<Db> o) : DbContext(o) { public DbSet<Item> Items => Set<Item>(); }
public interface IItems { Task<Item?> Find(int id, CancellationToken ct); }
public class Items(Db db) : IItems { public async Task<Item?> Find(int id, CancellationToken ct) => await db.Items.FirstOrDefaultAsync(x => x.Id == id, ct); }
public class CachedItems(IItems inner, IMemoryCache cache)
{
    public async Task<Item?> Find(int id, CancellationToken ct)
    {
        var item = cache.Get<Item>("item" + id);
        if (item is null)
        {
            item = await inner.Find(id, ct); // !SCALE8004
            if (item is not null) cache.Set("item" + id, item, new MemoryCacheEntryOptions { SlidingExpiration = TimeSpan.FromMinutes(1) });
        }
        return item;
    }
}
public class ItemController(CachedItems items) : ControllerBase { [HttpGet("/i/{id}")] public Task<Item?> Get(int id, CancellationToken ct) => items.Find(id, ct); }

//// case: bytes in a distributed cache, serialised between fetch and fill
using System.Text.Json;
using Microsoft.Extensions.Caching.Distributed;
public record Price(decimal Value);
public class PriceController(IDistributedCache cache, HttpClient http) : ControllerBase
{
    [HttpGet("/p/{id}")] public async Task<Price?> Get(string id, CancellationToken ct)
    {
        var bytes = await cache.GetAsync(id, ct);
        if (bytes is { Length: > 0 }) return JsonSerializer.Deserialize<Price>(bytes);
        var price = await http.GetFromJsonAsync<Price>("http://prices/" + id, ct); // !SCALE8004
        await cache.SetAsync(id, JsonSerializer.SerializeToUtf8Bytes(price), new DistributedCacheEntryOptions { AbsoluteExpirationRelativeToNow = TimeSpan.FromMinutes(1) }, ct);
        return price;
    }
}
