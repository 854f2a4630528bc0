using RabbitMQ.Client;
using Shop.Contracts;
using Shop.Events;

namespace Shop.Shared;

/// <summary>Publishes to the shop's topic exchange over one connection and one channel.</summary>
public sealed class EventPublisher(string brokerUri)
{
    private const string Exchange = "shop.events";
    private static readonly TimeSpan PublishDeadline = TimeSpan.FromSeconds(1);

    private readonly Lazy<Task<IChannel>> _channel = new(() => OpenAsync(brokerUri));

    // A channel must not be used by two publishers at once.
    private readonly SemaphoreSlim _gate = new(1, 1);

    public Task PublishAsync(OrderShipped shipped, CancellationToken cancellationToken) =>
        PublishAsync(OrderEvents.Wrap(shipped), cancellationToken);

    public Task PublishAsync(PaymentSettled settled, CancellationToken cancellationToken) =>
        PublishAsync(PaymentEvents.Wrap(settled), cancellationToken);

    private async Task PublishAsync(EventEnvelope envelope, CancellationToken cancellationToken)
    {
        var channel = await _channel.Value;
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(PublishDeadline);

        await _gate.WaitAsync(deadline.Token); // fault: SCALE2004
        try
        {
            await channel.BasicPublishAsync(Exchange, envelope.RoutingKey, envelope.Body, deadline.Token); // fault: SCALE6001
        }
        finally
        {
            _gate.Release();
        }
    }

    private static async Task<IChannel> OpenAsync(string brokerUri)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(5));
        var factory = new ConnectionFactory { Uri = new Uri(brokerUri) };
        var connection = await factory.CreateConnectionAsync(deadline.Token);
        return await connection.CreateChannelAsync(cancellationToken: deadline.Token);
    }
}
