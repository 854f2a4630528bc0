//// case: four calls in one action
//// compiled: a method stands at its first statement
public class PageController(HttpClient http) : ControllerBase
{
    //// path: GET /page -> HttpClient.GetStringAsync -> HttpClient.GetStringAsync -> HttpClient.GetStringAsync -> HttpClient.GetStringAsync
    [HttpGet("/page")] public async Task<string> Page() // !SCALE3001
    {
        var user = await http.GetStringAsync("user");
        var cart = await http.GetStringAsync("cart?" + user);
        var price = await http.GetStringAsync("price?" + cart);
        return await http.GetStringAsync("page?" + price);
    }
}

//// case: across methods, an injected interface and a project
//// project: Store lib
namespace Store;
public interface IStock { Task<string> Of(string sku); }
public class Stock(HttpClient http) : IStock
{
    public async Task<string> Of(string sku) { var a = await http.GetStringAsync(sku); return await http.GetStringAsync(a); }
}
//// project: App
using Store;
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddSingleton<IStock, Stock>();
var app = builder.Build();
app.MapGet("/stock", async (IStock stock) => await stock.Of(await stock.Of("x"))); // !SCALE3001
app.Run();

//// case: branches count once, the longest
//// compiled: a method stands at its first statement
public class BranchController(HttpClient http) : ControllerBase
{
    [HttpGet("/b")] public async Task<string> B(bool fast) // !SCALE3001
    {
        var a = await http.GetStringAsync("a");
        if (fast) return a;
        var b = await http.GetStringAsync("b");
        var c = await http.GetStringAsync("c");
        return await http.GetStringAsync("d" + b + c);
    }
}

//// case: quiet: parallel calls count once
public class ParallelController(HttpClient http) : ControllerBase
{
    [HttpGet("/p")] public async Task<string> P()
    {
        var parts = await Task.WhenAll(http.GetStringAsync("a"), http.GetStringAsync("b"), http.GetStringAsync("c"), http.GetStringAsync("d"));
        return string.Concat(parts);
    }

    [HttpGet("/s")] public async Task<string> S()
    {
        var a = http.GetStringAsync("a");
        var b = http.GetStringAsync("b");
        var c = http.GetStringAsync("c");
        return await a + await b + await c;
    }
}

//// case: quiet: exclusive arms, queue publishes, a loop counts once
using RabbitMQ.Client;
public class OtherController(HttpClient http, IChannel channel) : ControllerBase
{
    [HttpPost("/o")] public async Task<string> O(int kind, byte[] body)
    {
        for (var i = 0; i < 5; i++) await channel.BasicPublishAsync("orders", "created", body);
        return kind switch
        {
            1 => await http.GetStringAsync("a"),
            2 => await http.GetStringAsync("b"),
            3 => await http.GetStringAsync("c"),
            _ => await http.GetStringAsync("d"),
        };
    }
}

//// case: quiet: hosted loops are not judged
public class Loop(HttpClient http) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            var a = await http.GetStringAsync("a", stop);
            var b = await http.GetStringAsync("b" + a, stop);
            var c = await http.GetStringAsync("c" + b, stop);
            await http.GetStringAsync("d" + c, stop);
        }
    }
}

//// case: a chain through an interface, a helper and a local function of a minimal API
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddScoped<IStock, Stock>();
var app = builder.Build();
//// says: GET /basket/{id} waits for 4 remote calls
//// path: GET /basket/{id} -> HttpClient.GetStringAsync -> HttpClient.GetStringAsync -> HttpClient.PostAsync -> HttpClient.DeleteAsync
app.MapGet("/basket/{id}", async (int id, HttpClient http, IStock stock) => // !SCALE3001
{
    var basket = await http.GetStringAsync("basket/" + id);
    await stock.Reserve(basket);
    await Finish();
    async Task Finish() => await http.DeleteAsync("basket/" + id);
});
app.Run();
public interface IStock { Task Reserve(string basket); }
public class Stock(HttpClient http) : IStock
{
    public async Task Reserve(string basket)
    {
        var free = await http.GetStringAsync("stock");
        await http.PostAsync("stock/" + free, new StringContent(basket));
    }
}

//// case: across services
//// project: Price
var app = WebApplication.CreateBuilder(args).Build();
app.MapGet("/price/{id}", async (int id, HttpClient http) =>
{
    var tax = await http.GetStringAsync("https://tax.internal/" + id);
    var list = await http.GetStringAsync("https://list.internal/" + tax);
    return await http.GetStringAsync("https://rebate.internal/" + list);
});
app.Run();
//// project: Shop
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddHttpClient<PriceClient>(c => c.BaseAddress = new Uri("http://price"));
var app = builder.Build();
app.MapGet("/product/{id}", (int id, PriceClient prices) => prices.Get(id)); // !SCALE3001
app.Run();
public class PriceClient(HttpClient http) { public Task<string> Get(int id) => http.GetStringAsync($"/price/{id}"); }

//// case: a gRPC service, a hub and a consumer
//// compiled: a method stands at its first statement
using MassTransit;
using Microsoft.AspNetCore.SignalR;
using StackExchange.Redis;
using Npgsql;
public class RoomHub(IDatabase redis, HttpClient http) : Hub
{
    public async Task Enter(string room) // !SCALE3001
    {
        var name = await redis.StringGetAsync("name");
        var seats = await http.GetStringAsync("seats/" + name);
        await redis.StringSetAsync("seat", seats);
        await http.PutAsync("rooms/" + room, null);
    }
}
public record Placed(int Id);
public class PlacedHandler(NpgsqlDataSource db, HttpClient http) : IConsumer<Placed>
{
    public async Task Consume(ConsumeContext<Placed> context) // !SCALE3001
    {
        await using var command = db.CreateCommand("select 1");
        await command.ExecuteScalarAsync();
        await command.ExecuteScalarAsync();
        await http.GetStringAsync("a");
        await http.GetStringAsync("b");
    }
}

//// case: a limit of two
//// compiled: a method stands at its first statement
//// option: scalelint.SCALE3001.max_hops = 2
public class TwoController(HttpClient http) : ControllerBase
{
    [HttpGet("/two")] public async Task<string> Two() // !SCALE3001
    {
        var a = await http.GetStringAsync("a");
        return await http.GetStringAsync(a);
    }
    [HttpGet("/one")] public Task<string> One() => http.GetStringAsync("a");
}

//// case: quiet: publishes, opening and committing are no hops
using MassTransit;
using Npgsql;
public class SaveController(IPublishEndpoint bus, NpgsqlDataSource source) : ControllerBase
{
    [HttpPost("/save")] public async Task Save(CancellationToken ct)
    {
        await using var connection = await source.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await using var command = new NpgsqlCommand("update x set y = 1", connection, transaction);
        await command.ExecuteNonQueryAsync(ct);
        await transaction.CommitAsync(ct);
        await bus.Publish(new { A = 1 }, ct);
        await bus.Publish(new { A = 2 }, ct);
        await bus.Publish(new { A = 3 }, ct);
    }
}

//// case: quiet: early returns and background work
public class WaysController(HttpClient http) : ControllerBase
{
    [HttpGet("/x")] public async Task<string> X(int kind)
    {
        if (kind == 1) { var a = await http.GetStringAsync("a"); return await http.GetStringAsync(a); }
        if (kind == 2) { var a = await http.GetStringAsync("b"); return await http.GetStringAsync(a); }
        var b = await http.GetStringAsync("c");
        _ = Task.Run(async () => { await http.GetStringAsync("1"); await http.GetStringAsync("2"); });
        return await http.GetStringAsync(b);
    }
}

//// case: quiet: a hosted service and Main
public class Poller(HttpClient http) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stop)
    {
        var a = await http.GetStringAsync("a", stop);
        var b = await http.GetStringAsync("b" + a, stop);
        var c = await http.GetStringAsync("c" + b, stop);
        await http.GetStringAsync("d" + c, stop);
    }
}
public class Program2 { public static async Task Main() { var h = new HttpClient(); await h.GetStringAsync("a"); await h.GetStringAsync("b"); await h.GetStringAsync("c"); await h.GetStringAsync("d"); } }

//// case: hops in other words
//// compiled: a method stands at its first statement
using Microsoft.EntityFrameworkCore;
using StackExchange.Redis;
public class Row { public int Id { get; set; } }
public class Db(DbContextOptions<Db> options) : DbContext(options) { public DbSet<Row> Rows => Set<Row>(); }
public interface IStep { Task<string> Run(string x, CancellationToken ct); }
public class Step(HttpClient http) : IStep { public async Task<string> Run(string x, CancellationToken ct) => await http.GetStringAsync(x, ct); }
public class ChainController(IStep step, Db db, IDatabase redis, HttpClient http) : ControllerBase
{
    [HttpGet("/a")] public async Task<string> A(CancellationToken ct) // !SCALE3001
    {
        var x = await redis.StringGetAsync("x");
        var y = await step.Run(x!, ct);
        var z = await db.Rows.CountAsync(ct);
        return await step.Run(y + z, ct);
    }
    [HttpGet("/b")] public async Task<string> B(CancellationToken ct)
    {
        var a = step.Run("a", ct);
        var b = step.Run("b", ct);
        var c = step.Run("c", ct);
        var d = step.Run("d", ct);
        await Task.WhenAll(a, b, c, d);
        return await a;
    }
    [HttpGet("/c")] public async Task<string> C(bool x, CancellationToken ct)
    {
        if (x) { await step.Run("a", ct); return await step.Run("b", ct); }
        await step.Run("c", ct);
        return await step.Run("d", ct);
    }
    [HttpGet("/d")] public async Task D(CancellationToken ct)
    {
        for (var i = 0; i < 3; i++) await step.Run("a", ct);
        await http.PostAsync("b", null, ct);
        await db.SaveChangesAsync(ct);
    }
}

//// case: of two libraries that provide the same repositories one runs: no chain goes through both
//// project: Domain lib
namespace Domain;
public interface IRules { Task<string> Get(int id); Task Save(int id, string text); }
//// project: Rows lib
using Npgsql;
using Microsoft.Extensions.DependencyInjection;
namespace Rows;
public class RowRules(NpgsqlDataSource db) : Domain.IRules
{
    public async Task<string> Get(int id) { await using var a = db.CreateCommand("select 1"); await a.ExecuteScalarAsync(); await using var b = db.CreateCommand("select 2"); await b.ExecuteScalarAsync(); return ""; }
    public async Task Save(int id, string text) { await using var a = db.CreateCommand("update x set y = 1"); await a.ExecuteNonQueryAsync(); }
}
public static class Setup { public static void AddRows(this IServiceCollection services) => services.AddSingleton<Domain.IRules, RowRules>(); }
//// project: Docs lib
using StackExchange.Redis;
using Microsoft.Extensions.DependencyInjection;
namespace Docs;
public class DocRules(IDatabase db) : Domain.IRules
{
    public async Task<string> Get(int id) => (await db.StringGetAsync("r"))!;
    public async Task Save(int id, string text) { await db.StringSetAsync("r", text); await db.StringSetAsync("s", text); }
}
public static class Setup { public static void AddDocs(this IServiceCollection services) => services.AddSingleton<Domain.IRules, DocRules>(); }
//// project: App
using Docs;
using Rows;
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddHttpClient();
if (args.Length > 0) builder.Services.AddRows(); else builder.Services.AddDocs();
var app = builder.Build();
app.MapPut("/rules/{id}", async (Domain.IRules rules, int id) => { var text = await rules.Get(id); await rules.Save(id, text + "!"); });
app.MapPut("/rules/{id}/told", async (Domain.IRules rules, HttpClient http, int id) => { var text = await rules.Get(id); await rules.Save(id, text + "!"); await http.GetStringAsync("http://audit/" + id); }); // !SCALE3001
app.Run();
