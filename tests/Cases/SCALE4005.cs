//// case: in a consumer, a local function, a lambda and a hosted service
//// compiled: an empty catch leaves no trace of its place
using MassTransit;
public record Ping(int Id);
public class PingHandler(HttpClient http) : IConsumer<Ping>
{
    public async Task Consume(ConsumeContext<Ping> context)
    {
        try { await http.PostAsJsonAsync("ping", context.Message); } catch (Exception) { } // !SCALE4005
        await Local();
        async Task Local() { try { await http.GetAsync("x"); } catch { } } // !SCALE4005
        Func<Task> later = async () => { try { await http.GetAsync("x"); } catch { } }; // !SCALE4005
        await later();
    }
}
public class Sweeper(HttpClient http) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try { await http.GetAsync("sweep", stop); }
            catch (Exception) { } // !SCALE4005
            await Task.Delay(1000, stop);
        }
    }
}

//// case: quiet: told in some way
using System.Diagnostics.Metrics;
using System.Diagnostics;
public record Result(bool Ok, string? Error) { public static Result Fail(string error) => new(false, error); public static Result Good() => new(true, null); }
public class Told(HttpClient http, ILogger<Told> log, Counter<long> failures) : ControllerBase
{
    private string? lastError;
    public async Task A() { try { await http.GetStringAsync("x"); } catch (Exception e) { log.LogError(e, "failed"); } }
    public async Task B() { try { await http.GetStringAsync("x"); } catch (Exception) { failures.Add(1); } }
    public async Task C() { try { await http.GetStringAsync("x"); } catch (Exception) { throw; } }
    public async Task D() { try { await http.GetStringAsync("x"); } catch (Exception e) { throw new InvalidOperationException("x", e); } }
    public async Task<Result> E() { try { await http.GetStringAsync("x"); return Result.Good(); } catch (Exception e) { return Result.Fail(e.Message); } }
    public async Task<Result> F() { try { await http.GetStringAsync("x"); return new Result(true, null); } catch (Exception) { return new Result(false, "down"); } }
    public async Task<bool> TryPing() { try { await http.GetStringAsync("x"); return true; } catch (Exception) { return false; } }
    public async Task<IActionResult> G() { try { return Ok(await http.GetStringAsync("x")); } catch (Exception) { return StatusCode(503); } }
    public async Task<IResult> H() { try { return Results.Ok(await http.GetStringAsync("x")); } catch (Exception) { return Results.Problem("down"); } }
    public async Task I() { try { await http.GetStringAsync("x"); } catch (HttpRequestException) { } }
    public async Task J() { try { await http.GetStringAsync("x"); } catch (OperationCanceledException) { } }
    public async Task K(CancellationToken ct) { try { await http.GetStringAsync("x", ct); } catch (Exception) when (ct.IsCancellationRequested) { } }
    public async Task L() { try { await http.GetStringAsync("x"); } catch (Exception e) { Console.Error.WriteLine(e); } }
    public async Task M() { try { await http.GetStringAsync("x"); } catch (Exception e) { Activity.Current?.SetStatus(ActivityStatusCode.Error, e.Message); } }
    public async Task N() { try { await http.GetStringAsync("x"); } catch (Exception e) { lastError = e.Message; } }
    public async Task<string> O() { try { return await http.GetStringAsync("x"); } catch (Exception e) { return "error: " + e.Message; } }
    public async Task<(bool Ok, string? Value)> P() { try { return (true, await http.GetStringAsync("x")); } catch (Exception) { return (false, null); } }
    public string? LastError => lastError;
}

//// case: quiet: clean-up, local work, shutdown, and retries that end in a failure
public sealed class Session(HttpClient http) : IAsyncDisposable, IDisposable
{
    public async ValueTask DisposeAsync() { try { await http.DeleteAsync("session"); } catch (Exception) { } }
    public void Dispose() { try { http.Send(new HttpRequestMessage()); } catch { } }
    public string? Read() { try { return File.ReadAllText("x"); } catch { return null; } }
    public int Parse(string x) { try { return int.Parse(x); } catch { return 0; } }
    public async Task<string> Retried()
    {
        for (var attempt = 0; attempt < 3; attempt++)
        {
            try { return await http.GetStringAsync("x"); }
            catch (Exception) { await Task.Delay(1000); }
        }
        throw new TimeoutException();
    }
}
public class Loop(HttpClient http) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stop)
    {
        try { while (!stop.IsCancellationRequested) await http.GetAsync("x", stop); }
        catch (OperationCanceledException) { }
    }
}

//// case: catch-all around a remote effect, in many shapes
//// compiled: an empty catch leaves no trace of its place
using StackExchange.Redis;
using Npgsql;
using MongoDB.Driver;
public class Quiet(HttpClient http, IDatabase redis, NpgsqlCommand command, IMongoCollection<string> rows)
{
    public async Task A() { try { await http.GetStringAsync("x"); } catch { } } // !SCALE4005
    public async Task<string?> B()
    {
        try { return await http.GetStringAsync("x"); }
        catch (Exception) // !SCALE4005
        {
            return null;
        }
    }
    public async Task<List<string>> C()
    {
        try { return await rows.Find(x => true).ToListAsync(); }
        catch (Exception ex) // !SCALE4005
        {
            return [];
        }
    }
    public async Task D()
    {
        try { await command.ExecuteNonQueryAsync(); }
        catch (Exception) { /* nothing to do */ } // !SCALE4005
        finally { await command.DisposeAsync(); }
    }
    public async Task<int> E(IEnumerable<string> keys)
    {
        var n = 0;
        foreach (var key in keys)
        {
            try { await redis.KeyDeleteAsync(key); n++; }
            catch (Exception) { continue; } // !SCALE4005
        }
        return n;
    }
    public async Task<string> F() { try { return await Helper(); } catch (Exception) { return string.Empty; } } // !SCALE4005
    private async Task<string> Helper() => await http.GetStringAsync("x");
    public async Task<decimal> G() { try { return decimal.Parse(await http.GetStringAsync("rate")); } catch (Exception) { return 0m; } } // !SCALE4005
    public async Task<string[]> H() { try { return [await http.GetStringAsync("x")]; } catch { return Array.Empty<string>(); } } // !SCALE4005
    public async Task<Order> I() { try { return (await http.GetFromJsonAsync<Order>("x"))!; } catch (Exception) { return new Order(); } } // !SCALE4005
    public async Task<string?> J()
    {
        string? text = null;
        try { text = await http.GetStringAsync("x"); }
        catch (Exception) // !SCALE4005
        {
            text = null;
        }
        return text;
    }
}
public class Order { public int Id { get; set; } }

//// case: a value that looks like an answer
public class Stock(HttpClient http)
{
    public async Task<int> Free(string sku) { try { return (await http.GetStringAsync(sku)).Length; } catch (Exception) { return int.MaxValue; } } // !SCALE4005
    public async Task<bool> IsKnown(string sku) { try { return (await http.GetStringAsync(sku)).Length > 0; } catch (Exception) { return false; } } // !SCALE4005
    public async Task<string> Currency() { try { return await http.GetStringAsync("currency"); } catch (Exception) { return "EUR"; } } // !SCALE4005
    public async Task<Guid> Id() { try { return Guid.Parse(await http.GetStringAsync("id")); } catch (Exception) { return Guid.Empty; } } // !SCALE4005
}

//// case: quiet: codes, states and texts that say so
public enum State { Unknown, Up, Down }
public class Probe(HttpClient http)
{
    public async Task<State> Ping() { try { await http.GetStringAsync("x"); return State.Up; } catch (Exception) { return State.Unknown; } }
    public async Task<int> Code() { try { return (await http.GetStringAsync("x")).Length; } catch (Exception) { return -1; } }
    public async Task<string> Text() { try { return await http.GetStringAsync("x"); } catch (Exception) { return "unavailable"; } }
    public async Task<System.Net.HttpStatusCode> Status() { try { return (await http.GetAsync("x")).StatusCode; } catch (Exception) { return System.Net.HttpStatusCode.ServiceUnavailable; } }
    public async Task<bool> SendAsync() { try { await http.PostAsync("x", null); return true; } catch (Exception) { return false; } }
}

//// case: an ordinary answer in place of a failure
public class MoreController(HttpClient http, ILogger<MoreController> log) : ControllerBase
{
    [HttpGet("/a")] public async Task<IActionResult> A() { try { return Ok(await http.GetStringAsync("x")); } catch (Exception) { return Ok(Array.Empty<string>()); } } // !SCALE4005
    [HttpGet("/b")] public async Task<IResult> B() { try { return Results.Ok(await http.GetStringAsync("x")); } catch { return Results.Ok(); } } // !SCALE4005
    [HttpGet("/c")] public async Task<System.Collections.Immutable.ImmutableList<string>> C() { try { return [await http.GetStringAsync("x")]; } catch (Exception) { return System.Collections.Immutable.ImmutableList<string>.Empty; } } // !SCALE4005
    [HttpGet("/d")] public async Task<IReadOnlyDictionary<string, string>> D() { try { return new Dictionary<string, string> { ["x"] = await http.GetStringAsync("x") }; } catch (Exception) { return new Dictionary<string, string>(); } } // !SCALE4005
    [HttpGet("/e")] public Task<string?> E() { try { return http.GetStringAsync("x")!; } catch (Exception) { return Task.FromResult<string?>(null); } } // !SCALE4005
}

//// case: a loop that waits and goes on as if nothing had been
//// compiled: a catch that awaits is placed at its try
public class Poll(HttpClient http) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try { await http.GetAsync("x", stop); await Task.Delay(1000, stop); }
            catch (Exception) { await Task.Delay(5000, stop); } // !SCALE4005
        }
    }
}

//// case: quiet: error statuses, logger messages, counters, a value fetched before
using System.Diagnostics;
public class ToldController(HttpClient http, ILogger<ToldController> log) : ControllerBase
{
    private int failures;
    private static readonly Action<ILogger, Exception?> Failed = LoggerMessage.Define(LogLevel.Error, new EventId(1), "failed");
    [HttpGet("/a")] public async Task<IActionResult> A() { try { return Ok(await http.GetStringAsync("x")); } catch (Exception) { return Problem("down"); } }
    [HttpGet("/b")] public async Task<IActionResult> B() { try { return Ok(await http.GetStringAsync("x")); } catch (Exception) { return StatusCode(502); } }
    [HttpGet("/c")] public async Task C() { try { await http.GetStringAsync("x"); } catch (Exception) { Interlocked.Increment(ref failures); } }
    [HttpGet("/d")] public async Task D() { try { await http.GetStringAsync("x"); } catch (Exception e) { Failed(log, e); } }
    [HttpGet("/e")] public async Task<string> E() { var cached = await http.GetStringAsync("cache"); try { return await http.GetStringAsync("x"); } catch (Exception) { return cached; } }
    [HttpGet("/f")] public async Task F() { try { await http.GetStringAsync("x"); } catch (Exception e) { Report(e); } }
    [HttpGet("/g")] public async Task<(bool Ok, string? Error)> G() { try { await http.GetStringAsync("x"); return (true, null); } catch (Exception e) { return (false, e.Message); } }
    [HttpGet("/h")] public async Task H() { try { await http.GetStringAsync("x"); } catch (Exception e) { ModelState.AddModelError("x", e.Message); } }
    [HttpGet("/i")] public async Task<Uri?> I() { try { await http.GetStringAsync("x"); return null; } catch (HttpRequestException e) when (e.StatusCode == System.Net.HttpStatusCode.NotFound) { return null; } }
    private void Report(Exception e) => log.LogError(e, "x");
}

//// case: quiet: a flag or the kept exception tells, in the finally block or after the attempt
public class Forwarder(HttpClient http, ILogger<Forwarder> log)
{
    public void Forward(string text, Exception? earlier)
    {
        var forwarded = false;
        try { forwarded = http.PostAsync("http://next/messages", new StringContent(text)).Result.IsSuccessStatusCode; }
        catch (Exception e) { forwarded = false; earlier = e; }
        finally
        {
            if (!forwarded) Reject(text, earlier);
        }
    }
    public async Task Push(string text)
    {
        var pushed = false;
        try
        {
            await http.PostAsync("http://next/messages", new StringContent(text));
            pushed = true;
        }
        catch { }
        if (!pushed) log.LogWarning("not pushed: {Text}", text);
    }
    private void Reject(string text, Exception? why) => Console.WriteLine(text + why);
}

//// case: what runs afterwards tells nobody
public class Quietly(HttpClient http, ILogger<Quietly> log)
{
    public async Task Push(string text)
    {
        var response = (HttpResponseMessage?)null;
        try { response = await http.PostAsync("http://next/messages", new StringContent(text)); }
        catch (Exception) { } // !SCALE4005
        finally { if (response != null) response.Dispose(); }
    }
    public async Task<int> Count()
    {
        var known = false;
        try
        {
            await http.GetStringAsync("http://next/count");
            known = true;
        }
        catch (Exception) { } // !SCALE4005
        if (known) Console.WriteLine("counted");
        return 0;
    }
}
