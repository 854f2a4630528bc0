namespace ScaleLint.Model;

/// <summary>
/// Closed operations beside open ones. One closed operation of moderate size: exact mean value analysis. Several, or many users:
/// what an arrival sees is the mean less its own share (Bard 1979, Schweitzer 1979), W = h / c (waiting seen + P(all busy) x service factor).
/// </summary>
internal sealed class ClosedSolver
{
    private const double MostExactUsers = 300;

    private readonly Plan _plan;
    private readonly Func<double[], IReadOnlyList<RunResult?>, double[]> _propagate;
    private readonly double[] _idleResponse;
    private readonly int[] _closed;
    private readonly double[] _throughput;

    public ClosedSolver(Plan plan, Func<double[], IReadOnlyList<RunResult?>, double[]> propagate, double[] idleResponse)
    {
        _plan = plan;
        _propagate = propagate;
        _idleResponse = idleResponse;
        _closed = [.. plan.Works.Where(w => w.Closed).Select(w => w.Index)];
        _throughput = new double[plan.Works.Length];
    }

    public bool Any => _closed.Length > 0;

    /// <summary>External runs with the closed operations' throughputs at the state's present waits.</summary>
    public double[] Throughputs(SolverState state, double[] external)
    {
        var runs = (double[])external.Clone();
        foreach (var index in _closed)
        {
            var latency = state.LatencyOf(index);
            runs[index] = _throughput[index] = latency.Never > 1e-9 ? 0 : Cycle(Users(state, index), Think(index), latency.All.Mean);
        }

        return runs;
    }

    /// <summary>Waits at all stations; <paramref name="openWait"/> serves those that no closed operation visits.</summary>
    public Wait[] Waits(SolverState state, double[] external, RunResult?[] results, StationTotals[] totals, Func<int, Wait> openWait)
    {
        var classes = _closed.Select(index => ChainOf(state, index, results)).ToArray();
        var openRuns = _propagate(external, results);
        var open = Totals(openRuns, results, state);
        var waits = new Wait[_plan.Stations.Length];
        var solved = classes.Length == 1 && classes[0].Users <= MostExactUsers ? Exact(classes[0], open, totals) : Approximate(classes, open, totals);
        for (var k = 0; k < waits.Length; k++)
        {
            var visited = classes.Any(c => c.Totals[k].Arrivals > 0);
            waits[k] = visited && _plan.Stations[k].IsQueue ? solved[k] : openWait(k);
        }

        // The loads that go with these waits.
        var runs = (double[])external.Clone();
        foreach (var index in _closed)
        {
            runs[index] = _throughput[index];
        }

        state.External = runs;
        _propagate(runs, results).CopyTo(state.Entries, 0);
        var sums = Totals(state.Entries, results, state);
        sums.CopyTo(totals, 0);
        return waits;
    }

    private Wait[] Exact(Chain one, StationTotals[] open, StationTotals[] totals)
    {
        var waits = new Wait[_plan.Stations.Length];
        var indices = Enumerable.Range(0, waits.Length).Where(k => _plan.Stations[k].IsQueue && one.Totals[k].Arrivals > 0).ToArray();
        var x = _throughput[one.Index];
        var stations = new ClosedStation[indices.Length];
        for (var i = 0; i < indices.Length; i++)
        {
            var k = indices[i];
            var own = one.Totals[k];
            var servers = _plan.Stations[k].Servers;
            var other = open[k].First + (x * (own.Arrivals - own.OnPath) * own.Hold);
            if (!(other < servers) || double.IsInfinity(own.Hold))
            {
                waits[k] = Wait.Endless;
                other = servers * (1 - 1e-9);
            }

            var load = Math.Min(servers, other + (x * own.OnPath * own.Hold));
            stations[i] = new ClosedStation(own.OnPath, own.Hold, servers, other, MultiServerQueue.ServiceFactor(servers, load, Scv(totals[k])), Scv(totals[k]));
        }

        if (waits.Any(w => w.IsEndless))
        {
            _throughput[one.Index] = 0;
            return waits;
        }

        var (throughput, _, solved) = ClosedNetwork.Solve(one.Users, one.Think, one.Delay + indices.Sum(k => one.Overlap * one.Totals[k].OnPath * Ahead(one.Totals[k]) * one.Totals[k].Hold / _plan.Stations[k].Servers), stations, one.Overlap);
        _throughput[one.Index] = double.IsInfinity(throughput) ? 0 : throughput;
        for (var i = 0; i < indices.Length; i++)
        {
            var k = indices[i];
            waits[k] = Behind(open[k].Arrivals > 0 ? ForAll(k, solved[i], throughput * one.Totals[k].Arrivals, open[k], totals[k]) : solved[i], Ahead(one.Totals[k]), k, totals[k].Hold);
        }

        return waits;
    }

    /// <summary>How many that came together with a visit are served before it.</summary>
    private static double Ahead(in StationTotals totals) => totals.OnPath > 0 ? totals.Batched / totals.OnPath / totals.Remaining : 0;

    /// <summary>A wait with the own company of the visit before it.</summary>
    private Wait Behind(Wait wait, double ahead, int station, double hold)
    {
        if (ahead <= 0 || wait.IsEndless)
        {
            return wait;
        }

        var chance = Math.Min(1, wait.Chance + (ahead / (1 + ahead) * (1 - wait.Chance)));
        return new Wait(chance, (wait.Mean + (ahead * hold / _plan.Stations[station].Servers)) / chance, wait.Scv);
    }

    /// <summary>Open arrivals see all users; one wait for both, by their shares.</summary>
    private Wait ForAll(int station, Wait closed, double closedArrivals, in StationTotals open, in StationTotals all)
    {
        var servers = _plan.Stations[station].Servers;
        var waiting = (closedArrivals + open.Arrivals) * closed.Mean;
        var load = Math.Min(servers * 0.999999, all.First);
        var seen = all.Hold / servers * (waiting + (Erlang.C(servers, load) * MultiServerQueue.ServiceFactor(servers, load, Scv(all))));
        var share = closedArrivals / (closedArrivals + open.Arrivals);
        var mean = (share * closed.Mean) + ((1 - share) * seen);
        var chance = Math.Max(1e-12, (share * closed.Chance) + ((1 - share) * Erlang.C(servers, load)));
        return new Wait(chance, mean / chance, closed.Scv);
    }

    private Wait[] Approximate(Chain[] classes, StationTotals[] open, StationTotals[] totals)
    {
        var count = _plan.Stations.Length;
        var waits = new double[count];
        var chances = new double[count];
        var endless = new bool[count];
        var used = Enumerable.Range(0, count).Where(k => _plan.Stations[k].IsQueue && classes.Any(c => c.Totals[k].Arrivals > 0)).ToArray();
        foreach (var k in used)
        {
            endless[k] = !(open[k].First < _plan.Stations[k].Servers) || classes.Any(c => double.IsInfinity(c.Totals[k].First));
        }

        for (var turn = 0; turn < 2000; turn++)
        {
            foreach (var one in classes)
            {
                var response = one.Delay;
                foreach (var k in used)
                {
                    response += one.Overlap * one.Totals[k].OnPath * (waits[k] + (Ahead(one.Totals[k]) * one.Totals[k].Hold / _plan.Stations[k].Servers));
                }

                _throughput[one.Index] = used.Any(k => endless[k] && one.Totals[k].OnPath > 0) ? 0 : Cycle(one.Users, one.Think, response);
            }

            var largest = 0.0;
            foreach (var k in used)
            {
                if (endless[k])
                {
                    continue;
                }

                double arrivals = open[k].Arrivals, load = open[k].First, ownWaiting = 0, ownLoad = 0;
                foreach (var one in classes)
                {
                    var rate = _throughput[one.Index] * one.Totals[k].Arrivals;
                    arrivals += rate;
                    load += _throughput[one.Index] * one.Totals[k].First;
                }

                foreach (var one in classes)
                {
                    var rate = _throughput[one.Index] * one.Totals[k].Arrivals;
                    var share = arrivals > 0 ? rate / arrivals / Math.Max(1, one.Users) : 0;
                    ownWaiting += share * rate * waits[k];
                    ownLoad += share * _throughput[one.Index] * one.Totals[k].First;
                }

                var servers = _plan.Stations[k].Servers;
                var hold = arrivals > 0 ? load / arrivals : 0;
                var seenLoad = Math.Max(0, load - ownLoad);
                chances[k] = Erlang.C(servers, Math.Min(servers, seenLoad));
                var next = hold / servers * ((arrivals * waits[k]) - ownWaiting + (chances[k] * MultiServerQueue.ServiceFactor(servers, Math.Min(servers, seenLoad), Scv(totals[k]))));
                largest = Math.Max(largest, Math.Abs(next - waits[k]) / (Math.Max(next, waits[k]) + (1e-6 * hold) + 1e-12));
                waits[k] = next;
            }

            if (largest < 1e-8)
            {
                break;
            }
        }

        return [.. Enumerable.Range(0, count).Select(k => endless[k] ? Wait.Endless : Behind(waits[k] <= 0 ? Wait.None : Spread(k, waits[k], chances[k], classes, open[k], totals[k]), Ahead(totals[k]), k, totals[k].Hold))];
    }

    /// <summary>Behind a bottleneck of a closed system the queue hardly varies: its variance is at most the number of users elsewhere.</summary>
    private Wait Spread(int k, double mean, double chance, Chain[] classes, in StationTotals open, in StationTotals totals)
    {
        var users = classes.Sum(c => c.Totals[k].OnPath > 0 ? c.Users : 0);
        var arrivals = open.Arrivals + classes.Sum(c => _throughput[c.Index] * c.Totals[k].Arrivals);
        var present = arrivals * (mean + totals.Hold);
        var ahead = Math.Max(1, mean / chance / Math.Max(1e-12, totals.Hold) * _plan.Stations[k].Servers);
        var elsewhere = open.Arrivals > 0 ? double.PositiveInfinity : Math.Max(0, users - present);
        var scv = Math.Min(1, (MultiServerQueue.Variance(ahead, _plan.Stations[k].Servers, Scv(totals)) + Math.Min(ahead * (ahead - 1), elsewhere)) / (ahead * ahead));
        return new Wait(Math.Max(chance, 1e-12), mean / Math.Max(chance, 1e-12), scv);
    }

    private Chain ChainOf(SolverState state, int index, RunResult?[] results)
    {
        var unit = new double[_plan.Works.Length];
        unit[index] = 1;
        var totals = Totals(_propagate(unit, results), results, state);
        var response = state.LatencyOf(index).All.Mean;
        var waits = 0.0;
        for (var k = 0; k < totals.Length; k++)
        {
            if (_plan.Stations[k].IsQueue && totals[k].OnPath > 0 && !state.Waits[k].IsEndless)
            {
                waits += totals[k].OnPath * state.Waits[k].Mean;
            }
        }

        var overlap = waits > 1e-6 * response && waits > 0 ? Math.Min(1, Math.Max(0, (response - _idleResponse[index]) / waits)) : 1;
        return new Chain(index, Users(state, index), Think(index), Math.Max(0, response - (overlap * waits)), overlap, totals);
    }

    private StationTotals[] Totals(double[] runs, RunResult?[] results, SolverState state)
    {
        var totals = new StationTotals[_plan.Stations.Length];
        for (var i = 0; i < runs.Length; i++)
        {
            if (runs[i] > 0)
            {
                foreach (var visit in results[i]!.Visits)
                {
                    totals[visit.Station].Add(visit, runs[i], _plan.Stations[visit.Station].Servers, state.Waits);
                }
            }
        }

        return totals;
    }

    private double Users(SolverState state, int index) => _plan.Works[index].Source.Users!.Value * state.LoadMultiple;

    private double Think(int index) => _plan.Works[index].Source.ThinkMs ?? 0;

    private static double Cycle(double users, double think, double response) => think + response > 0 ? users / (think + response) : 0;

    private static double Scv(in StationTotals totals)
    {
        if (totals.Arrivals <= 0 || totals.First <= 0 || double.IsInfinity(totals.Second))
        {
            return 1;
        }

        var (first, second, _) = totals.Moments();
        var scv = (second / (first * first)) - 1;
        return Math.Abs(scv - 1) < 1e-9 ? 1 : Math.Max(0, scv);
    }

    private sealed record Chain(int Index, double Users, double Think, double Delay, double Overlap, StationTotals[] Totals);
}
