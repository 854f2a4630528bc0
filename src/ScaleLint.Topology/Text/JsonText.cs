using System.Text;
using System.Text.Json;

namespace ScaleLint.Topology.Text;

/// <summary>JSON as .NET configuration takes it: comments, trailing commas and a byte order mark are fine.</summary>
internal static class JsonText
{
    private const int MaximumDepth = 64;

    /// <exception cref="TextFormatException">The text is not JSON, or nested deeper than 64.</exception>
    public static TextNode Parse(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text.TrimStart('\uFEFF'));
        var lines = LineStarts(bytes);
        var reader = new Utf8JsonReader(bytes, new JsonReaderOptions { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip, MaxDepth = MaximumDepth });
        try
        {
            if (!reader.Read())
            {
                throw new TextFormatException(1, "the file holds no JSON value");
            }

            var root = ReadValue(ref reader, lines, LineOf(lines, reader.TokenStartIndex));
            reader.Read();
            return root;
        }
        catch (JsonException exception)
        {
            throw new TextFormatException((int)(exception.LineNumber ?? 0) + 1, "not valid JSON: " + FirstSentence(exception.Message));
        }
        catch (InvalidOperationException)
        {
            throw new TextFormatException(LineOf(lines, reader.TokenStartIndex), "not valid JSON: a string is not valid Unicode");
        }
    }

    private static TextNode ReadValue(ref Utf8JsonReader reader, List<int> lines, int line)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                var entries = new List<KeyValuePair<string, TextNode>>();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
                {
                    var name = reader.GetString() ?? "";
                    var nameLine = LineOf(lines, reader.TokenStartIndex);
                    reader.Read();
                    entries.Add(new(name, ReadValue(ref reader, lines, nameLine)));
                }

                return TextNode.Mapping(entries, line);
            case JsonTokenType.StartArray:
                var items = new List<TextNode>();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                {
                    items.Add(ReadValue(ref reader, lines, LineOf(lines, reader.TokenStartIndex)));
                }

                return TextNode.Sequence(items, line);
            case JsonTokenType.Null:
                return TextNode.Scalar(null, line);
            case JsonTokenType.String:
                return TextNode.Scalar(reader.GetString(), line);
            case JsonTokenType.True:
                return TextNode.Scalar("True", line);
            case JsonTokenType.False:
                return TextNode.Scalar("False", line);
            default:
                return TextNode.Scalar(Encoding.UTF8.GetString(reader.ValueSpan), line);
        }
    }

    private static List<int> LineStarts(byte[] bytes)
    {
        var starts = new List<int> { 0 };
        for (var i = 0; i < bytes.Length; i++)
        {
            if (bytes[i] == (byte)'\n')
            {
                starts.Add(i + 1);
            }
        }

        return starts;
    }

    private static int LineOf(List<int> starts, long offset)
    {
        var index = starts.BinarySearch((int)offset);
        return index >= 0 ? index + 1 : ~index;
    }

    private static string FirstSentence(string message)
    {
        // The reader appends its own position, which ours replaces.
        var end = message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return (end < 0 ? message : message[..end]).TrimEnd('.');
    }
}
