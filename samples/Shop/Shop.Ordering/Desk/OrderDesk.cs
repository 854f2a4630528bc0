using System.Diagnostics.Metrics;
using Microsoft.EntityFrameworkCore;
using Shop.Contracts;
using Shop.Ordering.Clients;
using Shop.Ordering.Confirmations;
using Shop.Ordering.Data;
using Shop.Shared;

namespace Shop.Ordering.Desk;

/// <summary>Everything that can be done with an order.</summary>
public sealed class OrderDesk( // fault: SCALE1003
    OrderingContext orders,
    CatalogStock catalogStock,
    PaymentClient payments,
    PriceClient prices,
    StockClient stock,
    EventPublisher events,
    ConfirmationQueue confirmations,
    TimeProvider clock,
    ILogger<OrderDesk> logger)
{
    private static readonly Meter Meter = new("Shop.Ordering");
    private static readonly Counter<long> Placed = Meter.CreateCounter<long>("orders.placed");

    public async Task<OrderDto?> PlaceAsync(PlaceOrderRequest request, CancellationToken cancellationToken)
    {
        var lowest = await catalogStock.LowestAsync([.. request.Lines.Select(line => line.Sku)], cancellationToken);
        if (lowest < request.Lines.Max(line => line.Quantity))
        {
            return null;
        }

        var now = clock.GetUtcNow();
        var order = new Order
        {
            Id = Guid.NewGuid(),
            Number = OrderNumbers.Next(now),
            CustomerId = request.CustomerId,
            PlacedAt = now,
            Total = TaxTable.Gross(request.Lines.Sum(line => line.Quantity * line.UnitPrice), 0),
        };
        foreach (var line in request.Lines)
        {
            logger.LogInformation("Order {Order} takes {Quantity} of {Sku}", order.Number, line.Quantity, line.Sku); // fault: SCALE9001
            order.Lines.Add(new OrderLine
            {
                Id = Guid.NewGuid(),
                OrderId = order.Id,
                ProductId = line.ProductId,
                Sku = line.Sku,
                Quantity = line.Quantity,
                UnitPrice = line.UnitPrice,
            });
        }

        orders.Orders.Add(order);
        await orders.SaveChangesAsync(cancellationToken);
        Placed.Add(1, new KeyValuePair<string, object?>("customer.id", request.CustomerId)); // fault: SCALE9002

        await payments.ChargeAsync(new ChargeRequest(order.Id, order.Total, request.CardToken), cancellationToken);
        await confirmations.AddAsync(new Confirmation(order.Id, order.Number), cancellationToken);
        return Describe(order);
    }

    public async Task<OrderDto?> FindAsync(Guid id, CancellationToken cancellationToken)
    {
        var order = await orders.Orders.AsNoTracking().FirstOrDefaultAsync(o => o.Id == id); // fault: SCALE3005
        return order is null ? null : Describe(order);
    }

    public async Task<IReadOnlyList<OrderSummaryDto>> OfCustomerAsync(Guid customer, CancellationToken cancellationToken) =>
        await orders.Orders
            .Where(o => o.CustomerId == customer)
            .OrderByDescending(o => o.PlacedAt)
            .Select(o => new OrderSummaryDto(o.Id, o.Number, o.Total))
            .Take(50)
            .ToListAsync(cancellationToken);

    public async Task<IReadOnlyList<OrderSummaryDto>> OpenAsync(CancellationToken cancellationToken) =>
        await orders.Orders
            .Where(o => o.Status == OrderStatus.Placed)
            .OrderBy(o => o.PlacedAt)
            .Select(o => new OrderSummaryDto(o.Id, o.Number, o.Total))
            .Take(100)
            .ToListAsync(cancellationToken);

    public async Task<StatementDto?> StatementAsync(Guid customerId, CancellationToken cancellationToken)
    {
        var customer = await orders.Customers.FirstOrDefaultAsync(c => c.Id == customerId, cancellationToken);
        if (customer is null)
        {
            return null;
        }

        var count = await orders.Orders.CountAsync(o => o.CustomerId == customerId, cancellationToken);
        var turnover = await orders.Orders.Where(o => o.CustomerId == customerId).SumAsync(o => o.Total, cancellationToken);
        var overdue = await orders.Invoices.AnyAsync(i => i.CustomerId == customerId && !i.Paid && i.Due < clock.GetUtcNow(), cancellationToken);
        var last = await orders.Orders.Where(o => o.CustomerId == customerId).MaxAsync(o => (DateTimeOffset?)o.PlacedAt, cancellationToken);
        return new StatementDto(customer.Name, count, turnover, overdue, last);
    }

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

    public async Task<bool> MarkPaidAsync(Guid id, CancellationToken cancellationToken) =>
        await orders.Orders
            .Where(o => o.Id == id && o.Status == OrderStatus.Placed)
            .ExecuteUpdateAsync(set => set.SetProperty(o => o.Status, OrderStatus.Paid), cancellationToken) == 1;

    public async Task<RequoteDto?> RequoteAsync(Guid id, CancellationToken cancellationToken)
    {
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

    public async Task<ShipmentDto?> ShipAsync(Guid id, string carrier, CancellationToken cancellationToken)
    {
        var order = await orders.Orders.Include(o => o.Lines).FirstOrDefaultAsync(o => o.Id == id, cancellationToken);
        if (order is null || order.Status == OrderStatus.Cancelled)
        {
            return null;
        }

        var shipment = new Shipment { Id = Guid.NewGuid(), OrderId = id, Carrier = carrier, ShippedAt = clock.GetUtcNow() };
        order.Status = OrderStatus.Shipped;
        orders.Shipments.Add(shipment);
        await orders.SaveChangesAsync(cancellationToken);
        await events.PublishAsync(new OrderShipped(id, shipment.ShippedAt), cancellationToken); // fault: SCALE6003

        var heaviest = order.Lines.MaxBy(line => line.Quantity);
        if (heaviest is not null)
        {
            _ = stock.AdjustAsync(heaviest.Sku, -heaviest.Quantity, CancellationToken.None); // fault: SCALE4007
        }

        return new ShipmentDto(id, carrier, shipment.ShippedAt);
    }

    public async Task<ShipmentDto?> ShipmentOfAsync(Guid id, CancellationToken cancellationToken) =>
        await orders.Shipments
            .Where(s => s.OrderId == id)
            .Select(s => new ShipmentDto(s.OrderId, s.Carrier, s.ShippedAt))
            .FirstOrDefaultAsync(cancellationToken);

    public async Task<string?> InvoiceOfAsync(Guid id, CancellationToken cancellationToken) =>
        await orders.Invoices.Where(i => i.OrderId == id).Select(i => i.Text).FirstOrDefaultAsync(cancellationToken);

    public async Task<QuoteDto> QuoteAsync(QuoteRequest request, CancellationToken cancellationToken)
    {
        var agreement = await orders.DiscountAgreements.FirstOrDefaultAsync(a => a.CustomerId == request.CustomerId, cancellationToken);
        var percent = agreement?.Percent ?? 0;
        var totals = new decimal[request.Lines.Count];
        Parallel.For(0, totals.Length, i => totals[i] = TaxTable.Gross(request.Lines[i].Quantity * request.Lines[i].UnitPrice, percent)); // fault: SCALE5006
        return new QuoteDto(Amounts.Round(totals.Sum()));
    }

    private static OrderDto Describe(Order order) => new(order.Id, order.Number, order.Status.ToString(), order.Total);
}
