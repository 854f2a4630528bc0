using Shop.Contracts;

namespace Shop.Gateway.Clients;

public sealed class CatalogClient(HttpClient http)
{
    public Task<ProductDto?> GetProductAsync(Guid id, CancellationToken cancellationToken) =>
        http.GetFromJsonAsync<ProductDto>($"products/{id}", cancellationToken);

    public async Task<IReadOnlyList<ProductDto>> GetProductsAsync(IEnumerable<Guid> ids, CancellationToken cancellationToken) =>
        await http.GetFromJsonAsync<List<ProductDto>>("products/selection?ids=" + string.Join("&ids=", ids), cancellationToken) ?? [];

    public async Task<IReadOnlyList<PriceDto>> GetPricesAsync(IEnumerable<Guid> products, CancellationToken cancellationToken) =>
        await http.GetFromJsonAsync<List<PriceDto>>("prices?ids=" + string.Join("&ids=", products), cancellationToken) ?? [];
}
