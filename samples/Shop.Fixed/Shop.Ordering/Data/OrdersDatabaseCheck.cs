using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Shop.Ordering.Data;

public sealed class OrdersDatabaseCheck(OrderingContext orders) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        await orders.Database.ExecuteSqlRawAsync("select 1", cancellationToken);
        return HealthCheckResult.Healthy();
    }
}
