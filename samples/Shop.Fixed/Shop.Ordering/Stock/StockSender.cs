using System.Diagnostics;
using Shop.Ordering.Clients;

namespace Shop.Ordering.Stock;

/// <summary>Tells the catalogue what has left the warehouse, and logs what it could not tell.</summary>
public sealed class StockSender(StockAdjustments adjustments, IServiceScopeFactory scopes, ILogger<StockSender> logger) : BackgroundService
{
    private static readonly ActivitySource Source = new("Shop.Ordering.Stock");

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var change in adjustments.Reader.ReadAllAsync(stoppingToken))
        {
            try
            {
                await SendAsync(change, stoppingToken);
            }
            catch (Exception error) when (error is not OperationCanceledException)
            {
                logger.LogError(error, "The stock of {Sku} was not adjusted by {Quantity}", change.Sku, change.Quantity);
            }
        }
    }

    private async Task SendAsync(StockChange change, CancellationToken cancellationToken)
    {
        using var activity = Source.StartActivity("adjust stock", ActivityKind.Consumer, change.Trace);
        await using var scope = scopes.CreateAsyncScope();
        var stock = scope.ServiceProvider.GetRequiredService<StockClient>();
        await stock.AdjustAsync(change.Sku, change.Quantity, cancellationToken);
    }
}
