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
        var level = await redis.GetDatabase().StringIncrementAsync("stock:" + sku, adjustment.Quantity);
        return new StockLevelDto(sku, (int)level);
    }
}
