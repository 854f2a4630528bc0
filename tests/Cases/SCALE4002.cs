//// case: Polly 8 with defaults, constant delay, and without jitter
using Polly;
using Polly.Retry;
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddHttpClient("a").AddResilienceHandler("r", p => p.AddRetry(new Microsoft.Extensions.Http.Resilience.HttpRetryStrategyOptions { MaxRetryAttempts = 5, BackoffType = DelayBackoffType.Constant, UseJitter = false })); // !SCALE4002
builder.Services.AddHttpClient("b").AddPolicyHandler(Policy<HttpResponseMessage>.Handle<HttpRequestException>().WaitAndRetryAsync(5, i => TimeSpan.FromSeconds(Math.Pow(2, i)))); // !SCALE4002
builder.Services.AddHttpClient("c").AddPolicyHandler(Policy<HttpResponseMessage>.Handle<HttpRequestException>().RetryAsync(4)); // !SCALE4002
builder.Services.AddHttpClient("d").AddTransientHttpErrorPolicy(p => p.WaitAndRetryAsync(3, _ => TimeSpan.FromMilliseconds(600))); // !SCALE4002
builder.Services.AddHttpClient("e").AddTransientHttpErrorPolicy(p => p.WaitAndRetryAsync([TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1)])); // !SCALE4002
var app = builder.Build();
app.Run();
public class Prices(HttpClient http)
{
    private static readonly ResiliencePipeline Pipeline = new ResiliencePipelineBuilder().AddRetry(new RetryStrategyOptions { MaxRetryAttempts = 4, BackoffType = DelayBackoffType.Exponential }).Build(); // !SCALE4002
    private readonly AsyncRetryPolicy policy = Policy.Handle<Exception>().WaitAndRetryAsync(3, attempt => TimeSpan.FromSeconds(attempt)); // !SCALE4002
    public async Task<string> A(CancellationToken ct) => await Pipeline.ExecuteAsync(async token => await http.GetStringAsync("a", token), ct);
    public Task<string> B() => policy.ExecuteAsync(() => http.GetStringAsync("b"));
}

//// case: loops by hand
using Npgsql;
public class Loops(HttpClient http, NpgsqlCommand command)
{
    public async Task<string> Constant(CancellationToken ct)
    {
        for (var attempt = 0; attempt < 5; attempt++)
        {
            try { return await http.GetStringAsync("x", ct); }
            catch (HttpRequestException) { await Task.Delay(1000, ct); } // !SCALE4002
        }
        throw new TimeoutException();
    }
    public async Task<string> AtOnce(CancellationToken ct)
    {
        for (var i = 0; i < 3; i++) // !SCALE4002
        {
            try { return await http.GetStringAsync("x", ct); }
            catch (HttpRequestException) { }
        }
        throw new TimeoutException();
    }
    public async Task Exponential(CancellationToken ct)
    {
        var tries = 0;
        while (true)
        {
            try
            {
                await command.ExecuteNonQueryAsync(ct);
                return;
            }
            catch (NpgsqlException) when (++tries < 4)
            {
                await Task.Delay(TimeSpan.FromSeconds(Math.Pow(2, tries)), ct); // !SCALE4002
            }
        }
    }
    public string Blocking()
    {
        var retries = 3;
        while (retries-- > 0)
        {
            try { return Load(); }
            catch (Exception) { Thread.Sleep(500); } // !SCALE4002
        }
        return "";
    }
    private string Load() => http.GetStringAsync("x").Result;
    public async Task<HttpResponseMessage> ByStatus(CancellationToken ct)
    {
        HttpResponseMessage response;
        var attempt = 0;
        do
        {
            response = await http.GetAsync("x", ct);
            if (response.IsSuccessStatusCode) return response;
            await Task.Delay(200, ct); // !SCALE4002
        } while (++attempt < 5);
        return response;
    }
}

//// case: a named pipeline and a registry
using Polly;
using Polly.Registry;
using Polly.Retry;
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddResiliencePipeline("slow", p => p.AddRetry(new RetryStrategyOptions { MaxRetryAttempts = 3, Delay = TimeSpan.FromSeconds(1) })); // !SCALE4002
var app = builder.Build();
app.MapGet("/x", (ResiliencePipelineProvider<string> pipelines, HttpClient http, CancellationToken ct) => pipelines.GetPipeline("slow").ExecuteAsync(async t => await http.GetStringAsync("x", t), ct).AsTask());
app.Run();

//// case: the wait stands in a helper
public class Stubborn(HttpClient http)
{
    private TimeSpan delay = TimeSpan.FromSeconds(1);
    public async Task<string> Growing(CancellationToken ct)
    {
        while (true)
        {
            try { return await http.GetStringAsync("x", ct); }
            catch (HttpRequestException) { delay *= 2; }
            await Wait(ct);
        }
    }
    public async Task<string> Constant(CancellationToken ct)
    {
        for (var attempt = 0; attempt < 5; attempt++) // !SCALE4002
        {
            try { return await http.GetStringAsync("x", ct); }
            catch (HttpRequestException) { await Second(ct); }
        }
        throw new TimeoutException();
    }
    private Task Wait(CancellationToken ct) => Task.Delay(delay, ct);
    private static Task Second(CancellationToken ct) => Task.Delay(1000, ct);
}

//// case: quiet: a delay that a helper makes of the random numbers it is given
public interface IRandom { double Next(); }
public class Backpressure(HttpClient http, IRandom random)
{
    public async Task<string> Read(CancellationToken ct)
    {
        var attempt = 0;
        while (true)
        {
            try { return await http.GetStringAsync("x", ct); }
            catch (HttpRequestException)
            {
                if (!ShouldRetry(random, ++attempt, out var backoff)) throw;
                await Task.Delay(backoff, ct);
            }
        }
    }
    private static bool ShouldRetry(IRandom random, int attempt, out TimeSpan backoff)
    {
        backoff = TimeSpan.FromMilliseconds(Of(random, attempt));
        return attempt < 5;
    }
    private static double Of(IRandom random, int attempt) => random.Next() * Math.Pow(2, attempt);
}

//// case: quiet: a worker that stops when told, whose failures end one round only
public class Runner(HttpClient http)
{
    public async Task Run(CancellationTokenSource stop, List<string> log)
    {
        while (true)
        {
            try
            {
                if (stop.IsCancellationRequested) break;
                log.Add(await http.GetStringAsync("x", stop.Token));
            }
            catch (HttpRequestException e) { log.Add(e.Message); }
        }
    }
}

//// case: quiet: backoff with jitter, a single retry, standard handlers, local work
using Polly;
using Polly.Retry;
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddHttpClient("a").AddStandardResilienceHandler();
builder.Services.AddHttpClient("b").AddStandardResilienceHandler(o => o.Retry.MaxRetryAttempts = 5);
builder.Services.AddHttpClient("c").AddResilienceHandler("r", p => p.AddRetry(new Microsoft.Extensions.Http.Resilience.HttpRetryStrategyOptions()));
builder.Services.AddHttpClient("d").AddPolicyHandler(Policy<HttpResponseMessage>.Handle<HttpRequestException>().WaitAndRetryAsync(5, i => TimeSpan.FromSeconds(Math.Pow(2, i)) + TimeSpan.FromMilliseconds(Random.Shared.Next(0, 100))));
builder.Services.AddHttpClient("e").AddPolicyHandler(Policy<HttpResponseMessage>.Handle<HttpRequestException>().RetryAsync());
builder.Services.AddHttpClient("f").AddPolicyHandler(Policy<HttpResponseMessage>.Handle<HttpRequestException>().WaitAndRetryAsync(1, _ => TimeSpan.FromSeconds(1)));
var app = builder.Build();
app.Run();
public class Prices(HttpClient http)
{
    private static readonly ResiliencePipeline Pipeline = new ResiliencePipelineBuilder()
        .AddRetry(new RetryStrategyOptions { MaxRetryAttempts = 4, BackoffType = DelayBackoffType.Exponential, UseJitter = true }).Build();
    private static readonly ResiliencePipeline Twice = new ResiliencePipelineBuilder().AddRetry(new RetryStrategyOptions { MaxRetryAttempts = 1 }).Build();
    public async Task<string> A(CancellationToken ct) => await Pipeline.ExecuteAsync(async token => await http.GetStringAsync("a", token), ct);
    public async Task<string> B(CancellationToken ct) => await Twice.ExecuteAsync(async token => await http.GetStringAsync("a", token), ct);
    public async Task<string> C(CancellationToken ct)
    {
        for (var attempt = 0; ; attempt++)
        {
            try { return await http.GetStringAsync("x", ct); }
            catch (HttpRequestException) when (attempt < 5)
            {
                var wait = TimeSpan.FromSeconds(Math.Pow(2, attempt)) + TimeSpan.FromMilliseconds(Random.Shared.Next(250));
                await Task.Delay(wait, ct);
            }
        }
    }
    public async Task<string> D(CancellationToken ct)
    {
        for (var attempt = 0; attempt < 2; attempt++)
        {
            try { return await http.GetStringAsync("x", ct); }
            catch (HttpRequestException) { await Task.Delay(100, ct); }
        }
        return "";
    }
    public string E(string path)
    {
        for (var attempt = 0; attempt < 5; attempt++)
        {
            try { return System.IO.File.ReadAllText(path); }
            catch (IOException) { Thread.Sleep(100); }
        }
        return "";
    }
}

//// case: options in a local, a growing delay, a jittered helper
using Polly;
using Polly.Retry;
public class Backing(HttpClient http)
{
    public async Task<string> A(CancellationToken ct)
    {
        var options = new RetryStrategyOptions { MaxRetryAttempts = 5, Delay = TimeSpan.FromSeconds(1) };
        var pipeline = new ResiliencePipelineBuilder().AddRetry(options).Build(); // !SCALE4002
        return await pipeline.ExecuteAsync(async t => await http.GetStringAsync("a", t), ct);
    }
    public async Task<string> B(CancellationToken ct)
    {
        var delay = TimeSpan.FromMilliseconds(200);
        for (var i = 0; i < 4; i++)
        {
            try { return await http.GetStringAsync("b", ct); }
            catch (HttpRequestException) { }
            await Task.Delay(delay, ct); // !SCALE4002
            delay *= 2;
        }
        throw new TimeoutException();
    }
    public async Task<string> C(CancellationToken ct)
    {
        for (var i = 0; i < 4; i++)
        {
            try { return await http.GetStringAsync("b", ct); }
            catch (HttpRequestException) when (i < 3) { await Task.Delay(Wait(i), ct); }
        }
        throw new TimeoutException();
    }
    private static TimeSpan Wait(int attempt) => TimeSpan.FromSeconds(Math.Pow(2, attempt)) * (0.5 + Random.Shared.NextDouble());
}

//// case: quiet: an accept loop, a worker that stops when its state says so, and a pump that serves what comes
using System.Net.Sockets;
using System.Threading.Channels;
public class Listener(Socket socket, HttpClient http)
{
    public async Task<Socket?> Accept(CancellationToken ct)
    {
        while (true)
        {
            try
            {
                var accepted = await socket.AcceptAsync(ct);
                await http.PostAsync("http://audit/connections", null, ct);
                return accepted;
            }
            catch (ObjectDisposedException) { return null; }
            catch (SocketException) { Console.WriteLine("reset"); }
        }
    }
}
public class Resizer(HttpClient http, AutoResetEvent changed)
{
    private volatile int state;
    public void Stop() => state = 1;
    public async Task Run(CancellationToken ct)
    {
        while (true)
        {
            try
            {
                changed.WaitOne(1000);
                if (state == 0) await http.PostAsync("http://pages/trim", null, ct);
                if (state != 0)
                {
                    Console.WriteLine("stopped");
                    return;
                }
            }
            catch (OperationCanceledException) { return; }
            catch (Exception e) { Console.WriteLine(e.Message); }
        }
    }
}
public record Message(string Text);
public class Source { public Task<Message?> Next() => Task.FromResult<Message?>(null); }
public class Pump(Source source, HttpClient http)
{
    public async Task Run()
    {
        while (true)
        {
            try
            {
                var message = await source.Next();
                if (message == null) break;
                await http.PostAsJsonAsync("http://inbox/messages", message);
            }
            catch (Exception e) { Console.WriteLine(e.Message); }
        }
    }
}

//// case: an endless loop whose success leaves it, always or as the answer says
//// compiled: a return inside the try of an endless asynchronous loop is a jump of its state machine
public class Persistent(HttpClient http)
{
    public async Task<string> Always(CancellationToken ct)
    {
        while (true) // !SCALE4002
        {
            try
            {
                var text = await http.GetStringAsync("x", ct);
                Console.WriteLine(text);
                return text;
            }
            catch (HttpRequestException e) { Console.WriteLine(e.Message); }
        }
    }
    public async Task AsAnswered(CancellationToken ct)
    {
        while (true)
        {
            try
            {
                var response = await http.GetAsync("x", ct);
                if (response.IsSuccessStatusCode)
                {
                    Console.WriteLine("done");
                    return;
                }
                Console.WriteLine(response.StatusCode);
            }
            catch (HttpRequestException e) { Console.WriteLine(e.Message); }
            await Task.Delay(500, ct); // !SCALE4002
        }
    }
    public async Task<HttpResponseMessage> AcceptOrder(string id, CancellationToken ct)
    {
        while (true) // !SCALE4002
        {
            try { return await http.PostAsync("orders/" + id + "/accept", null, ct); }
            catch (HttpRequestException) { }
        }
    }
    public async Task<long> Conflict(StackExchange.Redis.IDatabase redis)
    {
        while (true) // !SCALE4002
        {
            try { return await redis.StringIncrementAsync("x"); }
            catch (InvalidOperationException) { }
        }
    }
}
