using Polly;
using Polly.Retry;
using Shop.Contracts;
using Shop.Shared;

namespace Shop.Payment.Provider;

/// <summary>The card provider's API: charges and refunds.</summary>
public sealed class ProviderClient(HttpClient http)
{
    private static readonly ResiliencePipeline RefundRetry = new ResiliencePipelineBuilder().AddRetry(new RetryStrategyOptions { MaxRetryAttempts = 3, Delay = TimeSpan.FromMilliseconds(500) }).Build(); // fault: SCALE4002

    public async Task<string> ChargeAsync(ChargeRequest charge, CancellationToken cancellationToken)
    {
        var body = new ChargeBody(Amounts.ToMinorUnits(charge.Amount), "eur", charge.CardToken);
        using var response = await http.PostAsJsonAsync("v1/charges", body, cancellationToken); // fault: SCALE7001
        return await ReadReferenceAsync(response, cancellationToken);
    }

    public async Task<string> RefundAsync(string reference, CancellationToken cancellationToken)
    {
        var body = new RefundBody(reference);
        using var response = await RefundRetry.ExecuteAsync(async token => await http.PostAsJsonAsync("v1/refunds", body, token), cancellationToken); // fault: SCALE4003, SCALE7001
        return await ReadReferenceAsync(response, cancellationToken);
    }

    private static async Task<string> ReadReferenceAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        response.EnsureSuccessStatusCode();
        var accepted = await response.Content.ReadFromJsonAsync<ProviderReference>(cancellationToken);
        return accepted?.Id ?? throw new InvalidOperationException("The provider answered without a reference.");
    }

    private sealed record ChargeBody(long Amount, string Currency, string Source);

    private sealed record RefundBody(string Charge);

    private sealed record ProviderReference(string Id);
}
