using System.Text.Json;
using System.Text.Json.Nodes;

namespace ScaleLint.Fuzz;

/// <summary>JSON that is well-formed and wrong: other kinds of values, absurd numbers, keys that are missing, new or moved.</summary>
public static class JsonMutation
{
    private static readonly JsonDocumentOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    private static readonly string[] Values =
    [
        "null", "true", "false", "0", "-1", "1", "2", "0.5", "1e-9", "1e9", "2147483647", "2147483648", "9223372036854775807", "18446744073709551616", "1e300", "-1e300", "5e-324",
        "\"\"", "\"x\"", "\"*\"", "\"2027-01-31\"", "\"\\u0000\"", "\"-1\"", "[]", "{}", "[[]]", "[null]", "[{}]", "{\"\":null}",
    ];

    /// <summary>A document with one to six values changed; now and then damaged as a text as well.</summary>
    public static string Of(Random random, string json)
    {
        var root = JsonNode.Parse(json, documentOptions: Lenient)!;
        for (var changes = random.Next(1, 7); changes > 0; changes--)
        {
            var all = All(root).ToList();
            if (all.Count == 0) break;
            var one = all[random.Next(all.Count)];
            var other = all[random.Next(all.Count)];
            var value = random.Next(3) == 0 ? Of(other.Parent, other.Place)?.DeepClone() : JsonNode.Parse(Values[random.Next(Values.Length)]);
            switch (random.Next(8))
            {
                case 0:
                    if (one.Parent is JsonObject owner) owner.Remove((string)one.Place);
                    else ((JsonArray)one.Parent).RemoveAt((int)one.Place);
                    break;
                case 1:
                    if (one.Parent is JsonArray list) list.Insert((int)one.Place, value);
                    else ((JsonObject)one.Parent)[(string)other.Place.ToString()!] = value;
                    break;
                default:
                    if (one.Parent is JsonArray array) array[(int)one.Place] = value;
                    else ((JsonObject)one.Parent)[(string)one.Place] = value;
                    break;
            }
        }
        var text = root.ToJsonString(new JsonSerializerOptions { WriteIndented = random.Next(2) == 0 });
        return random.Next(10) == 0 ? TextMutation.Of(random, text) : text;
    }

    private static JsonNode? Of(JsonNode parent, object place) => parent is JsonArray list ? list[(int)place] : ((JsonObject)parent)[(string)place];

    private static IEnumerable<(JsonNode Parent, object Place)> All(JsonNode? node)
    {
        if (node is JsonArray list)
        {
            for (var i = 0; i < list.Count; i++)
            {
                yield return (node, i);
                foreach (var below in All(list[i])) yield return below;
            }
        }
        else if (node is JsonObject map)
        {
            foreach (var (key, value) in map)
            {
                yield return (node, key);
                foreach (var below in All(value)) yield return below;
            }
        }
    }
}
