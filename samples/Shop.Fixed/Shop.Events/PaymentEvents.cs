using System.Text.Json;
using Shop.Contracts;

namespace Shop.Events;

public static class PaymentEvents
{
    public static EventEnvelope Wrap(PaymentSettled settled) =>
        new("payment.settled", JsonSerializer.SerializeToUtf8Bytes(settled));
}
