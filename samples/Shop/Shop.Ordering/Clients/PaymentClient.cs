using Shop.Contracts;

namespace Shop.Ordering.Clients;

public sealed class PaymentClient(HttpClient http)
{
    public async Task<PaymentDto> ChargeAsync(ChargeRequest charge, CancellationToken cancellationToken)
    {
        using var response = await http.PostAsJsonAsync("payments", charge, cancellationToken);
        response.EnsureSuccessStatusCode();
        return await response.Content.ReadFromJsonAsync<PaymentDto>(cancellationToken)
            ?? throw new InvalidOperationException("Payment answered without a body.");
    }
}
