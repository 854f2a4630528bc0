namespace ScaleLint.Graph.Linking;

/// <summary>A piece of a text: a constant, the value under a configuration key, or neither where nothing is known.</summary>
public readonly record struct TextPart(string? Text, string? Key)
{
    /// <summary>Nothing is known.</summary>
    public static readonly TextPart Hole = new(null, null);
}

/// <summary>A text as far as the code says it.</summary>
public sealed class TextValue(IReadOnlyList<TextPart> parts) : IEquatable<TextValue>
{
    /// <summary>Nothing is known of it.</summary>
    public static readonly TextValue Unknown = new([TextPart.Hole]);

    /// <summary>Pieces in order.</summary>
    public IReadOnlyList<TextPart> Parts { get; } = parts;

    /// <summary>The configuration key that it is the value of, or null when it is something else.</summary>
    public string? Key => Parts.Count == 1 ? Parts[0].Key : null;

    /// <summary>The constant that it is, or null.</summary>
    public string? Constant => Parts.Count == 1 ? Parts[0].Text : null;

    /// <summary>Whether anything is known.</summary>
    public bool IsKnown => Parts.Any(x => x != TextPart.Hole);

    /// <summary>Configuration keys in it, in order.</summary>
    public IEnumerable<string> Keys => Parts.Select(x => x.Key).OfType<string>();

    /// <summary>A constant.</summary>
    public static TextValue Of(string text) => new([new TextPart(text, null)]);

    /// <summary>The value under a configuration key.</summary>
    public static TextValue OfKey(string key) => new([new TextPart(null, key)]);

    /// <summary>The text with configured values in place; <c>{}</c> where nothing is known.</summary>
    public string Resolve(Func<string, string?> configured) =>
        string.Concat(Parts.Select(x => x.Text ?? (x.Key is { } key ? configured(key) : null) ?? "{}"));

    /// <summary>This, then another; neighbouring constants become one.</summary>
    public TextValue Then(TextValue next)
    {
        var parts = new List<TextPart>(Parts);
        foreach (var part in next.Parts)
        {
            if (part.Text != null && parts.Count > 0 && parts[parts.Count - 1].Text is { } before) parts[parts.Count - 1] = new TextPart(before + part.Text, null);
            else parts.Add(part);
        }
        return new TextValue(parts);
    }

    /// <inheritdoc/>
    public bool Equals(TextValue? other) => other is not null && Parts.SequenceEqual(other.Parts);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as TextValue);

    /// <inheritdoc/>
    public override int GetHashCode() => Parts.Count == 0 ? 0 : Parts[0].GetHashCode() * 31 + Parts.Count;

    /// <inheritdoc/>
    public override string ToString() => string.Concat(Parts.Select(x => x.Text ?? (x.Key is { } key ? "{" + key + "}" : "{}")));
}
