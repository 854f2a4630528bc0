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

//// case: nothing is registered: what the caller's own libraries implement is meant, not what lives beyond
//// project: Core lib
namespace Core;
public interface IClock { Task<string> Now(int zone); }
public class LocalClock : IClock { public Task<string> Now(int zone) => Task.FromResult(zone.ToString()); }
public class Zones(IClock clock)
{
    public async Task<List<string>> All(List<int> zones) { var all = new List<string>(); foreach (var zone in zones) all.Add(await clock.Now(zone)); return all; }
}
//// project: Remote lib
namespace Remote;
public class RemoteClock(HttpClient http) : Core.IClock { public Task<string> Now(int zone) => http.GetStringAsync("http://clock/" + zone); }
public class FarZones(Core.IClock clock)
{
    public async Task<List<string>> All(List<int> zones) { var all = new List<string>(); foreach (var zone in zones) all.Add(await clock.Now(zone)); return all; } // !SCALE3002
}
