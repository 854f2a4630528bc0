namespace ScaleLint.Model;

/// <summary>The distribution of a time, in ms.</summary>
public abstract record TimeShape
{
    private TimeShape()
    {
    }

    /// <summary>No time at all.</summary>
    public static TimeShape Zero { get; } = new Constant(Quantity.Assumed(0));

    /// <summary><c>{ "medianMs", "p99Ms" }</c>: sigma = ln(p99 / median) / 2.326348.</summary>
    public sealed record Lognormal(Quantity MedianMs, Quantity P99Ms) : TimeShape;

    /// <summary><c>{ "meanMs", "shape": "exponential" }</c>.</summary>
    public sealed record Exponential(Quantity MeanMs) : TimeShape;

    /// <summary><c>{ "meanMs", "shape": "constant" }</c>.</summary>
    public sealed record Constant(Quantity MeanMs) : TimeShape;

    /// <summary><c>{ "meanMs", "scv" }</c>: gamma with variance = scv x mean^2.</summary>
    public sealed record Gamma(Quantity MeanMs, Quantity Scv) : TimeShape;
}
