//// case: direct, in a foreach of a minimal API
var app = WebApplication.Create(args);
app.MapGet("/prices", async (HttpClient http) =>
{
    var prices = new List<string>();
    foreach (var sku in new List<string> { "a", "b", "c", "d" })
        prices.Add(await http.GetStringAsync("https://prices.internal/" + sku)); // !SCALE3002
    return prices;
});
app.Run();

//// case: through a helper, with the path
public class Prices(HttpClient http) : ControllerBase
{
    //// path: GET /prices -> Prices.Fetch -> HttpClient.GetStringAsync
    [HttpGet("/prices")] public async Task<List<string>> All(List<string> skus) { var list = new List<string>(); foreach (var sku in skus) list.Add(await Fetch(sku)); return list; } // !SCALE3002

    private async Task<string> Fetch(string sku) => await http.GetStringAsync("https://prices.internal/" + sku);
}

//// case: through an injected interface
public interface IPrices { Task<string> Of(string sku); }
public class HttpPrices(HttpClient http) : IPrices { public Task<string> Of(string sku) => http.GetStringAsync("p/" + sku); }
public class Cart(IPrices prices)
{
    public async Task<int> Total(string[] skus)
    {
        var sum = 0;
        for (var i = 0; i < skus.Length; i++)
            sum += (await prices.Of(skus[i])).Length; // !SCALE3002
        return sum;
    }
}

//// case: in another project
//// project: Store lib
using StackExchange.Redis;
namespace Store;
public class Stock(IDatabase redis) { public async Task<int> Of(string sku) => (int)await redis.StringGetAsync(sku); }
//// project: App lib
using Store;
public class Report(Stock stock)
{
    public async Task<int> Sum(IEnumerable<string> skus)
    {
        var sum = 0;
        foreach (var sku in skus) sum += await stock.Of(sku); // !SCALE3002
        return sum;
    }
}

//// case: LINQ that runs one after another
public class Sync(HttpClient http)
{
    public List<string> All(List<string> urls) => urls.Select(x => http.GetStringAsync(x).Result).ToList(); // !SCALE3002
}

//// case: EF query per element
using Microsoft.EntityFrameworkCore;
public class Order { public int Id { get; set; } }
public class Db : DbContext { public DbSet<Order> Orders => Set<Order>(); }
public class Loader(Db db)
{
    public async Task Load(List<int> ids, CancellationToken ct)
    {
        foreach (var id in ids)
        {
            var order = await db.Orders.FirstOrDefaultAsync(x => x.Id == id, ct); // !SCALE3002
            Console.WriteLine(order);
        }
    }
}

//// case: quiet: retry loop
public class Retrying(HttpClient http)
{
    public async Task<string> Get(string url)
    {
        for (var attempt = 0; attempt < 5; attempt++)
        {
            try { return await http.GetStringAsync(url); }
            catch (HttpRequestException) { await Task.Delay(100 << attempt); }
        }
        throw new TimeoutException();
    }
}

//// case: quiet: paging loop
public record Page(List<string> Items, string? NextToken);
public class Paging(HttpClient http)
{
    public async Task<List<string>> All()
    {
        var all = new List<string>();
        string? token = null;
        do
        {
            var page = (await http.GetFromJsonAsync<Page>("items?token=" + token))!;
            all.AddRange(page.Items);
            token = page.NextToken;
        } while (token != null);
        return all;
    }
}

//// case: quiet: polling loop of a hosted service
public class Poller(HttpClient http) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            await http.GetStringAsync("https://status.internal", stop);
            await Task.Delay(TimeSpan.FromSeconds(30), stop);
        }
    }
}

//// case: quiet: batches
public class Batches(HttpClient http)
{
    public async Task Send(List<int> items)
    {
        foreach (var chunk in items.Chunk(100)) await http.PostAsJsonAsync("bulk", chunk);
    }
}

//// case: quiet: three constant rounds
//// compiled: an optimised async counter is a field of its state machine
public class Three(HttpClient http)
{
    public async Task Warm()
    {
        foreach (var region in new[] { "eu", "us", "ap" }) await http.GetStringAsync(region);
        for (var i = 0; i < 3; i++) await http.GetStringAsync("x");
    }
}

//// case: quiet: WhenAll and ForEachAsync are other rules' matter
public class Fan(HttpClient http)
{
    public async Task<string[]> All(List<string> urls) => await Task.WhenAll(urls.Select(x => http.GetStringAsync(x)));
    public Task Each(List<string> urls) => Parallel.ForEachAsync(urls, async (url, ct) => await http.GetStringAsync(url, ct));
}

//// case: quiet: a rule handed in runs its own check, not every implementation
public interface IRule { bool IsBroken(); }
public class AmountRule(decimal amount) : IRule { public bool IsBroken() => amount < 0; }
public class NameIsTakenRule(HttpClient http, string name) : IRule { public bool IsBroken() => http.GetStringAsync("names/" + name).Result.Length > 0; }
public static class Guard { public static void Check(IRule rule) { if (rule.IsBroken()) throw new InvalidOperationException(); } }
public record Money(decimal Amount) { public static Money Of(decimal amount) { Guard.Check(new AmountRule(amount)); return new Money(amount); } }
public class Prices { public List<Money> All(List<decimal> amounts) { var all = new List<Money>(); foreach (var amount in amounts) all.Add(Money.Of(amount)); return all; } }

//// case: the rule that is handed in asks a remote service
public interface IRule { bool IsBroken(); }
public class AmountRule(decimal amount) : IRule { public bool IsBroken() => amount < 0; }
public class NameIsTakenRule(HttpClient http, string name) : IRule { public bool IsBroken() => http.GetStringAsync("names/" + name).Result.Length > 0; }
public static class Guard { public static void Check(IRule rule) => Inner(rule); private static void Inner(IRule rule) { if (rule.IsBroken()) throw new InvalidOperationException(); } }
public class Names(HttpClient http)
{
    public void Check(List<string> names)
    {
        foreach (var name in names) Guard.Check(new NameIsTakenRule(http, name)); // !SCALE3002
    }
}
