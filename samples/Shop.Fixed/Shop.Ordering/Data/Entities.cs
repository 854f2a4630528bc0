namespace Shop.Ordering.Data;

public enum OrderStatus
{
    Placed,
    Paid,
    Shipped,
    Cancelled,
}

public sealed class Customer
{
    public Guid Id { get; init; }
    public required string Name { get; init; }
    public List<Order> Orders { get; init; } = [];
    public List<Invoice> Invoices { get; init; } = [];
}

public sealed class DiscountAgreement
{
    public Guid Id { get; init; }
    public Guid CustomerId { get; init; }
    public decimal Percent { get; init; }
}

public sealed class Order
{
    public Guid Id { get; init; }
    public required string Number { get; init; }
    public Guid CustomerId { get; init; }
    public OrderStatus Status { get; set; }
    public decimal Total { get; init; }
    public DateTimeOffset PlacedAt { get; init; }
    public List<OrderLine> Lines { get; init; } = [];
}

public sealed class OrderLine
{
    public Guid Id { get; init; }
    public Guid OrderId { get; init; }
    public Guid ProductId { get; init; }
    public required string Sku { get; init; }
    public int Quantity { get; init; }
    public decimal UnitPrice { get; init; }
}

public sealed class Shipment
{
    public Guid Id { get; init; }
    public Guid OrderId { get; init; }
    public required string Carrier { get; init; }
    public DateTimeOffset ShippedAt { get; init; }
}

public sealed class Invoice
{
    public Guid Id { get; init; }
    public Guid OrderId { get; init; }
    public Guid CustomerId { get; init; }
    public DateTimeOffset Due { get; init; }
    public bool Paid { get; init; }
    public required string Text { get; init; }
}

public sealed class ConfirmationRecord
{
    public Guid Id { get; init; }
    public Guid OrderId { get; init; }
    public required string Text { get; init; }
}

/// <summary>An event that is published because its transaction was committed.</summary>
public sealed class OutboxMessage
{
    public Guid Id { get; init; }
    public required string RoutingKey { get; init; }
    public required byte[] Body { get; init; }
    public DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? SentAt { get; init; }
}
