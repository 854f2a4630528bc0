//// case: two services, one database by name in code, one writes
//// project: Orders
using Microsoft.EntityFrameworkCore;
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddDbContext<Db>(o => o.UseNpgsql("Host=pg;Database=shop"));
var app = builder.Build();
app.MapPost("/orders", async (Db db, CancellationToken ct) => { db.Items.Add(new Item()); await db.SaveChangesAsync(ct); return await db.Items.CountAsync(ct); });
app.Run();
public class Item { public int Id { get; set; } }
public class Db(DbContextOptions<Db> options) : DbContext(options) { public DbSet<Item> Items => Set<Item>(); }
//// project: Reports
using Microsoft.EntityFrameworkCore;
var builder = WebApplication.CreateBuilder(args);
//// says: Reports opens shop, the database of Orders
builder.Services.AddDbContext<Db>(o => o.UseNpgsql("Host=pg;Database=shop")); // !SCALE2002
var app = builder.Build();
app.MapGet("/reports", (Db db, CancellationToken ct) => db.Items.CountAsync(ct));
app.Run();
public class Item { public int Id { get; set; } }
public class Db(DbContextOptions<Db> options) : DbContext(options) { public DbSet<Item> Items => Set<Item>(); }

//// case: MongoDB, one database by connection string
//// project: Catalog
using MongoDB.Driver;
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddSingleton<IMongoClient>(_ => new MongoClient("mongodb://docs/products"));
var app = builder.Build();
app.MapPost("/p", async (IMongoClient mongo, Doc doc) => { await mongo.GetDatabase("products").GetCollection<Doc>("p").InsertOneAsync(doc); await mongo.GetDatabase("products").GetCollection<Doc>("p").InsertOneAsync(doc); });
app.Run();
public record Doc(string Id);
//// project: Search
using MongoDB.Driver;
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddSingleton<IMongoClient>(_ => new MongoClient("mongodb://docs/products")); // !SCALE2002
var app = builder.Build();
app.MapGet("/s", (IMongoClient mongo) => mongo.GetDatabase("products").GetCollection<Doc>("p").CountDocumentsAsync(x => true));
app.Run();
public record Doc(string Id);

//// case: ADO.NET data sources
//// compiled: what a package's type derives from stands in the package
//// project: One
using Npgsql;
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddSingleton(NpgsqlDataSource.Create("Host=pg;Database=ledger"));
var app = builder.Build();
app.MapPost("/book", async (NpgsqlDataSource source) => { await using var c = source.CreateCommand("insert into book values (1)"); await c.ExecuteNonQueryAsync(); await using var d = source.CreateCommand("insert into book values (1)"); await d.ExecuteNonQueryAsync(); });
app.Run();
//// project: Two
using Npgsql;
using Dapper;
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddScoped(_ => new NpgsqlConnection("Host=pg;Database=ledger")); // !SCALE2002
var app = builder.Build();
app.MapGet("/balance", (NpgsqlConnection db) => db.QuerySingleAsync<decimal>("select sum(amount) from book"));
app.Run();

//// case: quiet: same database name on different servers
//// project: Orders
using Microsoft.EntityFrameworkCore;
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddDbContext<Db>(o => o.UseNpgsql("Host=pg-orders;Database=app"));
var app = builder.Build();
app.MapPost("/orders", async (Db db, CancellationToken ct) => { db.Items.Add(new Item()); await db.SaveChangesAsync(ct); });
app.Run();
public class Item { public int Id { get; set; } }
public class Db(DbContextOptions<Db> options) : DbContext(options) { public DbSet<Item> Items => Set<Item>(); }
//// project: Reports
using Microsoft.EntityFrameworkCore;
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddDbContext<Db>(o => o.UseNpgsql("Host=pg-reports;Database=app"));
var app = builder.Build();
app.MapPost("/reports", async (Db db, CancellationToken ct) => { db.Items.Add(new Item()); await db.SaveChangesAsync(ct); });
app.Run();
public class Item { public int Id { get; set; } }
public class Db(DbContextOptions<Db> options) : DbContext(options) { public DbSet<Item> Items => Set<Item>(); }

//// case: quiet: nobody writes
//// project: Orders
using Microsoft.EntityFrameworkCore;
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddDbContext<Db>(o => o.UseNpgsql("Host=pg;Database=shop"));
var app = builder.Build();
app.MapGet("/orders", (Db db, CancellationToken ct) => db.Items.CountAsync(ct));
app.Run();
public class Item { public int Id { get; set; } }
public class Db(DbContextOptions<Db> options) : DbContext(options) { public DbSet<Item> Items => Set<Item>(); }
//// project: Reports
using Microsoft.EntityFrameworkCore;
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddDbContext<Db>(o => o.UseNpgsql("Host=pg;Database=shop"));
var app = builder.Build();
app.MapGet("/reports", (Db db, CancellationToken ct) => db.Items.AnyAsync(ct));
app.Run();
public class Item { public int Id { get; set; } }
public class Db(DbContextOptions<Db> options) : DbContext(options) { public DbSet<Item> Items => Set<Item>(); }

//// case: quiet: one service with several contexts
//// project: Orders
using Microsoft.EntityFrameworkCore;
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddDbContext<DbA>(o => o.UseNpgsql("Host=pg;Database=shop"));
builder.Services.AddDbContext<DbB>(o => o.UseNpgsql("Host=pg;Database=shop"));
var app = builder.Build();
app.MapPost("/a", async (DbA db, CancellationToken ct) => { db.Items.Add(new Item()); await db.SaveChangesAsync(ct); });
app.MapPost("/b", async (DbB db, CancellationToken ct) => { db.Items.Add(new Item()); await db.SaveChangesAsync(ct); });
app.Run();
public class Item { public int Id { get; set; } }
public class DbA(DbContextOptions<DbA> options) : DbContext(options) { public DbSet<Item> Items => Set<Item>(); }
public class DbB(DbContextOptions<DbB> options) : DbContext(options) { public DbSet<Item> Items => Set<Item>(); }

//// case: quiet: each its own connection name with its own database
//// project: Orders
using Microsoft.EntityFrameworkCore;
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddDbContext<Db>(o => o.UseNpgsql(builder.Configuration.GetConnectionString("orders")));
var app = builder.Build();
app.MapPost("/orders", async (Db db, CancellationToken ct) => { db.Items.Add(new Item()); await db.SaveChangesAsync(ct); });
app.Run();
public class Item { public int Id { get; set; } }
public class Db(DbContextOptions<Db> options) : DbContext(options) { public DbSet<Item> Items => Set<Item>(); }
//// project: Billing
using Microsoft.EntityFrameworkCore;
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddDbContext<Db>(o => o.UseNpgsql(builder.Configuration.GetConnectionString("billing")));
var app = builder.Build();
app.MapPost("/bills", async (Db db, CancellationToken ct) => { db.Items.Add(new Item()); await db.SaveChangesAsync(ct); });
app.Run();
public class Item { public int Id { get; set; } }
public class Db(DbContextOptions<Db> options) : DbContext(options) { public DbSet<Item> Items => Set<Item>(); }

//// case: quiet: the same generic name in two services without configuration says nothing
//// project: Orders
using Microsoft.EntityFrameworkCore;
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddDbContext<Db>(o => o.UseNpgsql(builder.Configuration.GetConnectionString("DefaultConnection")));
var app = builder.Build();
app.MapPost("/orders", async (Db db, CancellationToken ct) => { db.Items.Add(new Item()); await db.SaveChangesAsync(ct); });
app.Run();
public class Item { public int Id { get; set; } }
public class Db(DbContextOptions<Db> options) : DbContext(options) { public DbSet<Item> Items => Set<Item>(); }
//// project: Billing
using Microsoft.EntityFrameworkCore;
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddDbContext<Db>(o => o.UseNpgsql(builder.Configuration.GetConnectionString("DefaultConnection")));
var app = builder.Build();
app.MapPost("/bills", async (Db db, CancellationToken ct) => { db.Items.Add(new Item()); await db.SaveChangesAsync(ct); });
app.Run();
public class Item { public int Id { get; set; } }
public class Db(DbContextOptions<Db> options) : DbContext(options) { public DbSet<Item> Items => Set<Item>(); }

//// case: quiet: databases in memory, each in its own process; the text says so, whatever opens it
//// project: Orders
using Microsoft.EntityFrameworkCore;
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddDbContext<Db>(o => o.UseNpgsql("Data Source=:memory:"));
var app = builder.Build();
app.MapPost("/orders", async (Db db, CancellationToken ct) => { db.Items.Add(new Item()); await db.SaveChangesAsync(ct); });
app.Run();
public class Item { public int Id { get; set; } }
public class Db(DbContextOptions<Db> options) : DbContext(options) { public DbSet<Item> Items => Set<Item>(); }
//// project: Reports
using Microsoft.EntityFrameworkCore;
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddDbContext<Db>(o => o.UseNpgsql("Data Source=:memory:"));
var app = builder.Build();
app.MapGet("/reports", (Db db, CancellationToken ct) => db.Items.CountAsync(ct));
app.Run();
public class Item { public int Id { get; set; } }
public class Db(DbContextOptions<Db> options) : DbContext(options) { public DbSet<Item> Items => Set<Item>(); }
