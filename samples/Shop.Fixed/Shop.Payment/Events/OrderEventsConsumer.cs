using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using Shop.Contracts;
using Shop.Events;
using Shop.Payment.Desk;

namespace Shop.Payment.Events;

/// <summary>Takes down the payment of a placed order and marks that of a shipped one; a message is acknowledged when that is done.</summary>
public sealed class OrderEventsConsumer(IConfiguration configuration, PaymentDesk desk, ILogger<OrderEventsConsumer> logger) : BackgroundService
{
    private const string Queue = "payment.orders";

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var setup = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        setup.CancelAfter(TimeSpan.FromSeconds(10));

        var factory = new ConnectionFactory { Uri = new Uri(configuration.GetConnectionString("Broker")!) };
        await using var connection = await factory.CreateConnectionAsync(setup.Token);
        await using var channel = await connection.CreateChannelAsync(cancellationToken: setup.Token);
        await channel.ExchangeDeclareAsync("shop.events", ExchangeType.Topic, durable: true, cancellationToken: setup.Token);
        await channel.QueueDeclareAsync(Queue, durable: true, exclusive: false, autoDelete: false, cancellationToken: setup.Token);
        await channel.QueueBindAsync(Queue, "shop.events", "order.*", cancellationToken: setup.Token);
        await channel.BasicQosAsync(0, 32, global: false, setup.Token);

        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += OnOrderEventAsync;
        await channel.BasicConsumeAsync(Queue, autoAck: false, consumer, setup.Token);

        var stopped = new TaskCompletionSource();
        await using var registration = stoppingToken.Register(() => stopped.TrySetResult());
        await stopped.Task;
    }

    private async Task OnOrderEventAsync(object sender, BasicDeliverEventArgs delivery)
    {
        var channel = ((AsyncEventingBasicConsumer)sender).Channel;
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(delivery.CancellationToken);
        deadline.CancelAfter(TimeSpan.FromSeconds(10));
        try
        {
            if (delivery.RoutingKey == OrderEvents.PlacedKey && OrderEvents.ReadPlaced(delivery.Body.Span) is { } placed)
            {
                await desk.RequestAsync(new ChargeRequest(placed.OrderId, placed.Amount, placed.CardToken), deadline.Token);
            }
            else if (delivery.RoutingKey == OrderEvents.ShippedKey && OrderEvents.ReadShipped(delivery.Body.Span) is { } shipped)
            {
                await desk.MarkShippedAsync(shipped.OrderId, deadline.Token);
            }

            await channel.BasicAckAsync(delivery.DeliveryTag, multiple: false, deadline.Token);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            logger.LogError(error, "An order event goes back to the queue");
            await channel.BasicNackAsync(delivery.DeliveryTag, multiple: false, requeue: true, deadline.Token);
        }
    }
}
