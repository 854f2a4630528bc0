namespace Shop.Contracts;

public sealed record ProductDto(Guid Id, string Sku, string Name, decimal Price);

public sealed record PriceDto(Guid ProductId, decimal Price);

public sealed record PriceChange(decimal Price);

public sealed record StockAdjustment(int Quantity);

public sealed record StockLevelDto(string Sku, int Quantity);

public sealed record ShippingRateDto(string Carrier, decimal Price, int Days);
