using Npgsql;
using Shop.Contracts;
using Shop.Events;
using Shop.Shared;

namespace Shop.Payment.Desk;

/// <summary>Takes payments, refunds and settlements down; the charge worker carries them out.</summary>
public sealed class PaymentDesk(NpgsqlDataSource database)
{
    /// <summary>Takes a payment down once, however often it is asked for.</summary>
    public async Task<PaymentDto> RequestAsync(ChargeRequest charge, CancellationToken cancellationToken)
    {
        var payment = new PaymentDto(Guid.NewGuid(), charge.OrderId, "pending", Amounts.Round(charge.Amount));
        await using var insert = database.CreateCommand(
            "insert into payments (id, order_id, status, amount, card_token) values (@id, @order, 'pending', @amount, @card) on conflict (order_id) do nothing");
        insert.CommandTimeout = 2;
        insert.Parameters.AddWithValue("id", payment.Id);
        insert.Parameters.AddWithValue("order", payment.OrderId);
        insert.Parameters.AddWithValue("amount", payment.Amount);
        insert.Parameters.AddWithValue("card", charge.CardToken);
        await insert.ExecuteNonQueryAsync(cancellationToken);
        return payment;
    }

    public async Task<bool> RequestRefundAsync(Guid paymentId, CancellationToken cancellationToken)
    {
        await using var update = database.CreateCommand("update payments set status = 'refund-requested' where id = @id and status = 'charged'");
        update.CommandTimeout = 2;
        update.Parameters.AddWithValue("id", paymentId);
        return await update.ExecuteNonQueryAsync(cancellationToken) == 1;
    }

    public async Task<PaymentDto?> FindAsync(Guid orderId, CancellationToken cancellationToken)
    {
        await using var find = database.CreateCommand("select id, status, amount from payments where order_id = @order limit 1");
        find.CommandTimeout = 2;
        find.Parameters.AddWithValue("order", orderId);
        await using var row = await find.ExecuteReaderAsync(cancellationToken);
        return await row.ReadAsync(cancellationToken)
            ? new PaymentDto(row.GetGuid(0), orderId, row.GetString(1), row.GetDecimal(2))
            : null;
    }

    /// <summary>Settles the payment and puts the event into the outbox, in one statement.</summary>
    public async Task<bool> SettleAsync(PaymentWebhook webhook, CancellationToken cancellationToken)
    {
        var settled = PaymentEvents.Wrap(new PaymentSettled(webhook.Reference, webhook.Status));
        await using var update = database.CreateCommand(
            """
            with settled as (update payments set settled = true where reference = @reference returning id)
            insert into outbox (routing_key, body) select @key, @body from settled
            """);
        update.CommandTimeout = 2;
        update.Parameters.AddWithValue("reference", webhook.Reference);
        update.Parameters.AddWithValue("key", settled.RoutingKey);
        update.Parameters.AddWithValue("body", settled.Body);
        return await update.ExecuteNonQueryAsync(cancellationToken) == 1;
    }

    public async Task MarkShippedAsync(Guid orderId, CancellationToken cancellationToken)
    {
        await using var update = database.CreateCommand("update payments set shipped = true where order_id = @order");
        update.CommandTimeout = 2;
        update.Parameters.AddWithValue("order", orderId);
        await update.ExecuteNonQueryAsync(cancellationToken);
    }
}
