using Microsoft.AspNetCore.Mvc;
using Shop.Contracts;
using Shop.Gateway.Clients;

namespace Shop.Gateway.Endpoints;

/// <summary>What a visitor of the shop sees before ordering.</summary>
public static class StorefrontEndpoints
{
    public static void MapStorefront(this IEndpointRouteBuilder app)
    {
        app.MapGet("/products/{id}", async (Guid id, CatalogClient catalog, CancellationToken cancellationToken) =>
            await catalog.GetProductAsync(id, cancellationToken) is { } product ? Results.Ok(product) : Results.NotFound());

        app.MapGet("/home", async ([FromQuery] Guid[] featured, CatalogClient catalog, CancellationToken cancellationToken) =>
        {
            var products = await Task.WhenAll(featured.Select(id => catalog.GetProductAsync(id, cancellationToken))); // fault: SCALE3007
            return products.OfType<ProductDto>();
        });

        app.MapPost("/baskets/quote", async (BasketRequest basket, CatalogClient catalog, CancellationToken cancellationToken) =>
        {
            var total = 0m;
            foreach (var line in basket.Lines)
            {
                total += line.Quantity * await catalog.GetPriceAsync(line.ProductId, cancellationToken); // fault: SCALE3002
            }

            return new QuoteDto(total);
        });

        app.MapGet("/shipping/rates/{country}", (string country, ShippingRatesClient rates, CancellationToken cancellationToken) =>
            rates.GetAsync(country, cancellationToken));
    }
}
