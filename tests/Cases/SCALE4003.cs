//// case: POST, PATCH and a charge under a policy and a loop
using Polly;
using Polly.Retry;
using Stripe;
public class Pay(HttpClient http, ChargeService charges)
{
    private static readonly ResiliencePipeline Pipeline = new ResiliencePipelineBuilder().AddRetry(new RetryStrategyOptions { UseJitter = true }).Build();
    private static readonly AsyncRetryPolicy Old = Policy.Handle<Exception>().WaitAndRetryAsync(3, i => TimeSpan.FromSeconds(i));
    public async Task A(CancellationToken ct) => await Pipeline.ExecuteAsync(async t => await http.PostAsync("orders", null, t), ct); // !SCALE4003
    public async Task B(CancellationToken ct) => await Old.ExecuteAsync(() => http.PatchAsync("orders", null, ct)); // !SCALE4003
    public async Task C(CancellationToken ct)
    {
        for (var attempt = 0; attempt < 3; attempt++)
        {
            try { await charges.CreateAsync(new ChargeCreateOptions { Amount = 5 }, null, ct); return; } // !SCALE4003
            catch (StripeException) { await Task.Delay(1000, ct); }
        }
    }
    public async Task D(Card card, CancellationToken ct) => await Pipeline.ExecuteAsync(async t => await http.PostAsJsonAsync("cards", card, t), ct); // !SCALE4003
}
public record Card(string Number);

//// case: a registered client's policy, a typed client behind an interface
using Polly;
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddHttpClient<IOrders, Orders>().AddStandardResilienceHandler();
builder.Services.AddHttpClient("legacy").AddTransientHttpErrorPolicy(p => p.WaitAndRetryAsync(3, i => TimeSpan.FromSeconds(i)));
var app = builder.Build();
app.MapPost("/orders", (IOrders orders, CancellationToken ct) => orders.Place(ct));
app.MapPost("/legacy", (IHttpClientFactory f, CancellationToken ct) => f.CreateClient("legacy").PostAsync("x", null, ct)); // !SCALE4003
app.Run();
public interface IOrders { Task Place(CancellationToken ct); }
public class Orders(HttpClient http) : IOrders
{
    public Task Place(CancellationToken ct) => http.PostAsync("orders", null, ct); // !SCALE4003
}

//// case: inserts and publishes in a loop, through a helper
using Npgsql;
using Dapper;
using MassTransit;
using Confluent.Kafka;
using RabbitMQ.Client;
public class Writer(NpgsqlConnection db, IBus bus, IProducer<string, string> kafka, IChannel rabbit)
{
    public async Task Insert(CancellationToken ct)
    {
        for (var attempt = 0; attempt < 3; attempt++)
        {
            try { await db.ExecuteAsync("insert into orders (id) values (1)"); return; } // !SCALE4003
            catch (NpgsqlException) { await Task.Delay(1000, ct); }
        }
    }
    public async Task Publish(CancellationToken ct)
    {
        var retries = 0;
        while (true)
        {
            try { await Send(ct); break; } // !SCALE4003
            catch (TimeoutException) when (retries++ < 3) { await Task.Delay(1000, ct); }
        }
    }
    private Task Send(CancellationToken ct) => bus.Publish(new { Id = 1 }, ct);
    public async Task Produce(CancellationToken ct)
    {
        for (var attempt = 0; attempt < 3; attempt++)
        {
            try { await kafka.ProduceAsync("orders", new Message<string, string> { Key = "a", Value = "b" }, ct); return; } // !SCALE4003
            catch (KafkaException) { await Task.Delay(1000, ct); }
        }
    }
}

//// case: quiet: unsafe methods disabled, no retry, a client's own
using Polly;
using Microsoft.Extensions.Http.Resilience;
using Azure.Messaging.ServiceBus;
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddHttpClient("a").AddStandardResilienceHandler(o => o.Retry.DisableForUnsafeHttpMethods());
builder.Services.AddHttpClient("b").AddStandardResilienceHandler().Configure(o => o.Retry.DisableForUnsafeHttpMethods());
builder.Services.AddHttpClient("c").AddStandardResilienceHandler(o => o.Retry.DisableFor(HttpMethod.Post));
builder.Services.AddHttpClient("d");
var app = builder.Build();
app.MapPost("/a", (IHttpClientFactory f, CancellationToken ct) => f.CreateClient("a").PostAsync("x", null, ct));
app.MapPost("/b", (IHttpClientFactory f, CancellationToken ct) => f.CreateClient("b").PostAsync("x", null, ct));
app.MapPost("/c", (IHttpClientFactory f, CancellationToken ct) => f.CreateClient("c").PostAsync("x", null, ct));
app.MapPost("/d", (IHttpClientFactory f, CancellationToken ct) => f.CreateClient("d").PostAsync("x", null, ct));
app.MapPost("/e", (ServiceBusSender sender, CancellationToken ct) => sender.SendMessageAsync(new ServiceBusMessage("x"), ct));
app.Run();

//// case: quiet: keys, ids and conditions in sight
using Polly;
using Polly.Retry;
using Stripe;
using Npgsql;
using Dapper;
using Azure.Messaging.ServiceBus;
public class Safe(HttpClient http, ChargeService charges, NpgsqlConnection db, ServiceBusSender sender)
{
    private static readonly ResiliencePipeline Pipeline = new ResiliencePipelineBuilder().AddRetry(new RetryStrategyOptions { UseJitter = true }).Build();
    public async Task A(Guid key, CancellationToken ct) => await Pipeline.ExecuteAsync(async t =>
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "orders");
        request.Headers.Add("Idempotency-Key", key.ToString());
        return await http.SendAsync(request, t);
    }, ct);
    public async Task B(string idempotencyKey, CancellationToken ct) => await Pipeline.ExecuteAsync(async t => await charges.CreateAsync(new ChargeCreateOptions { Amount = 5 }, new RequestOptions { IdempotencyKey = idempotencyKey }, t), ct);
    public async Task C(CancellationToken ct) => await Pipeline.ExecuteAsync(async t => await http.PutAsync("orders/1", null, t), ct);
    public async Task D(CancellationToken ct) => await Pipeline.ExecuteAsync(async t => await http.DeleteAsync("orders/1", t), ct);
    public async Task E(CancellationToken ct) => await Pipeline.ExecuteAsync(async t => await http.GetStringAsync("orders/1", t), ct);
    public async Task F(CancellationToken ct) => await Pipeline.ExecuteAsync(async t => await db.ExecuteAsync("insert into x (id) values (1) on conflict (id) do nothing"), ct);
    public async Task G(CancellationToken ct) => await Pipeline.ExecuteAsync(async t => await db.ExecuteAsync("update x set a = 1 where id = 1 and version = 3"), ct);
    public async Task H(string id, CancellationToken ct) => await Pipeline.ExecuteAsync(async t => await sender.SendMessageAsync(new ServiceBusMessage("x") { MessageId = id }, t), ct);
    public async Task I(CancellationToken ct) => await Pipeline.ExecuteAsync(async t => await db.ExecuteAsync("merge into x using y on x.id = y.id when not matched then insert (id) values (y.id)"), ct);
}

//// case: documents, queues, requests built by hand; keys by other names
using Polly;
using Polly.Retry;
using MongoDB.Driver;
using Amazon.SQS;
using Amazon.SQS.Model;
using SendGrid;
using Microsoft.EntityFrameworkCore;
public class Row { public int Id { get; set; } }
public class Db(DbContextOptions<Db> options) : DbContext(options) { public DbSet<Row> Rows => Set<Row>(); }
public class More(IMongoCollection<Row> rows, IAmazonSQS sqs, HttpClient http, ISendGridClient mail, Db db)
{
    private static readonly AsyncRetryPolicy Retry = Policy.Handle<Exception>().WaitAndRetryAsync(3, i => TimeSpan.FromSeconds(i));
    public Task A(CancellationToken ct) => Retry.ExecuteAsync(() => rows.InsertOneAsync(new Row(), null, ct)); // !SCALE4003
    public Task B(CancellationToken ct) => Retry.ExecuteAsync(() => sqs.SendMessageAsync("q", "x", ct)); // !SCALE4003
    public Task C(CancellationToken ct) => Retry.ExecuteAsync(async () => { using var request = new HttpRequestMessage(HttpMethod.Post, "orders"); using var response = await http.SendAsync(request, ct); response.EnsureSuccessStatusCode(); }); // !SCALE4003
    public Task D(CancellationToken ct) => Retry.ExecuteAsync(() => sqs.SendMessageAsync(new SendMessageRequest { QueueUrl = "q.fifo", MessageBody = "x", MessageDeduplicationId = "1" }, ct));
    public Task E(CancellationToken ct) => Retry.ExecuteAsync(async () => { using var request = new HttpRequestMessage(HttpMethod.Post, "orders"); request.Headers.Add("X-Request-Id", "1"); using var response = await http.SendAsync(request, ct); });
    public Task F(CancellationToken ct) => Retry.ExecuteAsync(() => rows.ReplaceOneAsync(x => x.Id == 1, new Row(), new ReplaceOptions { IsUpsert = true }, ct));
}

//// case: quiet: built-in retries and checks in sight
using Npgsql;
using Dapper;
using Microsoft.EntityFrameworkCore;
using Confluent.Kafka;
using Azure.Storage.Queues;
public class Row { public int Id { get; set; } }
public class Db(DbContextOptions<Db> options) : DbContext(options) { public DbSet<Row> Rows => Set<Row>(); }
public class BuiltIn(Db db, IProducer<string, string> kafka, QueueClient queue, NpgsqlConnection connection)
{
    public async Task A(CancellationToken ct) => await kafka.ProduceAsync("x", new Message<string, string> { Key = "a", Value = "b" }, ct);
    public async Task B(CancellationToken ct) => await queue.SendMessageAsync("x", ct);
    public async Task C(CancellationToken ct)
    {
        var strategy = db.Database.CreateExecutionStrategy();
        await strategy.ExecuteAsync(async () => { db.Rows.Add(new Row()); await db.SaveChangesAsync(ct); });
    }
    public async Task D(CancellationToken ct)
    {
        for (var attempt = 0; attempt < 3; attempt++)
        {
            try { await connection.ExecuteAsync("insert into x (id) select 1 where not exists (select 1 from x where id = 1)"); return; }
            catch (NpgsqlException) { await Task.Delay(1000, ct); }
        }
    }
    public async Task E(IEnumerable<int> ids, CancellationToken ct)
    {
        foreach (var id in ids) await connection.ExecuteAsync("insert into x (id) values (@id)", new { id });
    }
}

//// case: a default for all clients of the factory
using Microsoft.Extensions.DependencyInjection;
public static class Defaults
{
    public static void AddDefaults(this IServiceCollection services)
    {
        services.ConfigureHttpClientDefaults(x => x.AddStandardResilienceHandler());
        services.AddHttpClient<Orders>(x => x.BaseAddress = new Uri("http://orders"));
    }
}
public class Orders(HttpClient http)
{
    public Task Place() => http.PostAsync("/orders", null); // !SCALE4003
}

//// case: quiet: a client made by hand has none of the factory's defaults
using Microsoft.Extensions.DependencyInjection;
public static class Defaults
{
    public static void AddDefaults(this IServiceCollection services) => services.ConfigureHttpClientDefaults(x => x.AddStandardResilienceHandler());
}
public class Orders
{
    private readonly HttpClient http = new() { BaseAddress = new Uri("http://orders") };
    public Task Place() => http.PostAsync("/orders", null);
}

//// case: quiet: a default for all clients of another service
//// project: Phone
var app = WebApplication.CreateBuilder(args).Build();
app.MapPost("/relay", (IHttpClientFactory clients) => clients.CreateClient("orders").PostAsync("http://orders/orders", null));
app.Run();
//// project: Defaults lib
using Microsoft.Extensions.DependencyInjection;
public static class Defaults
{
    public static void AddDefaults(this IServiceCollection services) => services.ConfigureHttpClientDefaults(x => x.AddStandardResilienceHandler());
}
//// project: Shop
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddDefaults();
var app = builder.Build();
app.MapPost("/relay", (IHttpClientFactory clients) => clients.CreateClient("orders").PostAsync("http://orders/orders", null)); // !SCALE4003
app.Run();
