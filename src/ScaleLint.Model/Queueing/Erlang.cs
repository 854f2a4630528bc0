using MathNet.Numerics;
using MathNet.Numerics.Distributions;

namespace ScaleLint.Model;

/// <summary>Erlang's formulas for c servers and an offered load of a erlangs. Source: A. K. Erlang 1917; recursion B(c) = a B(c-1) / (c + a B(c-1)).</summary>
public static class Erlang
{
    private const double MostExactServers = 20_000;

    /// <summary>Probability that all servers are busy and a call is lost.</summary>
    public static double B(double servers, double load)
    {
        if (load <= 0)
        {
            return 0;
        }

        // The recursion would take as many turns as there are servers.
        if (servers > MostExactServers)
        {
            return OfMany(servers, load);
        }

        var inverse = 1.0;
        for (var c = 1.0; c <= servers; c++)
        {
            inverse = 1 + (c / load * inverse);
            if (double.IsInfinity(inverse))
            {
                return 0;
            }
        }

        return 1 / inverse;
    }

    /// <summary>B = P(X = c) / P(X &lt;= c) for a Poisson X of mean a: the first by Stirling, the second by the normal law; within 1 % of the recursion from 20,000 servers on.</summary>
    private static double OfMany(double servers, double load)
    {
        var deviation = Math.Sqrt(load);
        var z = (servers - load) / deviation;
        // Far below, the ratio of density and distribution is -z - 1 / z.
        if (z < -8)
        {
            return (-z - (1 / z)) / deviation;
        }

        var off = (load / servers) - 1;
        return Math.Exp(-servers * (off - SpecialFunctions.Log1p(off))) / Math.Sqrt(2 * Math.PI * servers) / Normal.CDF(0, 1, z + (0.5 / deviation));
    }

    /// <summary>Probability that an arrival waits; 1 at and past saturation.</summary>
    public static double C(double servers, double load)
    {
        if (load >= servers)
        {
            return 1;
        }

        var b = B(servers, load);
        return b / (1 - (load / servers * (1 - b)));
    }
}
