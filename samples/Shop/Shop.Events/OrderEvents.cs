using System.Text.Json;
using Shop.Contracts;

namespace Shop.Events;

public static class OrderEvents
{
    public static EventEnvelope Wrap(OrderShipped shipped) =>
        new("order.shipped", JsonSerializer.SerializeToUtf8Bytes(shipped));
}
