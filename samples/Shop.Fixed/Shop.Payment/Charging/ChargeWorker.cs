using Shop.Payment.Provider;

namespace Shop.Payment.Charging;

/// <summary>Carries payments and refunds to the provider, at most sixteen at a time, at the provider's pace and not at the customers'.</summary>
public sealed class ChargeWorker(IServiceScopeFactory scopes, PendingPayments payments, ILogger<ChargeWorker> logger) : BackgroundService
{
    private const int Concurrency = 16;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await ChargeClaimedAsync(stoppingToken);
            }
            catch (Exception error) when (error is not OperationCanceledException)
            {
                logger.LogError(error, "No payments could be claimed");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(Random.Shared.Next(500, 1500)), stoppingToken);
        }
    }

    private async Task ChargeClaimedAsync(CancellationToken cancellationToken)
    {
        var claimed = await payments.ClaimAsync(cancellationToken);
        await using var scope = scopes.CreateAsyncScope();
        var provider = scope.ServiceProvider.GetRequiredService<ProviderClient>();
        var limits = new ParallelOptions { MaxDegreeOfParallelism = Concurrency, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(claimed, limits, async (payment, token) => await CarryAsync(provider, payment, token));
    }

    private async Task CarryAsync(ProviderClient provider, PendingPayment payment, CancellationToken cancellationToken)
    {
        try
        {
            if (payment is { Status: "refunding", Reference: { } charge })
            {
                var refund = await provider.RefundAsync(payment.Id, charge, cancellationToken);
                await payments.MarkRefundedAsync(payment.Id, refund, cancellationToken);
            }
            else
            {
                var reference = await provider.ChargeAsync(payment.Id, payment.Amount, payment.CardToken, cancellationToken);
                await payments.MarkChargedAsync(payment.Id, reference, cancellationToken);
            }
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            logger.LogError(error, "Payment {Payment} stays claimed and is tried again later", payment.Id);
        }
    }
}
