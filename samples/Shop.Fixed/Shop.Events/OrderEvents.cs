using System.Text.Json;
using Shop.Contracts;

namespace Shop.Events;

public static class OrderEvents
{
    public const string PlacedKey = "order.placed";
    public const string ShippedKey = "order.shipped";

    public static EventEnvelope Wrap(OrderPlaced placed) => new(PlacedKey, JsonSerializer.SerializeToUtf8Bytes(placed));

    public static EventEnvelope Wrap(OrderShipped shipped) => new(ShippedKey, JsonSerializer.SerializeToUtf8Bytes(shipped));

    public static OrderPlaced? ReadPlaced(ReadOnlySpan<byte> body) => JsonSerializer.Deserialize<OrderPlaced>(body);

    public static OrderShipped? ReadShipped(ReadOnlySpan<byte> body) => JsonSerializer.Deserialize<OrderShipped>(body);
}
