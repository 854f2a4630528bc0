namespace ScaleLint.Model;

/// <summary>From margins to points. A margin is a load multiple; the score is one physical quantity on a logarithmic scale, no weights.</summary>
public static class Scoring
{
    /// <summary>clamp(100 log10(margin) / log10(target), 0, 100).</summary>
    public static double Score(double margin, double targetLoad) =>
        margin <= 1 ? 0 : Math.Min(100, 100 * Math.Log10(margin) / Math.Log10(targetLoad));

    /// <summary>
    /// What each constraint costs: 100 log10(m_{i+1} / m_i) / log10(target), margins sorted and clamped to [1, target]; the sum is 100 - score.
    /// </summary>
    public static IReadOnlyList<Attribution> Attribute(IReadOnlyList<(string Constraint, double Margin)> sorted, double targetLoad)
    {
        double Clamped(int i) => i < sorted.Count ? Math.Min(targetLoad, Math.Max(1, sorted[i].Margin)) : targetLoad;
        return [.. sorted.Select((c, i) => new Attribution(c.Constraint, c.Margin, 100 * Math.Log10(Math.Max(1, Clamped(i + 1) / Clamped(i))) / Math.Log10(targetLoad)))];
    }
}
