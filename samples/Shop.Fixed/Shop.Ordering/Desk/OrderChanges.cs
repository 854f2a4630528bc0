using Microsoft.EntityFrameworkCore;
using Shop.Contracts;
using Shop.Events;
using Shop.Ordering.Data;
using Shop.Ordering.Stock;

namespace Shop.Ordering.Desk;

/// <summary>Cancels and ships orders.</summary>
public sealed class OrderChanges(OrderingContext orders, StockAdjustments stock, TimeProvider clock)
{
    public async Task<bool> CancelAsync(Guid id, CancellationToken cancellationToken)
    {
        var order = await orders.Orders.FirstOrDefaultAsync(o => o.Id == id, cancellationToken);
        if (order is null || order.Status == OrderStatus.Shipped)
        {
            return false;
        }

        order.Status = OrderStatus.Cancelled;
        await orders.SaveChangesAsync(cancellationToken);
        return true;
    }

    public async Task<ShipmentDto?> ShipAsync(Guid id, string carrier, CancellationToken cancellationToken)
    {
        var order = await orders.Orders.Include(o => o.Lines).FirstOrDefaultAsync(o => o.Id == id, cancellationToken);
        if (order is null || order.Status == OrderStatus.Cancelled)
        {
            return null;
        }

        var now = clock.GetUtcNow();
        var shipped = OrderEvents.Wrap(new OrderShipped(id, now));
        order.Status = OrderStatus.Shipped;
        orders.Shipments.Add(new Shipment { Id = Guid.NewGuid(), OrderId = id, Carrier = carrier, ShippedAt = now });
        orders.Outbox.Add(new OutboxMessage { Id = Guid.NewGuid(), RoutingKey = shipped.RoutingKey, Body = shipped.Body, CreatedAt = now });
        await orders.SaveChangesAsync(cancellationToken);

        var heaviest = order.Lines.MaxBy(line => line.Quantity);
        if (heaviest is not null)
        {
            await stock.AddAsync(heaviest.Sku, -heaviest.Quantity, cancellationToken);
        }

        return new ShipmentDto(id, carrier, now);
    }
}
