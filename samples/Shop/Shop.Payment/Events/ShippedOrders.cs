using System.Text.Json;
using Npgsql;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using Shop.Contracts;

namespace Shop.Payment.Events;

/// <summary>Marks a payment final when its order has left the house.</summary>
public sealed class ShippedOrders(IConfiguration configuration, NpgsqlDataSource database, ILogger<ShippedOrders> logger) : BackgroundService
{
    private const string Queue = "payment.shipped-orders";

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var setup = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        setup.CancelAfter(TimeSpan.FromSeconds(10));

        var factory = new ConnectionFactory { Uri = new Uri(configuration.GetConnectionString("Broker")!) };
        await using var connection = await factory.CreateConnectionAsync(setup.Token);
        await using var channel = await connection.CreateChannelAsync(cancellationToken: setup.Token);
        await channel.ExchangeDeclareAsync("shop.events", ExchangeType.Topic, durable: true, cancellationToken: setup.Token);
        await channel.QueueDeclareAsync(Queue, durable: true, exclusive: false, autoDelete: false, cancellationToken: setup.Token);
        await channel.QueueBindAsync(Queue, "shop.events", "order.shipped", cancellationToken: setup.Token);

        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += OnShippedAsync;
        await channel.BasicConsumeAsync(Queue, autoAck: true, consumer, setup.Token); // fault: SCALE6006

        var stopped = new TaskCompletionSource();
        await using var registration = stoppingToken.Register(() => stopped.TrySetResult());
        await stopped.Task;
    }

    private async Task OnShippedAsync(object sender, BasicDeliverEventArgs delivery)
    {
        var shipped = JsonSerializer.Deserialize<OrderShipped>(delivery.Body.Span);
        if (shipped is null)
        {
            logger.LogWarning("A message without an order was dropped");
            return;
        }

        await using var update = database.CreateCommand("update payments set shipped = true where order_id = @order");
        update.CommandTimeout = 2;
        update.Parameters.AddWithValue("order", shipped.OrderId);
        await update.ExecuteNonQueryAsync(delivery.CancellationToken);
    }
}
