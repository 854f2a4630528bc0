namespace ScaleLint.Topology.Sources.Compose;

/// <summary>A compose service while the files of its stack are laid over one another.</summary>
internal sealed class ComposeService
{
    private readonly Dictionary<(string Key, string? Environment), DraftValue> values = [];

    public ComposeService(string name, Evidence evidence)
    {
        Name = name;
        Evidence = evidence;
        Hosts.Add(name.ToLowerInvariant());
    }

    public string Name { get; }

    public Evidence Evidence { get; }

    public string? Image { get; set; }

    /// <summary>True when an image is named, even if by a variable that no file sets.</summary>
    public bool HasImage { get; set; }

    /// <summary>Service whose network it shares, as a sidecar does.</summary>
    public string? NetworkOf { get; set; }

    public List<string> Command { get; } = [];

    /// <summary>Build context relative to the root.</summary>
    public string? Context { get; set; }

    public string? DockerfilePath { get; set; }

    public int? Instances { get; set; }

    public SortedSet<string> Hosts { get; } = new(StringComparer.Ordinal);

    public SortedDictionary<string, Evidence> Dependencies { get; } = new(StringComparer.OrdinalIgnoreCase);

    public IEnumerable<DraftValue> Values => values.Values.OrderBy(value => value.Key, StringComparer.Ordinal);

    public void DependsOn(string? name, Evidence evidence)
    {
        if (!string.IsNullOrEmpty(name))
        {
            Dependencies.TryAdd(name, evidence);
        }
    }

    public void Set(DraftValue value, bool wins)
    {
        var slot = (value.Key.ToLowerInvariant(), value.Environment);
        if (wins || !values.ContainsKey(slot))
        {
            values[slot] = value with { Overridden = values.GetValueOrDefault(slot) };
        }
    }
}
