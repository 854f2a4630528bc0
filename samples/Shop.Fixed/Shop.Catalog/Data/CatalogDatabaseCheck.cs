using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Shop.Catalog.Data;

public sealed class CatalogDatabaseCheck(CatalogContext catalog) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        await catalog.Database.ExecuteSqlRawAsync("select 1", cancellationToken);
        return HealthCheckResult.Healthy();
    }
}
