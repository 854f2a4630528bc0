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
