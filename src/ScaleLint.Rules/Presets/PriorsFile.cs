using System.Globalization;
using ScaleLint.Graph.Effects;

namespace ScaleLint.Rules.Presets;

/// <summary>Reads the text of a <c>*.model</c> preset; <c>rules/presets/README.md</c> describes the format.</summary>
public static class PriorsFile
{
    private const string Shape = "write 'kind | median | p99 | failure | source' or 'name | value | source'";

    /// <summary>The numbers of one file and what is wrong with it. Never throws: a faulty line is left out and told of.</summary>
    public static (Priors Priors, IReadOnlyList<PresetProblem> Problems) Parse(string fileName, string text)
    {
        var calls = new Dictionary<string, Prior>(StringComparer.Ordinal);
        var problems = new List<PresetProblem>();
        var (source, roundTrip, rate) = ("", 0.5, 10.0);
        var rows = text.Split('\n');
        for (var i = 0; i < rows.Length; i++)
        {
            var row = rows[i].Trim();
            if (row.Length == 0 || row[0] == '#') continue;
            string? problem = null;
            var columns = row.Split('|').Select(x => x.Trim()).ToArray();
            if (row.StartsWith("source: ", StringComparison.Ordinal)) source = row.Substring("source: ".Length).Trim();
            else if (columns[0] is "round-trip" or "rate" && columns.Length is 2 or 3) problem = Single(columns, ref roundTrip, ref rate);
            else if (columns.Length is 4 or 5) problem = Call(columns, source, calls);
            else problem = Shape;
            if (problem is not null) problems.Add(new(fileName, i + 1, problem));
        }
        return (new(calls, roundTrip, rate), problems);
    }

    private static string? Call(string[] columns, string source, Dictionary<string, Prior> calls)
    {
        var kind = columns[0];
        if (EffectsVocabulary.Find(kind) is not { Kind: <= MeaningKind.ThirdParty }) return $"'{kind}' is no remote kind of effect";
        if (calls.ContainsKey(kind)) return $"'{kind}' is given twice";
        if (Milliseconds(columns[1]) is not { } median || Milliseconds(columns[2]) is not { } p99) return "write times as 500us, 3ms or 1.5s";
        if (p99 < median) return "the p99 is below the median";
        if (Number(columns[3]) is not (>= 0 and <= 1 and var failure)) return "write the failure as a share between 0 and 1";
        calls[kind] = new(kind, median, p99, failure, columns.Length == 5 && columns[4].Length > 0 ? columns[4] : source);
        return null;
    }

    private static string? Single(string[] columns, ref double roundTrip, ref double rate)
    {
        if (columns[0] == "rate")
        {
            var value = columns[1].EndsWith("/s", StringComparison.Ordinal) ? Number(columns[1].Substring(0, columns[1].Length - 2)) : null;
            if (value is not > 0) return "write the rate as 10/s";
            rate = value.Value;
            return null;
        }
        if (Milliseconds(columns[1]) is not { } time) return "write times as 500us, 3ms or 1.5s";
        roundTrip = time;
        return null;
    }

    private static double? Milliseconds(string text)
    {
        var (digits, factor) = text.EndsWith("us", StringComparison.Ordinal) ? (text.Substring(0, text.Length - 2), 0.001)
            : text.EndsWith("ms", StringComparison.Ordinal) ? (text.Substring(0, text.Length - 2), 1.0)
            : text.EndsWith("s", StringComparison.Ordinal) ? (text.Substring(0, text.Length - 1), 1000.0) : ("", 0.0);
        return Number(digits) is { } value and >= 0 ? value * factor : null;
    }

    private static double? Number(string text) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var value) && !double.IsInfinity(value) ? value : null;
}
