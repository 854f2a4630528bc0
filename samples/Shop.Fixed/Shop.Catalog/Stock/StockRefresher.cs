using Microsoft.EntityFrameworkCore;
using Shop.Catalog.Data;
using StackExchange.Redis;

namespace Shop.Catalog.Stock;

/// <summary>Copies stock levels of the best sellers from the database to Redis, on one instance every half minute.</summary>
public sealed class StockRefresher(IServiceScopeFactory scopes, IConnectionMultiplexer redis, ILogger<StockRefresher> logger) : BackgroundService
{
    private const string TurnKey = "stock-refresh:turn";
    private static readonly TimeSpan Turn = TimeSpan.FromSeconds(25);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await RefreshAsync(stoppingToken);
            }
            catch (Exception error) when (error is not OperationCanceledException)
            {
                logger.LogError(error, "Stock levels could not be refreshed");
            }

            await Task.Delay(TimeSpan.FromSeconds(20 + 20 * Random.Shared.NextDouble()), stoppingToken);
        }
    }

    private async Task RefreshAsync(CancellationToken cancellationToken)
    {
        var levels = redis.GetDatabase();
        if (!await levels.StringSetAsync(TurnKey, Environment.MachineName, Turn, When.NotExists))
        {
            return;
        }

        await using var scope = scopes.CreateAsyncScope();
        var catalog = scope.ServiceProvider.GetRequiredService<CatalogContext>();
        var products = await catalog.Products.AsNoTracking().OrderBy(product => product.Sku).Take(500).ToListAsync(cancellationToken);
        var entries = products
            .Select(product => KeyValuePair.Create<RedisKey, RedisValue>("stock:" + product.Sku, product.Stock))
            .ToArray();
        await levels.StringSetAsync(entries);
    }
}
