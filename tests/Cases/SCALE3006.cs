//// case: a cancelled token around a client with a longer timeout
var builder = WebApplication.CreateBuilder(args);
//// says: lasts up to 10 s
builder.Services.AddHttpClient<Stock>(c => c.Timeout = TimeSpan.FromSeconds(10)); // !SCALE3006
builder.Services.AddControllers();
var app = builder.Build();
app.MapControllers();
app.Run();
public class Stock(HttpClient http) { public Task<string> Free(string sku, CancellationToken ct) => http.GetStringAsync(sku, ct); }
public class StockController(Stock stock) : ControllerBase
{
    [HttpGet("/free/{sku}")] public async Task<string> Free(string sku)
    {
        using var source = new CancellationTokenSource(TimeSpan.FromSeconds(2));
        return await stock.Free(sku, source.Token);
    }
}

//// case: the client's own timeout is shorter than what its handlers may take
using Polly;
var builder = WebApplication.CreateBuilder(args);
//// says: but HttpClient.Timeout around it gives up after 20 s
builder.Services.AddHttpClient("standard", c => c.Timeout = TimeSpan.FromSeconds(20)).AddStandardResilienceHandler(); // !SCALE3006
//// says: lasts up to 3 x 4 s + 3 s = 15 s
builder.Services.AddHttpClient("policies", c => c.Timeout = TimeSpan.FromSeconds(10)).AddPolicyHandler(Policy<HttpResponseMessage>.Handle<HttpRequestException>().WaitAndRetryAsync([TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2)])).AddPolicyHandler(Policy.TimeoutAsync<HttpResponseMessage>(4)); // !SCALE3006
builder.Services.AddHttpClient<Rates>(c => c.Timeout = TimeSpan.FromSeconds(8))
    .AddResilienceHandler("rates", p =>
    {
        p.AddRetry(new Microsoft.Extensions.Http.Resilience.HttpRetryStrategyOptions { MaxRetryAttempts = 2, Delay = TimeSpan.FromSeconds(1), BackoffType = DelayBackoffType.Constant });
        p.AddTimeout(TimeSpan.FromSeconds(3)); // !SCALE3006
    });
builder.Services.AddHttpClient("set").ConfigureHttpClient(c => c.Timeout = TimeSpan.FromMilliseconds(2500)).AddStandardResilienceHandler(o =>
{
    o.AttemptTimeout.Timeout = TimeSpan.FromSeconds(2);
    o.TotalRequestTimeout.Timeout = TimeSpan.FromSeconds(5); // !SCALE3006
});
var app = builder.Build();
app.MapGet("/a", (IHttpClientFactory f, CancellationToken ct) => f.CreateClient("standard").GetStringAsync("x", ct));
app.MapGet("/b", (IHttpClientFactory f, CancellationToken ct) => f.CreateClient("policies").GetStringAsync("x", ct));
app.MapGet("/c", (Rates rates, CancellationToken ct) => rates.Get(ct));
app.MapGet("/d", (IHttpClientFactory f, CancellationToken ct) => f.CreateClient("set").GetStringAsync("x", ct));
app.Run();
public class Rates(HttpClient http) { public Task<string> Get(CancellationToken ct) => http.GetStringAsync("x", ct); }

//// case: a pipeline around an injected interface of another project
//// project: Store lib
using Npgsql;
namespace Store;
public interface IOrders { Task<object?> Last(int customer, CancellationToken ct); }
public class Orders(NpgsqlDataSource database) : IOrders
{
    public async Task<object?> Last(int customer, CancellationToken ct)
    {
        await using var command = database.CreateCommand("select max(id) from orders where customer = @c");
        command.CommandTimeout = 15; // !SCALE3006
        command.Parameters.AddWithValue("c", customer);
        return await command.ExecuteScalarAsync(ct);
    }
}
//// project: App lib
using Polly;
public class OrdersController(Store.IOrders orders) : ControllerBase
{
    private static readonly ResiliencePipeline Pipeline = new ResiliencePipelineBuilder().AddTimeout(TimeSpan.FromSeconds(5)).Build();
    [HttpGet("/orders/{id}")] public async Task<object?> Last(int id, CancellationToken ct) => await Pipeline.ExecuteAsync(async t => await orders.Last(id, t), ct);
}

//// case: attempts of a loop inside a token's time
public class Retrying
{
    private readonly HttpClient http = new() { Timeout = TimeSpan.FromSeconds(4) }; // !SCALE3006
    public async Task<string> Get(CancellationToken ct)
    {
        using var source = CancellationTokenSource.CreateLinkedTokenSource(ct);
        source.CancelAfter(TimeSpan.FromSeconds(10));
        for (var attempt = 0; attempt < 3; attempt++)
        {
            try { return await http.GetStringAsync("x", source.Token); }
            catch (HttpRequestException) { await Task.Delay(200, source.Token); }
        }
        throw new TimeoutException();
    }
}

//// case: a service's client over the timeouts of the service it calls
//// project: Stock
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddHttpClient("depot", c => { c.BaseAddress = new Uri("http://depot"); c.Timeout = TimeSpan.FromSeconds(6); }); // !SCALE3006
var app = builder.Build();
app.MapGet("/stock/{id}", (int id, IHttpClientFactory f, CancellationToken ct) => f.CreateClient("depot").GetStringAsync("/x", ct));
app.Run();
//// project: Shop
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddHttpClient("stock", c => { c.BaseAddress = new Uri("http://stock"); c.Timeout = TimeSpan.FromSeconds(5); });
var app = builder.Build();
app.MapGet("/shop/{id}", (int id, IHttpClientFactory f, CancellationToken ct) => f.CreateClient("stock").GetStringAsync($"/stock/{id}", ct));
app.Run();

//// case: a request's own timeout over a client's, and a wait for a task
using Microsoft.AspNetCore.Http.Timeouts;
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddRequestTimeouts();
builder.Services.AddHttpClient("a", c => c.Timeout = TimeSpan.FromSeconds(3)); // !SCALE3006
builder.Services.AddHttpClient("b", c => c.Timeout = TimeSpan.FromSeconds(4)); // !SCALE3006
builder.Services.AddHttpClient("c", c => c.Timeout = TimeSpan.FromSeconds(5)); // !SCALE3006
builder.Services.AddControllers();
var app = builder.Build();
app.MapGet("/a", (IHttpClientFactory f, CancellationToken ct) => f.CreateClient("a").GetStringAsync("x", ct)).WithRequestTimeout(TimeSpan.FromSeconds(2));
app.MapGet("/c", async (IHttpClientFactory f, CancellationToken ct) => await f.CreateClient("c").GetStringAsync("x", ct).WaitAsync(TimeSpan.FromSeconds(1)));
app.MapControllers();
app.Run();
public class BController(IHttpClientFactory f) : ControllerBase
{
    [RequestTimeout(1500), HttpGet("/b")] public Task<string> B(CancellationToken ct) => f.CreateClient("b").GetStringAsync("x", ct);
}

//// case: quiet: bare defaults on either side, values from configuration, attempts that no constant gives
using Polly;
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddHttpClient("bare").AddStandardResilienceHandler();
builder.Services.AddHttpClient("inner");
builder.Services.AddHttpClient("configured", c => c.Timeout = TimeSpan.FromSeconds(builder.Configuration.GetValue<int>("Timeout"))).AddStandardResilienceHandler();
builder.Services.AddHttpClient("attempts", c => c.Timeout = TimeSpan.FromSeconds(10))
    .AddPolicyHandler(Policy<HttpResponseMessage>.Handle<HttpRequestException>().WaitAndRetryAsync(builder.Configuration.GetValue<int>("Retries"), _ => TimeSpan.FromSeconds(1)))
    .AddPolicyHandler(Policy.TimeoutAsync<HttpResponseMessage>(4));
builder.Services.AddHttpClient("endless", c => c.Timeout = Timeout.InfiniteTimeSpan).AddStandardResilienceHandler();
var app = builder.Build();
app.MapGet("/a", (IHttpClientFactory f, CancellationToken ct) => f.CreateClient("bare").GetStringAsync("x", ct));
app.MapGet("/b", async (IHttpClientFactory f, CancellationToken ct) =>
{
    using var source = new CancellationTokenSource(TimeSpan.FromSeconds(2));
    return await f.CreateClient("inner").GetStringAsync("x", source.Token);
});
app.MapGet("/c", (IHttpClientFactory f, CancellationToken ct) => f.CreateClient("configured").GetStringAsync("x", ct));
app.MapGet("/d", (IHttpClientFactory f, CancellationToken ct) => f.CreateClient("attempts").GetStringAsync("x", ct));
app.MapGet("/e", (IHttpClientFactory f, CancellationToken ct) => f.CreateClient("endless").GetStringAsync("x", ct));
app.Run();

//// case: quiet: the inner one ends first, also with its attempts
using Polly;
using Npgsql;
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddHttpClient("standard", c => c.Timeout = TimeSpan.FromSeconds(40)).AddStandardResilienceHandler();
builder.Services.AddHttpClient("policies", c => c.Timeout = TimeSpan.FromSeconds(20)).AddPolicyHandler(Policy<HttpResponseMessage>.Handle<HttpRequestException>().WaitAndRetryAsync([TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2)])).AddPolicyHandler(Policy.TimeoutAsync<HttpResponseMessage>(4));
builder.Services.AddHttpClient("plain", c => c.Timeout = TimeSpan.FromSeconds(1));
var app = builder.Build();
app.MapGet("/a", (IHttpClientFactory f, CancellationToken ct) => f.CreateClient("standard").GetStringAsync("x", ct));
app.MapGet("/b", (IHttpClientFactory f, CancellationToken ct) => f.CreateClient("policies").GetStringAsync("x", ct));
app.MapGet("/c", async (IHttpClientFactory f, NpgsqlDataSource database, CancellationToken ct) =>
{
    using var source = CancellationTokenSource.CreateLinkedTokenSource(ct);
    source.CancelAfter(TimeSpan.FromSeconds(5));
    await using var command = database.CreateCommand("select 1");
    command.CommandTimeout = 2;
    await command.ExecuteScalarAsync(source.Token);
    return await f.CreateClient("plain").GetStringAsync("x", source.Token);
});
app.Run();

//// case: quiet: parts of one pipeline, the smallest of nested ones, a token that is not handed on
using Polly;
using Polly.Retry;
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddHttpClient("one").AddPolicyHandler(Policy.TimeoutAsync<HttpResponseMessage>(10)).AddPolicyHandler(Policy<HttpResponseMessage>.Handle<HttpRequestException>().WaitAndRetryAsync(3, _ => TimeSpan.FromSeconds(1))).AddPolicyHandler(Policy.TimeoutAsync<HttpResponseMessage>(5));
builder.Services.AddHttpClient("two").AddResilienceHandler("x", p => p.AddTimeout(TimeSpan.FromSeconds(10)).AddRetry(new Microsoft.Extensions.Http.Resilience.HttpRetryStrategyOptions()).AddTimeout(TimeSpan.FromSeconds(10)));
builder.Services.AddHttpClient<Nested>(c => c.Timeout = TimeSpan.FromSeconds(1));
var app = builder.Build();
app.MapGet("/a", (IHttpClientFactory f, CancellationToken ct) => f.CreateClient("one").GetStringAsync("x", ct));
app.MapGet("/b", (IHttpClientFactory f, CancellationToken ct) => f.CreateClient("two").GetStringAsync("x", ct));
app.MapGet("/c", (Nested nested, CancellationToken ct) => nested.Get(ct));
app.MapGet("/d", (Nested nested, CancellationToken ct) => nested.Late(ct));
app.Run();
public class Nested(HttpClient http)
{
    private static readonly ResiliencePipeline Long = new ResiliencePipelineBuilder().AddTimeout(TimeSpan.FromSeconds(20)).Build();
    private readonly HttpClient slow = new() { Timeout = TimeSpan.FromSeconds(30) };
    public async Task<string> Get(CancellationToken ct)
    {
        using var source = new CancellationTokenSource(TimeSpan.FromSeconds(5));
        return await Long.ExecuteAsync(async t => await http.GetStringAsync("x", t), source.Token);
    }
    public async Task<string> Late(CancellationToken ct)
    {
        using var source = new CancellationTokenSource(TimeSpan.FromSeconds(5));
        await Task.Delay(10, source.Token);
        return await slow.GetStringAsync("x", ct);
    }
}
