using System.Globalization;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace ScaleLint.Model;

/// <summary>One value of a JSON text with its path, and typed access that fails with that path.</summary>
internal readonly struct JsonCursor(JToken token, string path)
{
    public string Path { get; } = path;

    /// <summary>Parses <paramref name="text"/>; deeper than <paramref name="maxDepth"/> brackets is an error.</summary>
    public static JsonCursor Parse(string text, int maxDepth)
    {
        text = text.TrimStart('\uFEFF');
        JsonSyntax.Check(text);
        using var reader = new JsonTextReader(new StringReader(text)) { MaxDepth = maxDepth, DateParseHandling = DateParseHandling.None };
        try
        {
            var settings = new JsonLoadSettings { DuplicatePropertyNameHandling = DuplicatePropertyNameHandling.Error, LineInfoHandling = LineInfoHandling.Load };
            return new JsonCursor(JToken.Load(reader, settings), "$");
        }
        catch (JsonReaderException e) when (e.Message.Contains("MaxDepth"))
        {
            throw new SystemFileException(Shorten("$." + e.Path), FormattableString.Invariant($"nested deeper than {SystemFileReader.MaxStepDepth} steps; move inner steps to an operation of their own and `invoke` it"), e.LineNumber, e.LinePosition);
        }
        catch (JsonReaderException e)
        {
            var duplicate = e.Message.Contains("already exists");
            throw new SystemFileException("$." + e.Path, duplicate ? "this key stands twice in one object; keep one" : "no JSON: " + e.Message, e.LineNumber, e.LinePosition);
        }
    }

    public static string Shorten(string path) => path.Length <= 200 ? path : path.Substring(0, 120) + "...";

    public SystemFileException Error(string problem)
    {
        var info = (IJsonLineInfo)token;
        return new SystemFileException(Shorten(Path), problem, info.HasLineInfo() ? info.LineNumber : 0, info.HasLineInfo() ? info.LinePosition : 0);
    }

    /// <summary>The object's keys must be among <paramref name="allowed"/>.</summary>
    public JsonCursor Object(params string[] allowed)
    {
        if (token is not JObject o)
        {
            throw Error($"an object expected, not {Name(token)}");
        }

        foreach (var property in o.Properties())
        {
            if (Array.IndexOf(allowed, property.Name) < 0)
            {
                throw new JsonCursor(property, $"{Path}.{property.Name}").Error($"unknown key; known here: {string.Join(", ", allowed)}");
            }
        }

        return this;
    }

    public IEnumerable<string> Keys() => token is JObject o ? o.Properties().Select(p => p.Name) : throw Error($"an object expected, not {Name(token)}");

    /// <summary>The member, or null when it is missing or null.</summary>
    public JsonCursor? Optional(string key) =>
        token is JObject o && o.TryGetValue(key, StringComparison.Ordinal, out var value) && value.Type != JTokenType.Null ? new JsonCursor(value, $"{Path}.{key}") : null;

    public JsonCursor Required(string key) => Optional(key) ?? throw Error($"\"{key}\" is missing; add it");

    public IEnumerable<JsonCursor> Items()
    {
        if (token is not JArray array)
        {
            throw Error($"an array expected, not {Name(token)}");
        }

        for (var i = 0; i < array.Count; i++)
        {
            yield return new JsonCursor(array[i], Path + "[" + i.ToString(CultureInfo.InvariantCulture) + "]");
        }
    }

    public string Text() => token.Type == JTokenType.String ? (string)token! : throw Error($"text in quotes expected, not {Name(token)}");

    public string Id() => Text() is { Length: > 0 } id ? id : throw Error("an id must not be empty");

    public bool Flag() => token.Type == JTokenType.Boolean ? (bool)token : throw Error($"true or false expected, not {Name(token)}");

    /// <summary>A finite number in [<paramref name="low"/>, <paramref name="high"/>].</summary>
    public double Number(double low = 0, double high = double.MaxValue, bool whole = false, bool above = false)
    {
        if (token.Type is not (JTokenType.Integer or JTokenType.Float))
        {
            throw Error($"a number expected, not {Name(token)}");
        }

        double value;
        try
        {
            value = Convert.ToDouble(((JValue)token).Value, CultureInfo.InvariantCulture);
        }
        catch (InvalidCastException)
        {
            // An integer beyond 64 bits.
            value = double.Parse(((JValue)token).ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        }

        var said = value.ToString("R", CultureInfo.InvariantCulture);
        if (double.IsNaN(value) || double.IsInfinity(value))
        {
            throw Error($"{said} is no finite number");
        }

        if (value < low || value > high || (above && value == low))
        {
            var lower = low.ToString("R", CultureInfo.InvariantCulture);
            var range = high == double.MaxValue ? (above ? $"above {lower}" : $"{lower} or more")
                : $"{(above ? "above " : "from ")}{lower} to {high.ToString("R", CultureInfo.InvariantCulture)}";
            throw Error($"{said} is out of range; it must be {range}");
        }

        if (whole && value != Math.Floor(value))
        {
            throw Error($"{said} is no whole number");
        }

        return value;
    }

    private static string Name(JToken token) => token.Type switch
    {
        JTokenType.Object => "an object",
        JTokenType.Array => "an array",
        JTokenType.String => "text",
        JTokenType.Boolean => "true or false",
        JTokenType.Null => "null",
        JTokenType.Integer or JTokenType.Float => "a number",
        _ => "this",
    };
}
