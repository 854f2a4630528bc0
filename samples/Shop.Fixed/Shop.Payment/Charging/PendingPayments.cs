using Npgsql;

namespace Shop.Payment.Charging;

public sealed record PendingPayment(Guid Id, string Status, decimal Amount, string CardToken, string? Reference);

/// <summary>Payments and refunds that wait for the provider.</summary>
public sealed class PendingPayments(NpgsqlDataSource database)
{
    /// <summary>Claims at most 64 payments; a claim that is five minutes old may be taken over.</summary>
    public async Task<IReadOnlyList<PendingPayment>> ClaimAsync(CancellationToken cancellationToken)
    {
        await using var claim = database.CreateCommand(
            """
            update payments
            set status = case when status in ('pending', 'charging') then 'charging' else 'refunding' end, claimed_at = now()
            where id in (
              select id from payments
              where status in ('pending', 'refund-requested')
                 or (status in ('charging', 'refunding') and claimed_at < now() - interval '5 minutes')
              limit 64
              for update skip locked)
            returning id, status, amount, card_token, reference
            """);
        claim.CommandTimeout = 2;
        var claimed = new List<PendingPayment>();
        await using var row = await claim.ExecuteReaderAsync(cancellationToken);
        while (await row.ReadAsync(cancellationToken))
        {
            var reference = row.IsDBNull(4) ? null : row.GetString(4);
            claimed.Add(new PendingPayment(row.GetGuid(0), row.GetString(1), row.GetDecimal(2), row.GetString(3), reference));
        }

        return claimed;
    }

    public async Task MarkChargedAsync(Guid payment, string reference, CancellationToken cancellationToken)
    {
        await using var update = database.CreateCommand("update payments set status = 'charged', reference = @reference where id = @id");
        update.CommandTimeout = 2;
        update.Parameters.AddWithValue("reference", reference);
        update.Parameters.AddWithValue("id", payment);
        await update.ExecuteNonQueryAsync(cancellationToken);
    }

    public async Task MarkRefundedAsync(Guid payment, string refund, CancellationToken cancellationToken)
    {
        await using var update = database.CreateCommand("update payments set status = 'refunded', refund_reference = @refund where id = @id");
        update.CommandTimeout = 2;
        update.Parameters.AddWithValue("refund", refund);
        update.Parameters.AddWithValue("id", payment);
        await update.ExecuteNonQueryAsync(cancellationToken);
    }
}
