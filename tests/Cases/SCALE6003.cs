//// case: save, then publish
using Microsoft.EntityFrameworkCore;
using RabbitMQ.Client;
public class Order { public int Id { get; set; } }
public class Shop(DbContextOptions<Shop> o) : DbContext(o) { public DbSet<Order> Orders => Set<Order>(); }
public class AController(Shop db, IChannel channel) : ControllerBase
{
    [HttpPost("/a")] public async Task A()
    {
        db.Orders.Add(new Order());
        await db.SaveChangesAsync();
        await channel.BasicPublishAsync("orders", "placed", new byte[1]); // !SCALE6003
    }
}

//// case: publish, then save, in a minimal API
using Azure.Messaging.ServiceBus;
using Microsoft.EntityFrameworkCore;
var app = WebApplication.Create(args);
app.MapPost("/b", async (Db db, ServiceBusSender sender) =>
{
    await sender.SendMessageAsync(new ServiceBusMessage("x"));
    await db.SaveChangesAsync(); // !SCALE6003
});
app.Run();
public class Db(DbContextOptions<Db> o) : DbContext(o);

//// case: through repositories and publishers behind interfaces, in other projects
//// project: Data lib
using Dapper;
using Npgsql;
namespace Data;
public interface IOrders { Task Add(int id); }
public class Orders(NpgsqlDataSource source) : IOrders
{
    public async Task Add(int id)
    {
        await using var connection = await source.OpenConnectionAsync();
        await connection.ExecuteAsync("insert into orders values (@id)", new { id });
    }
}
//// project: Events lib
using Confluent.Kafka;
namespace Events;
public interface IEvents { Task Raise(string name); }
public class Events(IProducer<Null, string> producer) : IEvents { public async Task Raise(string name) => await producer.ProduceAsync("events", new Message<Null, string> { Value = name }); }
//// project: App lib
public class PlaceOrder(Data.IOrders orders, Events.IEvents events)
{
    public async Task Handle(int id)
    {
        await orders.Add(id);
        await events.Raise("placed"); // !SCALE6003
    }
}

//// case: a second store: documents, blobs, queues
using Amazon.SQS;
using Azure.Storage.Blobs;
using Microsoft.EntityFrameworkCore;
using MongoDB.Driver;
public class Doc { public int Id { get; set; } }
public class Db(DbContextOptions<Db> o) : DbContext(o);
public class Stores(Db db, IMongoCollection<Doc> docs, BlobClient blob, IAmazonSQS sqs)
{
    public async Task One() { await db.SaveChangesAsync(); await docs.InsertOneAsync(new Doc()); } // !SCALE6003
    public async Task Two() { await blob.UploadAsync(new MemoryStream()); await db.SaveChangesAsync(); } // !SCALE6003
    public async Task Three() { await docs.ReplaceOneAsync(x => x.Id == 1, new Doc()); await sqs.SendMessageAsync("queue", "x"); } // !SCALE6003
}

//// case: two databases
using Microsoft.EntityFrameworkCore;
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddDbContext<Orders>(o => o.UseNpgsql(builder.Configuration.GetConnectionString("orders")));
builder.Services.AddDbContext<Billing>(o => o.UseNpgsql(builder.Configuration.GetConnectionString("billing")));
var app = builder.Build();
app.MapPost("/two", async (Orders orders, Billing billing) =>
{
    await orders.SaveChangesAsync();
    await billing.SaveChangesAsync(); // !SCALE6003
});
app.Run();
public class Orders(DbContextOptions<Orders> o) : DbContext(o);
public class Billing(DbContextOptions<Billing> o) : DbContext(o);

//// case: MassTransit without an outbox, in a consumer
using MassTransit;
using Microsoft.EntityFrameworkCore;
public record Pay(int Id);
public record Paid(int Id);
public class Db(DbContextOptions<Db> o) : DbContext(o);
public class PayConsumer(Db db) : IConsumer<Pay>
{
    public async Task Consume(ConsumeContext<Pay> context)
    {
        await db.SaveChangesAsync();
        await context.Publish(new Paid(context.Message.Id)); // !SCALE6003
    }
}

//// case: quiet: MassTransit with an outbox that holds messages back
using MassTransit;
using Microsoft.EntityFrameworkCore;
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddMassTransit(x => { x.AddConsumer<PayConsumer>(); x.AddInMemoryInboxOutbox(); });
builder.Build().Run();
public record Pay(int Id);
public record Paid(int Id);
public class Db(DbContextOptions<Db> o) : DbContext(o);
public class PayConsumer(Db db) : IConsumer<Pay>
{
    public async Task Consume(ConsumeContext<Pay> context) { await db.SaveChangesAsync(); await context.Publish(new Paid(context.Message.Id)); }
}

//// case: quiet: CAP, which is one, and an own outbox table
using DotNetCore.CAP;
using Microsoft.EntityFrameworkCore;
using RabbitMQ.Client;
public class OutboxEntry { public int Id { get; set; } public string Body { get; set; } = ""; }
public class Db(DbContextOptions<Db> o) : DbContext(o) { public DbSet<OutboxEntry> Entries => Set<OutboxEntry>(); }
public class WithCap(Db db, ICapPublisher cap) { public async Task Run() { await db.SaveChangesAsync(); await cap.PublishAsync("placed", 1); } }
public class Relay(Db db, IChannel channel) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            foreach (var entry in await db.Entries.Take(100).ToListAsync(stop)) { await channel.BasicPublishAsync("x", "y", new byte[1], stop); db.Entries.Remove(entry); }
            await db.SaveChangesAsync(stop);
            await Task.Delay(1000, stop);
        }
    }
}

//// case: quiet: an event log that is saved with the change, on the way to both writes
using Microsoft.EntityFrameworkCore;
using RabbitMQ.Client;
public class IntegrationEventLogEntry { public Guid Id { get; set; } public string Content { get; set; } = ""; public int State { get; set; } }
public class Item { public int Id { get; set; } public decimal Price { get; set; } }
public class Db(DbContextOptions<Db> o) : DbContext(o)
{
    public DbSet<Item> Items => Set<Item>();
    public DbSet<IntegrationEventLogEntry> Log => Set<IntegrationEventLogEntry>();
}
public interface IEvents { Task SaveAsync(Guid id, string content); Task PublishAsync(Guid id, string content); }
public class Events(Db db, IChannel channel) : IEvents
{
    public async Task SaveAsync(Guid id, string content) { db.Log.Add(new IntegrationEventLogEntry { Id = id, Content = content }); await db.SaveChangesAsync(); }
    public async Task PublishAsync(Guid id, string content)
    {
        await channel.BasicPublishAsync("events", "price", System.Text.Encoding.UTF8.GetBytes(content));
        await db.Log.Where(x => x.Id == id).ExecuteUpdateAsync(x => x.SetProperty(e => e.State, 2));
    }
}
[ApiController, Route("items")]
public class ItemsController(Db db, IEvents events) : ControllerBase
{
    [HttpPut("{id}")]
    public async Task Put(int id, decimal price)
    {
        var item = await db.Items.FirstAsync(x => x.Id == id);
        item.Price = price;
        var change = Guid.NewGuid();
        await events.SaveAsync(change, "price");
        await events.PublishAsync(change, "price");
    }
}

//// case: quiet: caches, HTTP, reads, one store twice, either or
using Azure.Storage.Blobs;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Caching.Distributed;
using RabbitMQ.Client;
using StackExchange.Redis;
public class Db(DbContextOptions<Db> o) : DbContext(o);
public class Q(Db db, IDatabase redis, IDistributedCache cache, HttpClient http, BlobClient blob, IChannel channel)
{
    public async Task One() { await db.SaveChangesAsync(); await redis.StringSetAsync("a", "b"); await cache.RemoveAsync("x"); }
    public async Task Two() { await db.SaveChangesAsync(); await http.PostAsync("x", null); }
    public async Task Three() { await blob.DownloadStreamingAsync(); await db.SaveChangesAsync(); await db.SaveChangesAsync(); }
    public async Task Four(bool queue) { if (queue) await channel.BasicPublishAsync("x", "y", new byte[1]); else await db.SaveChangesAsync(); }
    public async Task Five(bool queue)
    {
        if (queue) { await channel.BasicPublishAsync("x", "y", new byte[1]); return; }
        await db.SaveChangesAsync();
    }
}
