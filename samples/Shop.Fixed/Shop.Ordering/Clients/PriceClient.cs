using Shop.Contracts;

namespace Shop.Ordering.Clients;

/// <summary>Today's prices, from the catalogue.</summary>
public sealed class PriceClient(HttpClient http)
{
    public async Task<IReadOnlyList<PriceDto>> GetAsync(IEnumerable<Guid> products, CancellationToken cancellationToken)
    {
        var query = "prices?ids=" + string.Join("&ids=", products);
        return await http.GetFromJsonAsync<List<PriceDto>>(query, cancellationToken) ?? [];
    }
}
