using Shop.Contracts;

namespace Shop.Ordering.Clients;

/// <summary>Tells the catalogue what has left the warehouse.</summary>
public sealed class StockClient(HttpClient http)
{
    public async Task AdjustAsync(string sku, int quantity, CancellationToken cancellationToken)
    {
        using var response = await http.PostAsJsonAsync($"stock/{sku}/adjustments", new StockAdjustment(quantity), cancellationToken);
        response.EnsureSuccessStatusCode();
    }
}
