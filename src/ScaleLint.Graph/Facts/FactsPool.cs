using System.Collections.Concurrent;

namespace ScaleLint.Graph.Facts;

/// <summary>
/// What the facts of many assemblies have in common, held once: names, and the framework types that they all mention. Most of what a
/// service's facts say is said by every other one too. Safe under parallel reads.
/// </summary>
public sealed class FactsPool
{
    private readonly ConcurrentDictionary<string, string> strings = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<ExternalType, ExternalType> externals = new(ByContent.Instance);

    internal string Share(string text) => strings.GetOrAdd(text, text);

    internal ExternalType Share(ExternalType type) => externals.GetOrAdd(type, type);

    /// <summary>Records compare lists as objects.</summary>
    private sealed class ByContent : IEqualityComparer<ExternalType>
    {
        public static readonly ByContent Instance = new();

        public bool Equals(ExternalType? x, ExternalType? y) => x!.Type == y!.Type && x.Base == y.Base && x.Interfaces.SequenceEqual(y.Interfaces);

        public int GetHashCode(ExternalType obj) => obj.Type.GetHashCode();
    }
}
