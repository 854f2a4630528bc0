using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Caching.Hybrid;
using Shop.Contracts;
using Shop.Ordering.Clients;
using Shop.Ordering.Data;
using Shop.Ordering.Pricing;
using Shop.Shared;

namespace Shop.Ordering.Desk;

/// <summary>What an order would cost, before it is placed or at today's prices.</summary>
public sealed class Quotes(IDbContextFactory<OrderingContext> contexts, HybridCache cache, PriceClient prices)
{
    private static readonly HybridCacheEntryOptions Fresh = new() { Expiration = TimeSpan.FromMinutes(5) };
    private static readonly ParallelOptions FewCores = new() { MaxDegreeOfParallelism = 2 };

    public async Task<QuoteDto> QuoteAsync(QuoteRequest request, CancellationToken cancellationToken)
    {
        var percent = await cache.GetOrCreateAsync($"discount:{request.CustomerId}", async token =>
        {
            await using var orders = await contexts.CreateDbContextAsync(token);
            var agreement = await orders.DiscountAgreements.FirstOrDefaultAsync(a => a.CustomerId == request.CustomerId, token);
            return agreement?.Percent ?? 0m;
        }, Fresh, cancellationToken: cancellationToken);
        var totals = new decimal[request.Lines.Count];
        Parallel.For(0, totals.Length, FewCores, i => totals[i] = TaxTable.Gross(request.Lines[i].Quantity * request.Lines[i].UnitPrice, percent));
        return new QuoteDto(Amounts.Round(totals.Sum()));
    }

    public async Task<RequoteDto?> RequoteAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var orders = await contexts.CreateDbContextAsync(cancellationToken);
        var order = await orders.Orders.Include(o => o.Lines).FirstOrDefaultAsync(o => o.Id == id, cancellationToken);
        if (order is null)
        {
            return null;
        }

        var today = await prices.GetAsync(order.Lines.Select(line => line.ProductId), cancellationToken);
        var priceOf = today.ToDictionary(price => price.ProductId, price => price.Price);
        var net = order.Lines.Sum(line => line.Quantity * priceOf.GetValueOrDefault(line.ProductId, line.UnitPrice));
        return new RequoteDto(id, order.Total, TaxTable.Gross(net, 0));
    }
}
