namespace Shop.Contracts;

public sealed record ChargeRequest(Guid OrderId, decimal Amount, string CardToken);

public sealed record PaymentDto(Guid Id, Guid OrderId, string Status, decimal Amount);

public sealed record PaymentWebhook(string Reference, string Status);

public sealed record OrderPlaced(Guid OrderId, decimal Amount, string CardToken);

public sealed record OrderShipped(Guid OrderId, DateTimeOffset At);

public sealed record PaymentSettled(string Reference, string Status);
