//// case: parallel loops with no degree
public class AController : ControllerBase
{
    [HttpPost("/1")] public void One(List<int> items) => Parallel.ForEach(items, x => Work(x)); // !SCALE5006
    [HttpPost("/2")] public void Two(int n) { Parallel.For(0, n, i => Work(i)); } // !SCALE5006
    [HttpPost("/3")] public void Three(List<int> items) => Parallel.ForEach(items, new ParallelOptions { CancellationToken = HttpContext.RequestAborted }, x => Work(x)); // !SCALE5006
    [HttpPost("/4")] public void Four(List<int> items) => Parallel.ForEach(items, new ParallelOptions { MaxDegreeOfParallelism = -1 }, x => Work(x)); // !SCALE5006
    private static void Work(int x) => Math.Sqrt(x);
}

//// case: one task per element, through a helper and a service
using System.Collections.Concurrent;
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddSingleton<IRender, Render>();
var app = builder.Build();
app.MapPost("/render", async (List<string> pages, IRender render) => await render.All(pages));
app.Run();
public interface IRender { Task<int[]> All(List<string> pages); }
public class Render : IRender
{
    public async Task<int[]> All(List<string> pages)
    {
        var tasks = new List<Task<int>>();
        foreach (var page in pages)
            tasks.Add(Task.Run(() => Draw(page))); // !SCALE5006
        return await Task.WhenAll(tasks);
    }
    private static int Draw(string page) => page.GetHashCode();
}

//// case: a projection, and the task factory
public class BController : ControllerBase
{
    [HttpPost("/1")] public async Task<int> One(List<int> items) => (await Task.WhenAll(items.Select(x => Task.Run(() => x * x)))).Sum(); // !SCALE5006
    [HttpPost("/2")] public void Two(List<int> items)
    {
        foreach (var item in items) Task.Factory.StartNew(() => Math.Sqrt(item)); // !SCALE5006
    }
}

//// case: a thread per request, in another project, and in a consumer
//// project: Work lib
using MassTransit;
namespace Work;
public class Runner
{
    public void Start(Action work)
    {
        var thread = new Thread(() => work()) { IsBackground = true }; // !SCALE5006
        thread.Start();
    }
}
public record Job(int[] Parts);
public class JobConsumer : IConsumer<Job>
{
    public Task Consume(ConsumeContext<Job> context)
    {
        Parallel.ForEach(context.Message.Parts, part => Math.Sqrt(part)); // !SCALE5006
        return Task.CompletedTask;
    }
}
//// project: App lib
public class CController(Work.Runner runner) : ControllerBase { [HttpPost("/c")] public void C() => runner.Start(() => Console.WriteLine()); }

//// case: quiet: bounded degree
public class DController(IConfiguration configuration) : ControllerBase
{
    private static readonly ParallelOptions Four = new() { MaxDegreeOfParallelism = 4 };
    private static readonly SemaphoreSlim Gate = new(8);
    [HttpPost("/1")] public void One(List<int> items) => Parallel.ForEach(items, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, x => Math.Sqrt(x));
    [HttpPost("/2")] public void Two(List<int> items) => Parallel.ForEach(items, Four, x => Math.Sqrt(x));
    [HttpPost("/3")] public Task Three(List<int> items) => Parallel.ForEachAsync(items, (x, ct) => { Math.Sqrt(x); return ValueTask.CompletedTask; });
    [HttpPost("/4")] public async Task Four4(List<int> items) => await Task.WhenAll(items.Select(x => Task.Run(async () => { await Gate.WaitAsync(); try { Math.Sqrt(x); } finally { Gate.Release(); } })));
    [HttpPost("/5")] public async Task Five(List<int> items) { foreach (var chunk in items.Chunk(8)) await Task.WhenAll(chunk.Select(x => Task.Run(() => Math.Sqrt(x)))); }
    [HttpPost("/6")] public void Six(List<int> items) => Parallel.For(0, items.Count, new ParallelOptions { MaxDegreeOfParallelism = configuration.GetValue<int>("degree") }, i => Math.Sqrt(i));
    [HttpPost("/7")] public async Task Seven() => await Task.WhenAll(new[] { 1, 2, 3 }.Select(x => Task.Run(() => Math.Sqrt(x))));
    [HttpPost("/8")] public async Task<double> Eight(double x) => await Task.Run(() => Math.Sqrt(x));
    [HttpPost("/9")] public async Task Nine(List<int> items) { foreach (var x in items) await Task.Run(() => Math.Sqrt(x)); }
    [HttpPost("/10")] public void Ten(List<int> items) { for (var i = 0; i < 4; i++) { var n = i; Task.Run(() => Math.Sqrt(n)); } }
}

//// case: quiet: remote work is another rule's, and no request
public class EController(HttpClient http) : ControllerBase
{
    [HttpPost("/1")] public async Task One(List<string> urls) => await Task.WhenAll(urls.Select(x => Task.Run(() => http.GetStringAsync(x))));
    [HttpPost("/2")] public void Two(List<string> urls) => Parallel.ForEach(urls, x => http.GetStringAsync(x).Wait());
}
public class Nightly : BackgroundService
{
    private readonly Thread loop = new(() => { });
    protected override Task ExecuteAsync(CancellationToken stop) { loop.Start(); Parallel.ForEach(new List<int>(), x => Math.Sqrt(x)); return Task.CompletedTask; }
}
