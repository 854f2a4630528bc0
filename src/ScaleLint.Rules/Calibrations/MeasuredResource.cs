namespace ScaleLint.Rules.Calibrations;

/// <summary>All that was measured of one resource, whoever called it. Times in ms.</summary>
/// <param name="MedianMs">Of several edges the mean of their medians by calls; above 0.</param>
/// <param name="P99Ms">Of several edges the slowest; at least the median.</param>
public sealed record MeasuredResource(double Count, double Failures, double MedianMs, double P99Ms)
{
    private const double Shortest = 0.001;

    /// <summary>Sums up the edges to one resource: of a service of the system only the way there and back is the resource's own.</summary>
    internal static MeasuredResource Of(IReadOnlyList<MeasuredEdge> edges)
    {
        var count = edges.Sum(x => x.Count);
        MeasuredTime Time(MeasuredEdge edge) => edge.IsService ? edge.OwnTime : edge.Time;
        var median = Math.Max(Shortest, edges.Sum(x => x.Count * Time(x).MedianMs) / count);
        return new MeasuredResource(count, edges.Sum(x => x.IsService ? x.OwnFailures : x.Failures), median, Math.Max(median, edges.Max(x => Time(x).P99Ms)));
    }

    /// <summary>
    /// The share of calls that failed; null where nothing failed and too little was seen to say so: with fewer than 3 / assumed
    /// calls, none failing has a chance of over 5 % even if the assumed share is true (rule of three).
    /// </summary>
    public double? FailureOver(double assumed) => Failures > 0 || Count * assumed >= 3 ? Math.Min(1, Failures / Count) : null;
}
