using Microsoft.EntityFrameworkCore;
using Shop.Contracts;
using Shop.Ordering.Desk;

namespace Shop.Ordering.Api;

public static class BackOfficeEndpoints
{
    public static void MapBackOffice(this IEndpointRouteBuilder app)
    {
        app.MapPost("/quotes", (QuoteRequest request, OrderDesk desk, CancellationToken cancellationToken) => desk.QuoteAsync(request, cancellationToken));

        app.MapGet("/orders/count", (Data.OrderingContext orders, CancellationToken cancellationToken) => orders.Orders.CountAsync(cancellationToken)); // fault: SCALE1002
    }
}
