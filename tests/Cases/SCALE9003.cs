//// case: a channel that a hosted service drains into remote work
using System.Threading.Channels;
public sealed record Mail(string To);
public class MailController(Channel<Mail> mails) : ControllerBase
{
    [HttpPost("/mail")] public ValueTask Post(string to, CancellationToken ct) => mails.Writer.WriteAsync(new Mail(to), ct); // !SCALE9003
    [HttpPost("/try")] public bool Try(string to) => mails.Writer.TryWrite(new Mail(to)); // !SCALE9003
}
public class Sender(Channel<Mail> mails, HttpClient http) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stop)
    {
        await foreach (var mail in mails.Reader.ReadAllAsync(stop)) await http.PostAsJsonAsync("http://mail/send", mail, stop);
    }
}

//// case: an own queue behind an interface, in another project, drained through a helper
//// project: Jobs lib
using System.Threading.Channels;
namespace Jobs;
public record Job(int Id);
public interface IJobQueue { ValueTask Enqueue(Job job); ValueTask<Job> Next(CancellationToken ct); }
public class JobQueue : IJobQueue
{
    private readonly Channel<Job> jobs = Channel.CreateBounded<Job>(100);
    public async ValueTask Enqueue(Job job) => await jobs.Writer.WriteAsync(job); // !SCALE9003
    public ValueTask<Job> Next(CancellationToken ct) => jobs.Reader.ReadAsync(ct);
}
//// project: App
using Jobs;
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddSingleton<IJobQueue, JobQueue>();
builder.Services.AddHostedService<Worker>();
var app = builder.Build();
app.MapPost("/jobs", async (Job job, IJobQueue jobs) => await jobs.Enqueue(job));
app.Run();
public class Worker(IJobQueue jobs, HttpClient http) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested) { var job = await jobs.Next(stop); await Do(job, stop); }
    }
    private Task Do(Job job, CancellationToken stop) => http.PostAsJsonAsync("http://work/do", job, stop);
}

//// case: a blocking collection with a thread, a concurrent queue with a timer, a dataflow block
using System.Collections.Concurrent;
using System.Threading.Tasks.Dataflow;
public class Outbound(HttpClient http)
{
    public readonly BlockingCollection<string> Words = new(100);
    public void Run() { foreach (var word in Words.GetConsumingEnumerable()) http.PostAsJsonAsync("http://words", word).GetAwaiter().GetResult(); }
    public void Start() => new Thread(Run).Start();
}
public class Flush(HttpClient http) : BackgroundService
{
    public static readonly ConcurrentQueue<int> Counts = new();
    protected override async Task ExecuteAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            while (Counts.TryDequeue(out var count)) await http.PostAsJsonAsync("http://counts", count, stop);
            await Task.Delay(1000 + Random.Shared.Next(100), stop);
        }
    }
}
public class Blocks
{
    public readonly ActionBlock<long> Post;
    public Blocks(HttpClient http) => Post = new ActionBlock<long>(x => http.PostAsJsonAsync("http://numbers", x), new ExecutionDataflowBlockOptions { BoundedCapacity = 100 });
}
public class HandController(Outbound outbound, Blocks blocks) : ControllerBase
{
    [HttpPost("/word")] public void Word(string word) => outbound.Words.Add(word); // !SCALE9003
    [HttpPost("/count")] public void Count(int count) => Note(count);
    private static void Note(int count) => Flush.Counts.Enqueue(count); // !SCALE9003
    [HttpPost("/number")] public void Number(long number) => blocks.Post.Post(number); // !SCALE9003
}

//// case: suppressed flow, unsafe work items
public class UnsafeController(HttpClient http) : ControllerBase
{
    [HttpPost("/a")] public void A() => ThreadPool.UnsafeQueueUserWorkItem(_ => http.GetStringAsync("http://x/a").GetAwaiter().GetResult(), null); // !SCALE9003
    [HttpPost("/b")] public void B()
    {
        using (ExecutionContext.SuppressFlow()) // !SCALE9003
        {
            _ = Task.Run(() => http.GetStringAsync("http://x/b"));
        }
    }
    [HttpPost("/c")] public void C() => ThreadPool.UnsafeQueueUserWorkItem(Work, "x", false); // !SCALE9003
    private void Work(string x) => http.GetStringAsync("http://x/" + x).Wait();
}

//// case: raw publishes of clients that do not propagate
using Amazon.SQS;
using Amazon.SQS.Model;
using Confluent.Kafka;
public class PublishController(IProducer<string, string> kafka, IAmazonSQS sqs) : ControllerBase
{
    [HttpPost("/k")] public async Task K(string order) => await kafka.ProduceAsync("orders", new Message<string, string> { Key = order, Value = order }); // !SCALE9003
    [HttpPost("/s")] public async Task S(string order) => await Send(order);
    private async Task Send(string order) => await sqs.SendMessageAsync("https://sqs/orders", order); // !SCALE9003
}

//// case: quiet: task runs, discarded tasks, new threads
public class FlowController(HttpClient http) : ControllerBase
{
    [HttpPost("/a")] public void A() => _ = Task.Run(() => http.GetStringAsync("http://x/a"));
    [HttpPost("/b")] public void B() => _ = http.GetStringAsync("http://x/b");
    [HttpPost("/c")] public void C() => new Thread(() => http.GetStringAsync("http://x/c").Wait()).Start();
    [HttpPost("/d")] public void D() => ThreadPool.QueueUserWorkItem(_ => http.GetStringAsync("http://x/d").Wait());
}

//// case: quiet: clients that propagate by themselves
using Azure.Messaging.ServiceBus;
using MassTransit;
using RabbitMQ.Client;
public record Placed(int Id);
public class SpreadController(IChannel rabbit, ServiceBusSender bus, IPublishEndpoint mass) : ControllerBase
{
    [HttpPost("/a")] public async Task A(byte[] body) => await rabbit.BasicPublishAsync("orders", "placed", body);
    [HttpPost("/b")] public async Task B(string body) => await bus.SendMessageAsync(new ServiceBusMessage(body));
    [HttpPost("/c")] public async Task C(int id) => await mass.Publish(new Placed(id));
}

//// case: quiet: nothing drains it, or into local work; drained in the same method
using System.Threading.Channels;
public record Note(string Text);
public record Tick(int N);
public class NoteController(Channel<Note> notes, Channel<Tick> ticks, HttpClient http) : ControllerBase
{
    [HttpPost("/a")] public async Task A(string text) => await notes.Writer.WriteAsync(new Note(text));
    [HttpPost("/b")] public async Task B(int n) => await ticks.Writer.WriteAsync(new Tick(n));
    [HttpPost("/c")] public async Task C(List<string> urls)
    {
        var own = Channel.CreateBounded<string>(10);
        var work = Task.Run(async () => { await foreach (var url in own.Reader.ReadAllAsync()) await http.GetStringAsync(url); });
        foreach (var url in urls) await own.Writer.WriteAsync(url);
        own.Writer.Complete();
        await work;
    }
}
public class Sum(Channel<Tick> ticks) : BackgroundService
{
    private long sum;
    protected override async Task ExecuteAsync(CancellationToken stop) { await foreach (var tick in ticks.Reader.ReadAllAsync(stop)) sum += tick.N; }
}

//// case: quiet: the context is passed along, in the item or in a header
using System.Diagnostics;
using System.Text;
using System.Threading.Channels;
using Confluent.Kafka;
public sealed record Mail(string To, ActivityContext Parent);
public sealed record Letter(string To, string? TraceParent);
public class MailController(Channel<Mail> mails, Channel<Letter> letters, IProducer<string, string> kafka) : ControllerBase
{
    [HttpPost("/mail")] public ValueTask Post(string to) => mails.Writer.WriteAsync(new Mail(to, Activity.Current?.Context ?? default));
    [HttpPost("/letter")] public ValueTask Letter(string to) => letters.Writer.WriteAsync(new Letter(to, Activity.Current?.Id));
    [HttpPost("/k")] public async Task K(string order)
    {
        var headers = new Headers { { "traceparent", Encoding.UTF8.GetBytes(Activity.Current?.Id ?? "") } };
        await kafka.ProduceAsync("orders", new Message<string, string> { Key = order, Value = order, Headers = headers });
    }
}
public class Sender(Channel<Mail> mails, Channel<Letter> letters, HttpClient http) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stop)
    {
        await foreach (var mail in mails.Reader.ReadAllAsync(stop)) await http.PostAsJsonAsync("http://mail/send", mail.To, stop);
        await foreach (var letter in letters.Reader.ReadAllAsync(stop)) await http.PostAsJsonAsync("http://mail/send", letter.To, stop);
    }
}

//// case: Redis and storage queues, a channel of delegates, a buffer block
using Azure.Storage.Queues;
using StackExchange.Redis;
using System.Threading.Channels;
using System.Threading.Tasks.Dataflow;
public class PubController(ISubscriber redis, QueueClient queue, Channel<Func<CancellationToken, Task>> work, BufferBlock<int> block) : ControllerBase
{
    [HttpPost("/r")] public async Task R(string x) => await redis.PublishAsync(RedisChannel.Literal("orders"), x); // !SCALE9003
    [HttpPost("/q")] public async Task Q(string x) => await queue.SendMessageAsync(x); // !SCALE9003
    [HttpPost("/b")] public async Task B(int x) => await block.SendAsync(x); // !SCALE9003
}
public class Taker(BufferBlock<int> block, HttpClient http) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stop)
    {
        while (await block.OutputAvailableAsync(stop)) { var x = await block.ReceiveAsync(stop); await http.PostAsJsonAsync("http://x/y", x, stop); }
    }
}
