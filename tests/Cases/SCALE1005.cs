//// case: a shared DbContext
//// project: Data lib
using Microsoft.EntityFrameworkCore;
namespace Data;
public class Row { public int Id { get; set; } }
public class ShopContext(DbContextOptions<ShopContext> options) : DbContext(options) { public DbSet<Row> Rows => Set<Row>(); }
//// project: Orders // !SCALE1005
using Microsoft.EntityFrameworkCore;
var app = WebApplication.CreateBuilder(args).Build();
app.MapGet("/orders", (Data.ShopContext db) => db.Rows.CountAsync());
app.Run();
//// project: Billing // !SCALE1005
using Microsoft.EntityFrameworkCore;
var app = WebApplication.CreateBuilder(args).Build();
app.MapGet("/bills", (Data.ShopContext db) => db.Rows.AnyAsync());
app.Run();

//// case: shared code with remote calls, one service reaches it through its own library
//// project: Shared lib
namespace Shared;
public class Audit(HttpClient http) { public Task Write(string text) => http.PostAsJsonAsync("audit", text); }
//// project: Desk lib
namespace Desk;
public class Clerk(Shared.Audit audit) { public Task Work() => audit.Write("work"); }
//// project: Orders // !SCALE1005
var app = WebApplication.CreateBuilder(args).Build();
app.MapPost("/orders", (Shared.Audit audit) => audit.Write("order"));
app.Run();
//// project: Billing // !SCALE1005
var app = WebApplication.CreateBuilder(args).Build();
app.MapPost("/bills", (Shared.Audit audit) => audit.Write("bill"));
app.Run();

//// case: quiet: contracts only
//// project: Contracts lib
namespace Contracts;
public record Placed(int Id, string Name);
public interface IOrders { Task<Placed> Get(int id); }
public enum State { Open, Closed }
public static class Topics { public const string Orders = "orders"; }
//// project: Orders
var app = WebApplication.CreateBuilder(args).Build();
app.MapGet("/orders", () => new Contracts.Placed(1, Contracts.Topics.Orders));
app.Run();
//// project: Billing
var app = WebApplication.CreateBuilder(args).Build();
app.MapGet("/bills", () => Contracts.State.Open);
app.Run();

//// case: quiet: pure library code
//// project: Maths lib
namespace Maths;
public static class Tax { public static decimal Of(decimal amount) => decimal.Round(amount * 0.19m, 2); public static string Show(ILogger log, decimal amount) { log.LogInformation("{Amount}", amount); return amount.ToString(); } }
//// project: Orders
var app = WebApplication.CreateBuilder(args).Build();
app.MapGet("/orders", () => Maths.Tax.Of(1));
app.Run();
//// project: Billing
var app = WebApplication.CreateBuilder(args).Build();
app.MapGet("/bills", () => Maths.Tax.Of(2));
app.Run();

//// case: quiet: one service and its tests
//// project: Data lib
using Microsoft.EntityFrameworkCore;
namespace Data;
public class Row { public int Id { get; set; } }
public class ShopContext(DbContextOptions<ShopContext> options) : DbContext(options) { public DbSet<Row> Rows => Set<Row>(); }
//// project: Orders
using Microsoft.EntityFrameworkCore;
var app = WebApplication.CreateBuilder(args).Build();
app.MapGet("/orders", (Data.ShopContext db) => db.Rows.CountAsync());
app.Run();
//// project: OrdersTests test
namespace OrdersTests;
public class Check { public Data.ShopContext? Db; }

//// case: quiet: generated gRPC clients
//// project: Protos lib
using Grpc.Core;
namespace Protos;
public static partial class Stock
{
    static readonly Marshaller<string> Text = Marshallers.StringMarshaller;
    static readonly Method<string, string> Method = new(MethodType.Unary, "stock.Stock", "Get", Text, Text);
    [System.CodeDom.Compiler.GeneratedCode("grpc_csharp_plugin", null)]
    public partial class StockClient : ClientBase<StockClient>
    {
        [System.CodeDom.Compiler.GeneratedCode("grpc_csharp_plugin", null)] public StockClient(ChannelBase channel) : base(channel) { }
        [System.CodeDom.Compiler.GeneratedCode("grpc_csharp_plugin", null)] protected StockClient(ClientBaseConfiguration configuration) : base(configuration) { }
        [System.CodeDom.Compiler.GeneratedCode("grpc_csharp_plugin", null)] public virtual AsyncUnaryCall<string> GetAsync(string request, CallOptions options) => CallInvoker.AsyncUnaryCall(Method, null, options, request);
        [System.CodeDom.Compiler.GeneratedCode("grpc_csharp_plugin", null)] protected override StockClient NewInstance(ClientBaseConfiguration configuration) => new(configuration);
    }
}
//// project: Orders
var app = WebApplication.CreateBuilder(args).Build();
app.MapGet("/orders", async (Protos.Stock.StockClient stock) => await stock.GetAsync("1", default));
app.Run();
//// project: Billing
var app = WebApplication.CreateBuilder(args).Build();
app.MapGet("/bills", async (Protos.Stock.StockClient stock) => await stock.GetAsync("2", default));
app.Run();

//// case: quiet: a service and what measures or shows it
//// project: Data lib
using Microsoft.EntityFrameworkCore;
namespace Data;
public class Row { public int Id { get; set; } }
public class ShopContext(DbContextOptions<ShopContext> options) : DbContext(options) { public DbSet<Row> Rows => Set<Row>(); }
//// project: Orders
using Microsoft.EntityFrameworkCore;
var app = WebApplication.CreateBuilder(args).Build();
app.MapGet("/rows", (Data.ShopContext db) => db.Rows.CountAsync());
app.Run();
//// project: Orders.Benchmarks
using Microsoft.EntityFrameworkCore;
var app = WebApplication.CreateBuilder(args).Build();
app.MapGet("/rows", (Data.ShopContext db) => db.Rows.CountAsync());
app.Run();
//// project: Playground.Orders
using Microsoft.EntityFrameworkCore;
var app = WebApplication.CreateBuilder(args).Build();
app.MapGet("/rows", (Data.ShopContext db) => db.Rows.CountAsync());
app.Run();

//// case: samples alone are the system
//// project: Data lib
using Microsoft.EntityFrameworkCore;
namespace Data;
public class Row { public int Id { get; set; } }
public class ShopContext(DbContextOptions<ShopContext> options) : DbContext(options) { public DbSet<Row> Rows => Set<Row>(); }
//// project: Sample.Orders // !SCALE1005
using Microsoft.EntityFrameworkCore;
var app = WebApplication.CreateBuilder(args).Build();
app.MapGet("/rows", (Data.ShopContext db) => db.Rows.CountAsync());
app.Run();
//// project: Sample.Billing // !SCALE1005
using Microsoft.EntityFrameworkCore;
var app = WebApplication.CreateBuilder(args).Build();
app.MapGet("/rows", (Data.ShopContext db) => db.Rows.CountAsync());
app.Run();
