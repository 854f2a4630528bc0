using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Caching.Hybrid;
using Shop.Contracts;

namespace Shop.Catalog.Data;

/// <summary>Products and pages of products, each fetched once however many ask for it.</summary>
public sealed class ProductPages(IDbContextFactory<CatalogContext> contexts, HybridCache cache)
{
    private const int PageSize = 50;
    private static readonly HybridCacheEntryOptions Fresh = new() { Expiration = TimeSpan.FromMinutes(5) };

    public async Task<ProductDto?> FindAsync(Guid id, CancellationToken cancellationToken) =>
        await cache.GetOrCreateAsync($"product:{id}", async token =>
        {
            await using var catalog = await contexts.CreateDbContextAsync(token);
            return await catalog.Products
                .Where(p => p.Id == id)
                .Select(p => new ProductDto(p.Id, p.Sku, p.Name, p.Price))
                .FirstOrDefaultAsync(token);
        }, Fresh, cancellationToken: cancellationToken);

    public async Task<IReadOnlyList<ProductDto>> PageAsync(int page, CancellationToken cancellationToken) =>
        await cache.GetOrCreateAsync($"products:{page}", async token =>
        {
            await using var catalog = await contexts.CreateDbContextAsync(token);
            return await catalog.Products
                .OrderBy(p => p.Name)
                .Select(p => new ProductDto(p.Id, p.Sku, p.Name, p.Price))
                .Skip(page * PageSize)
                .Take(PageSize)
                .ToListAsync(token);
        }, Fresh, cancellationToken: cancellationToken);
}
