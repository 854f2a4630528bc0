using System.Globalization;

namespace ScaleLint.Rules.Settings;

/// <summary>All settings of one analysis: thresholds from <c>.editorconfig</c> and what <c>scalelint.json</c> says.</summary>
/// <param name="Options">Full keys such as <c>scalelint.SCALE3001.max_hops</c>, lower case, with their values.</param>
/// <param name="Config">What <c>scalelint.json</c> says.</param>
public sealed record Settings(IReadOnlyDictionary<string, string> Options, ScaleLintConfig Config)
{
    /// <summary>Nothing is set.</summary>
    public static readonly Settings Default = new(new Dictionary<string, string>(), new ScaleLintConfig());

    /// <summary>What traces of the running system say; null when nobody measured.</summary>
    public Calibrations.Calibration? Calibration { get; init; }

    /// <summary>Multiples of today's load that curves are solved at; the first is 1.</summary>
    public IReadOnlyList<double> Loads { get; init; } = [1];

    /// <summary>Options that say nothing usable, by key, with what to write instead; such an option has no effect.</summary>
    public IEnumerable<(string Key, string Message)> Faults()
    {
        foreach (var option in Options.Where(x => x.Key.StartsWith("scalelint.", StringComparison.Ordinal)).OrderBy(x => x.Key, StringComparer.Ordinal))
        {
            var parts = option.Key.Split('.');
            var rule = RuleList.All.FirstOrDefault(x => parts.Length > 1 && string.Equals(x.Info.Id, parts[1], StringComparison.OrdinalIgnoreCase))?.Info;
            var known = rule?.Options.FirstOrDefault(x => parts.Length == 3 && string.Equals(x.Key, parts[2], StringComparison.OrdinalIgnoreCase));
            if (rule == null) yield return (option.Key, $"{option.Key} names no rule; write scalelint.<RULE>.<option>");
            else if (known == null) yield return (option.Key, rule.Options.Length == 0 ? $"{option.Key}: {rule.Id} has no options" : $"{option.Key}: the options of {rule.Id} are {string.Join(", ", rule.Options.Select(x => x.Key))}");
            else if (bool.TryParse(known.Default, out _) && !bool.TryParse(option.Value, out _)) yield return (option.Key, $"{option.Key} is '{option.Value}'; write true or false");
            else if (IsInt(known.Default) && !IsInt(option.Value)) yield return (option.Key, $"{option.Key} is '{option.Value}'; write a whole number");
        }
    }

    private static bool IsInt(string text) => int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out _);

    /// <summary>A whole number of a rule's option; its default when absent or no number.</summary>
    public int Int(RuleInfo rule, string key) =>
        int.TryParse(Text(rule, key), NumberStyles.Integer, CultureInfo.InvariantCulture, out var value) ? value : int.Parse(DefaultOf(rule, key), CultureInfo.InvariantCulture);

    /// <summary>A rule's option as text.</summary>
    public string Text(RuleInfo rule, string key) =>
        Options.TryGetValue(("scalelint." + rule.Id + "." + key).ToLowerInvariant(), out var value) ? value : DefaultOf(rule, key);

    private static string DefaultOf(RuleInfo rule, string key) => rule.Options.First(x => x.Key == key).Default;
}
