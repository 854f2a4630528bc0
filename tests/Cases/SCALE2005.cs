//// case: a declared resource that is full at twice today's load
//// config: { "resources": [ { "id": "orders", "kind": "sql", "match": ["orders"], "slots": 2, "time": { "meanMs": 50, "shape": "constant" } } ],
//// config:   "objectives": { "GET /orders": { "ratePerSecond": 20 } } }
using Microsoft.EntityFrameworkCore;
var builder = WebApplication.CreateBuilder(args);
//// says: orders saturates at 2 times today's load, below the 10 asked for
builder.Services.AddDbContext<Db>(o => o.UseNpgsql("Host=pg;Database=orders")); // !SCALE2005
var app = builder.Build();
app.MapGet("/orders", (Db db, CancellationToken ct) => db.Items.CountAsync(ct));
app.Run();
public class Item { public int Id { get; set; } }
public class Db(DbContextOptions<Db> options) : DbContext(options) { public DbSet<Item> Items => Set<Item>(); }

//// case: quiet: a smaller margin is asked for
//// config: { "minMargin": 1.5, "resources": [ { "id": "orders", "kind": "sql", "match": ["orders"], "slots": 2, "time": { "meanMs": 50, "shape": "constant" } } ],
//// config:   "objectives": { "GET /orders": { "ratePerSecond": 20 } } }
using Microsoft.EntityFrameworkCore;
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddDbContext<Db>(o => o.UseNpgsql("Host=pg;Database=orders"));
var app = builder.Build();
app.MapGet("/orders", (Db db, CancellationToken ct) => db.Items.CountAsync(ct));
app.Run();
public class Item { public int Id { get; set; } }
public class Db(DbContextOptions<Db> options) : DbContext(options) { public DbSet<Item> Items => Set<Item>(); }

//// case: quiet: nothing near its limit
var app = WebApplication.Create(args);
app.MapGet("/x", (HttpClient http) => http.GetStringAsync("x"));
app.Run();
