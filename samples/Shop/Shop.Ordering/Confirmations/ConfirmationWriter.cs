using Shop.Ordering.Data;
using Shop.Ordering.Desk;

namespace Shop.Ordering.Confirmations;

/// <summary>Writes confirmations in the background, so that a customer does not wait for them.</summary>
public sealed class ConfirmationWriter(ConfirmationQueue queue, IServiceScopeFactory scopes, ILogger<ConfirmationWriter> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var confirmation in queue.Reader.ReadAllAsync(stoppingToken))
        {
            try
            {
                await WriteAsync(confirmation, stoppingToken);
            }
            catch (Exception error) when (error is not OperationCanceledException)
            {
                logger.LogError(error, "The confirmation of order {Order} was not written", confirmation.Number);
            }
        }
    }

    private async Task WriteAsync(Confirmation confirmation, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var orders = scope.ServiceProvider.GetRequiredService<OrderingContext>();
        orders.Confirmations.Add(new ConfirmationRecord
        {
            Id = Guid.NewGuid(),
            OrderId = confirmation.OrderId,
            Text = $"Thank you for your order {confirmation.Number}. {TaxTable.Note()}", // fault: SCALE1001
        });
        await orders.SaveChangesAsync(cancellationToken);
    }
}
