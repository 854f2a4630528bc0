using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Caching.Memory;
using Shop.Contracts;

namespace Shop.Catalog.Data;

/// <summary>Fills the product cache with the products that are asked for first.</summary>
public sealed class ProductWarmup(CatalogContext catalog, IMemoryCache cache)
{
    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        var products = await catalog.Products
            .OrderBy(product => product.Sku)
            .Select(product => new ProductDto(product.Id, product.Sku, product.Name, product.Price))
            .Take(100)
            .ToListAsync(cancellationToken);
        foreach (var product in products)
        {
            cache.Set(product.Id, product, TimeSpan.FromMinutes(5));
        }
    }
}
