using Shop.Contracts;
using Shop.Ordering.Desk;

namespace Shop.Ordering.Api;

public static class BackOfficeEndpoints
{
    public static void MapBackOffice(this IEndpointRouteBuilder app)
    {
        app.MapPost("/quotes", (QuoteRequest request, Quotes quotes, CancellationToken cancellationToken) => quotes.QuoteAsync(request, cancellationToken));

        app.MapGet("/orders/count", (OrderQueries queries, CancellationToken cancellationToken) => queries.CountAsync(cancellationToken));
    }
}
