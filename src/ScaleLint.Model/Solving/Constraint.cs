namespace ScaleLint.Model;

/// <summary>Something that gives way at a load multiple.</summary>
internal sealed record Constraint(BreakReason Reason, double At, string? Resource, string? Operation)
{
    public string Name => Reason is BreakReason.Availability or BreakReason.P99 ? $"{Operation}: {ScoreJson.Name(Reason)}" : $"{Resource}: {ScoreJson.Name(Reason)}";

    /// <summary>By load, then reason, then id. Loads that agree to nine digits are equal.</summary>
    public static int Compare(Constraint a, Constraint b)
    {
        if (Math.Abs(a.At - b.At) > 1e-9 * Math.Max(a.At, b.At))
        {
            return a.At.CompareTo(b.At);
        }

        var reason = a.Reason.CompareTo(b.Reason);
        return reason != 0 ? reason : string.CompareOrdinal(a.Name, b.Name);
    }
}
