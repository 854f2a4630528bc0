using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace ScaleLint.Cli;

/// <summary>Reads the tool's own JSON files: whatever is wrong with one is told with its place.</summary>
internal static class JsonFile
{
    // Lists in which null says that there is no number: curves past saturation, parts without slots.
    private static readonly HashSet<string> MayHoldNull = new(StringComparer.Ordinal) { "p50Ms", "p95Ms", "p99Ms", "utilization" };

    /// <summary>The text of a file.</summary>
    /// <param name="what">What it should be, as in <c>baseline</c>.</param>
    /// <exception cref="UsageException">It is missing or cannot be read.</exception>
    public static string Text(string path, string what, string remedy)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new UsageException($"The {what} '{path}' does not exist.", remedy);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"{path}: the {what} cannot be read: {e.Message}", remedy);
        }
    }

    /// <summary>What a text holds.</summary>
    /// <param name="path">What to call it in messages.</param>
    /// <param name="what">What it should be, as in <c>baseline</c>.</param>
    /// <exception cref="UsageException">It is no JSON, or JSON of another shape.</exception>
    public static T Parse<T>(string path, string text, JsonTypeInfo<T> type, string what, string remedy)
    {
        try
        {
            var read = JsonSerializer.Deserialize(text, type) ?? throw new JsonException("The file holds null.");
            using var document = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = type.Options.MaxDepth });
            return NullIn(document.RootElement, "$", false) is { } place ? throw new JsonException($"A list holds null at {place}.") : read;
        }
        catch (JsonException e)
        {
            throw new UsageException($"{path}{Place(e)}: this is no {what}: {FirstSentence(e)}", remedy);
        }
    }

    /// <summary>Line and column of a fault, as compilers write them; empty where it has none.</summary>
    public static string Place(JsonException e) => e.LineNumber is { } line ? FormattableString.Invariant($"({line + 1},{(e.BytePositionInLine ?? 0) + 1})") : "";

    /// <summary>What a fault is, with the JSON path where that says more than the line.</summary>
    public static string FirstSentence(JsonException e)
    {
        var end = e.Message.IndexOf(" Path:", StringComparison.Ordinal);
        if (end < 0) end = e.Message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        var sentence = end < 0 ? e.Message : e.Message[..end];
        return e.Path is { Length: > 1 } path ? $"{sentence} ({path})" : sentence;
    }

    private static string? NullIn(JsonElement at, string path, bool mayHoldNull)
    {
        if (at.ValueKind == JsonValueKind.Object)
        {
            foreach (var property in at.EnumerateObject())
                if (NullIn(property.Value, path + "." + property.Name, MayHoldNull.Contains(property.Name)) is { } found) return found;
        }
        else if (at.ValueKind == JsonValueKind.Array)
        {
            var i = 0;
            foreach (var item in at.EnumerateArray())
            {
                var place = FormattableString.Invariant($"{path}[{i++}]");
                if (item.ValueKind == JsonValueKind.Null && !mayHoldNull) return place;
                if (NullIn(item, place, false) is { } found) return found;
            }
        }
        return null;
    }
}
