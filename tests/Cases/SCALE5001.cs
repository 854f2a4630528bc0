//// case: unbounded channel
using System.Threading.Channels;
public class Jobs
{
    private readonly Channel<string> channel = Channel.CreateUnbounded<string>(); // !SCALE5001
    public ValueTask Add(string job) => channel.Writer.WriteAsync(job);
    public IAsyncEnumerable<string> All() => channel.Reader.ReadAllAsync();
}

//// case: registered with the container
using System.Threading.Channels;
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddSingleton(Channel.CreateUnbounded<int>(new UnboundedChannelOptions { SingleReader = true })); // !SCALE5001
builder.Build().Run();

//// case: blocking collection and dataflow blocks without a bound
using System.Collections.Concurrent;
using System.Threading.Tasks.Dataflow;
public class Flow
{
    private readonly BlockingCollection<int> queue = new(); // !SCALE5001
    private readonly BufferBlock<int> buffer = new(); // !SCALE5001
    private readonly ActionBlock<int> action = new(x => Console.WriteLine(x)); // !SCALE5001
    public void Add(int x) { queue.Add(x); buffer.Post(x); action.Post(x); }
    public int Take() => queue.Take() + buffer.Receive();
}

//// case: concurrent queue fed by requests and drained elsewhere
using System.Collections.Concurrent;
public class Inbox
{
    private readonly ConcurrentQueue<string> queue = new(); // !SCALE5001
    public void Put(string x) => queue.Enqueue(x);
    public bool Get(out string? x) => queue.TryDequeue(out x);
}
public class InController(Inbox inbox) : ControllerBase { [HttpPost("/in")] public void In(string x) => inbox.Put(x); }
public class Drain(Inbox inbox) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested) { while (inbox.Get(out var x)) Console.WriteLine(x); await Task.Delay(100, stop); }
    }
}

//// case: quiet: bounded
using System.Collections.Concurrent;
using System.Threading.Channels;
using System.Threading.Tasks.Dataflow;
public class Bounded
{
    private readonly Channel<string> channel = Channel.CreateBounded<string>(100);
    private readonly BlockingCollection<int> queue = new(1000);
    private readonly BufferBlock<int> buffer = new(new DataflowBlockOptions { BoundedCapacity = 50 });
    private readonly ActionBlock<int> action = new(x => Console.WriteLine(x), new ExecutionDataflowBlockOptions { BoundedCapacity = 10 });
    public object All() => (channel, queue, buffer, action);
}

//// case: quiet: drained in the same method
using System.Threading.Channels;
public class Here
{
    public async Task<int> Sum(List<int> items)
    {
        var channel = Channel.CreateUnbounded<int>();
        foreach (var item in items) channel.Writer.TryWrite(item);
        channel.Writer.Complete();
        var sum = 0;
        await foreach (var x in channel.Reader.ReadAllAsync()) sum += x;
        return sum;
    }
}

//// case: quiet: concurrent queue that no request feeds
using System.Collections.Concurrent;
public class Pool
{
    private readonly ConcurrentQueue<byte[]> free = new();
    public byte[] Rent() => free.TryDequeue(out var x) ? x : new byte[1024];
    public void Return(byte[] x) => free.Enqueue(x);
}

//// case: made by a generic helper of another project
//// project: Bus lib
using System.Threading.Channels;
namespace Bus;
public class EventBus<T>
{
    private readonly Channel<T> channel = Create();
    private static Channel<T> Create() => Channel.CreateUnbounded<T>(new UnboundedChannelOptions { SingleWriter = false }); // !SCALE5001
    public bool Publish(T item) => channel.Writer.TryWrite(item);
    public IAsyncEnumerable<T> Read(CancellationToken stop) => channel.Reader.ReadAllAsync(stop);
}
//// project: App lib
public class OrdersController(Bus.EventBus<string> bus) : ControllerBase { [HttpPost("/o")] public void Post(string x) => bus.Publish(x); }

//// case: registered by a factory, by priority, in a primary constructor
using System.Threading.Channels;
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddSingleton<Channel<int>>(_ => Channel.CreateUnbounded<int>()); // !SCALE5001
builder.Services.AddSingleton(sp => { var made = Channel.CreateUnboundedPrioritized<long>(); return made; }); // !SCALE5001
builder.Build().Run();
public class Work(ILogger<Work> log) { private readonly Channel<byte[]> pipe = Channel.CreateUnbounded<byte[]>(); public Channel<byte[]> Pipe { get { log.LogDebug("x"); return pipe; } } } // !SCALE5001

//// case: blocks whose options set anything but a capacity
using System.Collections.Concurrent;
using System.Threading.Tasks.Dataflow;
public class Steps
{
    private readonly ActionBlock<int> four;
    private readonly TransformBlock<int, string> text = new(x => x.ToString(), new ExecutionDataflowBlockOptions { MaxDegreeOfParallelism = 8 }); // !SCALE5001
    private readonly BufferBlock<int> open = new(new DataflowBlockOptions { BoundedCapacity = DataflowBlockOptions.Unbounded }); // !SCALE5001
    private readonly BlockingCollection<int> bag = new(new ConcurrentBag<int>()); // !SCALE5001
    public Steps() => four = new ActionBlock<int>(Send, new ExecutionDataflowBlockOptions { MaxDegreeOfParallelism = 4, EnsureOrdered = false }); // !SCALE5001
    private Task Send(int x) => Task.Delay(x);
    public object All() => (four, text, open, bag);
}

//// case: given to a client by a hub
using System.Threading.Channels;
using Microsoft.AspNetCore.SignalR;
public class Ticks : Hub
{
    public ChannelReader<int> Counter(int count)
    {
        var channel = Channel.CreateUnbounded<int>(); // !SCALE5001
        _ = Write(channel.Writer, count);
        return channel.Reader;
    }
    private static async Task Write(ChannelWriter<int> writer, int count) { for (var i = 0; i < count; i++) await writer.WriteAsync(i); writer.Complete(); }
}

//// case: static concurrent queue and stack fed by endpoints through a helper, drained by a timer
using System.Collections.Concurrent;
var app = WebApplication.Create(args);
app.MapPost("/log", (string line) => Log.Write(line));
app.Run();
public static class Log
{
    private static readonly ConcurrentQueue<string> Lines = new(); // !SCALE5001
    private static readonly ConcurrentBag<string> Spare = new(); // !SCALE5001
    private static readonly Timer Flusher = new(_ => Flush(), null, 1000, 1000);
    public static void Write(string line) { Lines.Enqueue(line); Spare.Add(line); GC.KeepAlive(Flusher); }
    private static void Flush() { while (Lines.TryDequeue(out var line)) Console.WriteLine(line); while (Spare.TryTake(out var x)) Console.WriteLine(x); }
}

//// case: concurrent queue registered with the container, fed by a controller, drained by a hosted service
using System.Collections.Concurrent;
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddSingleton(new ConcurrentQueue<string>()); // !SCALE5001
builder.Services.AddHostedService<Sender>();
builder.Build().Run();
public class MailController(ConcurrentQueue<string> queue) : ControllerBase { [HttpPost("/mail")] public void Post(string x) => queue.Enqueue(x); }
public class Sender(ConcurrentQueue<string> queue) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested) { if (queue.TryDequeue(out var x)) Console.WriteLine(x); else await Task.Delay(50, stop); }
    }
}

//// case: concurrent queue behind an interface and a property
using System.Collections.Concurrent;
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddSingleton<IOutgoing, Outgoing>();
builder.Services.AddHostedService<Pump>();
var app = builder.Build();
app.MapPost("/p", (IOutgoing o, string x) => o.Add(x));
app.Run();
public interface IOutgoing { void Add(string x); bool Next(out string? x); }
public class Outgoing : IOutgoing
{
    private ConcurrentQueue<string> Items { get; } = new ConcurrentQueue<string>(); // !SCALE5001
    public void Add(string x) => Items.Enqueue(x);
    public bool Next(out string? x) => Items.TryDequeue(out x);
}
public class Pump(IOutgoing o) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stop) { while (!stop.IsCancellationRequested) { while (o.Next(out var x)) Console.WriteLine(x); await Task.Delay(100, stop); } }
}

//// case: quiet: bounded in other ways
using System.Collections.Concurrent;
using System.Threading.Channels;
using System.Threading.Tasks.Dataflow;
public class Limits(int capacity, IConfiguration configuration)
{
    private readonly Channel<string> first = Channel.CreateBounded<string>(new BoundedChannelOptions(capacity) { FullMode = BoundedChannelFullMode.DropOldest });
    private readonly BlockingCollection<int> queue = new(boundedCapacity: capacity);
    private readonly BlockingCollection<int> stack = new(new ConcurrentStack<int>(), 50);
    private readonly BatchBlock<int> batch = new(10, new GroupingDataflowBlockOptions { BoundedCapacity = 100 });
    private readonly BufferBlock<int> buffer = new(Options(configuration.GetValue<int>("n")));
    private static DataflowBlockOptions Options(int n) => new() { BoundedCapacity = n };
    public object All() => (first, queue, stack, batch, buffer);
}

//// case: quiet: bounded by hand
using System.Collections.Concurrent;
public class InController : ControllerBase
{
    private static readonly ConcurrentQueue<string> Queue = new();
    [HttpPost("/in")] public IActionResult In(string x)
    {
        if (Queue.Count >= 1000) return StatusCode(503);
        Queue.Enqueue(x);
        return Accepted();
    }
    public static void Drain() { while (Queue.TryDequeue(out var x)) Console.WriteLine(x); }
}

//// case: quiet: filled and emptied by one method, with helpers and local functions
using System.Collections.Concurrent;
using System.Threading.Channels;
public class Local
{
    public async Task<int> Run(List<int> items)
    {
        var channel = Channel.CreateUnbounded<int>();
        async Task Produce() { foreach (var item in items) await channel.Writer.WriteAsync(item); channel.Writer.Complete(); }
        var producer = Produce();
        var sum = 0;
        while (await channel.Reader.WaitToReadAsync()) while (channel.Reader.TryRead(out var x)) sum += x;
        await producer;
        return sum;
    }
    public async Task<int> Split(List<int> items)
    {
        var channel = Channel.CreateUnbounded<int>();
        var consumers = Enumerable.Range(0, 4).Select(_ => Task.Run(async () => { await foreach (var x in channel.Reader.ReadAllAsync()) Console.WriteLine(x); })).ToArray();
        foreach (var item in items) channel.Writer.TryWrite(item);
        channel.Writer.Complete();
        await Task.WhenAll(consumers);
        return items.Count;
    }
    public List<int> Collect(List<int> items)
    {
        var results = new ConcurrentBag<int>();
        Parallel.ForEach(items, new ParallelOptions { MaxDegreeOfParallelism = 4 }, x => results.Add(x));
        return results.ToList();
    }
}

//// case: quiet: a concurrent queue that start-up fills and requests take from
using System.Collections.Concurrent;
public class Codes : IHostedService
{
    public static readonly ConcurrentQueue<string> Free = new();
    public Task StartAsync(CancellationToken stop) { for (var i = 0; i < 100; i++) Free.Enqueue("c" + i); return Task.CompletedTask; }
    public Task StopAsync(CancellationToken stop) => Task.CompletedTask;
}
public class CodeController : ControllerBase { [HttpGet("/code")] public string? Next() => Codes.Free.TryDequeue(out var x) ? x : null; }

//// case: registered by factory, and a collection in a hosted service's public member
using System.Collections.Concurrent;
using System.Threading.Channels;
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddSingleton(_ => Channel.CreateUnbounded<int>()); // !SCALE5001
builder.Services.AddHostedService<Reader>();
var app = builder.Build();
app.MapPost("/n/{n}", async (int n, Channel<int> channel) => await channel.Writer.WriteAsync(n));
app.Run();
public class Reader(Channel<int> channel) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stop) { await foreach (var x in channel.Reader.ReadAllAsync(stop)) Console.WriteLine(x); }
}

//// case: quiet: bounded by options, dropped oldest, drained by the method that fills it
using System.Threading.Channels;
public class FineController : ControllerBase
{
    private static readonly Channel<int> Numbers = Channel.CreateBounded<int>(new BoundedChannelOptions(100) { FullMode = BoundedChannelFullMode.DropOldest });
    [HttpPost("/a")] public async Task<int> A(List<int> list)
    {
        await Numbers.Writer.WriteAsync(1);
        var own = Channel.CreateUnbounded<int>();
        foreach (var x in list) own.Writer.TryWrite(x);
        own.Writer.Complete();
        var sum = 0;
        await foreach (var x in own.Reader.ReadAllAsync()) sum += x;
        return sum;
    }
}

//// case: quiet: tests
//// project: Shop.Tests test
using System.Threading.Channels;
public class Fake { public Channel<int> Channel { get; } = System.Threading.Channels.Channel.CreateUnbounded<int>(); }

//// case: quiet: a pool that requests rent from, and what a scoped object keeps for its own request
using System.Collections.Concurrent;
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddControllers();
builder.Services.AddSingleton<PagePool>();
builder.Services.AddScoped<Pending>();
builder.Build().Run();
public class Page { public void Reset() { } }
public class PagePool
{
    private readonly ConcurrentQueue<Page> pages = new();
    private readonly ConcurrentBag<byte[]> blocks = new();
    public Page Rent() { if (!pages.TryDequeue(out var page)) page = new Page(); page.Reset(); return page; }
    public void Return(Page page) => pages.Enqueue(page);
    public byte[] Block() => blocks.TryTake(out var block) ? block : new byte[1024];
    public void Return(byte[] block) => blocks.Add(block);
}
public class Pending
{
    private readonly ConcurrentBag<Func<Task>> actions = new();
    public void Add(Func<Task> action) => actions.Add(action);
    public async Task Release() { while (actions.TryTake(out var action)) await action(); }
}
public class PagesController(PagePool pool, Pending pending) : ControllerBase
{
    [HttpGet("/page")] public async Task Get() { var page = pool.Rent(); var block = pool.Block(); pending.Add(() => Task.CompletedTask); pool.Return(page); pool.Return(block); await pending.Release(); }
}

//// case: a singleton's queue whose taker hands on what it finds
using System.Collections.Concurrent;
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddControllers();
builder.Services.AddSingleton<Jobs>();
builder.Services.AddHostedService<Runner>();
builder.Build().Run();
public class Job { public void Run() { } }
public class Jobs
{
    private readonly ConcurrentQueue<Job> jobs = new(); // !SCALE5001
    public void Add(Job job) => jobs.Enqueue(job);
    public Job? Next() => jobs.TryDequeue(out var job) ? job : null;
}
public class JobsController(Jobs jobs) : ControllerBase { [HttpPost("/jobs")] public void Post() => jobs.Add(new Job()); }
public class Runner(Jobs jobs) : BackgroundService { protected override async Task ExecuteAsync(CancellationToken stop) { while (!stop.IsCancellationRequested) { jobs.Next()?.Run(); await Task.Delay(10, stop); } } }
