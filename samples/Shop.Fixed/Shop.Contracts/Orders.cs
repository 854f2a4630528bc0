namespace Shop.Contracts;

public sealed record OrderLineRequest(Guid ProductId, string Sku, int Quantity, decimal UnitPrice);

public sealed record PlaceOrderRequest(Guid CustomerId, string CardToken, IReadOnlyList<OrderLineRequest> Lines);

public sealed record BasketRequest(IReadOnlyList<OrderLineRequest> Lines);

public sealed record QuoteRequest(Guid CustomerId, IReadOnlyList<OrderLineRequest> Lines);

public sealed record QuoteDto(decimal Total);

public sealed record OrderDto(Guid Id, string Number, string Status, decimal Total);

public sealed record OrderSummaryDto(Guid Id, string Number, decimal Total);

public sealed record OrderWithPaymentDto(OrderDto Order, PaymentDto? Payment);

public sealed record RequoteDto(Guid OrderId, decimal Before, decimal Now);

public sealed record ShipmentDto(Guid OrderId, string Carrier, DateTimeOffset ShippedAt);

public sealed record StatementDto(string Customer, int Orders, decimal Turnover, bool Overdue, DateTimeOffset? LastOrder);
