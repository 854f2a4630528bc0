namespace ScaleLint.Model;

/// <summary>Erlang's formulas for c servers and an offered load of a erlangs. Source: A. K. Erlang 1917; recursion B(c) = a B(c-1) / (c + a B(c-1)).</summary>
public static class Erlang
{
    /// <summary>Probability that all servers are busy and a call is lost.</summary>
    public static double B(double servers, double load)
    {
        if (load <= 0)
        {
            return 0;
        }

        // So many servers at so little load are never all busy; the recursion would take as many turns.
        if (servers > 20_000 && load < servers - (12 * Math.Sqrt(servers)))
        {
            return 0;
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
