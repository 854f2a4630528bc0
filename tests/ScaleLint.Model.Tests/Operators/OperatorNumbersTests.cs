using MathNet.Numerics.RootFinding;

namespace ScaleLint.Model.Tests;

public class OperatorNumbersTests
{
    private static readonly TimeShape.Lognormal s_leaf = new(1, 10);

    private static void Near(double expected, double actual, double relative) =>
        Assert.True(Math.Abs(actual - expected) <= relative * Math.Abs(expected), FormattableString.Invariant($"expected {expected}, got {actual}"));

    [Theory]
    [InlineData(100, 0.01, 0.633968)]
    [InlineData(2000, 1e-4, 0.181277)]
    public void Any_of_n_is_slow(int n, double p, double expected)
    {
        // A leaf is slow (100 ms) with probability p, else 1 ms; the parallel step is slow when any leaf is.
        var leaf = Density.At(1).Scale(1 - p).Plus(Density.At(100).Scale(p));
        var slowest = InParallel.Of([.. Enumerable.Repeat(Latency.Of(leaf), n)]);
        Assert.Equal(expected, slowest.Success.Survival(50), 5e-7);
    }

    [Theory]
    [InlineData(0.1, 1.111)]
    [InlineData(0.5, 1.875)]
    [InlineData(0.9, 3.439)]
    public void Mean_attempts_with_three_retries(double failure, double expected)
    {
        Assert.Equal(expected, WithRetry.MeanAttempts(failure, 4), 5e-4);
        Assert.Equal(expected, WithRetry.Of(Latency.Of(Density.At(5), failure), 4, 0, null).Attempts, 5e-4);
    }

    [Theory]
    [InlineData(3, 4, 64)]
    [InlineData(5, 3, 243)]
    public void Worst_case_attempts_multiply(int layers, double attempts, double expected) =>
        Assert.Equal(expected, WithRetry.NestedAttempts(1, attempts, layers));

    [Theory]
    [InlineData(0.5, 2.0, 0.05)]
    [InlineData(0.9, 9.988, 5e-4)]
    [InlineData(0.99, 47.44, 5e-3)]
    [InlineData(1, 64, 0)]
    public void Nested_leaf_attempts(double failure, double expected, double precision) =>
        Assert.InRange(WithRetry.NestedAttempts(failure, 4, 3), expected - precision, expected + precision);

    [Fact]
    public void Hedge_at_p95_of_an_exponential()
    {
        static double Survival(double ms) => Math.Exp(-ms / 10);
        var after = -10 * Math.Log(0.05);
        double Quantile(double p) => Brent.FindRoot(t => WithHedge.Survival(Survival, after, t) - (1 - p), after, 200, 1e-10);
        Assert.Equal(38.0045, Quantile(0.99), 5e-5);
        Assert.Equal(49.5174, Quantile(0.999), 5e-5);

        var (latency, tries) = WithHedge.Of(Latency.Of(TimeLaw.Exponential(10)), after);
        Near(38.0045, latency.All.Quantile(0.99), 2e-3);
        Near(49.5174, latency.All.Quantile(0.999), 2e-3);
        Assert.Equal(1.05, tries, 1e-4);
    }

    [Fact]
    public void Leaf_table_shape()
    {
        var leaf = TimeLaw.Of(s_leaf);
        Assert.Equal(0.989785, Math.Log(10) / TimeLaw.Z99, 5e-7);
        Near(1, leaf.Quantile(0.5), 2e-3);
        Near(5.09, leaf.Quantile(0.95), 2e-3);
        Near(10, leaf.Quantile(0.99), 2e-3);
    }

    [Theory]
    [InlineData(20)]
    [InlineData(100)]
    [InlineData(1000)]
    public void A_sum_of_many_keeps_its_percentiles(int n)
    {
        // Reference: a fine linear-grid free computation, the same convolution with 2 ^ k halves in a direct simulation of 400,000 sums.
        var leaf = TimeLaw.Of(s_leaf);
        var sum = InLoop.Of(leaf, n);
        Near(n * leaf.Mean, sum.Mean, 1e-9);
        Near(n * leaf.Variance, sum.Variance, 1e-9);
        var random = new Random(7);
        var sigma = Math.Log(10) / TimeLaw.Z99;
        var draws = new double[2_000_000 / n];
        for (var i = 0; i < draws.Length; i++)
        {
            for (var k = 0; k < n; k++)
            {
                draws[i] += Math.Exp(sigma * Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()));
            }
        }

        Array.Sort(draws);
        foreach (var p in new[] { 0.5, 0.9, 0.95 })
        {
            Near(draws[(int)(p * draws.Length)], sum.Quantile(p), 0.015);
        }
    }

    [Fact]
    public void Adding_percentiles_overstates()
    {
        var leaf = TimeLaw.Of(s_leaf);
        foreach (var (n, factor) in new[] { (2, 1.36), (10, 2.6), (20, 3.2) })
        {
            Near(factor, n * leaf.Quantile(0.99) / InLoop.Of(leaf, n).Quantile(0.99), 0.02);
        }
    }

    // Simulated: a sliding window judged at every failure, cleared when a probe succeeds; 400,000 calls.
    [Theory]
    [InlineData(0.5, 50, 0.5, 10, 10_000, 0.884)]
    [InlineData(0.5, 500, 0.5, 10, 10_000, 0.944)]
    [InlineData(0.95, 50, 0.5, 10, 10_000, 0.994)]
    [InlineData(0.3, 50, 0.5, 10, 10_000, 0)]
    [InlineData(0.1, 50, 0.1, 100, 30_000, 0.391)]
    [InlineData(0.05, 50, 0.1, 100, 30_000, 0)]
    [InlineData(0.08, 10, 0.1, 100, 30_000, 0.066)]
    public void A_breaker_is_open_as_often_as_its_window_trips(double failure, double rate, double ratio, double minimum, double sampling, double open) =>
        Assert.Equal(open, WithBreaker.FractionOpen(failure, rate, ratio, 5000, minimum, sampling), 0.12);
}
