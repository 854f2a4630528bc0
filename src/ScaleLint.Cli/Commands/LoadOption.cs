using System.CommandLine;
using System.Globalization;

namespace ScaleLint.Cli.Commands;

/// <summary><c>--load</c>: multiples of today's load.</summary>
internal static class LoadOption
{
    /// <summary>The loads of a report's curves when none are given: close enough for a smooth line.</summary>
    private static readonly double[] Curve = [1, 2, 3, 5, 7, 10, 15, 20, 30, 50, 70, 100, 150, 200, 300, 500, 700, 1000];

    /// <summary>The loads of a report: today's, then what is asked for, ascending.</summary>
    public static IReadOnlyList<double> OfReport(string? text) => [.. (Read(text) ?? Curve).Append(1).Distinct().Order()];

    /// <summary>Declares it.</summary>
    public static Option<string?> Create() => new("--load") { Description = "Multiples of today's load, as in 1,10,100. Default: 1 to 1000 in ten steps.", HelpName = "loads" };

    /// <summary>The loads, or null when none are given.</summary>
    /// <exception cref="UsageException">One of them is no positive number.</exception>
    public static IReadOnlyList<double>? Read(string? text)
    {
        if (text is null) return null;
        var loads = new List<double>();
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries))
        {
            if (!double.TryParse(part, NumberStyles.Float, CultureInfo.InvariantCulture, out var load) || !double.IsFinite(load) || load <= 0)
                throw new UsageException($"'{part}' in --load is no positive number.", "Write multiples of today's load: --load 1,10,100");
            loads.Add(load);
        }
        return loads;
    }
}
