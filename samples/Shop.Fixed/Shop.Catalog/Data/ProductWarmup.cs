namespace Shop.Catalog.Data;

/// <summary>Fetches the page that is asked for first, beside the start of the service and not before it.</summary>
public sealed class ProductWarmup(ProductPages pages, ILogger<ProductWarmup> logger) : BackgroundService
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        deadline.CancelAfter(Patience);
        try
        {
            await pages.PageAsync(0, deadline.Token);
        }
        catch (Exception error) when (!stoppingToken.IsCancellationRequested)
        {
            logger.LogWarning(error, "The cache starts cold");
        }
    }
}
