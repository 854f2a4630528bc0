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
