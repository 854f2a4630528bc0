//// case: more promised than the dependencies keep
//// config: { "objectives": { "GET /orders/{id}": { "availability": 0.99999 } } }
using Microsoft.EntityFrameworkCore;
using Stripe;
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddDbContext<Db>(o => o.UseNpgsql("Host=pg;Database=orders"));
var app = builder.Build();
//// says: promised are 99.999 %
app.MapGet("/orders/{id}", async (int id, Db db, ChargeService charges, CancellationToken ct) => // !SCALE4006
{
    var count = await db.Items.CountAsync(x => x.Id == id, ct);
    await charges.GetAsync(count.ToString(), null, null, ct);
    return count;
});
app.Run();
public class Item { public int Id { get; set; } }
public class Db(DbContextOptions<Db> options) : DbContext(options) { public DbSet<Item> Items => Set<Item>(); }

//// case: quiet: no objective
var app = WebApplication.Create(args);
app.MapGet("/x", (HttpClient http) => http.GetStringAsync("x"));
app.Run();

//// case: quiet: kept
//// config: { "objectives": { "GET /x": { "availability": 0.9 } } }
var app = WebApplication.Create(args);
app.MapGet("/x", (HttpClient http) => http.GetStringAsync("x"));
app.Run();
