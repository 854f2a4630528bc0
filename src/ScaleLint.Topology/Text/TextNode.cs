namespace ScaleLint.Topology.Text;

internal enum TextNodeKind
{
    Scalar,
    Mapping,
    Sequence,
}

/// <summary>A value of a JSON or YAML document with the line it stands on; a graph, not a tree, where YAML aliases share a node.</summary>
internal sealed class TextNode
{
    private TextNode(TextNodeKind kind, int line)
    {
        Kind = kind;
        Line = line;
    }

    public TextNodeKind Kind { get; }

    public int Line { get; }

    /// <summary>Text of a scalar; null for null and for what is no scalar.</summary>
    public string? Value { get; private init; }

    public IReadOnlyList<KeyValuePair<string, TextNode>> Entries { get; private init; } = [];

    public IReadOnlyList<TextNode> Items { get; private init; } = [];

    public static TextNode Scalar(string? value, int line) => new(TextNodeKind.Scalar, line) { Value = value };

    public static TextNode Mapping(IReadOnlyList<KeyValuePair<string, TextNode>> entries, int line) => new(TextNodeKind.Mapping, line) { Entries = entries };

    public static TextNode Sequence(IReadOnlyList<TextNode> items, int line) => new(TextNodeKind.Sequence, line) { Items = items };

    /// <summary>The entry of that name, any case; the last one wins as in .NET configuration.</summary>
    public TextNode? this[string key]
    {
        get
        {
            for (var i = Entries.Count - 1; i >= 0; i--)
            {
                if (string.Equals(Entries[i].Key, key, StringComparison.OrdinalIgnoreCase))
                {
                    return Entries[i].Value;
                }
            }

            return null;
        }
    }

    public TextNode? At(params ReadOnlySpan<string> path)
    {
        var node = this;
        foreach (var step in path)
        {
            node = node[step];
            if (node is null)
            {
                return null;
            }
        }

        return node;
    }

    public string? Text(params ReadOnlySpan<string> path) => At(path)?.Value;
}
