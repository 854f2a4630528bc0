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

//// case: routes of a base controller, and of none
[Route("[controller]")] public abstract class ApiBase : ControllerBase;
public class PricesController(HttpClient http) : ApiBase
{
    //// path: GET /Prices/all -> HttpClient.GetStringAsync
    [HttpGet("all")] public async Task All(List<string> skus) { foreach (var sku in skus) await http.GetStringAsync("https://prices.internal/" + sku); } // !SCALE3002
}
public class StockController(HttpClient http) : Controller
{
    //// path: POST /Stock/Fill -> HttpClient.GetStringAsync
    [HttpPost] public async Task Fill(List<string> skus) { foreach (var sku in skus) await http.GetStringAsync("https://stock.internal/" + sku); } // !SCALE3002
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

//// case: the message that a module hands on to the mediator has a handler that asks a remote service
using MediatR;
public interface ICommand<T> : IRequest<T> { }
public record Fetch(string Id) : ICommand<string>;
public record Trim(string Id) : ICommand<string>;
public class FetchHandler(HttpClient http) : IRequestHandler<Fetch, string> { public async Task<string> Handle(Fetch command, CancellationToken ct) => await http.GetStringAsync("names/" + command.Id, ct); }
public class TrimHandler : IRequestHandler<Trim, string> { public Task<string> Handle(Trim command, CancellationToken ct) => Task.FromResult(command.Id.Trim()); }
public interface IModule { Task<T> Execute<T>(ICommand<T> command); }
public class Module(IMediator mediator) : IModule { public async Task<T> Execute<T>(ICommand<T> command) => await Executor.Run(mediator, command); }
internal static class Executor { public static async Task<T> Run<T>(IMediator mediator, ICommand<T> command) => await mediator.Send(command); }
public class Names(IModule module)
{
    public async Task<List<string>> Fetched(List<string> ids)
    {
        var all = new List<string>();
        foreach (var id in ids) all.Add(await module.Execute(new Fetch(id))); // !SCALE3002
        return all;
    }

    public async Task<List<string>> Trimmed(List<string> ids)
    {
        var all = new List<string>();
        foreach (var id in ids) all.Add(await module.Execute(new Trim(id)));
        return all;
    }
}

//// case: every store of the catalogue, once per element
using StackExchange.Redis;
using MongoDB.Driver;
using Npgsql;
using Dapper;
using Confluent.Kafka;
using Azure.Messaging.ServiceBus;
using Azure.Storage.Blobs;
using Amazon.S3;
using Amazon.SQS;
using RabbitMQ.Client;
using MassTransit;
using Stripe;
public record Row(string Id);
public class Sync(IDatabase redis, IMongoCollection<Row> rows, NpgsqlConnection db, IProducer<string, string> kafka, ServiceBusSender sender, BlobContainerClient blobs, IAmazonS3 s3, IAmazonSQS sqs, IChannel rabbit, IBus bus, ChargeService charges)
{
    public async Task All(List<Row> list, CancellationToken ct)
    {
        foreach (var row in list) await redis.StringSetAsync(row.Id, "1"); // !SCALE3002
        foreach (var row in list) await rows.InsertOneAsync(row, null, ct); // !SCALE3002
        foreach (var row in list) await db.ExecuteAsync("insert into rows values (@Id)", row); // !SCALE3002
        foreach (var row in list) await kafka.ProduceAsync("rows", new Message<string, string> { Key = row.Id, Value = row.Id }, ct); // !SCALE3002
        foreach (var row in list) await sender.SendMessageAsync(new ServiceBusMessage(row.Id), ct); // !SCALE3002
        foreach (var row in list) await blobs.GetBlobClient(row.Id).UploadAsync(BinaryData.FromString(row.Id), ct); // !SCALE3002
        foreach (var row in list) await s3.DeleteObjectAsync("bucket", row.Id, ct); // !SCALE3002
        foreach (var row in list) await sqs.SendMessageAsync("queue", row.Id, ct); // !SCALE3002
        foreach (var row in list) await rabbit.BasicPublishAsync("", "rows", new byte[1].AsMemory(), ct); // !SCALE3002
        foreach (var row in list) await bus.Publish(row, ct); // !SCALE3002
        foreach (var row in list) await charges.CreateAsync(new ChargeCreateOptions { Customer = row.Id }, null, ct); // !SCALE3002
    }
}

//// case: through a helper, an interface, an extension method, a local function and a lambda
public interface IPeople { Task<string> Name(int id); }
public class People(HttpClient http) : IPeople { public async Task<string> Name(int id) => await http.GetStringAsync("people/" + id); }
public static class PeopleExtensions { public static async Task<string> Twice(this IPeople people, int id) => await people.Name(id) + "!"; }
public class NamesController(IPeople people) : ControllerBase
{
    //// path: POST /names -> IPeople.Name -> HttpClient.GetStringAsync
    [HttpPost("/names")] public async Task<List<string>> Names(int[] ids)
    {
        var names = new List<string>();
        foreach (var id in ids) names.Add(await people.Name(id)); // !SCALE3002
        foreach (var id in ids) names.Add(await people.Twice(id)); // !SCALE3002
        for (var i = 0; i < ids.Length; i++) names.Add(await Local(ids[i])); // !SCALE3002
        foreach (var id in ids.Where(x => x > 0).OrderBy(x => x)) names.Add(await Helper(id)); // !SCALE3002
        using var e = ids.AsEnumerable().GetEnumerator();
        while (e.MoveNext()) names.Add(await people.Name(e.Current)); // !SCALE3002
        return names;
        async Task<string> Local(int id) => await people.Name(id);
    }
    private Task<string> Helper(int id) => people.Name(id);
}

//// case: List.ForEach, Select over blocking calls, an async iterator and a nested loop
using Microsoft.EntityFrameworkCore;
public class Line { public int Id { get; set; } public List<int> Parts { get; set; } = []; }
public class Db(DbContextOptions<Db> options) : DbContext(options) { public DbSet<Line> Lines => Set<Line>(); }
public class LinesController(Db db) : ControllerBase
{
    [HttpGet("/a")] public List<Line> A(List<int> ids) => ids.Select(x => db.Lines.First(l => l.Id == x)).ToList(); // !SCALE3002
    [HttpGet("/b")] public void B(List<int> ids) => ids.ForEach(x => db.Lines.Find(x)); // !SCALE3002
    [HttpGet("/c")] public async IAsyncEnumerable<Line?> C(List<int> ids)
    {
        foreach (var id in ids) yield return await db.Lines.FirstOrDefaultAsync(x => x.Id == id); // !SCALE3002
    }
    [HttpGet("/d")] public async Task<int> D(List<Line> lines)
    {
        var n = 0;
        foreach (var line in lines)
            foreach (var part in line.Parts) n += await db.Lines.CountAsync(x => x.Id == part); // !SCALE3002
        await foreach (var line in db.Lines.AsAsyncEnumerable()) n += await db.Lines.CountAsync(x => x.Id == line.Id); // !SCALE3002
        return n;
    }
}

//// case: EF lazy save per element, gRPC per element in another project
//// project: Client lib
using Grpc.Core;
namespace Client;
public class StockClient : ClientBase<StockClient>
{
    static readonly Marshaller<string> Text = Marshallers.StringMarshaller;
    static readonly Method<string, string> Method = new(MethodType.Unary, "stock.Stock", "Get", Text, Text);
    public StockClient(ChannelBase channel) : base(channel) { }
    protected StockClient(ClientBaseConfiguration configuration) : base(configuration) { }
    public virtual AsyncUnaryCall<string> GetAsync(string request, CallOptions options) => CallInvoker.AsyncUnaryCall(Method, null, options, request);
    protected override StockClient NewInstance(ClientBaseConfiguration configuration) => new(configuration);
}
public class Warehouse(StockClient client) { public async Task<string> Free(string sku) => await client.GetAsync(sku, default); }
//// project: App lib
using Client;
public class StockController(Warehouse warehouse) : ControllerBase
{
    [HttpPost("/stock")] public async Task<int> Stock(string[] skus)
    {
        var n = 0;
        foreach (var sku in skus)
            n += (await warehouse.Free(sku)).Length; // !SCALE3002
        return n;
    }
}

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

//// case: nine implementations, all of them registered
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddControllers();
builder.Services.AddHttpClient();
builder.Services.AddScoped<IPiece, Piece0>();
builder.Services.AddScoped<IPiece, Piece1>();
builder.Services.AddScoped<IPiece, Piece2>();
builder.Services.AddScoped<IPiece, Piece3>();
builder.Services.AddScoped<IPiece, Piece4>();
builder.Services.AddScoped<IPiece, Piece5>();
builder.Services.AddScoped<IPiece, Piece6>();
builder.Services.AddScoped<IPiece, Piece7>();
builder.Services.AddScoped<IPiece, FarPiece>();
builder.Build().Run();
public interface IPiece { Task<string> Read(string name); }
public class Piece0 : IPiece { public Task<string> Read(string name) => Task.FromResult("0"); }
public class Piece1 : IPiece { public Task<string> Read(string name) => Task.FromResult("1"); }
public class Piece2 : IPiece { public Task<string> Read(string name) => Task.FromResult("2"); }
public class Piece3 : IPiece { public Task<string> Read(string name) => Task.FromResult("3"); }
public class Piece4 : IPiece { public Task<string> Read(string name) => Task.FromResult("4"); }
public class Piece5 : IPiece { public Task<string> Read(string name) => Task.FromResult("5"); }
public class Piece6 : IPiece { public Task<string> Read(string name) => Task.FromResult("6"); }
public class Piece7 : IPiece { public Task<string> Read(string name) => Task.FromResult("7"); }
public class FarPiece(HttpClient http) : IPiece { public Task<string> Read(string name) => http.GetStringAsync("http://pieces/" + name); }
public class PiecesController(IPiece piece) : ControllerBase
{
    [HttpGet("/pieces")] public async Task<string> Pieces([FromQuery] string[] names)
    {
        var all = "";
        foreach (var name in names) all += await piece.Read(name); // !SCALE3002
        return all;
    }
}
