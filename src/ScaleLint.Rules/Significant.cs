namespace ScaleLint.Rules;

/// <summary>Numbers to six digits: what lies beyond is the solver's tolerance.</summary>
internal static class Significant
{
    /// <summary>The number with six digits.</summary>
    public static double Round(double value) => value is 0 || double.IsInfinity(value) || double.IsNaN(value) ? value : Math.Round(value, Math.Max(0, Math.Min(15, 5 - (int)Math.Floor(Math.Log10(Math.Abs(value))))));

    /// <summary>The number with six digits, if there is one.</summary>
    public static double? Round(double? value) => value is { } number ? Round(number) : null;
}
