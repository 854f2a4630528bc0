using Shop.Contracts;

namespace Shop.Gateway.Clients;

public sealed class PaymentClient(HttpClient http)
{
    public Task<PaymentDto?> OfOrderAsync(Guid order, CancellationToken cancellationToken) =>
        http.GetFromJsonAsync<PaymentDto>($"payments/{order}", cancellationToken);
}
