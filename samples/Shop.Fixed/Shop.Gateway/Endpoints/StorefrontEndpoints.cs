using Microsoft.AspNetCore.Mvc;
using Shop.Contracts;
using Shop.Gateway.Clients;
using Shop.Gateway.Shipping;

namespace Shop.Gateway.Endpoints;

/// <summary>What a visitor of the shop sees before ordering.</summary>
public static class StorefrontEndpoints
{
    public static void MapStorefront(this IEndpointRouteBuilder app)
    {
        app.MapGet("/products/{id}", async (Guid id, CatalogClient catalog, CancellationToken cancellationToken) =>
            await catalog.GetProductAsync(id, cancellationToken) is { } product ? Results.Ok(product) : Results.NotFound());

        app.MapGet("/home", ([FromQuery] Guid[] featured, CatalogClient catalog, CancellationToken cancellationToken) =>
            catalog.GetProductsAsync(featured, cancellationToken));

        app.MapPost("/baskets/quote", async (BasketRequest basket, CatalogClient catalog, CancellationToken cancellationToken) =>
        {
            var prices = await catalog.GetPricesAsync(basket.Lines.Select(line => line.ProductId), cancellationToken);
            var priceOf = prices.ToDictionary(price => price.ProductId, price => price.Price);
            return basket.Lines.All(line => priceOf.ContainsKey(line.ProductId))
                ? Results.Ok(new QuoteDto(basket.Lines.Sum(line => line.Quantity * priceOf[line.ProductId])))
                : Results.NotFound();
        });

        app.MapGet("/shipping/rates/{country}", (string country, ShippingRates rates) =>
            rates.Of(country) is { } known ? Results.Ok(known) : Results.NotFound());
    }
}
