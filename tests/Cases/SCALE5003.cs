//// case: a table in an action
using Microsoft.EntityFrameworkCore;
public class Order { public int Id { get; set; } public string Status { get; set; } = ""; public int CustomerId { get; set; } public List<Line> Lines { get; set; } = []; }
public class Line { public int Id { get; set; } public string Sku { get; set; } = ""; }
public class Shop(DbContextOptions<Shop> o) : DbContext(o) { public DbSet<Order> Orders => Set<Order>(); }
public class AController(Shop db) : ControllerBase
{
    [HttpGet("/all")] public async Task<List<Order>> All() => await db.Orders.ToListAsync(); // !SCALE5003
    [HttpGet("/open")] public async Task<object> Open(CancellationToken ct) => await db.Orders.AsNoTracking().Where(x => x.Status == "open").OrderBy(x => x.Id).ToArrayAsync(ct); // !SCALE5003
    [HttpGet("/sync")] public object Sync() => db.Orders.Include(x => x.Lines).ToList(); // !SCALE5003
    [HttpGet("/map")] public async Task<object> Map() => await db.Orders.ToDictionaryAsync(x => x.Id, x => x.Status); // !SCALE5003
    [HttpGet("/project")] public async Task<object> Project() => await (from o in db.Orders where o.Status != "x" select new { o.Id, o.Status }).ToListAsync(); // !SCALE5003
}

//// case: behind a repository interface, and a generic one in another project
//// project: Data lib
using Microsoft.EntityFrameworkCore;
namespace Data;
public class Customer { public Guid Id { get; set; } public string Name { get; set; } = ""; }
public class Db(DbContextOptions<Db> o) : DbContext(o);
public interface IRepository<T> { Task<IReadOnlyList<T>> All(CancellationToken ct); }
public class Repository<T>(Db db) : IRepository<T> where T : class
{
    public async Task<IReadOnlyList<T>> All(CancellationToken ct) => await db.Set<T>().ToListAsync(ct); // !SCALE5003
}
//// project: App
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddScoped(typeof(Data.IRepository<>), typeof(Data.Repository<>));
var app = builder.Build();
app.MapGet("/customers", (Data.IRepository<Data.Customer> customers, CancellationToken ct) => customers.All(ct));
app.Run();

//// case: Dapper and MongoDB
using Dapper;
using MongoDB.Driver;
using Npgsql;
public record Item(string Name, int N);
public class BController(NpgsqlDataSource source, IMongoCollection<Item> items) : ControllerBase
{
    [HttpGet("/sql")] public async Task<IEnumerable<Item>> Sql()
    {
        await using var connection = await source.OpenConnectionAsync();
        return await connection.QueryAsync<Item>("select name, n from items where n > 3"); // !SCALE5003
    }
    [HttpGet("/doc")] public async Task<List<Item>> Doc() => await items.Find(_ => true).ToListAsync(); // !SCALE5003
    [HttpGet("/doc2")] public async Task<List<Item>> Some() => await items.Find(x => x.N > 4).SortBy(x => x.Name).ToListAsync(); // !SCALE5003
}

//// case: a consumer, through an extension method and raw SQL
using MassTransit;
using Microsoft.EntityFrameworkCore;
public class Job { public int Id { get; set; } public bool Done { get; set; } }
public class Jobs(DbContextOptions<Jobs> o) : DbContext(o) { public DbSet<Job> All { get; set; } }
public static class Queries
{
    public static IQueryable<Job> Pending(this Jobs db) => db.All.Where(x => !x.Done);
    public static Task<List<Job>> Load(this Jobs db) => db.Pending().ToListAsync(); // !SCALE5003
}
public record Tick;
public class TickConsumer(Jobs db) : IConsumer<Tick>
{
    public async Task Consume(ConsumeContext<Tick> context)
    {
        var jobs = await db.Load();
        var more = await db.All.FromSqlRaw("select * from jobs").ToListAsync(); // !SCALE5003
        Console.WriteLine(jobs.Count + more.Count);
    }
}

//// case: quiet: paged, keyed, single, counted, streamed
//// compiled: an expression tree is built by calls that say nothing of the key
using Microsoft.EntityFrameworkCore;
public class Order { public int Id { get; set; } public string Status { get; set; } = ""; public int CustomerId { get; set; } public List<Line> Lines { get; set; } = []; public DateTime At { get; set; } }
public class Line { public int Id { get; set; } public int OrderId { get; set; } }
public class Shop(DbContextOptions<Shop> o) : DbContext(o) { public DbSet<Order> Orders => Set<Order>(); public DbSet<Line> Lines => Set<Line>(); }
public static class Paging
{
    public static IQueryable<T> Page<T>(this IQueryable<T> query, int page, int size) => query.Skip(page * size).Take(size);
    public static IQueryable<T> Window<T>(this IQueryable<T> query, int n) => query.Take(n);
}
public class QController(Shop db) : ControllerBase
{
    [HttpGet("/1")] public async Task<object> One(int page) => await db.Orders.OrderBy(x => x.Id).Skip(page * 20).Take(20).ToListAsync();
    [HttpGet("/2")] public async Task<object> Two(int id) => await db.Orders.Where(x => x.Id == id).Include(x => x.Lines).ToListAsync();
    [HttpGet("/3")] public async Task<object> Three(List<int> ids) => await db.Orders.Where(x => ids.Contains(x.Id)).ToListAsync();
    [HttpGet("/4")] public async Task<object?> Four(int id) => await db.Orders.Include(x => x.Lines).FirstOrDefaultAsync(x => x.Id == id);
    [HttpGet("/5")] public async Task<object> Five() => await db.Orders.CountAsync(x => x.Status == "open") + (await db.Orders.AnyAsync() ? 1 : 0) + await db.Orders.SumAsync(x => x.Id);
    [HttpGet("/6")] public IAsyncEnumerable<Order> Six() => db.Orders.AsNoTracking().AsAsyncEnumerable();
    [HttpGet("/7")] public async Task Seven() { await foreach (var x in db.Orders.AsAsyncEnumerable()) Console.WriteLine(x.Id); }
    [HttpGet("/8")] public async Task<object> Eight(int page) => await db.Orders.Page(page, 20).ToListAsync();
    [HttpGet("/9")] public async Task<object> Nine() => await db.Orders.Window(20).ToListAsync();
    [HttpGet("/10")] public async Task<object> Ten(int orderId) => await db.Lines.Where(l => l.OrderId == orderId).ToListAsync();
    [HttpGet("/11")] public async Task<object> Eleven(int page) { var query = db.Orders.Where(x => x.Status == "open"); query = query.OrderBy(x => x.At); query = query.Take(50); return await query.ToListAsync(); }
    [HttpGet("/12")] public async Task<object?> Twelve(int id) => await db.Orders.FindAsync(id);
    [HttpGet("/13")] public async Task<object> Thirteen() => await db.Orders.GroupBy(x => x.Status).Select(g => new { g.Key, N = g.Count() }).ToListAsync();
}

//// case: quiet: SQL with a limit, a key or an aggregate; documents with a limit or a key
//// compiled: an expression tree is built by calls that say nothing of the key
using Dapper;
using MongoDB.Driver;
using Npgsql;
public record Item(string Id, int N);
public class RController(NpgsqlConnection connection, IMongoCollection<Item> items) : ControllerBase
{
    private const string ByKey = """
        select *
        from items
        where id = @id
        """;
    [HttpGet("/1")] public async Task<object> One(int offset) => await connection.QueryAsync<Item>("select * from items order by n limit 50 offset @offset", new { offset });
    [HttpGet("/2")] public async Task<object> Two(string id) => await connection.QueryAsync<Item>(ByKey, new { id });
    [HttpGet("/3")] public async Task<object> Three(string id) => await connection.QuerySingleAsync<Item>("select * from items where id=@id", new { id });
    [HttpGet("/4")] public async Task<object> Four() => await connection.QueryAsync<int>("select count(*) from items");
    [HttpGet("/5")] public async Task<object> Five(string[] ids) => await connection.QueryAsync<Item>("select * from items where id = any(@ids)", new { ids });
    [HttpGet("/6")] public async Task<object> Six() => await items.Find(_ => true).Limit(20).ToListAsync();
    [HttpGet("/7")] public async Task<object> Seven(string id) => await items.Find(x => x.Id == id).FirstOrDefaultAsync();
    [HttpGet("/8")] public async Task<object> Eight(string id) => await items.Find(x => x.Id == id).ToListAsync();
    [HttpGet("/9")] public async Task<object> Nine(string id) => await items.Find(Builders<Item>.Filter.Eq(x => x.Id, id)).ToListAsync();
    [HttpGet("/10")] public async Task<object> Ten(string[] ids) => await items.Find(Builders<Item>.Filter.In(x => x.Id, ids)).ToListAsync();
    [HttpGet("/11")] public async Task<object> Eleven() => await connection.QueryAsync<Item>("select top 10 * from items");
    [HttpGet("/12")] public async Task<object> Twelve(int skip) => await connection.QueryAsync<Item>("select * from items order by n offset @skip rows fetch next 20 rows only", new { skip });
}

//// case: quiet: no request waits for it
using Microsoft.EntityFrameworkCore;
public class Job { public int Id { get; set; } }
public class Jobs(DbContextOptions<Jobs> o) : DbContext(o) { public DbSet<Job> All { get; set; } }
public class Nightly(IServiceScopeFactory scopes) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stop)
    {
        using var scope = scopes.CreateScope();
        var all = await scope.ServiceProvider.GetRequiredService<Jobs>().All.ToListAsync(stop);
        Console.WriteLine(all.Count);
    }
}

//// case: a query handed to a helper, a search by part of a name, a predicate from the caller
using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
public class Item { public int Id { get; set; } public string Name { get; set; } = ""; }
public class Db(DbContextOptions<Db> o) : DbContext(o) { public DbSet<Item> Items => Set<Item>(); }
public static class Lists { public static async Task<List<T>> All<T>(IQueryable<T> query) => await query.ToListAsync(); } // !SCALE5003
public class Store(Db db) { public Task<List<Item>> Find(Expression<Func<Item, bool>> filter) => db.Items.Where(filter).ToListAsync(); } // !SCALE5003
public class SController(Db db, Store store) : ControllerBase
{
    [HttpGet("/1")] public Task<List<Item>> One() => Lists.All(db.Items.Where(x => x.Name != ""));
    [HttpGet("/2")] public async Task<object> Two(string term) => await db.Items.Where(x => x.Name.Contains(term)).ToListAsync(); // !SCALE5003
    [HttpGet("/3")] public Task<List<Item>> Three() => store.Find(x => x.Name == "a");
}

//// case: quiet: a helper that is only given limited queries
//// compiled: an expression tree is built by calls that say nothing of the key
using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
public class Item { public int Id { get; set; } public string Name { get; set; } = ""; }
public class Db(DbContextOptions<Db> o) : DbContext(o) { public DbSet<Item> Items => Set<Item>(); }
public static class Lists { public static async Task<List<T>> All<T>(IQueryable<T> query) => await query.ToListAsync(); }
public class Store(Db db) { public Task<List<Item>> Find(Expression<Func<Item, bool>> filter) => db.Items.Where(filter).ToListAsync(); }
public class SController(Db db, Store store) : ControllerBase
{
    [HttpGet("/1")] public Task<List<Item>> One() => Lists.All(db.Items.Where(x => x.Name != "").Take(20));
    [HttpGet("/3")] public Task<List<Item>> Three(int id) => store.Find(x => x.Id == id);
}

//// case: in a package, at the call that leads there
//// project: Reports package
using Microsoft.EntityFrameworkCore;
namespace Reports;
public class Row { public int Id { get; set; } public string Text { get; set; } = ""; }
public class Rows(DbContextOptions<Rows> o) : DbContext(o) { public DbSet<Row> All { get; set; } }
public class Report(Rows rows) { public async Task<List<Row>> Lines() => await rows.All.Where(x => x.Text != "").ToListAsync(); }
//// project: App lib
public class ReportController(Reports.Report report) : ControllerBase
{
    [HttpGet("/report")] public async Task<object> Get() => await report.Lines(); // !SCALE5003
}

//// case: a stored procedure that is given a key, and one that is not
using Dapper;
using System.Data;
using Npgsql;
public record Device(string Name);
public class DevicesController(NpgsqlConnection db) : ControllerBase
{
    [HttpGet("/users/{userId}/devices")] public async Task<List<Device>> OfUser(Guid userId) => (await db.QueryAsync<Device>("[dbo].[Device_ReadByUserId]", new { UserId = userId }, commandType: CommandType.StoredProcedure)).ToList();
    [HttpGet("/devices")] public async Task<List<Device>> All(bool active) => (await db.QueryAsync<Device>("[dbo].[Device_ReadAll]", new { Active = active }, commandType: CommandType.StoredProcedure)).ToList(); // !SCALE5003
}
