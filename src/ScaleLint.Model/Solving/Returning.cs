namespace ScaleLint.Model;

/// <summary>
/// A request that comes back to a station finds the queue it left. (1) Work is conserved: with V the mean work present, B what half the second
/// moment of a request's whole work makes, and K what those who wait still have to do per unit of their wait, V = B / (1 - rho) = W K + B, so
/// W = B rho / (K (1 - rho)); for one visit that is Pollaczek and Khinchine. (2) A request's waits resemble one another; two of them
/// correlate by e^(-gap / tau), tau = h / (c (1 - sqrt(rho))^2) the relaxation time of the queue, and their covariances add to the variance.
/// Sources: work conservation (Kleinrock 1976); relaxation time of M/M/1 (Cohen 1982).
/// </summary>
internal static class Returning
{
    private const double Noticeable = 1.05;

    public static Latency Adjust(Latency latency, List<Visit> visits, List<Cause> causes, Plan plan, SolverState state)
    {
        var below = Below(causes, state);
        Turns(visits, below);
        var counts = new Dictionary<int, double>();
        foreach (var visit in visits)
        {
            if (Counts(visit))
            {
                counts[visit.Station] = Count(counts, visit.Station) + visit.Weight;
            }
        }

        if (!counts.Any(c => c.Value + Visits(below, c.Key) >= Noticeable))
        {
            return latency;
        }

        var response = latency.All.Mean;
        var extra = 0.0;
        var before = new Dictionary<int, (double Visits, double Work)>();
        for (var i = 0; i < visits.Count; i++)
        {
            var visit = visits[i];
            if (!Counts(visit) || counts[visit.Station] + Visits(below, visit.Station) is not (>= Noticeable and var n))
            {
                continue;
            }

            // Visits far apart find queues that know nothing of one another.
            var share = Math.Min(1, n * (visit.First + state.Waits[visit.Station].Mean) / response);
            before.TryGetValue(visit.Station, out var done);
            var again = (visit.Times - 1) / 2;
            visit.PairWork = share * visit.First * (done.Work + (again * visit.First));
            visit.PairRest = share * visit.First * (done.Visits + again);
            if (below is not null && below.TryGetValue(visit.Station, out var invoked))
            {
                visit.PairWork += share * visit.First * invoked.Work;
                visit.PairRest += share * invoked.Work;
            }

            before[visit.Station] = (done.Visits + visit.Weight, done.Work + (visit.Weight * visit.First));
            visits[i] = visit;
            extra += visit.IsCut ? 0 : visit.Weight * (visit.Times - 1 + Math.Max(0, n - visit.Weight)) * Covariance(plan.Stations[visit.Station].Servers, visit.First, state.Waits[visit.Station], state.Utilization(visit.Station), response / n);
        }

        return extra <= 0 ? latency : Latency.Build(latency.Success.WithExtraVariance(extra), latency.Failed);
    }

    /// <summary>Visits to each station that are waited for, with those of the operations invoked.</summary>
    public static Stay[] Stays(List<Visit> visits, List<Cause> causes, SolverState state)
    {
        var stays = Below(causes, state) ?? [];
        foreach (var visit in visits)
        {
            if (Counts(visit))
            {
                Add(stays, visit.Station, visit.Weight, visit.Weight * visit.First);
            }
        }

        return [.. stays.Select(s => new Stay(s.Key, s.Value.Visits, s.Value.Work))];
    }

    private static Dictionary<int, (double Visits, double Work)>? Below(List<Cause> causes, SolverState state)
    {
        Dictionary<int, (double, double)>? below = null;
        foreach (var cause in causes)
        {
            if (cause.OnPath)
            {
                foreach (var stay in state.StaysOf(cause.Operation))
                {
                    Add(below ??= [], stay.Station, cause.Weight * stay.Visits, cause.Weight * stay.Work);
                }
            }
        }

        return below;
    }

    private static void Add(Dictionary<int, (double Visits, double Work)> sums, int station, double visits, double work)
    {
        sums.TryGetValue(station, out var sum);
        sums[station] = (sum.Visits + visits, sum.Work + work);
    }

    private static double Count(Dictionary<int, double> counts, int station) => counts.TryGetValue(station, out var n) ? n : 0;

    private static double Visits(Dictionary<int, (double Visits, double Work)>? below, int station) => below is not null && below.TryGetValue(station, out var invoked) ? invoked.Visits : 0;

    /// <summary>For visits of a run that comes back: how often. Branches side by side share them.</summary>
    private static void Turns(List<Visit> visits, Dictionary<int, (double Visits, double Work)>? below)
    {
        for (var i = 0; i < visits.Count; i++)
        {
            if (visits[i].Batch <= 1 || !visits[i].OnPath || !visits[i].TakesSlot)
            {
                continue;
            }

            var visit = visits[i];
            var all = Visits(below, visit.Station);
            for (var k = 0; k < visits.Count; k++)
            {
                all += visits[k].Station == visit.Station && visits[k].OnPath && visits[k].TakesSlot ? visits[k].Weight : 0;
            }

            visit.Turns = Math.Max(1, visit.Follows ? all : all / visit.Batch);
            visits[i] = visit;
        }
    }

    private static bool Counts(in Visit visit) =>
        visit.TakesSlot && visit.OnPath && (visit.Batch <= 1 || visit.Follows) && visit.First > 0 && !double.IsInfinity(visit.First);

    private static double Covariance(double servers, double hold, Wait wait, double rho, double gap)
    {
        if (wait.Chance <= 0 || wait.IsEndless)
        {
            return 0;
        }

        var variance = (wait.Mean * wait.MeanIfAny * (1 + wait.Scv)) - (wait.Mean * wait.Mean);
        var slack = 1 - Math.Sqrt(Math.Min(1, rho));
        return variance * Math.Exp(-gap * servers * slack * slack / hold);
    }
}
