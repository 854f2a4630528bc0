using System.Globalization;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace ScaleLint.Rules.Settings;

/// <summary>One object of the config file, read key by key; mistakes become problems at their line.</summary>
internal sealed class ConfigObject(JObject json, string path, string file, List<ConfigProblem> problems)
{
    public int Line => LineOf(json).Line;

    public void Problem(string message, JToken? at = null)
    {
        var (line, column) = LineOf(at ?? json);
        problems.Add(new ConfigProblem(message, file, line, column));
    }

    public void Only(params string[] keys)
    {
        foreach (var property in json.Properties())
            if (!keys.Contains(property.Name, StringComparer.Ordinal))
                Problem($"Unknown key \"{property.Name}\"{(path.Length == 0 ? "" : " in " + path)}: known are {string.Join(", ", keys.Where(x => x[0] != '$'))}", property);
    }

    public string? Text(string key, bool required = false)
    {
        if (json[key] is not { } value || value.Type == JTokenType.Null)
        {
            if (required) Problem($"\"{key}\" is missing{(path.Length == 0 ? "" : " in " + path)}");
            return null;
        }
        if (value.Type == JTokenType.String) return (string?)value;
        Problem($"\"{key}\" must be text", value);
        return null;
    }

    public string? Date(string key)
    {
        var text = Text(key);
        if (text != null && !DateTime.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _))
        {
            Problem($"\"{key}\" must be a date such as 2027-01-31", json[key]);
            return null;
        }
        return text;
    }

    public bool? Flag(string key)
    {
        if (json[key] is not { } value) return null;
        if (value.Type == JTokenType.Boolean) return (bool)value;
        Problem($"\"{key}\" must be true or false", value);
        return null;
    }

    public double? Number(string key, double least, double most = double.MaxValue)
    {
        if (json[key] is not { } value || value.Type == JTokenType.Null) return null;
        if (value.Type is JTokenType.Integer or JTokenType.Float && (double)value is var number && number >= least && number <= most) return number;
        Problem($"\"{key}\" must be a number of at least {least.ToString(CultureInfo.InvariantCulture)}{(most < double.MaxValue ? " and at most " + most.ToString(CultureInfo.InvariantCulture) : "")}", value);
        return null;
    }

    public IReadOnlyList<string> Texts(string key, bool required = false)
    {
        if (json[key] is not { } value)
        {
            if (required) Problem($"\"{key}\" is missing{(path.Length == 0 ? "" : " in " + path)}");
            return [];
        }
        if (value is JArray list && list.All(x => x.Type == JTokenType.String)) return list.Select(x => (string)x!).ToList();
        Problem($"\"{key}\" must be a list of texts", value);
        return [];
    }

    public string? Raw(string key) => json[key] is JObject value ? value.ToString(Formatting.None) : null;

    public IReadOnlyList<T> Objects<T>(string key, Func<ConfigObject, T> read)
    {
        if (json[key] is not { } value) return [];
        if (value is not JArray list)
        {
            Problem($"\"{key}\" must be a list", value);
            return [];
        }
        var result = new List<T>();
        for (var i = 0; i < list.Count; i++)
        {
            if (list[i] is JObject item) result.Add(read(new ConfigObject(item, $"{key}[{i.ToString(CultureInfo.InvariantCulture)}]", file, problems)));
            else Problem($"\"{key}\" must be a list of objects", list[i]);
        }
        return result;
    }

    public IReadOnlyList<T> Entries<T>(string key, Func<string, ConfigObject, T> read)
    {
        if (json[key] is not { } value) return [];
        if (value is not JObject map)
        {
            Problem($"\"{key}\" must be an object", value);
            return [];
        }
        var result = new List<T>();
        foreach (var property in map.Properties())
        {
            if (property.Value is JObject item) result.Add(read(property.Name, new ConfigObject(item, $"{key} \"{property.Name}\"", file, problems)));
            else Problem($"\"{property.Name}\" must be an object", property.Value);
        }
        return result;
    }

    private static (int Line, int Column) LineOf(JToken token) => token is IJsonLineInfo info && info.HasLineInfo() ? (info.LineNumber, Math.Max(1, info.LinePosition)) : (1, 1);
}
