using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Caching.Memory;
using Shop.Catalog.Data;
using Shop.Catalog.Search;
using Shop.Catalog.Stock;
using Shop.Catalog.Visits;
using Shop.Contracts;

namespace Shop.Catalog.Api;

[ApiController]
[Route("products")]
public sealed class ProductsController(CatalogContext catalog, IMemoryCache cache, SearchTrends trends, VisitCounter visits) : ControllerBase
{
    private static readonly TimeSpan Freshness = TimeSpan.FromMinutes(5);

    [HttpGet("{id}")]
    public async Task<ActionResult<ProductDto>> GetAsync(Guid id, CancellationToken cancellationToken)
    {
        await visits.CountAsync("product");
        if (cache.TryGetValue(id, out ProductDto? cached) && cached is not null)
        {
            return cached;
        }

        var product = await catalog.Products.Where(p => p.Id == id).Select(p => new ProductDto(p.Id, p.Sku, p.Name, p.Price)).FirstOrDefaultAsync(cancellationToken); // fault: SCALE8004
        if (product is null)
        {
            return NotFound();
        }

        cache.Set(id, product, Freshness);
        return product;
    }

    [HttpGet]
    public async Task<ActionResult<IReadOnlyList<ProductDto>>> ListAsync(CancellationToken cancellationToken)
    {
        await visits.CountAsync("products");
        return await catalog.Products.OrderBy(p => p.Name).Select(p => new ProductDto(p.Id, p.Sku, p.Name, p.Price)).ToListAsync(cancellationToken); // fault: SCALE5003
    }

    [HttpGet("search")]
    public async Task<ActionResult<IReadOnlyList<ProductDto>>> SearchAsync(string text, CancellationToken cancellationToken)
    {
        await visits.CountAsync("search");
        trends.Record(text);
        return await catalog.Products
            .Where(p => EF.Functions.ILike(p.Name, "%" + text + "%"))
            .OrderBy(p => p.Name)
            .Select(p => new ProductDto(p.Id, p.Sku, p.Name, p.Price))
            .Take(50)
            .ToListAsync(cancellationToken);
    }

    [HttpPut("{id}/image")]
    [RequestSizeLimit(1_000_000)]
    public async Task<IActionResult> PutImageAsync(Guid id, CancellationToken cancellationToken)
    {
        await visits.CountAsync("image");
        using var buffer = new MemoryStream();
        await Request.Body.CopyToAsync(buffer, cancellationToken);
        var image = buffer.ToArray();
        var checksum = ImageChecksum.Of(image);
        var updated = await catalog.Products
            .Where(p => p.Id == id)
            .ExecuteUpdateAsync(set => set.SetProperty(p => p.Image, image).SetProperty(p => p.ImageChecksum, checksum), cancellationToken);
        return updated == 0 ? NotFound() : NoContent();
    }
}
