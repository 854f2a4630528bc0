using Shop.Contracts;

namespace Shop.Gateway.Clients;

public sealed class CatalogClient(HttpClient http)
{
    public Task<ProductDto?> GetProductAsync(Guid id, CancellationToken cancellationToken) =>
        http.GetFromJsonAsync<ProductDto>($"products/{id}", cancellationToken);

    public async Task<decimal> GetPriceAsync(Guid product, CancellationToken cancellationToken)
    {
        var prices = await http.GetFromJsonAsync<List<PriceDto>>($"prices?ids={product}", cancellationToken);
        return prices is [var price, ..] ? price.Price : throw new InvalidOperationException($"Product {product} has no price.");
    }
}
