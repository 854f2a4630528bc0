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
