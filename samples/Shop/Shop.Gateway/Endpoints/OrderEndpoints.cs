using Shop.Contracts;
using Shop.Gateway.Clients;

namespace Shop.Gateway.Endpoints;

/// <summary>Ordering, and what became of an order.</summary>
public static class OrderEndpoints
{
    public static void MapOrders(this IEndpointRouteBuilder app)
    {
        app.MapPost("/checkout", (PlaceOrderRequest order, OrderingClient ordering, CancellationToken cancellationToken) => ordering.PlaceAsync(order, cancellationToken)); // fault: SCALE3001, SCALE3008, SCALE4006

        app.MapGet("/orders/{id}", async (Guid id, OrderingClient ordering, PaymentClient payments, CancellationToken cancellationToken) => // fault: SCALE3001
        {
            var order = await ordering.GetAsync(id, cancellationToken);
            var payment = await payments.OfOrderAsync(id, cancellationToken); // fault: SCALE3003
            return order is null ? Results.NotFound() : Results.Ok(new OrderWithPaymentDto(order, payment));
        });

        app.MapPost("/orders/{id}/cancel", async (Guid id, OrderingClient ordering, CancellationToken cancellationToken) =>
            await ordering.CancelAsync(id, cancellationToken) ? Results.NoContent() : Results.Conflict());

        app.MapGet("/orders/{id}/shipment", async (Guid id, OrderingClient ordering, CancellationToken cancellationToken) =>
            await ordering.ShipmentAsync(id, cancellationToken) is { } shipment ? Results.Ok(shipment) : Results.NotFound());

        app.MapGet("/orders/{id}/invoice", async (Guid id, IConfiguration configuration, CancellationToken cancellationToken) =>
        {
            var address = new Uri(configuration["Services:Ordering"] ?? "http://ordering:8080");
            using var http = new HttpClient { BaseAddress = address, Timeout = TimeSpan.FromSeconds(12) }; // fault: SCALE5004
            using var response = await http.GetAsync($"orders/{id}/invoice", HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            var invoice = await response.Content.ReadAsByteArrayAsync(cancellationToken); // fault: SCALE5005
            return Results.Bytes(invoice, "text/plain");
        });
    }
}
