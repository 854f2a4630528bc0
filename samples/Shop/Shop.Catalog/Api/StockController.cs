using Microsoft.AspNetCore.Mvc;
using Shop.Contracts;
using StackExchange.Redis;

namespace Shop.Catalog.Api;

[ApiController]
[Route("stock")]
public sealed class StockController(IConnectionMultiplexer redis) : ControllerBase
{
    [HttpPost("{sku}/adjustments")]
    public async Task<StockLevelDto> AdjustAsync(string sku, StockAdjustment adjustment)
    {
        var levels = redis.GetDatabase();
        RedisKey key = "stock:" + sku;
        var level = (int)await levels.StringGetAsync(key) + adjustment.Quantity;
        await levels.StringSetAsync(key, level); // fault: SCALE6005
        return new StockLevelDto(sku, level);
    }
}
