//// case: HttpClient per request
public class AController : ControllerBase
{
    [HttpGet("/a")] public async Task<string> A()
    {
        using var http = new HttpClient(); // !SCALE5004
        return await http.GetStringAsync("https://a.internal/");
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
