using Shop.Shared;

namespace Shop.Payment.Provider;

/// <summary>The card provider's API. It answers the same key with the same result, so that asking twice charges once.</summary>
public sealed class ProviderClient(HttpClient http)
{
    public Task<string> ChargeAsync(Guid payment, decimal amount, string cardToken, CancellationToken cancellationToken) =>
        SendAsync("v1/charges", $"charge-{payment}", JsonContent.Create(new ChargeBody(Amounts.ToMinorUnits(amount), "eur", cardToken)), cancellationToken);

    public Task<string> RefundAsync(Guid payment, string reference, CancellationToken cancellationToken) =>
        SendAsync("v1/refunds", $"refund-{payment}", JsonContent.Create(new RefundBody(reference)), cancellationToken);

    private async Task<string> SendAsync(string path, string idempotencyKey, JsonContent body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = body };
        request.Headers.Add("Idempotency-Key", idempotencyKey);
        using var response = await http.SendAsync(request, cancellationToken);
        response.EnsureSuccessStatusCode();
        var accepted = await response.Content.ReadFromJsonAsync<ProviderReference>(cancellationToken);
        return accepted?.Id ?? throw new InvalidOperationException("The provider answered without a reference.");
    }

    private sealed record ChargeBody(long Amount, string Currency, string Source);

    private sealed record RefundBody(string Charge);

    private sealed record ProviderReference(string Id);
}
