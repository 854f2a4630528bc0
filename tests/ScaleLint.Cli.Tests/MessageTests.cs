using System.Text.Json;

namespace ScaleLint.Cli.Tests;

/// <summary>Messages from who publishes them to who handles them, in the ways that libraries name queues, and what must not be joined.</summary>
public sealed class MessageTests : IDisposable
{
    private readonly LinkedSystem system = new();

    public void Dispose() => system.Dispose();

    [Fact]
    public void A_message_goes_on_by_queue_exchange_and_routing_key()
    {
        system.Library("Audit", """
                public class Trail(RabbitMQ.Client.IChannel channel)
                {
                    public Task Seen() => Put("orders");
                    public Task Gone() => Put("paid");
                    async Task Put(string queue) => await RabbitMQ.Client.IChannelExtensions.BasicPublishAsync(channel, "", queue, default);
                }
                """)
            .Library("Contracts", "public static class Queues { public const string Orders = \"orders\"; public const string Events = \"shop-events\"; }")
            .Web("Shop", "builder.Services.AddSingleton<Rabbit>();", """
                app.MapPost("/orders", async (Rabbit r, string body) => { await RabbitMQ.Client.IChannelExtensions.BasicPublishAsync(r.Channel, "", Queues.Orders, System.Text.Encoding.UTF8.GetBytes(body)); });
                app.MapPost("/paid", async (Rabbit r) => { await r.Publish("order.paid"); });
                app.MapPost("/any", async (Rabbit r, string key) => { await RabbitMQ.Client.IChannelExtensions.BasicPublishAsync(r.Channel, Queues.Events, key, default); });
                app.MapPost("/all", async (Rabbit r, IConfiguration c) => { await RabbitMQ.Client.IChannelExtensions.BasicPublishAsync(r.Channel, c["News"]!, "", default); });
                app.MapPost("/seen", async (Trail trail) => await trail.Seen());
                app.MapPost("/lost", async (Rabbit r) => { await RabbitMQ.Client.IChannelExtensions.BasicPublishAsync(r.Channel, Queues.Events, "user.created", default); });
                """, """
                class Rabbit
                {
                    public RabbitMQ.Client.IChannel Channel = null!;
                    public async Task Open() { var connection = await new RabbitMQ.Client.ConnectionFactory { HostName = "rabbitmq" }.CreateConnectionAsync(); Channel = await connection.CreateChannelAsync(); }
                    public async Task Publish(string key) => await RabbitMQ.Client.IChannelExtensions.BasicPublishAsync(Channel, exchange: Queues.Events, routingKey: key, body: default);
                }
                """, """{ "News": "news" }""");
        system.Service("Shipping", Worker("""
                var orders = new AsyncEventingBasicConsumer(channel);
                orders.ReceivedAsync += async (_, e) => await Task.Yield();
                await channel.BasicConsumeAsync(Queues.Orders, true, orders);
                await channel.QueueBindAsync("paid", Queues.Events, "order.*");
                var paid = new AsyncEventingBasicConsumer(channel);
                paid.ReceivedAsync += async (_, e) => await Task.Yield();
                await channel.BasicConsumeAsync("paid", true, paid);
                """))
            .Service("Mailer", Worker("""
                await channel.ExchangeDeclareAsync("news", ExchangeType.Fanout);
                var queue = await channel.QueueDeclareAsync();
                await channel.QueueBindAsync(queue.QueueName, "news", "ignored");
                var news = new AsyncEventingBasicConsumer(channel);
                news.ReceivedAsync += OnNews;
                await channel.BasicConsumeAsync(queue.QueueName, true, news);
                """, "Task OnNews(object sender, BasicDeliverEventArgs e) => Task.CompletedTask;"))
            .Compose("  rabbitmq:\n    image: rabbitmq:3\n", "Shop", "Shipping", "Mailer");
        var result = JsonDocument.Parse(system.Report()).RootElement;
        Assert.Equal([
            "news shop > mailer: consume Worker.ExecuteAsync",
            "orders shop > shipping: consume Worker.ExecuteAsync (orders)",
            "shop-events/order.paid shop > shipping: consume Worker.ExecuteAsync (paid)",
            "shop-events/user.created shop > : ",
        ], Messages(result));
        // Which of the bound queues a key of the request leads to is not known.
        var unresolved = Assert.Single(result.GetProperty("unresolved").EnumerateArray());
        Assert.Equal("queue-publish shop-events", $"{unresolved.GetProperty("kind").GetString()} {unresolved.GetProperty("address").GetString()}");
        Assert.All(result.GetProperty("edges").EnumerateArray(), x => Assert.Equal("rabbitmq", x.GetProperty("to").GetString()));
        // In the model the handlers run as often as their messages are published.
        var model = JsonDocument.Parse(system.Report("model")).RootElement;
        Assert.Equal(["rabbitmq/news: consume Worker.ExecuteAsync", "rabbitmq/orders: consume Worker.ExecuteAsync (orders)", "rabbitmq/shop-events/order.paid: consume Worker.ExecuteAsync (paid)"],
            model.GetProperty("resources").EnumerateArray().Where(x => x.TryGetProperty("consumer", out _)).Select(x => $"{x.GetProperty("id").GetString()}: {x.GetProperty("consumer").GetString()}"));
        Assert.All(model.GetProperty("operations").EnumerateArray().Where(x => x.GetProperty("id").GetString()!.StartsWith("consume ", StringComparison.Ordinal)), x => Assert.False(x.TryGetProperty("ratePerSecond", out var rate) && rate.GetDouble() > 0));
        Assert.Matches(@"Messages \(4\)\s+shop -> mailer \(news, rabbitmq\)", system.Report("text"));
    }

    [Fact]
    public void A_message_goes_on_by_the_names_and_types_of_every_library()
    {
        system.Library("Contracts", "namespace Contracts; public record OrderPlaced(int Id); public interface IAudited { } public record Refunded(int Id) : IAudited; public record CheckStock(int Id); public record StockLevel(int Left); public record Ship(int Id);")
            .Library("Dapr.Client", "namespace Dapr.Client { public abstract class DaprClient { public abstract Task PublishEventAsync<T>(string pubsub, string topic, T data, CancellationToken stop = default); } } namespace Dapr { public class TopicAttribute(string pubsub, string name) : Attribute { } }")
            .Library("Dapr.AspNetCore", "namespace Microsoft.AspNetCore.Builder { public static class DaprEndpointConventionBuilderExtensions { public static T WithTopic<T>(this T builder, string pubsub, string name) where T : IEndpointConventionBuilder => builder; } }")
            .Library("Functions", "namespace Microsoft.Azure.Functions.Worker { public class FunctionAttribute(string name) : Attribute { } public class QueueTriggerAttribute(string queueName) : Attribute { } public class ServiceBusTriggerAttribute(string queueName) : Attribute { } }")
            .Library("NServiceBus.Core", "namespace NServiceBus; public interface IMessageSession { Task Send(object message, object options); Task Publish(object message, object options); } public interface IMessageHandlerContext { } public interface IHandleMessages<T> { Task Handle(T message, IMessageHandlerContext context); }")
            .Web("Shop", """
                builder.Services.AddSingleton<IProducer<string, string>>(_ => new ProducerBuilder<string, string>(new ProducerConfig { BootstrapServers = "kafka:9092" }).Build()).AddScoped<Topics>();
                builder.Services.AddSingleton(_ => new ServiceBusClient("Endpoint=sb://shop.servicebus.windows.net/")).AddSingleton(s => s.GetRequiredService<ServiceBusClient>().CreateSender("returns")).AddScoped<Bus>();
                builder.Services.AddSingleton<IAmazonSQS>(_ => new AmazonSQSClient()).AddMassTransit(x => x.UsingInMemory());
                """, """
                app.MapPost("/kafka", async (Topics t) => await t.Raise());
                app.MapPost("/bus", async (ServiceBusSender s) => await s.SendMessageAsync(new ServiceBusMessage("x")));
                app.MapPost("/hub", async (IConfiguration c) => await new Azure.Messaging.EventHubs.Producer.EventHubProducerClient(c["Hub"], "telemetry").SendAsync(Array.Empty<Azure.Messaging.EventHubs.EventData>()));
                app.MapPost("/storage", async (IConfiguration c) => await new Azure.Storage.Queues.QueueServiceClient(c["Store"]).GetQueueClient("thumbnails").SendMessageAsync("x"));
                app.MapPost("/sqs", async (IAmazonSQS q, IConfiguration c) => await q.SendMessageAsync(c["Parcels"], "x"));
                app.MapPost("/unset", async (IAmazonSQS q, IConfiguration c) => await q.SendMessageAsync(c["Unset"], "x"));
                app.MapPost("/cap", async (DotNetCore.CAP.ICapPublisher p) => await p.PublishAsync("cap.created", 1));
                app.MapPost("/dapr", async (Dapr.Client.DaprClient d) => { await d.PublishEventAsync("pubsub", "daily", 1); await d.PublishEventAsync("pubsub", "hourly", 1); });
                app.MapPost("/types", async (Bus b) => await b.Raise(new Contracts.Refunded(1)));
                app.MapGet("/stock", async (IRequestClient<Contracts.CheckStock> c) => await c.GetResponse<Contracts.StockLevel>(new Contracts.CheckStock(1)));
                app.MapPost("/nsb", async (NServiceBus.IMessageSession s) => { await s.Publish(new Contracts.OrderPlaced(1), null!); await s.Send(new Contracts.Ship(1), null!); });
                """, """
                class Topics(IProducer<string, string> producer, IConfiguration config) { public Task Raise() => producer.ProduceAsync(config["Topic"] ?? "of-nobody", new Message<string, string>()); }
                class Bus(IPublishEndpoint bus) { public Task Raise<T>(T message) where T : class => bus.Publish(message); }
                """, """{ "Topic": "orders.v1", "Parcels": "https://sqs.eu-west-1.amazonaws.com/1/parcels" }""", "using Confluent.Kafka; using Azure.Messaging.ServiceBus; using Amazon.SQS; using MassTransit;\n")
            .Service("Back", """
                using Confluent.Kafka; using Azure.Messaging.ServiceBus; using Amazon.SQS; using Amazon.SQS.Model; using MassTransit;
                var builder = WebApplication.CreateBuilder(args);
                builder.Services.AddSingleton<IAmazonSQS>(_ => new AmazonSQSClient()).AddSingleton(_ => new ServiceBusClient("Endpoint=sb://shop.servicebus.windows.net/"));
                builder.Services.AddHostedService<Kafka>().AddHostedService<Returns>().AddHostedService<Hub>().AddHostedService<Store>().AddHostedService<Parcels>().AddHttpClient("stock", c => c.BaseAddress = new Uri("http://warehouse"));
                var app = builder.Build();
                app.MapPost("/daily", [Dapr.Topic("pubsub", "daily")] (int id) => id);
                app.MapPost("/hourly", (int id) => id).WithName("hourly").WithTopic("pubsub", "hourly");
                app.Run();
                class Kafka : BackgroundService { protected override async Task ExecuteAsync(CancellationToken stop) { var consumer = new ConsumerBuilder<string, string>(new ConsumerConfig { BootstrapServers = "kafka:9092" }).Build(); consumer.Subscribe(["audit", "orders.v1"]); while (true) { consumer.Consume(stop); await Task.Yield(); } } }
                class Returns(ServiceBusClient client) : IHostedService { public async Task StartAsync(CancellationToken stop) { var processor = client.CreateProcessor("returns"); processor.ProcessMessageAsync += On; await processor.StartProcessingAsync(stop); } Task On(ProcessMessageEventArgs e) => Task.CompletedTask; public Task StopAsync(CancellationToken stop) => Task.CompletedTask; }
                class Hub(IConfiguration c) : BackgroundService { protected override async Task ExecuteAsync(CancellationToken stop) { await foreach (var e in new Azure.Messaging.EventHubs.Consumer.EventHubConsumerClient("$Default", c["Hub"], "telemetry").ReadEventsAsync(stop)) { } } }
                class Store(IConfiguration c) : BackgroundService { private readonly Azure.Storage.Queues.QueueClient queue = new(c["Store"], "thumbnails"); protected override async Task ExecuteAsync(CancellationToken stop) { while (true) await queue.ReceiveMessagesAsync(stop); } }
                class Parcels(IAmazonSQS sqs) : BackgroundService { protected override async Task ExecuteAsync(CancellationToken stop) { while (true) { var got = await sqs.ReceiveMessageAsync(new ReceiveMessageRequest { QueueUrl = "https://sqs.eu-west-1.amazonaws.com/1/parcels" }, stop); await sqs.DeleteMessageAsync("https://sqs.eu-west-1.amazonaws.com/1/parcels", got.Messages[0].ReceiptHandle, stop); } } }
                public class Caps : DotNetCore.CAP.ICapSubscribe { [DotNetCore.CAP.CapSubscribe("cap.created")] public void On(int id) { } }
                public class OnAudit : IConsumer<Batch<Contracts.IAudited>> { public Task Consume(ConsumeContext<Batch<Contracts.IAudited>> context) => Task.CompletedTask; }
                public class OnStock(IHttpClientFactory f) : IConsumer<Contracts.CheckStock> { public async Task Consume(ConsumeContext<Contracts.CheckStock> context) => await f.CreateClient("stock").GetStringAsync("stock"); }
                public class OnOrder : NServiceBus.IHandleMessages<Contracts.OrderPlaced>, NServiceBus.IHandleMessages<Contracts.Ship> { public Task Handle(Contracts.OrderPlaced message, NServiceBus.IMessageHandlerContext context) => Task.CompletedTask; public Task Handle(Contracts.Ship message, NServiceBus.IMessageHandlerContext context) => Task.CompletedTask; }
                """)
            .Service("Jobs", """
                using Microsoft.Azure.Functions.Worker;
                Host.CreateApplicationBuilder(args).Build().Run();
                public class Thumbnails { [Function("thumbnails")] public Task Run([QueueTrigger("%Queue%")] string message) => Task.CompletedTask; [Function("unset")] public Task Unset([ServiceBusTrigger("%Nowhere%")] string message) => Task.CompletedTask; }
                """, """{ "Queue": "thumbnails" }""")
            // A queue of another library by the same name, another event hub, and a command that two would take.
            .Service("Decoy", """
                var builder = Host.CreateApplicationBuilder(args);
                builder.Services.AddHostedService<Parcels>().AddHostedService<Hub>();
                builder.Build().Run();
                class Parcels(IConfiguration c) : BackgroundService { private readonly Azure.Storage.Queues.QueueClient queue = new(c["Store"], "parcels"); protected override async Task ExecuteAsync(CancellationToken stop) { while (true) await queue.ReceiveMessagesAsync(stop); } }
                class Hub(IConfiguration c) : BackgroundService { protected override async Task ExecuteAsync(CancellationToken stop) { await foreach (var e in new Azure.Messaging.EventHubs.Consumer.EventHubConsumerClient("$Default", c["Hub"], "audit").ReadEventsAsync(stop)) { } } }
                public class OnShip : NServiceBus.IHandleMessages<Contracts.Ship> { public Task Handle(Contracts.Ship message, NServiceBus.IMessageHandlerContext context) => Task.CompletedTask; }
                """)
            .Web("Warehouse", "", """app.MapGet("/stock", () => 1);""")
            .Compose("  kafka:\n    image: confluentinc/cp-kafka:7.6.0\n", "Shop", "Back", "Jobs", "Decoy", "Warehouse");
        var result = JsonDocument.Parse(system.Report()).RootElement;
        Assert.Equal([
            "CheckStock shop > back: consume CheckStock by OnStock",
            "OrderPlaced shop > back: consume OrderPlaced by OnOrder",
            "Refunded shop > back: consume IAudited by OnAudit",
            "cap.created shop > back: consume Caps.On",
            "daily shop > back: consume daily",
            "hourly shop > back: consume hourly",
            "orders.v1 shop > back: hosted Kafka.ExecuteAsync",
            "parcels shop > back: hosted Parcels.ExecuteAsync",
            "returns shop > back: consume Returns.StartAsync",
            "telemetry shop > back: hosted Hub.ExecuteAsync",
            "thumbnails shop > back: hosted Store.ExecuteAsync",
            "thumbnails shop > jobs: consume Thumbnails.Run",
        ], Messages(result));
        Assert.Equal(["queue-consume consume Thumbnails.Unset ", "queue-publish IAmazonSQS.SendMessageAsync {Unset}", "queue-publish IMessageSession.Send "],
            result.GetProperty("unresolved").EnumerateArray().Select(x => $"{x.GetProperty("kind").GetString()} {x.GetProperty("call").GetString()} {x.GetProperty("address").GetString()}").Order(StringComparer.Ordinal));
        var edges = result.GetProperty("edges").EnumerateArray().Select(x => $"{x.GetProperty("kind").GetString()} {x.GetProperty("from").GetString()} > {x.GetProperty("to").GetString()}").ToList();
        Assert.Contains("queue-publish shop > parcels", edges);
        Assert.Contains("queue-consume back > parcels", edges);
        // Who asks over a queue waits for what the answer waits for; who publishes does not.
        var chains = result.GetProperty("entryPoints").EnumerateArray().Where(x => x.GetProperty("service").GetString() == "shop").ToDictionary(x => x.GetProperty("id").GetString()!, x => x.GetProperty("chain").EnumerateArray().Select(c => c.GetString()).ToList());
        Assert.Equal("warehouse", chains["GET /stock"][1]);
        Assert.Empty(chains["POST /types"]);
    }

    private static string Worker(string body, string members = "") => $$"""
        using RabbitMQ.Client; using RabbitMQ.Client.Events;
        var builder = Host.CreateApplicationBuilder(args);
        builder.Services.AddHostedService<Worker>();
        builder.Build().Run();
        class Worker : BackgroundService
        {
            protected override async Task ExecuteAsync(CancellationToken stop)
            {
                var factory = new ConnectionFactory { HostName = "rabbitmq" };
                var connection = await factory.CreateConnectionAsync();
                var channel = await connection.CreateChannelAsync();
                {{body}}
                await Task.Delay(-1, stop);
            }
            {{members}}
        }
        """;

    /// <summary>Messages as <c>name from > to: entry point</c>, in order.</summary>
    private static List<string> Messages(JsonElement result) => [.. result.GetProperty("messages").EnumerateArray()
        .Select(x => $"{x.GetProperty("name").GetString()} {x.GetProperty("from").GetString()} > {x.GetProperty("to").GetString()}: {x.GetProperty("entryPoint").GetString()}").Order(StringComparer.Ordinal)];
}
