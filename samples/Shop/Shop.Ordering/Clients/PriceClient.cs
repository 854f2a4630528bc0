using Polly;
using Polly.Retry;
using Shop.Contracts;

namespace Shop.Ordering.Clients;

/// <summary>Today's prices, from the catalogue.</summary>
public sealed class PriceClient(HttpClient http)
{
    private static readonly ResiliencePipeline Retry = new ResiliencePipelineBuilder().AddRetry(new RetryStrategyOptions { MaxRetryAttempts = 3, BackoffType = DelayBackoffType.Exponential, UseJitter = true }).Build(); // fault: SCALE4001

    public async Task<IReadOnlyList<PriceDto>> GetAsync(IEnumerable<Guid> products, CancellationToken cancellationToken)
    {
        var query = "prices?ids=" + string.Join("&ids=", products);
        return await Retry.ExecuteAsync(async token => await http.GetFromJsonAsync<List<PriceDto>>(query, token), cancellationToken) ?? [];
    }
}
