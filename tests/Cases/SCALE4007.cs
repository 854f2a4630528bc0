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
