using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Shop.Catalog.Data;
using Shop.Contracts;

namespace Shop.Catalog.Api;

public static class PriceEndpoints
{
    public static void MapPrices(this IEndpointRouteBuilder app)
    {
        app.MapGet("/prices", async ([FromQuery] Guid[] ids, CatalogContext catalog, CancellationToken cancellationToken) =>
            await catalog.Products
                .Where(p => ids.Contains(p.Id))
                .Select(p => new PriceDto(p.Id, p.Price))
                .Take(200)
                .ToListAsync(cancellationToken));
    }
}
