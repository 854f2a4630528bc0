using System.Net;
using Shop.Contracts;

namespace Shop.Gateway.Clients;

public sealed class PaymentClient(HttpClient http)
{
    /// <summary>The payment of an order, or null as long as Payment has not heard of the order.</summary>
    public async Task<PaymentDto?> OfOrderAsync(Guid order, CancellationToken cancellationToken)
    {
        using var response = await http.GetAsync($"payments/{order}", cancellationToken);
        if (response.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }

        response.EnsureSuccessStatusCode();
        return await response.Content.ReadFromJsonAsync<PaymentDto>(cancellationToken);
    }
}
