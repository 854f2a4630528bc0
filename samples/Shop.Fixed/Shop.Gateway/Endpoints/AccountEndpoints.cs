using Shop.Gateway.Clients;

namespace Shop.Gateway.Endpoints;

/// <summary>A customer's own pages.</summary>
public static class AccountEndpoints
{
    public static void MapAccount(this IEndpointRouteBuilder app)
    {
        app.MapGet("/customers/{customer}/orders", async (Guid customer, OrderingClient ordering, CancellationToken cancellationToken) =>
            await ordering.OfCustomerAsync(customer, cancellationToken) is { } orders ? Results.Ok(orders) : Results.NotFound());

        app.MapGet("/customers/{customer}/statement", async (Guid customer, OrderingClient ordering, CancellationToken cancellationToken) =>
            await ordering.StatementAsync(customer, cancellationToken) is { } statement ? Results.Ok(statement) : Results.NotFound());
    }
}
