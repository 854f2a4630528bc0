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

//// case: quiet: paging, retries, polling, consumers and batches
//// compiled: an optimised array of constants is a field of its state machine
using Azure.Messaging.ServiceBus;
using Amazon.S3;
using Amazon.S3.Model;
using Microsoft.EntityFrameworkCore;
using Confluent.Kafka;
using System.Threading.Channels;
public class Row { public int Id { get; set; } }
public class Db(DbContextOptions<Db> options) : DbContext(options) { public DbSet<Row> Rows => Set<Row>(); }
public record Page(List<string> Items, string? Next);
public class Loops(HttpClient http, IAmazonS3 s3, Db db, ServiceBusReceiver receiver, IConsumer<string, string> kafka, Channel<string> channel) : BackgroundService
{
    public async Task Paged(CancellationToken ct)
    {
        string? token = null;
        do
        {
            var page = await s3.ListObjectsV2Async(new ListObjectsV2Request { BucketName = "b", ContinuationToken = token }, ct);
            token = page.NextContinuationToken;
        } while (token != null);
        string? next = "items";
        while (next != null)
        {
            var page = await http.GetFromJsonAsync<Page>(next, ct);
            next = page?.Next;
        }
        for (var offset = 0; ; offset += 100)
        {
            var rows = await db.Rows.OrderBy(x => x.Id).Skip(offset).Take(100).ToListAsync(ct);
            if (rows.Count == 0) break;
        }
        var number = 1;
        Page? last;
        do { last = await http.GetFromJsonAsync<Page>($"items?page={number++}", ct); } while (last!.Items.Count > 0);
        var lastId = 0;
        while (true)
        {
            var rows = await db.Rows.Where(x => x.Id > lastId).OrderBy(x => x.Id).Take(500).ToListAsync(ct);
            if (rows.Count == 0) return;
            lastId = rows[^1].Id;
        }
    }
    public async Task<string> Retried(CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            try { return await http.GetStringAsync("x", ct); }
            catch (HttpRequestException) when (attempt < 5) { await Task.Delay(TimeSpan.FromSeconds(Math.Pow(2, attempt)), ct); }
        }
    }
    public async Task<string> Tried(CancellationToken ct)
    {
        for (var i = 0; i < 5; i++)
        {
            using var response = await http.GetAsync("x", ct);
            if (response.IsSuccessStatusCode) return await response.Content.ReadAsStringAsync(ct);
            await Task.Delay(100 << i, ct);
        }
        throw new TimeoutException();
    }
    protected override async Task ExecuteAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            await http.GetStringAsync("poll", stop);
            await Task.Delay(1000, stop);
        }
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(5));
        while (await timer.WaitForNextTickAsync(stop)) await http.GetStringAsync("tick", stop);
        await foreach (var text in channel.Reader.ReadAllAsync(stop)) await http.PostAsJsonAsync("work", text, stop);
        while (true)
        {
            var message = kafka.Consume(stop);
            await http.PostAsJsonAsync("work", message.Message.Value, stop);
        }
    }
    public async Task Batched(List<int> ids, CancellationToken ct)
    {
        foreach (var chunk in ids.Chunk(100)) await db.Rows.Where(x => chunk.Contains(x.Id)).ToListAsync(ct);
        for (var i = 0; i < 3; i++) await db.Rows.CountAsync(ct);
        foreach (var name in new[] { "a", "b" }) await http.GetStringAsync(name, ct);
        foreach (var row in await db.Rows.ToListAsync(ct)) Console.WriteLine(row.Id);
    }
    public async Task WaitUntilReady(CancellationToken ct)
    {
        while (true)
        {
            var status = await http.GetStringAsync("status", ct);
            if (status == "ready") break;
            await Task.Delay(500, ct);
        }
        string state;
        do
        {
            await Task.Delay(500, ct);
            state = await http.GetStringAsync("job", ct);
        } while (state != "done");
    }
}

//// case: quiet: fan-out and throttled forms are other rules' matter, batches of Redis
using StackExchange.Redis;
public class Fan(HttpClient http, IDatabase redis)
{
    public async Task A(List<string> ids, CancellationToken ct)
    {
        await Task.WhenAll(ids.Select(x => http.GetStringAsync(x, ct)));
        await Parallel.ForEachAsync(ids, ct, async (x, token) => await http.GetStringAsync(x, token));
        var tasks = new List<Task<string>>();
        foreach (var id in ids) tasks.Add(http.GetStringAsync(id, ct));
        await Task.WhenAll(tasks);
        var batch = redis.CreateBatch();
        foreach (var id in ids) _ = batch.StringSetAsync(id, "x");
        batch.Execute();
        var waiting = new List<Task>();
        foreach (var id in ids) waiting.Add(redis.StringSetAsync(id, "x"));
        await Task.WhenAll(waiting);
        using var gate = new SemaphoreSlim(4);
        await Task.WhenAll(ids.Select(async x => { await gate.WaitAsync(ct); try { return await http.GetStringAsync(x, ct); } finally { gate.Release(); } }));
    }
}

//// case: quiet: tracked changes, loops inside what runs once, names
using Microsoft.EntityFrameworkCore;
public class Item { public int Id { get; set; } public string Name { get; set; } = ""; }
public class Db2(DbContextOptions<Db2> options) : DbContext(options) { public DbSet<Item> Items => Set<Item>(); }
public class Edits(Db2 db)
{
    public async Task A(List<Item> items, CancellationToken ct)
    {
        foreach (var item in items) db.Items.Add(item);
        foreach (var item in items) db.Items.Remove(item);
        foreach (var item in items) await db.Items.AddAsync(item, ct);
        foreach (var item in items) db.Entry(item).State = EntityState.Modified;
        await db.SaveChangesAsync(ct);
        foreach (var name in items.Select(x => x.Name)) Console.WriteLine(name + nameof(db.SaveChanges));
        var query = db.Items.AsQueryable();
        foreach (var item in items) query = query.Where(x => x.Id != item.Id);
        await query.ToListAsync(ct);
    }
}

//// case: quiet: queries over collections in memory, other than those over tables
using Microsoft.EntityFrameworkCore;
public class Place { public int Id { get; set; } public double Distance { get; set; } }
public class Map(DbContextOptions<Map> options) : DbContext(options) { public DbSet<Place> Places => Set<Place>(); }
public class Nearest(Map map)
{
    public int InMemory(List<List<Place>> areas, bool descending)
    {
        var sum = 0;
        foreach (var area in areas)
        {
            var query = area.AsQueryable();
            if (descending) query = query.OrderByDescending(x => x.Distance);
            query = query.Take(3);
            foreach (var place in query) sum += place.Id;
            sum += query.Count() + area.ToArray().AsQueryable().Where(x => x.Id > 0).ToList().Count;
        }
        return sum;
    }

    public int InTables(List<int> areas, bool all)
    {
        var sum = 0;
        foreach (var area in areas)
        {
            var query = new List<Place>().AsQueryable();
            if (all) query = map.Places.AsQueryable();
            sum += query.Count(x => x.Id == area); // !SCALE3002
        }
        return sum;
    }
}

//// case: quiet: a short list written once for all; a longer one is a sequence
public class Mirrors(HttpClient http)
{
    private static readonly string[] Hosts = ["a", "b", "c"];
    private static readonly string[] Many = ["a", "b", "c", "d", "e"];
    public async Task All(CancellationToken ct)
    {
        foreach (var host in Hosts) await http.GetStringAsync(host, ct);
        foreach (var host in Many) await http.GetStringAsync(host, ct); // !SCALE3002
    }
}

//// case: quiet: the services of one kind that the container knows
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddSingleton<INotifier, Mail>().AddSingleton<INotifier, Hook>();
builder.Services.AddHttpClient();
var app = builder.Build();
app.MapPost("/notify", async (IServiceProvider services) => { foreach (var notifier in services.GetServices<INotifier>()) await notifier.Send("x"); });
app.MapPost("/again", (Notifiers all) => all.Send("x"));
app.Run();
public interface INotifier { Task Send(string text); }
public class Mail(HttpClient http) : INotifier { public Task Send(string text) => http.PostAsync("http://mail/send", new StringContent(text)); }
public class Hook(HttpClient http) : INotifier { public Task Send(string text) => http.PostAsync("http://hook/send", new StringContent(text)); }
public class Notifiers(IEnumerable<INotifier> notifiers)
{
    public async Task Send(string text) { foreach (var notifier in notifiers) await notifier.Send(text); }
}

//// case: quiet: one of nine implementations, and nothing says which
public interface IPart { Task<string> Read(); }
public class Part0 : IPart { public Task<string> Read() => Task.FromResult("0"); }
public class Part1 : IPart { public Task<string> Read() => Task.FromResult("1"); }
public class Part2 : IPart { public Task<string> Read() => Task.FromResult("2"); }
public class Part3 : IPart { public Task<string> Read() => Task.FromResult("3"); }
public class Part4 : IPart { public Task<string> Read() => Task.FromResult("4"); }
public class Part5 : IPart { public Task<string> Read() => Task.FromResult("5"); }
public class Part6 : IPart { public Task<string> Read() => Task.FromResult("6"); }
public class Part7 : IPart { public Task<string> Read() => Task.FromResult("7"); }
public class FarPart(HttpClient http) : IPart { public Task<string> Read() => http.GetStringAsync("http://parts/all"); }
public class PartsController(Dictionary<string, IPart> parts) : ControllerBase
{
    [HttpGet("/parts")] public async Task<string> Parts([FromQuery] string[] names)
    {
        var all = "";
        foreach (var name in names) all += await parts[name].Read();
        return all;
    }
}
