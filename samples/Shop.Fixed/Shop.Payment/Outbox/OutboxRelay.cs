using Npgsql;
using RabbitMQ.Client;

namespace Shop.Payment.Outbox;

public sealed record OutboxMessage(long Id, string RoutingKey, byte[] Body);

/// <summary>Publishes what the payments' transactions left in the outbox; a message may go out twice, but never not at all.</summary>
public sealed class OutboxRelay(IConfiguration configuration, NpgsqlDataSource database, ILogger<OutboxRelay> logger) : BackgroundService
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
        var waiting = await ReadAsync(deadline.Token);
        foreach (var batch in waiting.Chunk(16))
        {
            await Task.WhenAll(batch.Select(message => channel.BasicPublishAsync(Exchange, message.RoutingKey, message.Body, deadline.Token).AsTask()));
        }

        if (waiting.Count > 0)
        {
            await DeleteAsync([.. waiting.Select(message => message.Id)], deadline.Token);
        }
    }

    private async Task<List<OutboxMessage>> ReadAsync(CancellationToken cancellationToken)
    {
        await using var read = database.CreateCommand("select id, routing_key, body from outbox order by id limit 64");
        read.CommandTimeout = 2;
        var waiting = new List<OutboxMessage>();
        await using var row = await read.ExecuteReaderAsync(cancellationToken);
        while (await row.ReadAsync(cancellationToken))
        {
            waiting.Add(new OutboxMessage(row.GetInt64(0), row.GetString(1), row.GetFieldValue<byte[]>(2)));
        }

        return waiting;
    }

    private async Task DeleteAsync(long[] sent, CancellationToken cancellationToken)
    {
        await using var delete = database.CreateCommand("delete from outbox where id = any(@sent)");
        delete.CommandTimeout = 2;
        delete.Parameters.AddWithValue("sent", sent);
        await delete.ExecuteNonQueryAsync(cancellationToken);
    }
}
