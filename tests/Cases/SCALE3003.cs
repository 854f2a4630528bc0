//// case: two reads of one client
public class PageController(HttpClient http) : ControllerBase
{
    //// says: HttpClient.GetStringAsync does not need what HttpClient.GetStringAsync returns
    [HttpGet("/page")] public async Task<string> Page(CancellationToken ct)
    {
        var user = await http.GetStringAsync("user", ct);
        var news = await http.GetStringAsync("news", ct); // !SCALE3003
        return user + news;
    }
}

//// case: through injected interfaces in a minimal API, a Redis read and a query
using Microsoft.EntityFrameworkCore;
using StackExchange.Redis;
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddScoped<IOrders, Orders>();
builder.Services.AddScoped<ISession2, Session2>();
builder.Services.AddDbContext<Db>(o => o.UseNpgsql("Host=pg;Database=shop"));
var app = builder.Build();
app.MapGet("/home/{id}", async (int id, IOrders orders, ISession2 session, CancellationToken ct) =>
{
    var count = await orders.Count(id, ct);
    var theme = await session.Theme(id); // !SCALE3003
    return $"{count} {theme}";
});
app.Run();
public class Order { public int Id { get; set; } }
public class Db(DbContextOptions<Db> options) : DbContext(options) { public DbSet<Order> Orders => Set<Order>(); }
public interface IOrders { Task<int> Count(int id, CancellationToken ct); }
public class Orders(Db db) : IOrders { public async Task<int> Count(int id, CancellationToken ct) => await db.Orders.CountAsync(x => x.Id == id, ct); }
public interface ISession2 { Task<string?> Theme(int id); }
public class Session2(IDatabase redis) : ISession2 { public async Task<string?> Theme(int id) => await redis.StringGetAsync("theme:" + id); }

//// case: three reads make two findings, in a gRPC-like service class reached from nowhere
using Amazon.S3;
public class Gallery(IAmazonS3 s3, HttpClient http)
{
    public async Task<long> Size(string a, CancellationToken ct)
    {
        var one = await s3.GetObjectMetadataAsync("bucket", a, ct);
        var two = await s3.GetObjectMetadataAsync("bucket", a + ".thumb", ct); // !SCALE3003
        using var three = await http.GetAsync("meta/" + a, ct); // !SCALE3003
        return one.ContentLength + two.ContentLength + (three.IsSuccessStatusCode ? 1 : 0);
    }
}

//// case: in a local function and a lambda
public class LocalController(HttpClient http) : ControllerBase
{
    [HttpGet("/l")] public async Task<int> L(CancellationToken ct)
    {
        return await Both() + await Measure(async () =>
        {
            var x = await http.GetStringAsync("x", ct);
            var y = await http.GetStringAsync("y", ct); // !SCALE3003
            return x.Length + y.Length;
        });

        async Task<int> Both()
        {
            var a = await http.GetStringAsync("a", ct);
            var b = await http.GetStringAsync("b", ct); // !SCALE3003
            return a.Length + b.Length;
        }
    }
    private static async Task<int> Measure(Func<Task<int>> work) => await work();
}

//// case: quiet: the second needs the first
public class ChainController(HttpClient http) : ControllerBase
{
    [HttpGet("/a")] public async Task<string> A(CancellationToken ct)
    {
        var id = await http.GetStringAsync("me", ct);
        return await http.GetStringAsync("orders/" + id, ct);
    }
    [HttpGet("/b")] public async Task<string> B(CancellationToken ct)
    {
        var user = await http.GetFromJsonAsync<User>("me", ct);
        if (user == null) return "";
        return await http.GetStringAsync("news", ct);
    }
    [HttpGet("/c")] public async Task<string> C(CancellationToken ct)
    {
        using var response = await http.GetAsync("auth", ct);
        response.EnsureSuccessStatusCode();
        return await http.GetStringAsync("secret", ct);
    }
    [HttpGet("/d")] public async Task<string> D(CancellationToken ct)
    {
        using var response = await http.GetAsync("doc", ct);
        return await response.Content.ReadAsStringAsync(ct);
    }
}
public record User(string Name);

//// case: quiet: one DbContext, also through two repositories, and one connection
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Dapper;
public class Order { public int Id { get; set; } }
public class Db(DbContextOptions<Db> options) : DbContext(options) { public DbSet<Order> Orders => Set<Order>(); public DbSet<Order> Old => Set<Order>("old"); }
public class OrderRepository(Db db) { public Task<int> Count(CancellationToken ct) => db.Orders.CountAsync(ct); }
public class OldRepository(Db db) { public Task<int> Count(CancellationToken ct) => db.Old.CountAsync(ct); }
public class SumController(Db db, OrderRepository orders, OldRepository old, NpgsqlDataSource source) : ControllerBase
{
    [HttpGet("/a")] public async Task<int> A(CancellationToken ct)
    {
        var a = await db.Orders.CountAsync(ct);
        var b = await db.Old.CountAsync(ct);
        return a + b;
    }
    [HttpGet("/b")] public async Task<int> B(CancellationToken ct) { var a = await orders.Count(ct); var b = await old.Count(ct); return a + b; }
    [HttpGet("/c")] public async Task<int> C(CancellationToken ct)
    {
        await using var connection = await source.OpenConnectionAsync(ct);
        var a = await connection.ExecuteScalarAsync<int>("select 1");
        var b = await connection.ExecuteScalarAsync<int>("select 2");
        return a + b;
    }
}

//// case: quiet: writes, mixed orders, gRPC not marked as a read
using StackExchange.Redis;
public class WriteController(HttpClient http, IDatabase redis) : ControllerBase
{
    [HttpPost("/a")] public async Task A(CancellationToken ct)
    {
        await http.PostAsync("a", null, ct);
        await http.PostAsync("b", null, ct);
    }
    [HttpPost("/b")] public async Task<string> B(CancellationToken ct)
    {
        await http.PostAsync("refresh", null, ct);
        return await http.GetStringAsync("state", ct);
    }
    [HttpPost("/c")] public async Task<string> C(CancellationToken ct)
    {
        var before = await http.GetStringAsync("state", ct);
        await redis.StringSetAsync("x", before);
        return await http.GetStringAsync("state", ct);
    }
}

//// case: quiet: under a lock or transaction
using Npgsql;
public class HeldController(HttpClient http, NpgsqlDataSource source) : ControllerBase
{
    private static readonly SemaphoreSlim Gate = new(1, 1);
    [HttpGet("/a")] public async Task<string> A(CancellationToken ct)
    {
        await Gate.WaitAsync(ct);
        try
        {
            var a = await http.GetStringAsync("a", ct);
            var b = await http.GetStringAsync("b", ct);
            return a + b;
        }
        finally { Gate.Release(); }
    }
    [HttpGet("/b")] public async Task<string> B(CancellationToken ct)
    {
        await using var connection = await source.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var a = await http.GetStringAsync("a", ct);
        var b = await http.GetStringAsync("b", ct);
        await transaction.CommitAsync(ct);
        return a + b;
    }
}

//// case: quiet: started together, on different branches, in different arms
public class TogetherController(HttpClient http) : ControllerBase
{
    [HttpGet("/a")] public async Task<string> A(CancellationToken ct)
    {
        var a = http.GetStringAsync("a", ct);
        var b = http.GetStringAsync("b", ct);
        return await a + await b;
    }
    [HttpGet("/b")] public async Task<string> B(bool x, CancellationToken ct)
    {
        if (x) return await http.GetStringAsync("a", ct);
        return await http.GetStringAsync("b", ct);
    }
    [HttpGet("/c")] public async Task<string> C(CancellationToken ct)
    {
        try { return await http.GetStringAsync("a", ct); }
        catch (HttpRequestException) { return await http.GetStringAsync("mirror", ct); }
    }
    [HttpGet("/d")] public async Task<string> D(CancellationToken ct)
    {
        var all = await Task.WhenAll(http.GetStringAsync("a", ct), http.GetStringAsync("b", ct));
        return all[0] + all[1];
    }
}

//// case: quiet: Dapper and commands over one connection, of a field, a parameter, or a factory that may hand out one
using System.Data;
using Dapper;
using Npgsql;
public interface IConnections { IDbConnection Open(); }
public class Connections(string text) : IConnections
{
    private IDbConnection? connection;
    public IDbConnection Open()
    {
        if (connection == null) { connection = new NpgsqlConnection(text); connection.Open(); }
        return connection;
    }
}
public static class Members { public static Task<string> Name(IDbConnection connection, int id) => connection.QuerySingleAsync<string>("select name from members where id = @id", new { id }); }
public class Likes(IConnections connections) { public Task<int> Count(int id) => connections.Open().ExecuteScalarAsync<int>("select count(*) from likes where id = @id", new { id }); }
public class LikeController(IConnections connections, Likes likes, NpgsqlConnection own) : ControllerBase
{
    [HttpGet("/a")] public async Task<string> A(int id)
    {
        var connection = connections.Open();
        var name = await Members.Name(connection, id);
        var count = await likes.Count(id);
        return name + count;
    }
    [HttpGet("/b")] public async Task<string> B(int id, CancellationToken ct)
    {
        await using var first = new NpgsqlCommand("select 1", own);
        await using var second = new NpgsqlCommand("select 2", own);
        var a = await first.ExecuteScalarAsync(ct);
        var b = await second.ExecuteScalarAsync(ct);
        return $"{a}{b}";
    }
    [HttpGet("/c")] public async Task<string> C(int id, CancellationToken ct)
    {
        var a = await own.QueryFirstAsync<string>("select 1");
        await using var second = new NpgsqlCommand("select 2", own);
        var b = await second.ExecuteScalarAsync(ct);
        return $"{a}{b}";
    }
}

//// case: two contexts of two databases, and a query beside a call
using Microsoft.EntityFrameworkCore;
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddDbContext<Orders>(o => o.UseNpgsql("Host=pg;Database=orders"));
builder.Services.AddDbContext<Stock>(o => o.UseNpgsql("Host=pg;Database=stock"));
var app = builder.Build();
app.MapControllers();
app.Run();
public class Row { public int Id { get; set; } }
public class Orders(DbContextOptions<Orders> options) : DbContext(options) { public DbSet<Row> Rows => Set<Row>(); }
public class Stock(DbContextOptions<Stock> options) : DbContext(options) { public DbSet<Row> Rows => Set<Row>(); }
public class BothController(Orders orders, Stock stock, HttpClient http) : ControllerBase
{
    [HttpGet("/a")] public async Task<int> A(CancellationToken ct)
    {
        var placed = await orders.Rows.CountAsync(ct);
        var left = await stock.Rows.CountAsync(ct); // !SCALE3003
        return placed + left;
    }
    [HttpGet("/b")] public async Task<string> B(int id, CancellationToken ct)
    {
        var row = await orders.Rows.FindAsync([id], ct);
        var rate = await http.GetStringAsync("rate", ct); // !SCALE3003
        return row?.Id + rate;
    }
}

//// case: quiet: dependence in other words
public class DependController(HttpClient http, ILogger<DependController> log) : ControllerBase
{
    [HttpGet("/a")] public async Task<string> A(CancellationToken ct)
    {
        var token = await http.GetStringAsync("token", ct);
        using var request = new HttpRequestMessage(HttpMethod.Get, "data");
        request.Headers.Add("Authorization", token);
        using var response = await http.SendAsync(request, ct);
        return await response.Content.ReadAsStringAsync(ct);
    }
    [HttpGet("/b")] public async Task<string> B(CancellationToken ct)
    {
        var user = await http.GetFromJsonAsync<User>("user", ct);
        var id = user!.Id;
        var orders = await http.GetStringAsync($"orders/{id}", ct);
        return orders;
    }
    [HttpGet("/c")] public async Task<string> C(CancellationToken ct)
    {
        var flag = await http.GetStringAsync("flag", ct);
        if (flag != "on") return "";
        var more = await http.GetStringAsync("more", ct);
        return more;
    }
    [HttpGet("/d")] public async Task<string> D(CancellationToken ct)
    {
        var a = await http.GetStringAsync("a", ct);
        ArgumentException.ThrowIfNullOrEmpty(a);
        var b = await http.GetStringAsync("b", ct);
        return a + b;
    }
}
public record User(int Id);
