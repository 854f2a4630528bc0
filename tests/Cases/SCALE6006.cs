//// case: RabbitMQ with automatic acknowledgement
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
public class A(IChannel channel, HttpClient http) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stop)
    {
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += async (_, e) => await http.PostAsync("x", new ByteArrayContent(e.Body.ToArray()));
        await channel.BasicConsumeAsync("orders", autoAck: true, consumer, stop); // !SCALE6006
        await channel.BasicConsumeAsync("more", true, consumer); // !SCALE6006
        var got = await channel.BasicGetAsync("third", autoAck: true); // !SCALE6006
        Console.WriteLine(got);
    }
}

//// case: Kafka that commits by itself, at the setting
using Confluent.Kafka;
public class B(HttpClient http) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stop)
    {
        var config = new ConsumerConfig { GroupId = "g", EnableAutoCommit = true }; // !SCALE6006
        using var consumer = new ConsumerBuilder<Ignore, string>(config).Build();
        consumer.Subscribe("orders");
        while (!stop.IsCancellationRequested) await http.PostAsync("x", new StringContent(consumer.Consume(stop).Message.Value), stop);
    }
}

//// case: Kafka that commits by default, at the subscription
using Confluent.Kafka;
public class C(HttpClient http) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stop)
    {
        using var consumer = new ConsumerBuilder<Ignore, string>(new ConsumerConfig { GroupId = "g", BootstrapServers = "k" }).Build();
        consumer.Subscribe("orders"); // !SCALE6006
        while (!stop.IsCancellationRequested)
        {
            var result = consumer.Consume(stop);
            await Handle(result.Message.Value, stop);
        }
    }
    private async Task Handle(string text, CancellationToken stop) => await http.PostAsync("x", new StringContent(text), stop);
}

//// case: Service Bus that deletes on receipt, in a registration of another project
//// project: Bus lib
using Azure.Messaging.ServiceBus;
namespace Bus;
public static class Receivers
{
    public static ServiceBusProcessor Orders(ServiceBusClient client) =>
        client.CreateProcessor("orders", new ServiceBusProcessorOptions { ReceiveMode = ServiceBusReceiveMode.ReceiveAndDelete }); // !SCALE6006
    public static ServiceBusReceiver One(ServiceBusClient client)
    {
        var options = new ServiceBusReceiverOptions();
        options.ReceiveMode = ServiceBusReceiveMode.ReceiveAndDelete; // !SCALE6006
        return client.CreateReceiver("orders", options);
    }
}
//// project: App lib
public class Host(Azure.Messaging.ServiceBus.ServiceBusClient client) { public object Make() => Bus.Receivers.Orders(client); }

//// case: quiet: acknowledged after the work
using Azure.Messaging.ServiceBus;
using Confluent.Kafka;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
public class Q(IChannel channel, ServiceBusClient client, HttpClient http) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stop)
    {
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += async (_, e) => { await http.GetStringAsync("x"); await channel.BasicAckAsync(e.DeliveryTag, false); };
        await channel.BasicConsumeAsync("orders", autoAck: false, consumer, stop);
        var processor = client.CreateProcessor("x", new ServiceBusProcessorOptions { AutoCompleteMessages = false, ReceiveMode = ServiceBusReceiveMode.PeekLock });
        processor.ProcessMessageAsync += async args => { await http.GetStringAsync("x"); await args.CompleteMessageAsync(args.Message); };
        await processor.StartProcessingAsync(stop);
        using var manual = new ConsumerBuilder<Ignore, string>(new ConsumerConfig { GroupId = "g", EnableAutoCommit = false }).Build();
        manual.Subscribe("orders");
        while (!stop.IsCancellationRequested) { var r = manual.Consume(stop); await http.GetStringAsync(r.Message.Value, stop); manual.Commit(r); }
    }
}
public class Stored(HttpClient http) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stop)
    {
        using var consumer = new ConsumerBuilder<Ignore, string>(new ConsumerConfig { GroupId = "g", EnableAutoCommit = true, EnableAutoOffsetStore = false }).Build();
        consumer.Subscribe("orders");
        while (!stop.IsCancellationRequested) { var r = consumer.Consume(stop); await http.GetStringAsync(r.Message.Value, stop); consumer.StoreOffset(r); }
    }
}

//// case: received and deleted, acknowledged automatically
using Azure.Messaging.ServiceBus;
using Confluent.Kafka;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
public class Start(IChannel channel, ServiceBusClient bus, HttpClient http)
{
    public async Task Rabbit()
    {
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += async (_, e) => await http.PostAsync("http://x/y", new ByteArrayContent(e.Body.ToArray()));
        await channel.BasicConsumeAsync("orders", autoAck: true, consumer); // !SCALE6006
    }
    public ServiceBusReceiver Bus() => bus.CreateReceiver("orders", new ServiceBusReceiverOptions { ReceiveMode = ServiceBusReceiveMode.ReceiveAndDelete }); // !SCALE6006
}

//// case: quiet: acknowledged by hand once the call is done
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
public class Careful(IChannel channel, HttpClient http)
{
    public async Task Rabbit()
    {
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += async (_, e) =>
        {
            await http.PostAsync("http://x/y", new ByteArrayContent(e.Body.ToArray()));
            await channel.BasicAckAsync(e.DeliveryTag, false);
        };
        await channel.BasicConsumeAsync("orders", false, consumer);
    }
}
