//// case: discarded task
public class AController(HttpClient http) : ControllerBase
{
    [HttpPost("/a")] public IActionResult A() { _ = http.GetStringAsync("audit"); return Ok(); } // !SCALE4007
}

//// case: Task.Run that nobody awaits, through a helper
public class BController(Audit audit) : ControllerBase
{
    [HttpPost("/b")] public IActionResult B()
    {
        Task.Run(() => audit.Write("b")); // !SCALE4007
        return Ok();
    }
}
public class Audit(HttpClient http) { public Task Write(string text) => http.PostAsJsonAsync("audit", text); }

//// case: async void, at the method's name
//// compiled: a method stands at its first statement
public class CController(HttpClient http) : ControllerBase
{
    [HttpPost("/c")] public IActionResult C() { Notify(); return Ok(); }

    private async void Notify() // !SCALE4007
    {
        await http.GetStringAsync("notify");
    }
}

//// case: dropped continuation, minimal API, injected interface
var app = WebApplication.Create(args);
app.MapPost("/d", (IMail mail) =>
{
    Task.Delay(10).ContinueWith(_ => mail.Send("x")); // !SCALE4007
    return Results.Ok();
});
app.Run();
public interface IMail { Task Send(string to); }
public class Mail(HttpClient http) : IMail { public Task Send(string to) => http.PostAsJsonAsync("mail", to); }

//// case: in another project
//// project: Notes lib
namespace Notes;
public class Sender(HttpClient http)
{
    public void Fire() { _ = http.GetStringAsync("n"); } // !SCALE4007
}
//// project: App lib
public class EController(Notes.Sender sender) : ControllerBase { [HttpPost("/e")] public void E() => sender.Fire(); }

//// case: quiet: handed to a channel, awaited, local work only, not on a request
using System.Threading.Channels;
public class FController(HttpClient http, ChannelWriter<string> jobs) : ControllerBase
{
    [HttpPost("/f")] public async Task<IActionResult> F()
    {
        jobs.TryWrite("job");
        await Task.Run(() => http.GetStringAsync("x"));
        _ = Task.Run(() => Math.Sqrt(2));
        var t = http.GetStringAsync("y");
        await t;
        return Ok();
    }
}
public class Startup(HttpClient http) { public void Warm() { _ = http.GetStringAsync("warm"); } }

//// case: quiet: redis batch and transaction
using StackExchange.Redis;
public class GController(IDatabase redis) : ControllerBase
{
    [HttpPost("/g")] public async Task G()
    {
        var batch = redis.CreateBatch();
        _ = batch.StringSetAsync("a", "1");
        batch.Execute();
        var tx = redis.CreateTransaction();
        _ = tx.StringIncrementAsync("n");
        await tx.ExecuteAsync();
    }
}

//// case: quiet: event handlers
public class HController : ControllerBase
{
    public event EventHandler? Changed;
    [HttpPost("/h")] public void H() { Changed += OnChanged; Changed?.Invoke(this, EventArgs.Empty); }
    private async void OnChanged(object? sender, EventArgs e) { await new HttpClient().GetStringAsync("x"); }
}

//// case: quiet: awaited later, returned, joined, handed over
using System.Threading.Channels;
public class KeptController(HttpClient http, Channel<string> channel) : ControllerBase
{
    private Task? running;
    [HttpPost("/a")] public async Task A() { var task = http.GetStringAsync("a"); await Task.Delay(1); await task; }
    [HttpPost("/b")] public Task B() => http.GetStringAsync("b");
    [HttpPost("/c")] public async Task C() { var a = http.GetStringAsync("a"); var b = http.GetStringAsync("b"); await Task.WhenAll(a, b); }
    [HttpPost("/d")] public async Task D() => await channel.Writer.WriteAsync("x");
    [HttpPost("/e")] public void E() => channel.Writer.TryWrite("x");
    [HttpPost("/f")] public async Task F() => await Task.Run(() => http.GetStringAsync("x"));
    [HttpPost("/g")] public Task G() { var task = http.GetStringAsync("a"); return task; }
    [HttpPost("/h")] public async Task H() { var tasks = new List<Task> { http.GetStringAsync("a") }; tasks.Add(http.GetStringAsync("b")); await Task.WhenAll(tasks); }
    [HttpPost("/i")] public void I() { _ = Task.Run(() => Console.WriteLine("x")); _ = Task.Delay(10); }
    [HttpPost("/j")] public void J() { running = http.GetStringAsync("x"); }
    [HttpGet("/k")] public async Task K() { if (running != null) await running; }
}

//// case: every way to let go of remote work
using StackExchange.Redis;
using Microsoft.AspNetCore.SignalR;
using MassTransit;
public interface IMail { Task Send(string to); }
public class Mail(HttpClient http) : IMail { public async Task Send(string to) => await http.PostAsJsonAsync("mail", to); }
public class LetController(IMail mail, HttpClient http) : ControllerBase
{
    [HttpPost("/a")] public IActionResult A() { _ = mail.Send("a"); return Ok(); } // !SCALE4007
    [HttpPost("/b")] public IActionResult B() { Task.Run(() => mail.Send("b")); return Ok(); } // !SCALE4007
    [HttpPost("/c")] public IActionResult C() { Task.Factory.StartNew(() => mail.Send("c")); return Ok(); } // !SCALE4007
    [HttpPost("/d")] public IActionResult D() { http.PostAsync("d", null).ContinueWith(t => { }); return Ok(); } // !SCALE4007
    [HttpPost("/e")] public IActionResult E() { ThreadPool.QueueUserWorkItem(async _ => await mail.Send("e")); return Ok(); } // !SCALE4007
    [HttpPost("/f")] public IActionResult F() { mail.Send("f"); return Ok(); } // !SCALE4007
    [HttpPost("/g")] public IActionResult G() { _ = Helper(); return Ok(); } // !SCALE4007
    [HttpPost("/h")] public IActionResult H() { new Thread(() => mail.Send("h").Wait()).Start(); return Ok(); } // !SCALE4007
    [HttpPost("/i")] public IActionResult I() { var task = mail.Send("i"); return Ok(); } // !SCALE4007
    [HttpPost("/j")] public IActionResult J() { mail.Send("j").ConfigureAwait(false); return Ok(); } // !SCALE4007
    private async Task Helper() { await Task.Yield(); await mail.Send("g"); }
}
public class NoteHub(IMail mail) : Hub { public void Note(string to) => _ = mail.Send(to); } // !SCALE4007
public record Placed(string By);
public class PlacedHandler(IMail mail) : IConsumer<Placed>
{
    public Task Consume(ConsumeContext<Placed> context) { _ = Task.Run(async () => await mail.Send(context.Message.By)); return Task.CompletedTask; } // !SCALE4007
}

//// case: async void delegates, forgetting extensions, joins and continuations
public interface IMail { Task Send(string to); }
public class Mail(HttpClient http) : IMail { public async Task Send(string to) => await http.PostAsJsonAsync("mail", to); }
public static class Forgetting { public static void Forget(this Task task) { } public static async void SafeFire(this Task task) { try { await task; } catch { } } }
public class LetController(IMail mail, HttpClient http) : ControllerBase
{
    [HttpPost("/a")] public IActionResult A(List<string> to) { to.ForEach(async x => await mail.Send(x)); return Ok(); } // !SCALE4007
    [HttpPost("/b")] public IActionResult B() { mail.Send("b").Forget(); return Ok(); } // !SCALE4007
    [HttpPost("/c")] public IActionResult C() { mail.Send("c").SafeFire(); return Ok(); } // !SCALE4007
    [HttpPost("/d")] public IActionResult D() { Action send = async () => await mail.Send("d"); send(); return Ok(); } // !SCALE4007
    [HttpPost("/e")] public IActionResult E() { _ = Task.WhenAll(mail.Send("e"), mail.Send("f")); return Ok(); } // !SCALE4007
    [HttpPost("/f")] public IActionResult F() { Task.Run(async () => { await Task.Delay(100); await mail.Send("f"); }); return Ok(); } // !SCALE4007
    [HttpPost("/g")] public IActionResult G() { _ = Task.Factory.StartNew(async () => await mail.Send("g"), TaskCreationOptions.LongRunning); return Ok(); } // !SCALE4007
    [HttpPost("/h")] public IActionResult H() { var t = Task.Run(() => mail.Send("h")); t.ContinueWith(x => Console.WriteLine(x.Exception)); return Ok(); } // !SCALE4007
}

//// case: quiet: work queues, job libraries, races
using System.Threading.Channels;
using Hangfire;
public interface IWorkQueue { ValueTask QueueAsync(Func<CancellationToken, Task> work); }
public class WorkQueue : IWorkQueue { private readonly Channel<Func<CancellationToken, Task>> channel = Channel.CreateBounded<Func<CancellationToken, Task>>(10); public ValueTask QueueAsync(Func<CancellationToken, Task> work) => channel.Writer.WriteAsync(work); }
public class QueueController(IWorkQueue queue, HttpClient http, IBackgroundJobClient jobs) : ControllerBase
{
    [HttpPost("/a")] public async Task A() => await queue.QueueAsync(async ct => await http.PostAsync("x", null, ct));
    [HttpPost("/b")] public void B() => jobs.Enqueue<Sender>(x => x.Send("b"));
    [HttpPost("/c")] public async Task C() { var first = http.GetStringAsync("a"); var second = http.GetStringAsync("b"); var done = await Task.WhenAny(first, second); await done; }
    [HttpPost("/d")] public async Task<string> D() { var t = http.GetStringAsync("a"); try { return await t; } finally { Console.WriteLine(t.Status); } }
}
public class Sender(HttpClient http) { public Task Send(string x) => http.PostAsync(x, null); }
