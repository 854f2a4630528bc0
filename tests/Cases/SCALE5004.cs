//// case: HttpClient per request
public class AController : ControllerBase
{
    [HttpGet("/a")] public async Task<string> A()
    {
        using var http = new HttpClient(); // !SCALE5004
        return await http.GetStringAsync("https://a.internal/");
    }
}

//// case: what the client fetched is kept, the client is not
public class KController : ControllerBase
{
    private string text = "";
    [HttpGet("/k")] public async Task<string> K()
    {
        using var http = new HttpClient(); // !SCALE5004
        text = (await http.GetStringAsync("https://k.internal/")).Trim();
        return text;
    }
}

//// case: through a helper and with a handler
public class BController : ControllerBase
{
    [HttpGet("/b")] public Task<string> B() => Fetch("https://b.internal/");
    private static async Task<string> Fetch(string url)
    {
        var client = new HttpClient(new SocketsHttpHandler()); // !SCALE5004
        return await client.GetStringAsync(url);
    }
}

//// case: Redis connection per request, in a minimal API
using StackExchange.Redis;
var app = WebApplication.Create(args);
app.MapGet("/c", async () =>
{
    var redis = await ConnectionMultiplexer.ConnectAsync("cache:6379"); // !SCALE5004
    return (string?)await redis.GetDatabase().StringGetAsync("k");
});
app.Run();

//// case: behind an injected interface
using Grpc.Net.Client;
public interface IChannels { object Open(); }
public class Channels : IChannels
{
    public object Open() => GrpcChannel.ForAddress("http://stock"); // !SCALE5004
}
public class DController(IChannels channels) : ControllerBase { [HttpGet("/d")] public object D() => channels.Open(); }

//// case: in another project
//// project: Broker lib
using RabbitMQ.Client;
namespace Broker;
public class Publisher
{
    public async Task Send(byte[] body)
    {
        await using var connection = await new ConnectionFactory { HostName = "mq" }.CreateConnectionAsync(); // !SCALE5004
        await using var channel = await connection.CreateChannelAsync();
        await channel.BasicPublishAsync("x", "y", body);
    }
}
//// project: App lib
public class EController(Broker.Publisher publisher) : ControllerBase { [HttpPost("/e")] public Task E() => publisher.Send([1]); }

//// case: quiet: stored, lazy, registered, pooled, Main
using Npgsql;
using StackExchange.Redis;
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddSingleton(_ => new HttpClient());
builder.Services.AddSingleton<IConnectionMultiplexer>(_ => ConnectionMultiplexer.Connect("cache"));
var warm = new HttpClient();
var app = builder.Build();
app.MapGet("/f", async (CancellationToken ct) =>
{
    await using var connection = new NpgsqlConnection("Host=db;Database=x");
    await connection.OpenAsync(ct);
    return Kept.Client.Timeout + Kept.Slow.Value.Timeout;
});
app.Run();
public static class Kept
{
    public static readonly HttpClient Client = new();
    public static readonly Lazy<HttpClient> Slow = new(() => new HttpClient());
}

//// case: quiet: made once under a guard
using StackExchange.Redis;
public class Holder
{
    private ConnectionMultiplexer? redis;
    private readonly SemaphoreSlim gate = new(1);
    public async Task<ConnectionMultiplexer> Get()
    {
        if (redis != null) return redis;
        await gate.WaitAsync();
        try { return redis ??= await ConnectionMultiplexer.ConnectAsync("cache"); }
        finally { gate.Release(); }
    }
}
public class GController(Holder holder) : ControllerBase { [HttpGet("/g")] public Task G() => holder.Get(); }

//// case: clients of many libraries, in a controller
using Amazon.S3;
using Amazon.SQS;
using Amazon.DynamoDBv2;
using Azure.Messaging.ServiceBus;
using Confluent.Kafka;
using Microsoft.Azure.Cosmos;
using MongoDB.Driver;
public class MController : ControllerBase
{
    [HttpGet("/1")] public object One() => new CosmosClient("https://x.documents.azure.com", "key"); // !SCALE5004
    [HttpGet("/2")] public object Two() { var client = new MongoClient("mongodb://db"); return client.GetDatabase("x"); } // !SCALE5004
    [HttpPost("/3")] public async Task Three()
    {
        await using var client = new ServiceBusClient("Endpoint=sb://x"); // !SCALE5004
        await client.CreateSender("q").SendMessageAsync(new ServiceBusMessage("x"));
    }
    [HttpPost("/4")] public async Task Four()
    {
        using var producer = new ProducerBuilder<Null, string>(new ProducerConfig { BootstrapServers = "k:9092" }).Build(); // !SCALE5004
        await producer.ProduceAsync("t", new Message<Null, string> { Value = "x" });
    }
    [HttpGet("/5")] public object Five() => (new AmazonS3Client(), 1); // !SCALE5004
    [HttpGet("/6")] public object Six() => (new AmazonSQSClient(), 1); // !SCALE5004
    [HttpGet("/7")] public object Seven() => (new AmazonDynamoDBClient(), 1); // !SCALE5004
    [HttpGet("/8")] public async Task<string> Eight() { using var handler = new SocketsHttpHandler(); using var http = new HttpMessageInvoker(handler); return (await http.SendAsync(new HttpRequestMessage(), default)).ToString(); } // !SCALE5004
}

//// case: in a consumer, a hub, a generic helper, a local function, a base class and an iterator
using MassTransit;
using Microsoft.AspNetCore.SignalR;
using StackExchange.Redis;
public record Ping;
public class PingConsumer : IConsumer<Ping>
{
    public async Task Consume(ConsumeContext<Ping> context)
    {
        using var redis = await ConnectionMultiplexer.ConnectAsync("cache"); // !SCALE5004
        await redis.GetDatabase().StringSetAsync("a", "b");
    }
}
public static class Make { public static T With<T>(Func<HttpClient, T> use) { using var http = new HttpClient(); return use(http); } } // !SCALE5004
public abstract class Base : Hub { protected async Task<string> Read(string url) { using HttpClient http = new() { Timeout = TimeSpan.FromSeconds(5) }; return await http.GetStringAsync(url); } } // !SCALE5004
public class NewsHub : Base
{
    public Task<string> News() => Read("https://news.internal");
    public int Length() => Make.With(h => h.DefaultRequestHeaders.ToString()!.Length);
    public async IAsyncEnumerable<string> Stream()
    {
        async Task<string> Get() { var http = new HttpClient(); return await http.GetStringAsync("https://a.internal"); } // !SCALE5004
        for (var i = 0; i < 3; i++) yield return await Get();
    }
}

//// case: made by the constructor of a transient service
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddTransient<Rates>();
var app = builder.Build();
app.MapGet("/rate", (Rates rates) => rates.Get());
app.Run();
public class Rates
{
    public async Task<string> Get() { var client = Create(); return await client.GetStringAsync("https://rates.internal"); }
    private static HttpClient Create() => new HttpClient(); // !SCALE5004
}

//// case: quiet: a factory, a pool, a keyed store, start-up, tests, a static constructor, a data source kept
using System.Collections.Concurrent;
using Npgsql;
using StackExchange.Redis;
using MongoDB.Driver;
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddHttpClient();
builder.Services.AddHttpClient("slow").ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(2) });
builder.Services.AddSingleton<IMongoClient>(sp => new MongoClient(sp.GetRequiredService<IConfiguration>()["mongo"]));
builder.Services.AddSingleton(new Kept(new HttpClient()));
builder.Services.AddSingleton<Tenants>();
builder.Services.AddHostedService<Warm>();
var app = builder.Build();
app.MapGet("/x", async (IHttpClientFactory factory, Tenants tenants, string tenant) => await factory.CreateClient().GetStringAsync(tenants.Of(tenant).BaseAddress) + Once.Client.Timeout + await Conn.Get());
app.Run();
public class Kept(HttpClient http) { public HttpClient Http => http; }
public class Tenants
{
    private readonly ConcurrentDictionary<string, HttpClient> clients = new();
    private readonly Dictionary<string, HttpClient> more = [];
    public HttpClient Of(string tenant) => clients.GetOrAdd(tenant, static t => new HttpClient { BaseAddress = new Uri("https://" + t) });
    public HttpClient Of2(string tenant) { if (!more.TryGetValue(tenant, out var c)) more[tenant] = c = new HttpClient(); return c; }
}
public static class Once { public static readonly HttpClient Client; static Once() { Client = new HttpClient(); } }
public static class Conn
{
    private static readonly Lazy<Task<ConnectionMultiplexer>> Redis = new(() => ConnectionMultiplexer.ConnectAsync("cache"));
    public static async Task<string> Get() => (await Redis.Value).ClientName;
}
public class Warm : IHostedService
{
    public async Task StartAsync(CancellationToken stop) { using var http = new HttpClient(); await http.GetStringAsync("https://x", stop); }
    public Task StopAsync(CancellationToken stop) => Task.CompletedTask;
}

//// case: clients of several kinds, in a helper and in using
using Azure.Messaging.ServiceBus;
using Azure.Storage.Blobs;
using Confluent.Kafka;
using Grpc.Net.Client;
using MongoDB.Driver;
using RabbitMQ.Client;
using StackExchange.Redis;
public class MakeController : ControllerBase
{
    [HttpPost("/1")] public async Task One() { await using var bus = new ServiceBusClient("x"); } // !SCALE5004
    [HttpPost("/2")] public object Two() => new MongoClient("mongodb://x").GetDatabase("a").DatabaseNamespace.DatabaseName; // !SCALE5004
    [HttpPost("/3")] public async Task Three() { using var redis = await ConnectionMultiplexer.ConnectAsync("x"); } // !SCALE5004
    [HttpPost("/4")] public void Four() { using var channel = GrpcChannel.ForAddress("http://x"); } // !SCALE5004
    [HttpPost("/5")] public async Task Five() { var factory = new ConnectionFactory(); await using var connection = await factory.CreateConnectionAsync(); } // !SCALE5004
    [HttpPost("/6")] public void Six() { using var producer = new ProducerBuilder<string, string>(new ProducerConfig()).Build(); } // !SCALE5004
    [HttpPost("/7")] public async Task<string> Seven() { using var http = Client(); return await http.GetStringAsync("http://x"); }
    private static HttpClient Client() => new(); // !SCALE5004
}

//// case: quiet: kept, lazy, registered, pooled
using Npgsql;
using StackExchange.Redis;
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddSingleton(_ => new HttpClient());
builder.Services.AddSingleton<IConnectionMultiplexer>(_ => ConnectionMultiplexer.Connect("x"));
var app = builder.Build();
app.MapGet("/", async (IHttpClientFactory clients, HttpClient http) =>
{
    await using var connection = new NpgsqlConnection("Host=db");
    await connection.OpenAsync();
    return await clients.CreateClient().GetStringAsync("http://x") + await Kept.Http.GetStringAsync("http://y") + Kept.Redis.Value.ClientName;
});
app.Run();
public static class Kept
{
    public static readonly HttpClient Http = new();
    public static readonly Lazy<ConnectionMultiplexer> Redis = new(() => ConnectionMultiplexer.Connect("x"));
}

//// case: inside a package, at the call that leads there
//// project: Geo package
namespace Geo;
public class Locator
{
    public async Task<string> Find(string ip) { using var http = new HttpClient(); return await http.GetStringAsync("https://geo.internal/" + ip); }
}
//// project: App lib
public class GeoController(Geo.Locator locator) : ControllerBase
{
    [HttpGet("/geo")] public async Task<string> Get(string ip)
    {
        return await locator.Find(ip); // !SCALE5004
    }
}

//// case: made by a helper for callers that keep it, or for some that do not
public class Kept
{
    private HttpClient? client;
    public HttpClient Client => client ??= Make();
    private static HttpClient Make() => new();
}
public class Thrown
{
    private HttpClient? client;
    public HttpClient Client => client ??= Make();
    public Task<string> Once() => Make().GetStringAsync("http://x/");
    private static HttpClient Make() => new(); // !SCALE5004
}
public class ClientsController(Kept kept, Thrown thrown) : ControllerBase { [HttpGet("/c")] public async Task<string> Get() => await kept.Client.GetStringAsync("http://x/") + await thrown.Client.GetStringAsync("http://x/") + await thrown.Once(); }
