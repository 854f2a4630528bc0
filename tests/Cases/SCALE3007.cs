//// case: WhenAll over a projection
public class Fan(HttpClient http)
{
    public async Task<string[]> All(List<string> urls) => await Task.WhenAll(urls.Select(x => http.GetStringAsync(x))); // !SCALE3007
}

//// case: tasks added in a loop, joined later
public class Later(HttpClient http)
{
    public async Task All(IEnumerable<string> urls)
    {
        var tasks = new List<Task>();
        foreach (var url in urls) tasks.Add(http.GetStringAsync(url));
        await Task.WhenAll(tasks); // !SCALE3007
    }
}

//// case: through a helper, tasks in a local
public class Helper(HttpClient http)
{
    public async Task<int> All(string[] urls)
    {
        var tasks = urls.Select(async url => (await Get(url)).Length).ToList();
        var sizes = await Task.WhenAll(tasks); // !SCALE3007
        return sizes.Sum();
    }

    private Task<string> Get(string url) => http.GetStringAsync(url);
}

//// case: through an injected interface in another project
//// project: Store lib
namespace Store;
public interface IStock { Task<int> Of(string sku); }
public class Stock(HttpClient http) : IStock { public async Task<int> Of(string sku) => (await http.GetStringAsync(sku)).Length; }
//// project: App lib
public class Report(Store.IStock stock) { public Task<int[]> Sum(IEnumerable<string> skus) => Task.WhenAll(skus.Select(stock.Of)); } // !SCALE3007

//// case: Task.Run per element
public class Fire(HttpClient http)
{
    public void All(List<string> urls)
    {
        foreach (var url in urls) _ = Task.Run(() => http.GetStringAsync(url)); // !SCALE3007
    }
}

//// case: quiet: ForEachAsync, semaphore, chunks, small constant, take
public class Bounded(HttpClient http)
{
    private readonly SemaphoreSlim gate = new(8);

    public Task Each(List<string> urls) => Parallel.ForEachAsync(urls, async (url, ct) => await http.GetStringAsync(url, ct));

    public Task Throttled(List<string> urls) => Task.WhenAll(urls.Select(async url =>
    {
        await gate.WaitAsync();
        try { return await http.GetStringAsync(url); }
        finally { gate.Release(); }
    }));

    public async Task Chunks(List<string> urls)
    {
        foreach (var chunk in urls.Chunk(10)) await Task.WhenAll(chunk.Select(x => http.GetStringAsync(x)));
    }

    public Task Few() => Task.WhenAll(new[] { "a", "b", "c" }.Select(x => http.GetStringAsync(x)));

    public Task Two() => Task.WhenAll(http.GetStringAsync("a"), http.GetStringAsync("b"));

    public Task First(List<string> urls) => Task.WhenAll(urls.Take(5).Select(x => http.GetStringAsync(x)));
}

//// case: quiet: pipelined client
using StackExchange.Redis;
public class Cache(IDatabase redis)
{
    public Task<RedisValue[]> All(List<string> keys) => Task.WhenAll(keys.Select(k => redis.StringGetAsync(k)));
}

//// case: quiet: local work
public class Local { public Task All(List<int> items) => Task.WhenAll(items.Select(x => Task.Run(() => x * x))); }

//// case: Mongo, S3, a consumer and a sequence from a query
using MongoDB.Driver;
using Amazon.S3;
using MassTransit;
using Microsoft.EntityFrameworkCore;
public record Placed(List<string> Skus);
public class Item { public int Id { get; set; } public string Key { get; set; } = ""; }
public class Db(DbContextOptions<Db> options) : DbContext(options) { public DbSet<Item> Items => Set<Item>(); }
public class PlacedHandler(IMongoCollection<Item> items, IAmazonS3 s3, Db db) : IConsumer<Placed>
{
    public async Task Consume(ConsumeContext<Placed> context)
    {
        await Task.WhenAll(context.Message.Skus.Select(x => items.DeleteOneAsync(i => i.Key == x, context.CancellationToken))); // !SCALE3007
        var rows = await db.Items.ToListAsync(context.CancellationToken);
        await Task.WhenAll(rows.Select(x => s3.DeleteObjectAsync("b", x.Key, context.CancellationToken))); // !SCALE3007
    }
}

//// case: quiet: bounded in every spelling
using System.Threading.RateLimiting;
public class BoundController(HttpClient http) : ControllerBase
{
    private static readonly SemaphoreSlim Shared = new(8);
    private static readonly RateLimiter Limiter = new ConcurrencyLimiter(new ConcurrencyLimiterOptions { PermitLimit = 4, QueueLimit = 100 });
    [HttpPost("/a")] public async Task A(List<string> ids, CancellationToken ct)
    {
        await Parallel.ForEachAsync(ids, new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = ct }, async (id, token) => await http.GetStringAsync(id, token));
        foreach (var chunk in ids.Chunk(10)) await Task.WhenAll(chunk.Select(x => http.GetStringAsync(x, ct)));
        await Task.WhenAll(ids.Take(10).Select(x => http.GetStringAsync(x, ct)));
        await Task.WhenAll(new[] { "a", "b", "c" }.Select(x => http.GetStringAsync(x, ct)));
        await Task.WhenAll(Enumerable.Range(0, 8).Select(x => http.GetStringAsync("p" + x, ct)));
        await Task.WhenAll(http.GetStringAsync("a", ct), http.GetStringAsync("b", ct));
        await Task.WhenAll(ids.Select(x => Limited(x, ct)));
        await Task.WhenAll(ids.Select(async x => { using var lease = await Limiter.AcquireAsync(1, ct); return await http.GetStringAsync(x, ct); }));
        var tasks = new List<Task>();
        using var gate = new SemaphoreSlim(5);
        foreach (var id in ids)
        {
            await gate.WaitAsync(ct);
            tasks.Add(Task.Run(async () => { try { await http.GetStringAsync(id, ct); } finally { gate.Release(); } }, ct));
        }
        await Task.WhenAll(tasks);
        for (var i = 0; i < ids.Count; i += 10) await Task.WhenAll(ids.Skip(i).Take(10).Select(x => http.GetStringAsync(x, ct)));
    }
    private async Task<string> Limited(string id, CancellationToken ct)
    {
        await Shared.WaitAsync(ct);
        try { return await http.GetStringAsync(id, ct); }
        finally { Shared.Release(); }
    }
}

//// case: quiet: pipelined Redis, local work, one after another
using StackExchange.Redis;
public class LocalController(IDatabase redis, HttpClient http) : ControllerBase
{
    [HttpPost("/a")] public async Task A(List<string> ids, CancellationToken ct)
    {
        await Task.WhenAll(ids.Select(x => redis.StringGetAsync(x)));
        await Task.WhenAll(ids.Select(x => Task.Run(() => x.Length, ct)));
        await Task.WhenAll(ids.Select(x => Task.Delay(10, ct)));
        foreach (var id in ids) await http.GetStringAsync(id, ct);
    }
}

//// case: fan-out in every spelling
public interface IStock { Task<string> Get(string id, CancellationToken ct); }
public class Stock(HttpClient http) : IStock { public async Task<string> Get(string id, CancellationToken ct) => await http.GetStringAsync(id, ct); }
public class FanController(IStock stock, HttpClient http) : ControllerBase
{
    [HttpPost("/a")] public async Task<string[]> A(List<string> ids, CancellationToken ct) => await Task.WhenAll(ids.Select(x => stock.Get(x, ct))); // !SCALE3007
    [HttpPost("/b")] public async Task B(List<string> ids, CancellationToken ct)
    {
        var tasks = new List<Task>();
        foreach (var id in ids) tasks.Add(stock.Get(id, ct));
        await Task.WhenAll(tasks); // !SCALE3007
    }
    [HttpPost("/c")] public async Task C(List<string> ids, CancellationToken ct)
    {
        var tasks = ids.Select(async id => { var x = await http.GetStringAsync(id, ct); return x.Length; }).ToArray();
        var all = await Task.WhenAll(tasks); // !SCALE3007
        _ = all.Length;
    }
    [HttpPost("/d")] public async Task D(string[] ids, CancellationToken ct)
    {
        var tasks = new Task[ids.Length];
        for (var i = 0; i < ids.Length; i++) tasks[i] = stock.Get(ids[i], ct);
        await Task.WhenAll(tasks); // !SCALE3007
    }
    [HttpPost("/e")] public async Task E(List<string> ids, CancellationToken ct)
    {
        var tasks = from id in ids where id.Length > 0 select stock.Get(id, ct);
        await Task.WhenAll(tasks); // !SCALE3007
    }
    [HttpPost("/f")] public async Task F(List<string> ids, CancellationToken ct)
    {
        var tasks = ids.Select(Load);
        await Task.WhenAll(tasks); // !SCALE3007
        Task<string> Load(string id) => stock.Get(id, ct);
    }
    [HttpPost("/g")] public void G(List<string> ids)
    {
        foreach (var id in ids) _ = Task.Run(() => stock.Get(id, CancellationToken.None)); // !SCALE3007
    }
    [HttpPost("/h")] public async Task H(List<string> ids, CancellationToken ct) => await Task.WhenAll(ids.ConvertAll(x => stock.Get(x, ct))); // !SCALE3007
    [HttpPost("/i")] public async Task I(List<string> ids, CancellationToken ct)
    {
        List<Task<string>> tasks = [.. ids.Select(x => stock.Get(x, ct))];
        await Task.WhenAll(tasks); // !SCALE3007
    }
    [HttpPost("/j")] public async Task<int> J(List<string> ids, CancellationToken ct)
    {
        var tasks = ids.Select(x => stock.Get(x, ct)).ToList();
        var n = 0;
        await foreach (var done in Task.WhenEach(tasks)) n += (await done).Length; // !SCALE3007
        return n;
    }
}

//// case: quiet: pipelines with a limiter, enumerations, fixed arrays, pages
using Polly;
using System.Threading.RateLimiting;
public enum Region { North, South, East }
public class MoreBound(HttpClient http) : ControllerBase
{
    private static readonly ResiliencePipeline Limited = new ResiliencePipelineBuilder().AddConcurrencyLimiter(8, 100).Build();
    private static readonly string[] Hosts = ["a", "b", "c"];
    private const int Copies = 4;
    [HttpPost("/a")] public async Task A(List<string> ids, CancellationToken ct)
    {
        await Task.WhenAll(ids.Select(async x => await Limited.ExecuteAsync(async t => await http.GetStringAsync(x, t), ct)));
        await Task.WhenAll(Enum.GetValues<Region>().Select(x => http.GetStringAsync(x.ToString(), ct)));
        await Task.WhenAll(Hosts.Select(x => http.GetStringAsync(x, ct)));
        await Task.WhenAll(Enumerable.Repeat("x", Copies).Select(x => http.GetStringAsync(x, ct)));
        foreach (var page in ids.Chunk(8)) { var tasks = page.Select(x => http.GetStringAsync(x, ct)).ToList(); await Task.WhenAll(tasks); }
    }
}

//// case: dictionaries, ranges of tasks, Task.Run into a list
public class MoreFans(HttpClient http) : ControllerBase
{
    [HttpPost("/a")] public async Task A(Dictionary<string, string> items, CancellationToken ct)
    {
        await Task.WhenAll(items.Select(kv => http.PostAsJsonAsync(kv.Key, kv.Value, ct))); // !SCALE3007
        await Task.WhenAll(items.Keys.Select(async k => { using var r = await http.GetAsync(k, ct); r.EnsureSuccessStatusCode(); })); // !SCALE3007
        var tasks = new List<Task<string>>(items.Count);
        foreach (var (key, _) in items) { var task = Load(key, ct); tasks.Add(task); }
        while (tasks.Count > 0) { var done = await Task.WhenAny(tasks); tasks.Remove(done); }
    }
    [HttpPost("/b")] public async Task B(List<string> ids, CancellationToken ct)
    {
        List<Task> running = [];
        running.AddRange(ids.Select(x => Load(x, ct)));
        await Task.WhenAll(running); // !SCALE3007
    }
    [HttpPost("/c")] public async Task C(List<string> ids, CancellationToken ct)
    {
        var tasks = new List<Task>();
        for (var i = 0; i < ids.Count; i++)
        {
            var id = ids[i];
            tasks.Add(Task.Run(async () => await Load(id, ct), ct));
        }
        await Task.WhenAll(tasks.ToArray()); // !SCALE3007
    }
    private Task<string> Load(string id, CancellationToken ct) => http.GetStringAsync(id, ct);
}
