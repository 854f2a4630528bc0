using System.Text.Json;
using System.Text.Json.Serialization;

namespace ScaleLint.Cli.Reports;

/// <summary>Writes texts of other people's code cut where nobody reads on, so that one name cannot make a page that does not load.</summary>
internal sealed class ClippedText : JsonConverter<string>
{
    /// <summary>UTF-16 units; rule pages, the longest texts of our own, stay below.</summary>
    public const int Longest = 16_000;

    /// <inheritdoc/>
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetString();

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(Clipped(value));

    /// <inheritdoc/>
    public override string ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetString()!;

    /// <inheritdoc/>
    public override void WriteAsPropertyName(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WritePropertyName(Clipped(value));

    private static string Clipped(string text)
    {
        if (text.Length <= Longest) return text;
        var end = char.IsHighSurrogate(text[Longest - 1]) ? Longest - 1 : Longest;
        return text[..end] + "…";
    }
}
