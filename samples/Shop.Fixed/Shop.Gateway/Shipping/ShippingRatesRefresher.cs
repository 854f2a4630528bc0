using Shop.Gateway.Clients;

namespace Shop.Gateway.Shipping;

/// <summary>Asks the parcel service for its rates about every ten minutes.</summary>
public sealed class ShippingRatesRefresher(ShippingRates rates, IServiceScopeFactory scopes, ILogger<ShippingRatesRefresher> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await RefreshAsync(stoppingToken);
            }
            catch (Exception error) when (error is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
            {
                logger.LogWarning(error, "Shipping rates stay as they were");
            }

            await Task.Delay(TimeSpan.FromMinutes(8 + 4 * Random.Shared.NextDouble()), stoppingToken);
        }
    }

    private async Task RefreshAsync(CancellationToken stoppingToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var parcels = scope.ServiceProvider.GetRequiredService<ShippingRatesClient>();
        var limits = new ParallelOptions { MaxDegreeOfParallelism = 2, CancellationToken = stoppingToken };
        await Parallel.ForEachAsync(ShippingRates.Countries, limits, async (country, token) =>
            rates.Keep(country, await parcels.GetAsync(country, token)));
    }
}
