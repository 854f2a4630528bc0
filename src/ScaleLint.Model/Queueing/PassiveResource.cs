namespace ScaleLint.Model;

/// <summary>
/// Slots that are held across other queues: never more requests are inside than there are slots, the others wait outside, not in the queues
/// within. With n inside, the inside is a closed network of throughput X(n), so the whole is a birth and death chain:
/// p(n) = p(n - 1) lambda / X(min(n, S)), saturated at lambda = X(S). Per ms.
/// Sources: flow equivalence (Chandy, Herzog and Woo 1975); simultaneous resource possession (Jacobson and Lazowska 1982).
/// </summary>
public static class PassiveResource
{
    /// <summary>Mean number inside, the chance to find all slots taken, and the mean number outside; null when saturated.</summary>
    /// <param name="ratePerMs">Arrivals.</param>
    /// <param name="throughputs">X(1), X(2), ... X(S).</param>
    public static (double Inside, double AllTaken, double Outside)? Solve(double ratePerMs, IReadOnlyList<double> throughputs)
    {
        var slots = throughputs.Count;
        var last = ratePerMs / throughputs[slots - 1];
        if (!(last < 1))
        {
            return null;
        }

        double p = 1, sum = 1, inside = 0;
        for (var n = 1; n <= slots; n++)
        {
            p *= ratePerMs / throughputs[n - 1];
            sum += p;
            inside += n * p;
            if (sum > 1e200)
            {
                (p, sum, inside) = (p / 1e200, sum / 1e200, inside / 1e200);
            }
        }

        // Beyond the last slot the chain is geometric.
        var beyond = p * last / (1 - last);
        sum += beyond;
        return ((inside + (slots * beyond)) / sum, (p + beyond) / sum, beyond / (1 - last) / sum);
    }
}
