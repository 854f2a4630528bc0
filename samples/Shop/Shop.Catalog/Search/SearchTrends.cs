using System.Collections.Concurrent;

namespace Shop.Catalog.Search;

/// <summary>Counts what customers search for, for the buyers' weekly page.</summary>
public sealed class SearchTrends
{
    private readonly ConcurrentDictionary<string, int> _counts = new(StringComparer.OrdinalIgnoreCase); // fault: SCALE5002

    public void Record(string text) => _counts.AddOrUpdate(text, 1, (_, count) => count + 1);

    public int CountOf(string text) => _counts.GetValueOrDefault(text);
}
