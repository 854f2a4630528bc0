namespace ScaleLint.Model;

/// <summary>
/// Where slots are held across queues, the slots bound how many can wait in those queues: the open waits are too long there, and what
/// is too much is waited for the slot.
/// </summary>
internal sealed class Layers(Plan plan)
{
    // Larger pools have slots enough for every queue within, or are full of work.
    private const int MostSlots = 512;
    private const double NeverFull = 14;
    private const double Noticeable = 1e-3;

    /// <summary>Replaces the open waits of stations that are held across queues, and of those queues.</summary>
    public void Adjust(SolverState state, IReadOnlyList<RunResult?> results, StationTotals[] totals, Wait[] waits)
    {
        var inner = Inner(state, results);
        var done = new HashSet<int>();
        foreach (var outer in inner.Keys.OrderBy(k => k))
        {
            Adjust(outer, inner, done, state, totals, waits);
        }
    }

    /// <summary>Visits per ms to each queue by those that hold a slot of each station, and their work.</summary>
    private Dictionary<int, SortedDictionary<int, (double Rate, double Work)>> Inner(SolverState state, IReadOnlyList<RunResult?> results)
    {
        var inner = new Dictionary<int, SortedDictionary<int, (double Rate, double Work)>>();
        void Add(int outer, int station, double rate, double work)
        {
            if (station == outer || rate <= 0 || !plan.Stations[station].IsQueue)
            {
                return;
            }

            if (!inner.TryGetValue(outer, out var all))
            {
                inner.Add(outer, all = []);
            }

            all.TryGetValue(station, out var sum);
            all[station] = (sum.Rate + rate, sum.Work + work);
        }

        for (var i = 0; i < results.Count; i++)
        {
            if (results[i] is not { } result || state.Entries[i] <= 0)
            {
                continue;
            }

            foreach (var visit in result.Visits)
            {
                if (visit.Under >= 0 && visit.TakesSlot)
                {
                    Add(visit.Under, visit.Station, state.Entries[i] * visit.Weight, state.Entries[i] * visit.Weight * visit.First);
                }
            }

            foreach (var cause in result.Causes)
            {
                if (cause.Under >= 0)
                {
                    foreach (var stay in state.StaysOf(cause.Operation))
                    {
                        var rate = state.Entries[i] * cause.Weight;
                        Add(cause.Under, stay.Station, rate * stay.Visits, rate * stay.Work);
                    }
                }
            }
        }

        return inner;
    }

    private void Adjust(int outer, Dictionary<int, SortedDictionary<int, (double Rate, double Work)>> inner, HashSet<int> done, SolverState state, StationTotals[] totals, Wait[] waits)
    {
        if (!done.Add(outer) || !inner.TryGetValue(outer, out var queues))
        {
            return;
        }

        foreach (var queue in queues.Keys)
        {
            Adjust(queue, inner, done, state, totals, waits);
        }

        var rate = totals[outer].Arrivals;
        var slots = plan.Stations[outer].Servers;
        if (rate <= 0 || slots > MostSlots || queues.Keys.Any(j => waits[j].IsEndless || state.Waits[j].IsEndless))
        {
            return;
        }

        double work = 0, now = 0, open = 0, busiest = 0;
        var stations = new List<ClosedStation>();
        foreach (var (j, use) in queues.Select(q => (q.Key, q.Value)))
        {
            var servers = plan.Stations[j].Servers;
            var hold = use.Work / use.Rate;
            work += use.Work / rate;
            now += use.Rate / rate * state.Waits[j].Mean;
            open += use.Rate / rate * waits[j].Mean;
            busiest = Math.Max(busiest, Math.Min(1, totals[j].First / servers));
            var (first, second, _) = totals[j].Moments();
            var scv = Math.Max(0, (second / (first * first)) - 1);
            stations.Add(new ClosedStation(use.Rate / rate, hold, servers, Math.Max(0, totals[j].First - use.Work), MultiServerQueue.ServiceFactor(servers, Math.Min(servers, totals[j].First), scv), scv));
        }

        var delay = totals[outer].Hold - now - work;
        if (open <= Noticeable * (work + Math.Max(0, delay)) || delay < -Noticeable * totals[outer].Hold || -(slots - (rate * (work + Math.Max(0, delay) + open))) * Math.Log(busiest) > NeverFull)
        {
            return;
        }

        var idle = work + Math.Max(0, delay);
        if (PassiveResource.Solve(rate, ClosedNetwork.Throughputs((int)slots, idle, stations)) is not { } solved)
        {
            waits[outer] = Wait.Endless;
            return;
        }

        var inside = Math.Max(0, (solved.Inside / rate) - idle);
        var kept = Math.Min(1, inside / open);
        foreach (var (j, use) in queues.Select(q => (q.Key, q.Value)))
        {
            waits[j] = waits[j] with { MeanIfAny = waits[j].MeanIfAny * (1 - (use.Rate / totals[j].Arrivals * (1 - kept))) };
        }

        // As far as the hold is work and not waits, its shape counts as in a queue of its own.
        var (one, two, _) = totals[outer].Moments();
        var shape = MultiServerQueue.ServiceFactor(slots, Math.Min(slots, totals[outer].First), Math.Max(0, (two / (one * one)) - 1));
        var waiting = inside / (inside + idle);
        var outside = solved.Outside / rate * (waiting + ((1 - waiting) * shape));
        waits[outer] = new Wait(solved.AllTaken, outside / solved.AllTaken, waiting + ((1 - waiting) * waits[outer].Scv));
    }
}
