using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Shop.Catalog.Data;
using Shop.Catalog.Search;
using Shop.Catalog.Stock;
using Shop.Catalog.Visits;
using Shop.Contracts;

namespace Shop.Catalog.Api;

[ApiController]
[Route("products")]
public sealed class ProductsController(CatalogContext catalog, ProductPages pages, SearchTrends trends, VisitCounter visits) : ControllerBase
{
    [HttpGet("{id}")]
    public async Task<ActionResult<ProductDto>> GetAsync(Guid id, CancellationToken cancellationToken)
    {
        visits.Count("product");
        var product = await pages.FindAsync(id, cancellationToken);
        return product is null ? NotFound() : product;
    }

    [HttpGet]
    public Task<IReadOnlyList<ProductDto>> ListAsync([Range(0, 1000)] int page, CancellationToken cancellationToken)
    {
        visits.Count("products");
        return pages.PageAsync(page, cancellationToken);
    }

    [HttpGet("selection")]
    public async Task<ActionResult<IReadOnlyList<ProductDto>>> SelectAsync([FromQuery] Guid[] ids, CancellationToken cancellationToken)
    {
        return await catalog.Products
            .Where(p => ids.Contains(p.Id))
            .OrderBy(p => p.Name)
            .Select(p => new ProductDto(p.Id, p.Sku, p.Name, p.Price))
            .Take(100)
            .ToListAsync(cancellationToken);
    }

    [HttpGet("search")]
    public async Task<ActionResult<IReadOnlyList<ProductDto>>> SearchAsync(string text, CancellationToken cancellationToken)
    {
        visits.Count("search");
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
        visits.Count("image");
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
