using Shop.Contracts;
using Shop.Gateway.Clients;

namespace Shop.Gateway.Endpoints;

/// <summary>Ordering, and what became of an order.</summary>
public static class OrderEndpoints
{
    public static void MapOrders(this IEndpointRouteBuilder app)
    {
        app.MapPost("/checkout", (PlaceOrderRequest order, OrderingClient ordering, CancellationToken cancellationToken) => ordering.PlaceAsync(order, cancellationToken));

        app.MapGet("/orders/{id}", async (Guid id, OrderingClient ordering, PaymentClient payments, CancellationToken cancellationToken) =>
        {
            var order = ordering.GetAsync(id, cancellationToken);
            var payment = payments.OfOrderAsync(id, cancellationToken);
            await Task.WhenAll(order, payment);
            return await order is { } found ? Results.Ok(new OrderWithPaymentDto(found, await payment)) : Results.NotFound();
        });

        app.MapPost("/orders/{id}/cancel", async (Guid id, OrderingClient ordering, CancellationToken cancellationToken) =>
            await ordering.CancelAsync(id, cancellationToken) ? Results.NoContent() : Results.Conflict());

        app.MapGet("/orders/{id}/shipment", async (Guid id, OrderingClient ordering, CancellationToken cancellationToken) =>
            await ordering.ShipmentAsync(id, cancellationToken) is { } shipment ? Results.Ok(shipment) : Results.NotFound());

        app.MapGet("/orders/{id}/invoice", async (Guid id, OrderingClient ordering, HttpContext context, CancellationToken cancellationToken) =>
        {
            var response = await ordering.InvoiceAsync(id, cancellationToken);
            context.Response.RegisterForDispose(response);
            return response.IsSuccessStatusCode
                ? Results.Stream(await response.Content.ReadAsStreamAsync(cancellationToken), "text/plain")
                : Results.NotFound();
        });
    }
}
