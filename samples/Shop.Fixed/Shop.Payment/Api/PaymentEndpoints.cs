using Shop.Contracts;
using Shop.Payment.Desk;

namespace Shop.Payment.Api;

public static class PaymentEndpoints
{
    public static void MapPayments(this IEndpointRouteBuilder app)
    {
        app.MapPost("/payments", async (ChargeRequest charge, PaymentDesk desk, CancellationToken cancellationToken) =>
            Results.Accepted($"/payments/{charge.OrderId}", await desk.RequestAsync(charge, cancellationToken)));

        app.MapGet("/payments/{orderId}", async (Guid orderId, PaymentDesk desk, CancellationToken cancellationToken) =>
            await desk.FindAsync(orderId, cancellationToken) is { } payment ? Results.Ok(payment) : Results.NotFound());

        app.MapPost("/payments/{id}/refund", async (Guid id, PaymentDesk desk, CancellationToken cancellationToken) =>
            await desk.RequestRefundAsync(id, cancellationToken) ? Results.Accepted() : Results.NotFound());

        app.MapPost("/payments/webhook", async (PaymentWebhook webhook, PaymentDesk desk, CancellationToken cancellationToken) =>
            await desk.SettleAsync(webhook, cancellationToken) ? Results.NoContent() : Results.NotFound());
    }
}
