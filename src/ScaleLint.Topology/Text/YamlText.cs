using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace ScaleLint.Topology.Text;

/// <summary>
/// YAML read event by event into plain values: tags are not looked at, so no type is ever constructed; aliases share their
/// node, merge keys are applied, and depth and the total of expanded nodes are bounded.
/// </summary>
internal static class YamlText
{
    private const int MaximumDepth = 64;
    private const int MaximumNodes = 1_000_000;

    /// <summary>The documents of a file; each that cannot be read is handed to <paramref name="onProblem"/> and the rest go on.</summary>
    public static List<TextNode> ParseAll(string text, Action<int, string> onProblem)
    {
        var documents = new List<TextNode>();
        foreach (var (content, firstLine) in SplitDocuments(text))
        {
            try
            {
                if (ParseOne(content, firstLine) is { } document)
                {
                    documents.Add(document);
                }
            }
            catch (YamlException exception)
            {
                onProblem((int)exception.Start.Line + firstLine - 1, "not valid YAML: " + exception.Message.TrimEnd('.'));
            }
            catch (TextFormatException exception)
            {
                onProblem(exception.Line, exception.Message);
            }
        }

        return documents;
    }

    private static TextNode? ParseOne(string content, int firstLine)
    {
        var builder = new Builder(new Parser(new StringReader(content)), firstLine);
        return builder.Document();
    }

    // Documents are parsed one by one, so that a broken one does not take its neighbours along.
    private static IEnumerable<(string Content, int FirstLine)> SplitDocuments(string text)
    {
        var lines = text.TrimStart('\uFEFF').Split('\n');
        var start = 0;
        for (var i = 0; i <= lines.Length; i++)
        {
            if (i == lines.Length || (i > start && IsSeparator(lines[i])))
            {
                yield return (string.Join('\n', lines, start, i - start), start + 1);
                start = i;
            }
        }
    }

    private static bool IsSeparator(string line) =>
        line.StartsWith("---", StringComparison.Ordinal) && (line.Length == 3 || char.IsWhiteSpace(line[3]));

    private sealed class Builder(Parser parser, int firstLine)
    {
        private readonly Dictionary<string, (TextNode Node, int Size)> anchors = new(StringComparer.Ordinal);
        private int nodes;

        public TextNode? Document()
        {
            while (MoveNext())
            {
                if (parser.Current is DocumentStart)
                {
                    MoveNext();
                    return Value(Line, 0);
                }
            }

            return null;
        }

        private int Line => (int)(parser.Current?.Start.Line ?? 1) + firstLine - 1;

        private TextNode Value(int line, int depth)
        {
            if (depth > MaximumDepth)
            {
                throw new TextFormatException(Line, "nested deeper than 64 levels");
            }

            Count(1);
            var before = nodes;
            var @event = parser.Current;
            TextNode node;
            switch (@event)
            {
                case AnchorAlias alias:
                    if (!anchors.TryGetValue(alias.Value.Value, out var target))
                    {
                        throw new TextFormatException(Line, $"alias *{alias.Value.Value} has no anchor");
                    }

                    Count(target.Size);
                    MoveNext();
                    return target.Node;
                case MappingStart:
                    node = MappingValue(line, depth);
                    break;
                case SequenceStart:
                    var items = new List<TextNode>();
                    MoveNext();
                    while (parser.Current is not SequenceEnd)
                    {
                        items.Add(Value(Line, depth + 1));
                    }

                    MoveNext();
                    node = TextNode.Sequence(items, line);
                    break;
                case Scalar scalar:
                    node = TextNode.Scalar(IsNull(scalar) ? null : scalar.Value, line);
                    MoveNext();
                    break;
                default:
                    throw new TextFormatException(Line, "unexpected end of the document");
            }

            if (@event is NodeEvent { Anchor.IsEmpty: false } anchored)
            {
                anchors[anchored.Anchor.Value] = (node, nodes - before + 1);
            }

            return node;
        }

        private TextNode MappingValue(int line, int depth)
        {
            var entries = new List<KeyValuePair<string, TextNode>>();
            var merged = new List<KeyValuePair<string, TextNode>>();
            MoveNext();
            while (parser.Current is not MappingEnd)
            {
                var keyLine = Line;
                var key = Value(keyLine, depth + 1);
                var value = Value(keyLine, depth + 1);
                if (key.Value == "<<")
                {
                    merged.AddRange(value.Entries);
                    foreach (var item in value.Items)
                    {
                        merged.AddRange(item.Entries);
                    }
                }
                else if (key.Kind == TextNodeKind.Scalar)
                {
                    entries.Add(new(key.Value ?? "", value));
                }
            }

            MoveNext();
            if (merged.Count > 0)
            {
                var own = entries.Select(entry => entry.Key).ToHashSet(StringComparer.Ordinal);
                entries.InsertRange(0, merged.Where(entry => own.Add(entry.Key)));
                Count(merged.Count);
            }

            return TextNode.Mapping(entries, line);
        }

        // On some broken input the scanner fails with exceptions that are not its own.
        private bool MoveNext()
        {
            try
            {
                return parser.MoveNext();
            }
            catch (Exception exception) when (exception is InvalidOperationException or ArgumentException or IndexOutOfRangeException or FormatException or OverflowException)
            {
                throw new TextFormatException(Line, "not valid YAML");
            }
        }

        private void Count(int more)
        {
            nodes += more;
            if (nodes > MaximumNodes)
            {
                throw new TextFormatException(Line, "more than a million values once its aliases are expanded");
            }
        }

        private static bool IsNull(Scalar scalar) =>
            scalar.Style == ScalarStyle.Plain && scalar.Value is "" or "~" or "null" or "Null" or "NULL";
    }
}
