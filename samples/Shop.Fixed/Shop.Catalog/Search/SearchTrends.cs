using Microsoft.Extensions.Caching.Memory;

namespace Shop.Catalog.Search;

/// <summary>Counts what customers search for, for the buyers' weekly page; keeps the thousand texts last asked for.</summary>
public sealed class SearchTrends
{
    private readonly MemoryCache _counts = new(new MemoryCacheOptions { SizeLimit = 1000 });

    public void Record(string text)
    {
        var count = _counts.GetOrCreate(text.ToUpperInvariant(), entry =>
        {
            entry.Size = 1;
            entry.SlidingExpiration = TimeSpan.FromDays(7);
            return new SearchCount();
        });
        count?.Increment();
    }

    public int CountOf(string text) => _counts.TryGetValue(text.ToUpperInvariant(), out SearchCount? count) ? count?.Value ?? 0 : 0;

    private sealed class SearchCount
    {
        private int _value;

        public int Value => Volatile.Read(ref _value);

        public void Increment() => Interlocked.Increment(ref _value);
    }
}
