using CsCheck;

namespace ScaleLint.Model.Tests;

public class OperatorLawsTests
{
    private const int Cases = 60;

    private static readonly Gen<Density> s_time = Gen.OneOf(
        Gen.Double[0.01, 500].Select(TimeLaw.Exponential),
        Gen.Double[0.01, 500].Select(Density.At),
        Gen.Select(Gen.Double[0.01, 200], Gen.Double[1.1, 20], (median, ratio) => TimeLaw.Of(new TimeShape.Lognormal(median, median * ratio))),
        Gen.Select(Gen.Double[0.01, 200], Gen.Double[0.1, 4], (mean, scv) => TimeLaw.Of(new TimeShape.Gamma(mean, scv))));

    private static readonly Gen<Latency> s_step = Gen.Select(s_time, Gen.Double[0, 0.9], Gen.Bool, (time, failure, fails) => fails ? Latency.Of(time, failure) : Latency.Of(time));

    private static void Near(double expected, double actual, double relative = 1e-9) =>
        Assert.True(Math.Abs(actual - expected) <= (relative * Math.Abs(expected)) + 1e-12, FormattableString.Invariant($"expected {expected}, got {actual}"));

    private static void Whole(Latency latency)
    {
        Near(1, latency.Success.Total + latency.FailureProbability + latency.Never, 1e-9);
        Assert.All(Enumerable.Range(0, LogGrid.Count), i => Assert.True(latency.All[i] >= 0));
    }

    [Fact]
    public void No_mass_is_lost() => Gen.Select(s_step, s_step, Gen.Double[1, 300], Gen.Int[1, 6]).Sample(
        (a, b, ms, n) =>
        {
            Whole(InSequence.Of(a, b));
            Whole(InParallel.Of([a, b]));
            Whole(InRace.Of([a, b]));
            Whole(InBranch.Of([(0.3, a), (0.7, b)]));
            Whole(InLoop.Of(a, n));
            Whole(WithTimeout.Of(a, ms));
            Whole(WithRetry.Of(a, n, 5, null).Latency);
            Whole(WithRetry.Of(a, n, 5, ms).Latency);
            Whole(WithCache.Of(0.4, TimeLaw.Exponential(1), a));
            Whole(WithHedge.Of(a, ms).Latency);
            Whole(WithFallback.Of(a, b));
            Whole(WithBreaker.Of(0.2, a));
        },
        iter: Cases);

    [Fact]
    public void A_sequence_adds_means_and_variances_in_any_order() => Gen.Select(s_time, s_time, s_time).Sample(
        (a, b, c) =>
        {
            var left = a.Convolve(b).Convolve(c);
            var right = c.Convolve(b.Convolve(a));
            Near(a.Mean + b.Mean + c.Mean, left.Mean);
            // A variance is a difference of squares: of constants it is zero up to the rounding of the squared mean.
            var square = left.Mean * left.Mean;
            Near(square + a.Variance + b.Variance + c.Variance, square + left.Variance, 1e-9);
            foreach (var p in new[] { 0.5, 0.99, 0.999 })
            {
                Near(left.Quantile(p), right.Quantile(p), 0.03);
            }

            var grid = Enumerable.Range(0, LogGrid.Count).Sum(i => left[i] * LogGrid.Points[i]);
            Near(left.First, grid, 1e-4);
        },
        iter: Cases);

    [Fact]
    public void Parallel_and_race_do_not_mind_the_order_and_bound_their_branches() => Gen.Select(s_time, s_time).Sample(
        (a, b) =>
        {
            var slow = InParallel.Slowest([a, b]);
            Near(slow.Mean, InParallel.Slowest([b, a]).Mean);
            var fast = InRace.Of([Latency.Of(a), Latency.Of(b)]).Success;
            Near(a.Mean + b.Mean, slow.Mean + fast.Mean, 0.02);
            Assert.True(slow.Mean >= Math.Max(a.Mean, b.Mean) * 0.98);
            Assert.True(fast.Mean <= Math.Min(a.Mean, b.Mean) * 1.02);
        },
        iter: Cases);

    [Fact]
    public void More_failures_or_attempts_start_more_and_leave_less_or_more_to_fail() => Gen.Select(s_time, Gen.Double[0.01, 0.9], Gen.Int[1, 6]).Sample(
        (time, failure, attempts) =>
        {
            var (few, started) = WithRetry.Of(Latency.Of(time, failure), attempts, 0, null);
            var (more, startedMore) = WithRetry.Of(Latency.Of(time, failure), attempts + 1, 0, null);
            var (worse, startedWorse) = WithRetry.Of(Latency.Of(time, Math.Min(1, failure * 1.1)), attempts, 0, null);
            // Masses add up to one but for rounding.
            Assert.True(startedMore > started - 1e-12 && startedWorse > started - 1e-12, FormattableString.Invariant($"{started} attempts, {startedMore} with one more, {startedWorse} with more failures"));
            Assert.True(more.FailureProbability < few.FailureProbability + 1e-15 && worse.FailureProbability > few.FailureProbability - 1e-15, FormattableString.Invariant($"{few.FailureProbability} left, {more.FailureProbability} after one more, {worse.FailureProbability} with more failures"));
            Near(Math.Pow(failure, attempts), few.FailureProbability, 1e-6);
            Near(WithRetry.MeanAttempts(failure, attempts), started, 1e-6);
        },
        iter: Cases);

    [Fact]
    public void A_timeout_never_answers_later_and_keeps_what_was_in_time() => Gen.Select(s_step, Gen.Double[1, 300]).Sample(
        (step, ms) =>
        {
            var cut = WithTimeout.Of(step, ms);
            Assert.True(cut.All.Quantile(0.9999) <= ms * (1 + 1e-12), FormattableString.Invariant($"late by {cut.All.Quantile(0.9999) / ms - 1}"));
            // Beyond the exact moments a cut is as good as the grid: a bin is 7 % wide, what it holds is placed to about 1e-5.
            Assert.True(cut.All.Mean <= step.All.Mean * (1 + 1e-4), FormattableString.Invariant($"mean grows by {cut.All.Mean / step.All.Mean - 1}"));
            Assert.True(cut.Success.Total <= step.Success.Total + 1e-12, FormattableString.Invariant($"success grows by {cut.Success.Total - step.Success.Total}"));
        },
        iter: Cases);

    [Fact]
    public void Waits_grow_with_load_and_spread() => Gen.Select(Gen.Int[1, 20], Gen.Double[0.05, 0.9], Gen.Double[0, 4]).Sample(
        (servers, rho, scv) =>
        {
            double At(double load, double spread) => TimeLaw.Gamma(10, spread) is var (first, second, third) ? MultiServerQueue.Wait(servers, load * servers / 10, first, second, third).Mean : 0;
            Assert.True(At(rho * 1.05, scv) > At(rho, scv));
            Assert.True(At(rho, scv + 0.5) > At(rho, scv));
            if (servers == 1)
            {
                Near(rho / (1 - rho) * 10 * (1 + scv) / 2, At(rho, scv), 1e-6);
            }
        },
        iter: Cases);

    [Fact]
    public void Cache_and_hedge_change_the_load_as_told()
    {
        Assert.Equal(10, WithCache.LossFactor(0.9), 1e-9);
        var step = Latency.Of(TimeLaw.Exponential(10));
        Assert.Equal(1 + Math.Exp(-2), WithHedge.Of(step, 20).Tries, 1e-3);
    }

    [Fact]
    public void A_breaker_opens_with_the_failures_it_sees()
    {
        double Open(double failure) => WithBreaker.FractionOpen(failure, 100, 0.1, 5000, 100, 30_000);
        Assert.True(Open(0.001) < 1e-6);
        Assert.True(Open(0.3) > 0.8);
        Assert.Equal(1, Open(1));
        Assert.Equal(0, WithBreaker.FractionOpen(0.5, 1, 0.1, 5000, 1000, 10_000), 1e-9);
    }
}
