namespace ScaleLint.Model;

/// <summary>A resource as one closed class sees it: visits per cycle, mean hold in ms, servers, the load that others put on it in erlangs, and the factor and squared coefficient of variation of its service's shape.</summary>
public readonly record struct ClosedStation(double Visits, double HoldMs, double Servers, double OtherLoad = 0, double ServiceFactor = 1, double Scv = 1);

/// <summary>
/// Exact mean value analysis of one closed class over load-dependent multi-servers: what an arrival sees is the network with one user less.
/// p(j | n) = X(n) v h / min(j, c) p(j - 1 | n - 1), W(n) = h / c sum_{j >= c} (j - c + 1) p(j | n - 1), X(n) = n / (Z + D + sum v W).
/// Sources: Reiser and Lavenberg 1980; Lazowska et al., Quantitative System Performance, ch. 6 to 8; other load as in mixed networks.
/// </summary>
public static class ClosedNetwork
{
    /// <summary>
    /// Throughput per ms, mean cycle without think time in ms, and the wait per visit at each station.
    /// <paramref name="delayMs"/> is all time without waits but the think time; <paramref name="users"/> may be fractional.
    /// <paramref name="overlap"/> is the share of the waits that the cycle feels, below 1 where branches wait side by side.
    /// </summary>
    public static (double Throughput, double Response, Wait[] Waits) Solve(
        double users, double thinkMs, double delayMs, IReadOnlyList<ClosedStation> stations, double overlap = 1)
    {
        var waits = new Wait[stations.Count];
        for (var k = 0; k < waits.Length; k++)
        {
            waits[k] = Wait.None;
        }

        if (users <= 0)
        {
            return (0, delayMs, waits);
        }

        var marginals = Empty(stations.Count, (int)Math.Ceiling(users) + 1);
        double throughput = 0, response = delayMs;
        var n = users - Math.Floor(users);
        n = n == 0 ? 1 : n;
        for (var turn = 1; n <= users + 1e-9; n++, turn++)
        {
            (throughput, response) = Turn(n, turn, thinkMs, delayMs, stations, overlap, marginals, waits);
        }

        return (throughput, response, waits);
    }

    /// <summary>Throughput per ms with 1, 2, ... <paramref name="users"/> who do not think; <paramref name="delayMs"/> is all time of a cycle without waits.</summary>
    public static double[] Throughputs(int users, double delayMs, IReadOnlyList<ClosedStation> stations)
    {
        var marginals = Empty(stations.Count, users + 1);
        var waits = new Wait[stations.Count];
        var throughputs = new double[users];
        for (var n = 1; n <= users; n++)
        {
            throughputs[n - 1] = Turn(n, n, 0, delayMs, stations, 1, marginals, waits).Throughput;
        }

        return throughputs;
    }

    private static double[][] Empty(int stations, int size)
    {
        var marginals = new double[stations][];
        for (var k = 0; k < marginals.Length; k++)
        {
            marginals[k] = new double[size + 1];
            marginals[k][0] = 1;
        }

        return marginals;
    }

    /// <summary>From the network with one user less to that with <paramref name="n"/>.</summary>
    private static (double Throughput, double Response) Turn(
        double n, int turn, double thinkMs, double delayMs, IReadOnlyList<ClosedStation> stations, double overlap, double[][] marginals, Wait[] waits)
    {
        var response = delayMs;
        for (var k = 0; k < waits.Length; k++)
        {
            waits[k] = SeenBy(stations[k], marginals[k], turn);
            response += overlap * stations[k].Visits * waits[k].Mean;
        }

        var throughput = thinkMs + response > 0 ? n / (thinkMs + response) : double.PositiveInfinity;
        for (var k = 0; k < waits.Length; k++)
        {
            Advance(stations[k], marginals[k], turn, throughput);
        }

        return (throughput, response);
    }

    private static Wait SeenBy(in ClosedStation station, double[] p, int turn)
    {
        var servers = station.Servers;
        double chance = 0, waiting = 0, second = 0;
        for (var j = (int)Math.Min(turn, servers); j < turn; j++)
        {
            var ahead = j - servers + 1;
            chance += p[j];
            waiting += p[j] * ahead;
            second += p[j] * MultiServerQueue.SecondMoment(ahead, servers, station.ServiceFactor, station.Scv);
        }

        // Others slow the servers down: exact for one server, close for many.
        var slowed = station.HoldMs / Math.Max(1e-9, 1 - (station.OtherLoad / servers));
        var other = station.OtherLoad <= 0 ? 0 : Erlang.C(servers, station.OtherLoad);
        var busy = chance + (other * (1 - chance));
        if (busy <= 1e-15)
        {
            return Wait.None;
        }

        var felt = waiting + (chance * (station.ServiceFactor - 1));
        var scv = felt > 0 ? Math.Max(0.001, (second / felt / felt * chance) - 1) : 1;
        var mean = slowed / servers * (waiting - chance + ((chance + other) * station.ServiceFactor));
        return new Wait(busy, mean / busy, scv);
    }

    private static void Advance(in ClosedStation station, double[] p, int turn, double throughput)
    {
        var hold = station.HoldMs / Math.Max(1e-9, 1 - (station.OtherLoad / station.Servers));
        var load = throughput * station.Visits * hold;
        var sum = 0.0;
        for (var j = turn; j >= 1; j--)
        {
            p[j] = Math.Min(1, load / Math.Min(j, station.Servers) * p[j - 1]);
            sum += p[j];
        }

        if (sum > 1)
        {
            // Rounding near saturation: the empty queue has no mass left.
            for (var j = 1; j <= turn; j++)
            {
                p[j] /= sum;
            }

            sum = 1;
        }

        p[0] = 1 - sum;
    }
}
