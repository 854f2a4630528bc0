using Shop.Gateway.Clients;

namespace Shop.Gateway.Endpoints;

/// <summary>A customer's own pages.</summary>
public static class AccountEndpoints
{
    public static void MapAccount(this IEndpointRouteBuilder app)
    {
        app.MapGet("/customers/{customer}/orders", (Guid customer, OrderingClient ordering, CancellationToken cancellationToken) =>
        {
            var orders = ordering.OfCustomerAsync(customer, cancellationToken).Result; // fault: SCALE3004
            return orders is null ? Results.NotFound() : Results.Ok(orders);
        });

        app.MapGet("/customers/{customer}/statement", async (Guid customer, OrderingClient ordering, CancellationToken cancellationToken) => // fault: SCALE3001
            await ordering.StatementAsync(customer, cancellationToken) is { } statement ? Results.Ok(statement) : Results.NotFound());
    }
}
