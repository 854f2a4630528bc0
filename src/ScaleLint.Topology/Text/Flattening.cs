using System.Globalization;

namespace ScaleLint.Topology.Text;

/// <summary>A leaf of a document under its .NET configuration key.</summary>
internal readonly record struct FlatValue(string Key, string? Value, int Line);

internal static class Flattening
{
    // Shared alias nodes are visited once per mention, so the walk needs its own bound.
    private const int MaximumValues = 20_000;

    public static List<FlatValue> Flatten(this TextNode root)
    {
        var values = new List<FlatValue>();
        Walk(root, "", values);
        return values;
    }

    /// <summary>The key an environment variable stands for.</summary>
    public static string KeyOfVariable(string variable) => variable.Replace("__", ":", StringComparison.Ordinal);

    private static void Walk(TextNode node, string key, List<FlatValue> values)
    {
        if (values.Count >= MaximumValues)
        {
            return;
        }

        switch (node.Kind)
        {
            case TextNodeKind.Mapping:
                foreach (var (name, child) in node.Entries)
                {
                    Walk(child, Join(key, name), values);
                }

                break;
            case TextNodeKind.Sequence:
                for (var i = 0; i < node.Items.Count; i++)
                {
                    Walk(node.Items[i], Join(key, i.ToString(CultureInfo.InvariantCulture)), values);
                }

                break;
            default:
                values.Add(new FlatValue(key, node.Value, node.Line));
                break;
        }
    }

    private static string Join(string key, string name) => key.Length == 0 ? name : key + ":" + name;
}
