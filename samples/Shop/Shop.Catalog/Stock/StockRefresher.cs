using Microsoft.EntityFrameworkCore;
using Shop.Catalog.Data;
using StackExchange.Redis;

namespace Shop.Catalog.Stock;

/// <summary>Copies stock levels of the best sellers from the database to Redis, on one instance at a time.</summary>
public sealed class StockRefresher(IServiceScopeFactory scopes, IConnectionMultiplexer redis, ILogger<StockRefresher> logger) : BackgroundService
{
    private const string LockKey = "lock:stock-refresh";
    private readonly RedisValue _instance = Guid.NewGuid().ToString("N");

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

            await Task.Delay(TimeSpan.FromSeconds(30), stoppingToken); // fault: SCALE8002
        }
    }

    private async Task RefreshAsync(CancellationToken cancellationToken)
    {
        var levels = redis.GetDatabase();
        if (!await levels.StringSetAsync(LockKey, _instance, when: When.NotExists)) // fault: SCALE6004
        {
            return;
        }

        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var catalog = scope.ServiceProvider.GetRequiredService<CatalogContext>();
            var products = await catalog.Products.AsNoTracking().OrderBy(product => product.Sku).Take(500).ToListAsync(cancellationToken); // fault: SCALE6001
            var entries = products
                .Select(product => KeyValuePair.Create<RedisKey, RedisValue>("stock:" + product.Sku, product.Stock))
                .ToArray();
            await levels.StringSetAsync(entries); // fault: SCALE6001
        }
        finally
        {
            await levels.KeyDeleteAsync(LockKey);
        }
    }
}
