//// case: one database under most entry points
using Microsoft.EntityFrameworkCore;
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddDbContext<Db>(o => o.UseNpgsql(builder.Configuration.GetConnectionString("orders"))); // !SCALE2001
var app = builder.Build();
app.MapGet("/a", (Db db, CancellationToken ct) => db.Items.CountAsync(ct));
app.MapGet("/b", (Repo repo, CancellationToken ct) => repo.Count(ct));
app.MapGet("/c", (Db db, CancellationToken ct) => db.Items.AnyAsync(ct));
app.MapPost("/d", (Db db, CancellationToken ct) => db.SaveChangesAsync(ct));
app.MapGet("/e", (Repo repo, CancellationToken ct) => repo.Count(ct));
app.MapGet("/f", () => "pong");
app.Run();
public class Item { public int Id { get; set; } }
public class Db(DbContextOptions<Db> options) : DbContext(options) { public DbSet<Item> Items => Set<Item>(); }
public class Repo(Db db) { public Task<int> Count(CancellationToken ct) => db.Items.CountAsync(ct); }

//// case: quiet: fewer than five entry points
using Microsoft.EntityFrameworkCore;
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddDbContext<Db2>(o => o.UseNpgsql("Host=db;Database=orders"));
var app = builder.Build();
app.MapGet("/a", (Db2 db, CancellationToken ct) => db.Items.CountAsync(ct));
app.MapGet("/b", (Db2 db, CancellationToken ct) => db.Items.CountAsync(ct));
app.Run();
public class Item { public int Id { get; set; } }
public class Db2(DbContextOptions<Db2> options) : DbContext(options) { public DbSet<Item> Items => Set<Item>(); }

//// case: quiet: half or less
using Microsoft.EntityFrameworkCore;
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddDbContext<Db3>(o => o.UseNpgsql("Host=db;Database=orders"));
var app = builder.Build();
app.MapGet("/a", (Db3 db, CancellationToken ct) => db.Items.CountAsync(ct));
app.MapGet("/b", (Db3 db, CancellationToken ct) => db.Items.CountAsync(ct));
app.MapGet("/c", (Db3 db, CancellationToken ct) => db.Items.CountAsync(ct));
app.MapGet("/d", () => 1);
app.MapGet("/e", () => 2);
app.MapGet("/f", () => 3);
app.Run();
public class Item { public int Id { get; set; } }
public class Db3(DbContextOptions<Db3> options) : DbContext(options) { public DbSet<Item> Items => Set<Item>(); }
