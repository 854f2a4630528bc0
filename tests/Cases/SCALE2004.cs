//// case: static lock around a loop
public class AController : ControllerBase
{
    private static readonly object Sync = new();
    private static readonly List<int> Items = [];
    [HttpPost("/a")] public int A(int x)
    {
        lock (Sync) // !SCALE2004
        {
            var sum = 0;
            foreach (var item in Items) sum += item * x;
            return sum;
        }
    }
}

//// case: semaphore of one in a singleton around an await, through an interface
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddSingleton<ILedger, Ledger>();
var app = builder.Build();
app.MapPost("/b", (ILedger ledger) => ledger.Post());
app.Run();
public interface ILedger { Task Post(); }
public class Ledger : ILedger
{
    private readonly SemaphoreSlim gate = new(1, 1);
    public async Task Post()
    {
        await gate.WaitAsync(); // !SCALE2004
        try { await Task.Delay(5); }
        finally { gate.Release(); }
    }
}

//// case: System.Threading.Lock around a file write, through a helper
public class CController : ControllerBase
{
    private static readonly Lock Gate = new();
    [HttpPost("/c")] public void C() => Save("x");
    private static void Save(string text)
    {
        lock (Gate) // !SCALE2004
        {
            System.IO.File.AppendAllText("log.txt", text);
        }
    }
}

//// case: in another project, around a remote call
//// project: Seq lib
namespace Seq;
public class Sequence(HttpClient http)
{
    private static readonly object Sync = new();
    public string Next()
    {
        lock (Sync) // !SCALE2004
        {
            return http.GetStringAsync("next").Result;
        }
    }
}
//// project: App lib
public class DController(Seq.Sequence sequence) : ControllerBase { [HttpGet("/d")] public string D() => sequence.Next(); }

//// case: quiet: double-checked initialisation
public class EController : ControllerBase
{
    private static readonly SemaphoreSlim Gate = new(1);
    private static string? cached;
    [HttpGet("/e")] public async Task<string> E(HttpClient http)
    {
        if (cached != null) return cached;
        await Gate.WaitAsync();
        try
        {
            if (cached == null) cached = await http.GetStringAsync("config");
            return cached;
        }
        finally { Gate.Release(); }
    }
}

//// case: quiet: a few field or dictionary operations, instance locks, bulkheads, not on a request
public class FController : ControllerBase
{
    private static readonly object Sync = new();
    private static readonly Dictionary<string, int> Counts = [];
    private static int total;
    private static readonly SemaphoreSlim Bulkhead = new(16);
    private readonly object own = new();

    [HttpPost("/f")] public async Task<int> F(string key)
    {
        lock (Sync)
        {
            Counts[key] = Counts.TryGetValue(key, out var n) ? n + 1 : 1;
            total++;
        }
        lock (own) { foreach (var c in key) total += c; }
        await Bulkhead.WaitAsync();
        try { await Task.Delay(1); }
        finally { Bulkhead.Release(); }
        return total;
    }
}
public class Batch
{
    private static readonly object Sync = new();
    public void Run(List<int> items) { lock (Sync) { foreach (var x in items) Console.WriteLine(x); } }
}
