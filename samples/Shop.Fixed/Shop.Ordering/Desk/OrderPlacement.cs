using System.Diagnostics.Metrics;
using Shop.Contracts;
using Shop.Events;
using Shop.Ordering.Confirmations;
using Shop.Ordering.Data;
using Shop.Ordering.Pricing;

namespace Shop.Ordering.Desk;

/// <summary>Takes an order down together with the event that has it paid.</summary>
public sealed class OrderPlacement(OrderingContext orders, ConfirmationQueue confirmations, TimeProvider clock, ILogger<OrderPlacement> logger)
{
    private static readonly Meter Meter = new("Shop.Ordering");
    private static readonly Counter<long> Placed = Meter.CreateCounter<long>("orders.placed");

    public async Task<OrderDto> PlaceAsync(PlaceOrderRequest request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var id = Guid.NewGuid();
        var order = new Order
        {
            Id = id,
            Number = OrderNumbers.Of(id, now),
            CustomerId = request.CustomerId,
            PlacedAt = now,
            Total = TaxTable.Gross(request.Lines.Sum(line => line.Quantity * line.UnitPrice), 0),
            Lines = [.. request.Lines.Select(line => Describe(id, line))],
        };
        var placed = OrderEvents.Wrap(new OrderPlaced(id, order.Total, request.CardToken));

        orders.Orders.Add(order);
        orders.Outbox.Add(new OutboxMessage { Id = Guid.NewGuid(), RoutingKey = placed.RoutingKey, Body = placed.Body, CreatedAt = now });
        await orders.SaveChangesAsync(cancellationToken);

        logger.LogInformation("Order {Order} placed with {Lines} lines", order.Number, order.Lines.Count);
        Placed.Add(1, new KeyValuePair<string, object?>("size", order.Lines.Count > 10 ? "large" : "small"));
        await confirmations.AddAsync(id, order.Number, cancellationToken);
        return new OrderDto(id, order.Number, order.Status.ToString(), order.Total);
    }

    private static OrderLine Describe(Guid order, OrderLineRequest line) => new()
    {
        Id = Guid.NewGuid(),
        OrderId = order,
        ProductId = line.ProductId,
        Sku = line.Sku,
        Quantity = line.Quantity,
        UnitPrice = line.UnitPrice,
    };
}
