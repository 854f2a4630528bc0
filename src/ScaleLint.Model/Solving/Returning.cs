namespace ScaleLint.Model;

/// <summary>
/// A request that comes back to a station finds the queue it left. (1) Its n short visits are served in turn with others', which is close to
/// sharing the servers: the service's squared coefficient of variation counts as 1 + (s - 1) / n. (2) Its waits resemble one another; two of them
/// correlate by e^(-gap / tau), tau = h / (c (1 - sqrt(rho))^2) the relaxation time of the queue, and their covariances add to the variance.
/// Sources: processor sharing as the limit of round robin (Kleinrock 1976); relaxation time of M/M/1 (Cohen 1982).
/// </summary>
internal static class Returning
{
    private const double Noticeable = 1.05;

    public static Latency Adjust(Latency latency, List<Visit> visits, Plan plan, SolverState state)
    {
        Dictionary<int, double>? counts = null;
        var largest = 0.0;
        foreach (var visit in visits)
        {
            if (Counts(visit))
            {
                counts ??= [];
                counts.TryGetValue(visit.Station, out var n);
                counts[visit.Station] = n + visit.Weight;
                largest = Math.Max(largest, n + visit.Weight);
            }
        }

        if (largest < Noticeable)
        {
            return latency;
        }

        var response = latency.All.Mean;
        var extra = 0.0;
        for (var i = 0; i < visits.Count; i++)
        {
            var visit = visits[i];
            if (Counts(visit) && counts![visit.Station] is >= Noticeable and var n)
            {
                var share = Math.Min(1, n * (visit.First + state.Waits[visit.Station].Mean) / response);
                var turns = 1 + ((n - 1) * share);
                var scv = (visit.Second / (visit.First * visit.First)) - 1;
                if (scv != 1)
                {
                    (_, visit.Second, visit.Third) = TimeLaw.Gamma(visit.First, 1 + ((scv - 1) / turns));
                    visits[i] = visit;
                }

                extra += visit.Weight * (n - 1) * Covariance(plan.Stations[visit.Station].Servers, visit.First, state.Waits[visit.Station], state.Utilization(visit.Station), response / n);
            }
        }

        return extra <= 0 ? latency : Latency.Build(latency.Success.WithExtraVariance(extra), latency.Failed);
    }

    private static bool Counts(in Visit visit) =>
        visit.TakesSlot && visit.OnPath && visit.Batch <= 1 && visit.First > 0 && !double.IsInfinity(visit.First);

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
