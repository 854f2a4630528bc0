using StackExchange.Redis;

namespace Shop.Catalog.Visits;

/// <summary>Counts what is looked at, by page and by hour, and remembers what was looked at last.</summary>
public sealed class VisitCounter(IConnectionMultiplexer redis, ILogger<VisitCounter> logger)
{
    public async Task CountAsync(string page) // fault: SCALE2003
    {
        logger.LogDebug("Visit of {Page}", page);
        var visits = redis.GetDatabase();
        await Task.WhenAll(
            visits.SortedSetIncrementAsync("visits:by-page", page, 1),
            visits.HashIncrementAsync("visits:by-hour", DateTime.UtcNow.Hour),
            visits.StringSetAsync("visits:last", page));
    }
}
