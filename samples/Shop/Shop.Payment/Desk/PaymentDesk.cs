using Npgsql;
using Shop.Contracts;
using Shop.Payment.Callbacks;
using Shop.Payment.Provider;
using Shop.Shared;

namespace Shop.Payment.Desk;

/// <summary>Charges, refunds and settles payments.</summary>
public sealed class PaymentDesk(NpgsqlDataSource database, ProviderClient provider, OrderingClient ordering, EventPublisher events)
{
    public async Task<PaymentDto> ChargeAsync(ChargeRequest charge, CancellationToken cancellationToken)
    {
        var payment = new PaymentDto(Guid.NewGuid(), charge.OrderId, "charged", Amounts.Round(charge.Amount));
        await using (var connection = await database.OpenConnectionAsync(cancellationToken))
        await using (var transaction = await connection.BeginTransactionAsync(cancellationToken))
        {
            await using var insert = connection.CreateCommand();
            insert.CommandText = "insert into payments (id, order_id, status, amount) values (@id, @order, 'pending', @amount)";
            insert.CommandTimeout = 2;
            insert.Transaction = transaction;
            insert.Parameters.AddWithValue("id", payment.Id);
            insert.Parameters.AddWithValue("order", payment.OrderId);
            insert.Parameters.AddWithValue("amount", payment.Amount);
            await insert.ExecuteNonQueryAsync(cancellationToken);

            var reference = await provider.ChargeAsync(charge, cancellationToken); // fault: SCALE6002

            await using var update = connection.CreateCommand();
            update.CommandText = "update payments set status = 'charged', reference = @reference where id = @id";
            update.CommandTimeout = 2;
            update.Transaction = transaction;
            update.Parameters.AddWithValue("reference", reference);
            update.Parameters.AddWithValue("id", payment.Id);
            await update.ExecuteNonQueryAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }

        await ordering.MarkPaidAsync(charge.OrderId, cancellationToken);
        return payment;
    }

    public async Task<bool> RefundAsync(Guid paymentId, CancellationToken cancellationToken)
    {
        await using var find = database.CreateCommand("select reference from payments where id = @id and status = 'charged'");
        find.CommandTimeout = 2;
        find.Parameters.AddWithValue("id", paymentId);
        if (await find.ExecuteScalarAsync(cancellationToken) is not string reference)
        {
            return false;
        }

        var refund = await provider.RefundAsync(reference, cancellationToken);

        await using var update = database.CreateCommand("update payments set status = 'refunded', refund_reference = @refund where id = @id");
        update.CommandTimeout = 2;
        update.Parameters.AddWithValue("refund", refund);
        update.Parameters.AddWithValue("id", paymentId);
        await update.ExecuteNonQueryAsync(cancellationToken);
        return true;
    }

    public async Task<PaymentDto?> FindAsync(Guid orderId, CancellationToken cancellationToken)
    {
        await using var find = database.CreateCommand("select id, status, amount from payments where order_id = @order limit 1");
        find.CommandTimeout = 10; // fault: SCALE3006
        find.Parameters.AddWithValue("order", orderId);
        await using var row = await find.ExecuteReaderAsync(cancellationToken);
        return await row.ReadAsync(cancellationToken)
            ? new PaymentDto(row.GetGuid(0), orderId, row.GetString(1), row.GetDecimal(2))
            : null;
    }

    public async Task<bool> SettleAsync(PaymentWebhook webhook, CancellationToken cancellationToken)
    {
        await using var update = database.CreateCommand("update payments set settled = true where reference = @reference");
        update.CommandTimeout = 2;
        update.Parameters.AddWithValue("reference", webhook.Reference);
        if (await update.ExecuteNonQueryAsync(cancellationToken) == 0)
        {
            return false;
        }

        await events.PublishAsync(new PaymentSettled(webhook.Reference, webhook.Status), cancellationToken); // fault: SCALE6003
        return true;
    }
}
