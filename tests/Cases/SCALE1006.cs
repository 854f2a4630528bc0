//// case: five calls of one typed client in a controller action
//// compiled: a method stands at its first statement
public class Catalogue(HttpClient http)
{
    public Task<string> Name(int id, CancellationToken ct) => http.GetStringAsync($"names/{id}", ct);
    public Task<string> Price(int id, CancellationToken ct) => http.GetStringAsync($"prices/{id}", ct);
}
[ApiController, Route("products")]
public class ProductsController(Catalogue catalogue) : ControllerBase
{
    //// says: GET /products/{id} calls Catalogue 5 times
    [HttpGet("{id}")] public async Task<string> Get(int id, CancellationToken ct) // !SCALE1006
    {
        var name = await catalogue.Name(id, ct);
        var price = await catalogue.Price(id, ct);
        var vat = await catalogue.Price(id + 1, ct);
        var parent = await catalogue.Name(id - 1, ct);
        var brand = await catalogue.Name(id * 2, ct);
        return name + price + vat + parent + brand;
    }
}

//// case: five queries of one database through an injected repository in a minimal API
using Microsoft.EntityFrameworkCore;
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddDbContext<Db>(o => o.UseNpgsql(builder.Configuration.GetConnectionString("crm")));
builder.Services.AddScoped<IPeople, People>();
var app = builder.Build();
//// says: crm
app.MapGet("/person/{id}", async (int id, IPeople people, CancellationToken ct) => // !SCALE1006
{
    var person = await people.Get(id, ct);
    var address = await people.Count(id, ct);
    return (person, address);
});
app.Run();
public class Person { public int Id { get; set; } }
public class Db(DbContextOptions<Db> options) : DbContext(options) { public DbSet<Person> People => Set<Person>(); }
public interface IPeople { Task<Person?> Get(int id, CancellationToken ct); Task<int> Count(int id, CancellationToken ct); }
public class People(Db db) : IPeople
{
    public async Task<Person?> Get(int id, CancellationToken ct)
    {
        if (!await db.People.AnyAsync(x => x.Id == id, ct)) return null;
        return await db.People.FirstOrDefaultAsync(x => x.Id == id, ct);
    }
    public async Task<int> Count(int id, CancellationToken ct)
    {
        var below = await db.People.CountAsync(x => x.Id < id, ct);
        var above = await db.People.CountAsync(x => x.Id > id, ct);
        var first = await db.People.MinAsync(x => x.Id, ct);
        return below + above + first;
    }
}

//// case: a consumer and a cache
//// compiled: a method stands at its first statement
using MassTransit;
using StackExchange.Redis;
public record Placed(int Id);
public class PlacedHandler(IDatabase redis) : IConsumer<Placed>
{
    public async Task Consume(ConsumeContext<Placed> context) // !SCALE1006
    {
        var a = await redis.StringGetAsync("a");
        var b = await redis.StringGetAsync("b:" + a);
        var c = await redis.StringGetAsync("c:" + b);
        var d = await redis.HashGetAsync("d", "e");
        await redis.StringSetAsync("f", d + c.ToString());
    }
}

//// case: a lower limit
//// compiled: a method stands at its first statement
//// option: scalelint.SCALE1006.max_calls = 2
public class TwoController(HttpClient http) : ControllerBase
{
    [HttpGet("/two")] public async Task<string> Two() // !SCALE1006
    {
        var a = await http.GetStringAsync("a");
        return a + await http.GetStringAsync("b");
    }
}

//// case: quiet: calls on different branches
public class BranchController(HttpClient http) : ControllerBase
{
    [HttpGet("/x")] public async Task<string> X(int kind) => kind switch
    {
        1 => await http.GetStringAsync("a"),
        2 => await http.GetStringAsync("b"),
        3 => await http.GetStringAsync("c"),
        4 => await http.GetStringAsync("d"),
        _ => await http.GetStringAsync("e"),
    };
    [HttpGet("/y")] public async Task<string> Y(int kind)
    {
        if (kind == 1) { var a = await http.GetStringAsync("a"); return a + await http.GetStringAsync("aa"); }
        if (kind == 2) { var a = await http.GetStringAsync("a"); return a + await http.GetStringAsync("aa"); }
        var b = await http.GetStringAsync("b");
        return b + await http.GetStringAsync("c");
    }
}

//// case: quiet: a loop counts once
public class LoopController(HttpClient http) : ControllerBase
{
    [HttpGet("/x")] public async Task<int> X(List<int> ids)
    {
        var n = 0;
        foreach (var id in ids) n += (await http.GetStringAsync("x/" + id)).Length;
        return n;
    }
}

//// case: quiet: different targets, parallel calls, opening and committing, publishes
using Npgsql;
using MassTransit;
using StackExchange.Redis;
public class MixedController(NpgsqlDataSource source, IDatabase redis, IPublishEndpoint bus) : ControllerBase
{
    [HttpGet("/x")] public async Task<object?> X(CancellationToken ct)
    {
        await using var connection = await source.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await using var command = new NpgsqlCommand("select 1", connection);
        var one = await command.ExecuteScalarAsync(ct);
        await transaction.CommitAsync(ct);
        await connection.CloseAsync();
        await redis.StringSetAsync("x", "1");
        await bus.Publish(new { A = 1 }, ct);
        await bus.Publish(new { A = 2 }, ct);
        await bus.Publish(new { A = 3 }, ct);
        return one;
    }
    [HttpGet("/y")] public async Task<object?> Y(CancellationToken ct)
    {
        var all = await Task.WhenAll(redis.StringGetAsync("a"), redis.StringGetAsync("b"), redis.StringGetAsync("c"), redis.StringGetAsync("d"), redis.StringGetAsync("e"));
        return all.Length;
    }
}

//// case: quiet: hosted services are not judged
public class Worker(HttpClient http) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            var a = await http.GetStringAsync("a", stop);
            var b = await http.GetStringAsync("b" + a, stop);
            var c = await http.GetStringAsync("c" + b, stop);
            var d = await http.GetStringAsync("d" + c, stop);
            await http.GetStringAsync("e" + d, stop);
        }
    }
}
