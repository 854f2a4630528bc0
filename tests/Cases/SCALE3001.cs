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
