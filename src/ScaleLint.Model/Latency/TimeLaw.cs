using MathNet.Numerics;
using MathNet.Numerics.Distributions;

namespace ScaleLint.Model;

/// <summary>Densities and moments of the time shapes, and of waits and responses of queues; times in ms.</summary>
public static class TimeLaw
{
    /// <summary>The standard normal's 99th percentile.</summary>
    public const double Z99 = 2.3263478740408408;

    /// <summary>Mean, second and third raw moment of a shape.</summary>
    public static (double First, double Second, double Third) Moments(TimeShape shape)
    {
        switch (shape)
        {
            case TimeShape.Lognormal t:
                var (mu, sigma) = Parameters(t);
                double Raw(int k) => Math.Exp((k * mu) + (k * k * sigma * sigma / 2));
                return (Raw(1), Raw(2), Raw(3));
            case TimeShape.Exponential t:
                return Gamma(t.MeanMs, 1);
            case TimeShape.Constant t:
                return Gamma(t.MeanMs, 0);
            case TimeShape.Gamma t:
                return Gamma(t.MeanMs, t.Scv);
            default:
                throw new ArgumentOutOfRangeException(nameof(shape));
        }
    }

    /// <summary>Raw moments of a gamma time: mean, mean^2 (1 + scv), mean^3 (1 + scv)(1 + 2 scv).</summary>
    public static (double First, double Second, double Third) Gamma(double mean, double scv) =>
        (mean, mean * mean * (1 + scv), mean * mean * mean * (1 + scv) * (1 + (2 * scv)));

    /// <summary>The shape on the grid.</summary>
    public static Density Of(TimeShape shape)
    {
        var (first, second, _) = Moments(shape);
        if (first <= 0)
        {
            return Density.Zero;
        }

        switch (shape)
        {
            case TimeShape.Lognormal t:
                var (mu, sigma) = Parameters(t);
                return sigma < 1e-6
                    ? Density.At(first)
                    : FromLimitedMean(x => (first * Normal.CDF(0, 1, ((Math.Log(x) - mu) / sigma) - sigma)) + (x * Normal.CDF(0, 1, (mu - Math.Log(x)) / sigma)), first, second);
            case TimeShape.Exponential:
                return Exponential(first);
            case TimeShape.Gamma { Scv.Value: > 1e-6 } t when t.Scv.Value != 1:
                var alpha = 1 / t.Scv.Value;
                var theta = first * t.Scv.Value;
                return FromLimitedMean(
                    x => (first * SpecialFunctions.GammaLowerRegularized(alpha + 1, x / theta)) + (x * SpecialFunctions.GammaUpperRegularized(alpha, x / theta)), first, second);
            case TimeShape.Gamma { Scv.Value: 1 }:
                return Exponential(first);
            default:
                return Density.At(first);
        }
    }

    public static Density Exponential(double mean) => FromLimitedMean(x => -mean * Expm1(-x / mean), mean, 2 * mean * mean);

    /// <summary>
    /// A wait: none with probability 1 - <paramref name="chance"/>, else with the given mean and squared coefficient of variation:
    /// two exponentials with balanced means above 1, a gamma (Wilson and Hilferty 1931) below.
    /// </summary>
    public static Density Wait(double chance, double mean, double scv)
    {
        if (chance <= 0 || mean <= 0)
        {
            return Density.Zero;
        }

        chance = Math.Min(1, chance);
        var first = chance * mean;
        var second = first * mean * (1 + scv);
        if (scv >= 1)
        {
            var p = (1 + Math.Sqrt((scv - 1) / (scv + 1))) / 2;
            double a = mean / (2 * p), b = mean / (2 * (1 - p));
            return FromLimitedMean(x => -chance * ((p * a * Expm1(-x / a)) + ((1 - p) * b * Expm1(-x / b))), first, second);
        }

        if (scv < 1e-6)
        {
            return Density.Zero.Scale(1 - chance).Plus(Density.At(mean).Scale(chance));
        }

        var spread = 3 / Math.Sqrt(scv);
        double Survival(double x) => chance * SpecialFunctions.Erfc((Math.Pow(x / mean, 1.0 / 3) - (1 - (scv / 9))) * spread / Math.Sqrt(2)) / 2;
        var averages = new double[LogGrid.Count - 1];
        var left = chance;
        for (var i = 0; i < averages.Length && left > 1e-13; i++)
        {
            double x = LogGrid.X[i], y = LogGrid.X[i + 1];
            var right = Math.Min(left, Survival(y));
            averages[i] = (left + (4 * Math.Min(left, Survival((x + y) / 2))) + right) / 6;
            left = right;
        }

        return Density.FromAverages(averages, 1, first, second);
    }

    /// <summary>
    /// Response of M/M/c: exponential service with rate mu, before it, with probability <paramref name="chance"/>, an exponential wait.
    /// S(t) = (1 - C) e^(-mu t) + C (mu e^(-eta t) - eta e^(-mu t)) / (mu - eta).
    /// </summary>
    public static Density ExponentialResponse(double chance, double meanWait, double meanService)
    {
        if (chance <= 0 || meanWait <= 0)
        {
            return Exponential(meanService);
        }

        // Equal rates have a form of their own; a hair's breadth away from them this one is as good.
        var s = meanService;
        var w = Math.Abs((meanWait / s) - 1) < 1e-4 ? s * 1.0001 : meanWait;
        double first = s + (chance * w), second = (2 * s * s) + (2 * chance * ((s * w) + (w * w)));
        return FromLimitedMean(
            x => (-(1 - chance) * s * Expm1(-x / s)) - (chance * ((w * w * Expm1(-x / w)) - (s * s * Expm1(-x / s))) / (w - s)), first, second);
    }

    /// <summary>From E[min(X, x)], whose slope between two points is the average survival there.</summary>
    private static Density FromLimitedMean(Func<double, double> limitedMean, double first, double second)
    {
        var averages = new double[LogGrid.Count - 1];
        var before = 0.0;
        for (var i = 0; i < averages.Length; i++)
        {
            var after = limitedMean(LogGrid.X[i + 1]);
            averages[i] = (after - before) / (LogGrid.X[i + 1] - LogGrid.X[i]);
            if (averages[i] < 1e-13)
            {
                averages[i] = 0;
                break;
            }

            before = after;
        }

        return Density.FromAverages(averages, 1, first, second);
    }

    private static (double Mu, double Sigma) Parameters(TimeShape.Lognormal shape) =>
        (Math.Log(shape.MedianMs), Math.Log(shape.P99Ms / shape.MedianMs) / Z99);

    private static double Expm1(double x) => Math.Abs(x) > 0.01 ? Math.Exp(x) - 1 : x * (1 + (x / 2 * (1 + (x / 3 * (1 + (x / 4 * (1 + (x / 5))))))));
}
