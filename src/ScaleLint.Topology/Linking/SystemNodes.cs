using ScaleLint.Topology.Sources;

namespace ScaleLint.Topology.Linking;

/// <summary>A service or resource while deployments are being merged.</summary>
internal abstract class SystemNode(string id, Evidence evidence)
{
    public string Id { get; set; } = id;

    public Evidence Evidence { get; } = evidence;

    public bool Declared { get; set; }

    public SortedSet<string> Hosts { get; } = new(StringComparer.Ordinal);

    /// <summary>Deployments that declare it; names resolve within one's own first.</summary>
    public HashSet<int> Deployments { get; } = [];
}

internal sealed class ServiceNode(string id, ServiceKind kind, Evidence evidence) : SystemNode(id, evidence)
{
    public ServiceKind Kind { get; set; } = kind;

    public string? ProjectPath { get; set; }

    public string? Image { get; set; }

    public int? Instances { get; set; }

    public HashSet<string> Aliases { get; } = new(StringComparer.Ordinal);

    public List<DraftValue> Values { get; } = [];

    /// <summary>What holds in production, by key in any case.</summary>
    public SortedDictionary<string, DraftValue> Effective { get; } = new(StringComparer.OrdinalIgnoreCase);

    public void Settle()
    {
        Effective.Clear();
        foreach (var value in Values)
        {
            if (!IsEffective(value))
            {
                continue;
            }

            if (!Effective.TryGetValue(value.Key, out var present) || Rank(value) > Rank(present))
            {
                Effective[value.Key] = value;
            }
        }
    }

    public static bool IsEffective(DraftValue value) =>
        value.Source is not ConfigurationSource.LaunchProfile && (value.Environment is null || IsProduction(value.Environment));

    public static bool IsProduction(string environment) => environment.Equals("Production", StringComparison.OrdinalIgnoreCase);

    private static int Rank(DraftValue value) => ((int)value.Source * 2) + (value.Environment is null ? 0 : 1);
}

internal sealed class ResourceNode(string id, string kind, string? engine, Evidence evidence) : SystemNode(id, evidence)
{
    public string Kind { get; set; } = kind;

    public string? Engine { get; set; } = engine;

    public string? Database { get; set; }

    public string? Server { get; set; }

    public ResourceNode? Parent { get; set; }

    public SortedSet<string> Matches { get; } = new(StringComparer.Ordinal);

    public SortedSet<string> ConnectionNames { get; } = new(StringComparer.Ordinal);

    public int? MaxPoolSize { get; set; }
}

/// <summary>A reference before databases have found their place.</summary>
internal sealed record ReferenceDraft(ServiceNode Service, SystemNode Target, string? Database, ReferenceKind Kind, string? ConnectionName, string? Key, ConnectionString? Connection, Evidence Evidence);
