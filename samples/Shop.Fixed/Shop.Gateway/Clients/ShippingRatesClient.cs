using Shop.Contracts;

namespace Shop.Gateway.Clients;

/// <summary>What the parcel service asks for a delivery.</summary>
public sealed class ShippingRatesClient(HttpClient http)
{
    public async Task<IReadOnlyList<ShippingRateDto>> GetAsync(string country, CancellationToken cancellationToken) =>
        await http.GetFromJsonAsync<List<ShippingRateDto>>($"v2/rates/{country}", cancellationToken) ?? [];
}
