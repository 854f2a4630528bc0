using System.Globalization;

namespace ScaleLint.Cli.Reports;

/// <summary>How reports write numbers.</summary>
internal static class Numbers
{
    /// <summary>Multiples of a load.</summary>
    public static string Times(double value) => Factor(value) + " times";

    /// <summary>A factor with three significant digits at most.</summary>
    public static string Factor(double value) => value.ToString(value >= 100 ? "0" : value >= 10 ? "0.#" : "0.##", CultureInfo.InvariantCulture);

    /// <summary>A share as percent.</summary>
    public static string Share(double value) => (value * 100).ToString("0.#", CultureInfo.InvariantCulture) + " %";

    /// <summary>An availability with as many nines as it has.</summary>
    public static string Availability(double? value) => value is { } v ? (v * 100).ToString("0.####", CultureInfo.InvariantCulture) + " %" : "-";

    /// <summary>Milliseconds.</summary>
    public static string Milliseconds(double? value) => value is { } v ? v.ToString(v >= 10 ? "#,0" : "0.#", CultureInfo.InvariantCulture) + " ms" : "-";

    /// <summary>A number or a dash.</summary>
    public static string Plain(double? value) => value is { } v ? v.ToString("#,0.##", CultureInfo.InvariantCulture) : "-";

    /// <summary>Some of all, or all.</summary>
    public static string Of(int some, int all) => some == all ? Plain(all) : $"{Plain(some)} of {Plain(all)}";

    /// <summary>A count with its noun.</summary>
    public static string Count(int count, string noun) => Count(count, noun, noun + "s");

    /// <summary>A count with its noun, whose plural is not regular.</summary>
    public static string Count(int count, string noun, string plural) => $"{Plain(count)} {(count == 1 ? noun : plural)}";
}
