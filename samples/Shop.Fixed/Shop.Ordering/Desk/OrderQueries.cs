using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Caching.Hybrid;
using Shop.Contracts;
using Shop.Ordering.Data;

namespace Shop.Ordering.Desk;

/// <summary>What customers and the back office ask about orders. Answers may be ten seconds old, and outlive a short outage of the database.</summary>
public sealed class OrderQueries(IDbContextFactory<OrderingContext> contexts, HybridCache cache, TimeProvider clock)
{
    private static readonly HybridCacheEntryOptions Fresh = new() { Expiration = TimeSpan.FromSeconds(10) };

    public async Task<OrderDto?> FindAsync(Guid id, CancellationToken cancellationToken) =>
        await cache.GetOrCreateAsync($"order:{id}", async token =>
        {
            await using var orders = await contexts.CreateDbContextAsync(token);
            var order = await orders.Orders.AsNoTracking().FirstOrDefaultAsync(o => o.Id == id, token);
            return order is null ? null : new OrderDto(order.Id, order.Number, order.Status.ToString(), order.Total);
        }, Fresh, cancellationToken: cancellationToken);

    public async Task<IReadOnlyList<OrderSummaryDto>> OfCustomerAsync(Guid customer, CancellationToken cancellationToken) =>
        await cache.GetOrCreateAsync($"orders-of:{customer}", async token =>
        {
            await using var orders = await contexts.CreateDbContextAsync(token);
            return await orders.Orders
                .Where(o => o.CustomerId == customer)
                .OrderByDescending(o => o.PlacedAt)
                .Select(o => new OrderSummaryDto(o.Id, o.Number, o.Total))
                .Take(50)
                .ToListAsync(token);
        }, Fresh, cancellationToken: cancellationToken);

    public async Task<IReadOnlyList<OrderSummaryDto>> OpenAsync(CancellationToken cancellationToken) =>
        await cache.GetOrCreateAsync("orders-open", async token =>
        {
            await using var orders = await contexts.CreateDbContextAsync(token);
            return await orders.Orders
                .Where(o => o.Status == OrderStatus.Placed)
                .OrderBy(o => o.PlacedAt)
                .Select(o => new OrderSummaryDto(o.Id, o.Number, o.Total))
                .Take(100)
                .ToListAsync(token);
        }, Fresh, cancellationToken: cancellationToken);

    public async Task<int> CountAsync(CancellationToken cancellationToken) =>
        await cache.GetOrCreateAsync("orders-count", async token =>
        {
            await using var orders = await contexts.CreateDbContextAsync(token);
            return await orders.Orders.CountAsync(token);
        }, Fresh, cancellationToken: cancellationToken);

    /// <summary>The whole statement in one query.</summary>
    public async Task<StatementDto?> StatementAsync(Guid customer, CancellationToken cancellationToken)
    {
        var today = clock.GetUtcNow();
        return await cache.GetOrCreateAsync($"statement:{customer}", async token =>
        {
            await using var orders = await contexts.CreateDbContextAsync(token);
            return await orders.Customers
                .Where(c => c.Id == customer)
                .Select(c => new StatementDto(
                    c.Name,
                    c.Orders.Count,
                    c.Orders.Sum(o => o.Total),
                    c.Invoices.Any(i => !i.Paid && i.Due < today),
                    c.Orders.Max(o => (DateTimeOffset?)o.PlacedAt)))
                .FirstOrDefaultAsync(token);
        }, Fresh, cancellationToken: cancellationToken);
    }

    public async Task<ShipmentDto?> ShipmentOfAsync(Guid id, CancellationToken cancellationToken) =>
        await cache.GetOrCreateAsync($"shipment:{id}", async token =>
        {
            await using var orders = await contexts.CreateDbContextAsync(token);
            return await orders.Shipments
                .Where(s => s.OrderId == id)
                .Select(s => new ShipmentDto(s.OrderId, s.Carrier, s.ShippedAt))
                .FirstOrDefaultAsync(token);
        }, Fresh, cancellationToken: cancellationToken);

    public async Task<string?> InvoiceOfAsync(Guid id, CancellationToken cancellationToken) =>
        await cache.GetOrCreateAsync($"invoice:{id}", async token =>
        {
            await using var orders = await contexts.CreateDbContextAsync(token);
            return await orders.Invoices.Where(i => i.OrderId == id).Select(i => i.Text).FirstOrDefaultAsync(token);
        }, Fresh, cancellationToken: cancellationToken);
}
