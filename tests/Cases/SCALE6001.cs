//// case: lock statement
public class A(HttpClient http)
{
    private readonly object sync = new();
    public string Get()
    {
        lock (sync) { return http.GetStringAsync("x").Result; } // !SCALE6001
    }
}

//// case: semaphore, through a helper
public class B(HttpClient http)
{
    private readonly SemaphoreSlim gate = new(1, 1);
    //// path: B.Get -> B.Fetch -> HttpClient.GetStringAsync
    public async Task<string> Get() { await gate.WaitAsync(); try { return await Fetch(); } finally { gate.Release(); } } // !SCALE6001

    private Task<string> Fetch() => http.GetStringAsync("x");
}

//// case: through an injected interface in another project
//// project: Store lib
namespace Store;
public interface IStock { Task<int> Of(string sku); }
public class Stock(StackExchange.Redis.IDatabase redis) : IStock { public async Task<int> Of(string sku) => (int)await redis.StringGetAsync(sku); }
//// project: App lib
public class C(Store.IStock stock)
{
    private static readonly SemaphoreSlim Gate = new(1);
    public async Task<int> Get(string sku)
    {
        await Gate.WaitAsync();
        var n = await stock.Of(sku); // !SCALE6001
        Gate.Release();
        return n;
    }
}

//// case: distributed lock
using StackExchange.Redis;
public class D(IDatabase redis, HttpClient http)
{
    public async Task Run()
    {
        if (!await redis.LockTakeAsync("job", "me", TimeSpan.FromSeconds(30))) return;
        await http.GetStringAsync("work"); // !SCALE6001
        await redis.LockReleaseAsync("job", "me");
    }
}

//// case: quiet: bulkhead of more than one, lock released before, lock without a call
public class E(HttpClient http)
{
    private readonly SemaphoreSlim bulkhead = new(10);
    private readonly object sync = new();
    private int calls;
    public async Task<string> Get()
    {
        lock (sync) { calls++; }
        await bulkhead.WaitAsync();
        try { return await http.GetStringAsync("x"); }
        finally { bulkhead.Release(); }
    }
}

//// case: a key that is set if free and deleted afterwards
public class Refresher(StackExchange.Redis.IDatabase redis, HttpClient http)
{
    public async Task Run(CancellationToken ct)
    {
        if (!await redis.StringSetAsync("lock:refresh", "me", when: StackExchange.Redis.When.NotExists)) return;
        try
        {
            await http.GetStringAsync("x", ct); // !SCALE6001
        }
        finally
        {
            await redis.KeyDeleteAsync("lock:refresh");
        }
    }
}

//// case: quiet: a first-seen flag that is left to expire
public class Turns(StackExchange.Redis.IDatabase redis, HttpClient http)
{
    public async Task Run(CancellationToken ct)
    {
        if (!await redis.StringSetAsync("turn", "me", TimeSpan.FromSeconds(20), StackExchange.Redis.When.NotExists)) return;
        await http.GetStringAsync("x", ct);
        await redis.KeyDeleteAsync("other");
    }
}

//// case: Monitor, Mutex and Lock.EnterScope
//// compiled: WaitOne is called on the base type
using Npgsql;
using Dapper;
public class M(HttpClient http, NpgsqlConnection connection)
{
    private readonly object sync = new();
    private readonly Mutex mutex = new();
    private readonly Lock gate = new();
    private readonly ReaderWriterLockSlim readers = new();
    public int One()
    {
        Monitor.Enter(sync);
        try { return connection.ExecuteScalar<int>("select 1"); } // !SCALE6001
        finally { Monitor.Exit(sync); }
    }
    public string Two()
    {
        mutex.WaitOne();
        try { return http.GetStringAsync("x").GetAwaiter().GetResult(); } // !SCALE6001
        finally { mutex.ReleaseMutex(); }
    }
    public string Three()
    {
        using (gate.EnterScope())
        {
            return http.GetStringAsync("x").Result; // !SCALE6001
        }
    }
    public string Four()
    {
        readers.EnterWriteLock();
        try { return http.GetStringAsync("x").Result; } // !SCALE6001
        finally { readers.ExitWriteLock(); }
    }
}

//// case: in a lambda, a local function, a base class and an iterator, of other libraries
//// compiled: the finally of an iterator is a member of its own
using Amazon.S3;
using Microsoft.EntityFrameworkCore;
using MongoDB.Driver;
using RabbitMQ.Client;
public class Row { public int Id { get; set; } }
public class Db(DbContextOptions<Db> o) : DbContext(o) { public DbSet<Row> Rows => Set<Row>(); }
public abstract class Guarded
{
    private readonly SemaphoreSlim gate = new(1, 1);
    protected abstract Task Work(CancellationToken ct);
    public async Task Run(CancellationToken ct)
    {
        await gate.WaitAsync(ct);
        try
        {
            await Work(ct); // !SCALE6001
        }
        finally { gate.Release(); }
    }
}
public class Saver(Db db) : Guarded { protected override async Task Work(CancellationToken ct) => await db.SaveChangesAsync(ct); }
public class Mixed(IMongoCollection<Row> rows, IChannel channel, IAmazonS3 s3)
{
    private static readonly SemaphoreSlim One = new(initialCount: 1);
    public async Task A()
    {
        await One.WaitAsync();
        async Task Inner() { await rows.InsertOneAsync(new Row()); }
        await Inner(); // !SCALE6001
        One.Release();
    }
    public Func<Task> B() => async () =>
    {
        await One.WaitAsync();
        try { await channel.BasicPublishAsync("x", "y", new byte[1]); } finally { One.Release(); } // !SCALE6001
    };
    public async IAsyncEnumerable<string> C()
    {
        await One.WaitAsync();
        try { yield return (await s3.GetObjectMetadataAsync("b", "k")).ETag; } finally { One.Release(); } // !SCALE6001
    }
}

//// case: locks of libraries
using Medallion.Threading;
using RedLockNet;
public class L(IDistributedLockProvider locks, IDistributedLockFactory red, HttpClient http)
{
    public async Task One()
    {
        await using (await locks.AcquireLockAsync("job"))
        {
            await http.GetStringAsync("x"); // !SCALE6001
        }
    }
    public async Task Two()
    {
        await using var held = await red.CreateLockAsync("job", TimeSpan.FromSeconds(30));
        if (held.IsAcquired) await http.GetStringAsync("x"); // !SCALE6001
    }
}

//// case: a lock per key of a stampede guard, as a note
using System.Collections.Concurrent;
using Microsoft.Extensions.Caching.Memory;
public class Guard(IMemoryCache cache, HttpClient http)
{
    private readonly ConcurrentDictionary<string, SemaphoreSlim> locks = new();
    public async Task<string> Get(string key)
    {
        if (cache.TryGetValue(key, out string? found)) return found!;
        var gate = locks.GetOrAdd(key, _ => new SemaphoreSlim(1, 1));
        await gate.WaitAsync();
        try
        {
            return cache.Set(key, await http.GetStringAsync(key), TimeSpan.FromMinutes(1)); // !SCALE6001
        }
        finally { gate.Release(); }
    }
}

//// case: quiet: more than one slot, released before, work in the background, a copy made under the lock
public class Q(HttpClient http)
{
    private readonly SemaphoreSlim many = new(Environment.ProcessorCount);
    private readonly SemaphoreSlim one = new(1);
    private readonly object sync = new();
    private readonly List<string> urls = [];
    public async Task<string> A() { await many.WaitAsync(); try { return await http.GetStringAsync("x"); } finally { many.Release(); } }
    public async Task B()
    {
        string[] copy;
        lock (sync) copy = urls.ToArray();
        foreach (var url in copy) await http.GetStringAsync(url);
    }
    public async Task<string> C()
    {
        await one.WaitAsync();
        try { urls.Add("x"); } finally { one.Release(); }
        return await http.GetStringAsync("x");
    }
    public void D() { lock (sync) { _ = Task.Run(() => http.GetStringAsync("x")); } }
}

//// case: an async lock through a helper's disposable, and a query under a lock in a minimal API
using Microsoft.EntityFrameworkCore;
var builder = WebApplication.CreateBuilder(args);
var app = builder.Build();
var gate = new object();
app.MapGet("/a", (Db db) =>
{
    lock (gate)
    {
        return db.Items.Count(); // !SCALE6001
    }
});
app.Run();
public class Item { public int Id { get; set; } }
public class Db(DbContextOptions<Db> o) : DbContext(o) { public DbSet<Item> Items => Set<Item>(); }

//// case: quiet: released before the call, and a bulkhead of several
public class BeforeController(HttpClient http) : ControllerBase
{
    private static readonly SemaphoreSlim One = new(1, 1);
    private static readonly SemaphoreSlim Eight = new(8, 8);
    private static readonly object Gate = new();
    private static int count;
    [HttpGet("/a")] public async Task<string> A()
    {
        await One.WaitAsync();
        try { count++; } finally { One.Release(); }
        lock (Gate) { count++; }
        await Eight.WaitAsync();
        try { return await http.GetStringAsync("http://x/y"); } finally { Eight.Release(); }
    }
}

//// case: a task that is started under the lock and kept, and one that is waited for there
public class Pump(HttpClient http)
{
    private readonly object gate = new();
    private Task? running;
    public void Start()
    {
        lock (gate) running ??= Task.Factory.StartNew(() => Run(), TaskCreationOptions.LongRunning).Unwrap();
    }
    public void Once()
    {
        lock (gate)
        {
            var task = Task.Run(() => Run()); // !SCALE6001
            task.Wait();
        }
    }
    private Task Run() => http.GetStringAsync("http://x/");
}
