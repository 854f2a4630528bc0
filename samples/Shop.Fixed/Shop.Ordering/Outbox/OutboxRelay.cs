using Microsoft.EntityFrameworkCore;
using RabbitMQ.Client;
using Shop.Ordering.Data;

namespace Shop.Ordering.Outbox;

/// <summary>Publishes what committed orders left in the outbox; a message may go out twice, but never not at all.</summary>
public sealed class OutboxRelay(IConfiguration configuration, IDbContextFactory<OrderingContext> contexts, TimeProvider clock, ILogger<OutboxRelay> logger) : BackgroundService
{
    private const string Exchange = "shop.events";

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await RelayAsync(stoppingToken);
            }
            catch (Exception error) when (error is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
            {
                logger.LogError(error, "The outbox could not be relayed");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(Random.Shared.Next(1000, 3000)), stoppingToken);
        }
    }

    private async Task RelayAsync(CancellationToken stoppingToken)
    {
        using var setup = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        setup.CancelAfter(TimeSpan.FromSeconds(10));
        var factory = new ConnectionFactory { Uri = new Uri(configuration.GetConnectionString("Broker")!) };
        var confirmed = new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true);
        await using var connection = await factory.CreateConnectionAsync(setup.Token);
        await using var channel = await connection.CreateChannelAsync(confirmed, setup.Token);
        await channel.ExchangeDeclareAsync(Exchange, ExchangeType.Topic, durable: true, cancellationToken: setup.Token);

        while (!stoppingToken.IsCancellationRequested)
        {
            await SendBatchAsync(channel, stoppingToken);
            await Task.Delay(TimeSpan.FromMilliseconds(Random.Shared.Next(200, 600)), stoppingToken);
        }
    }

    private async Task SendBatchAsync(IChannel channel, CancellationToken stoppingToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        deadline.CancelAfter(TimeSpan.FromSeconds(10));
        await using var orders = await contexts.CreateDbContextAsync(deadline.Token);
        var waiting = await orders.Outbox
            .AsNoTracking()
            .Where(message => message.SentAt == null)
            .OrderBy(message => message.CreatedAt)
            .Take(64)
            .ToListAsync(deadline.Token);
        foreach (var batch in waiting.Chunk(16))
        {
            await Task.WhenAll(batch.Select(message => channel.BasicPublishAsync(Exchange, message.RoutingKey, message.Body, deadline.Token).AsTask()));
        }

        if (waiting.Count > 0)
        {
            var sent = waiting.Select(message => message.Id).ToList();
            DateTimeOffset? now = clock.GetUtcNow();
            await orders.Outbox
                .Where(message => sent.Contains(message.Id))
                .ExecuteUpdateAsync(set => set.SetProperty(message => message.SentAt, now), deadline.Token);
        }
    }
}
