using Shop.Contracts;

namespace Shop.Gateway.Clients;

public sealed class OrderingClient(HttpClient http)
{
    public async Task<OrderDto> PlaceAsync(PlaceOrderRequest order, CancellationToken cancellationToken)
    {
        using var response = await http.PostAsJsonAsync("orders", order, cancellationToken);
        response.EnsureSuccessStatusCode();
        return await response.Content.ReadFromJsonAsync<OrderDto>(cancellationToken)
            ?? throw new InvalidOperationException("Ordering answered without a body.");
    }

    public Task<OrderDto?> GetAsync(Guid id, CancellationToken cancellationToken) =>
        http.GetFromJsonAsync<OrderDto>($"orders/{id}", cancellationToken);

    public Task<List<OrderSummaryDto>?> OfCustomerAsync(Guid customer, CancellationToken cancellationToken) =>
        http.GetFromJsonAsync<List<OrderSummaryDto>>($"customers/{customer}/orders", cancellationToken);

    public Task<StatementDto?> StatementAsync(Guid customer, CancellationToken cancellationToken) =>
        http.GetFromJsonAsync<StatementDto>($"customers/{customer}/statement", cancellationToken);

    public Task<ShipmentDto?> ShipmentAsync(Guid id, CancellationToken cancellationToken) =>
        http.GetFromJsonAsync<ShipmentDto>($"orders/{id}/shipment", cancellationToken);

    public async Task<bool> CancelAsync(Guid id, CancellationToken cancellationToken)
    {
        using var response = await http.PostAsync($"orders/{id}/cancel", null, cancellationToken);
        return response.IsSuccessStatusCode;
    }

    /// <summary>The invoice as Ordering sends it; whoever takes the response disposes of it.</summary>
    public Task<HttpResponseMessage> InvoiceAsync(Guid id, CancellationToken cancellationToken) =>
        http.GetAsync($"orders/{id}/invoice", HttpCompletionOption.ResponseHeadersRead, cancellationToken);
}
