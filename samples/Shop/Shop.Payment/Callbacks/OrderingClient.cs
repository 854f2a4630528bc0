namespace Shop.Payment.Callbacks;

/// <summary>Tells Ordering what became of a payment.</summary>
public sealed class OrderingClient(HttpClient http)
{
    public async Task MarkPaidAsync(Guid orderId, CancellationToken cancellationToken)
    {
        using var response = await http.PostAsync($"orders/{orderId}/paid", null, cancellationToken); // fault: SCALE1001
        response.EnsureSuccessStatusCode();
    }
}
