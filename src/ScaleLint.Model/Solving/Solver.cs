namespace ScaleLint.Model;

/// <summary>
/// Holds, waits, retries and closed populations as one damped fixed point (method of layers: a slot's hold includes the waits below it).
/// Sources: Rolia and Sevcik 1995; Woodside et al. 1995 for layered queueing.
/// </summary>
internal sealed class Solver
{
    private const double BreakerPrecision = 1e-6;
    private const int MostTurns = 200;
    private const int MostTurnsInLarge = 40;

    private readonly Plan _plan;
    private readonly RunResult?[] _base;
    private readonly Dictionary<double, SolverState> _solved = [];
    private readonly bool _anyHandOver;
    private readonly bool _anyBreaker;
    private readonly bool _layered;
    private readonly double _precision;
    private readonly double _unit;
    private readonly bool _damp;
    private readonly ClosedSolver _closed;
    private readonly Layers _layers;

    public Solver(Plan plan)
    {
        _plan = plan;
        _base = new RunResult?[plan.Works.Length];
        var start = new SolverState(plan, 0, _base);
        var evaluator = new Evaluator(plan, start, o => _base[o]!, isIdle: true);
        foreach (var index in plan.CalleesFirst)
        {
            start.Results[index] = _base[index] = evaluator.Run(plan.Works[index]);
        }

        IsDynamic = plan.Works.Any(w => w.LoadsVary);
        _anyHandOver = plan.Works.Any(w => _base[w.Index]!.Causes.Any(c => c.Handed));
        _layered = _base.Any(b => b!.Visits.Any(v => v.Below >= 0));
        _precision = plan.IsSmall ? 1e-7 : 1e-3;
        _unit = plan.IsSmall ? 1e-3 : 1;
        _anyBreaker = plan.Works.Any(w => w.HasBreaker);
        _damp = plan.Works.Any(w => w.Closed);
        _layers = new Layers(plan);
        _closed = new ClosedSolver(plan, Propagate, [.. _base.Select(b => b!.Latency.All.Mean)]);
    }

    /// <summary>Whether loads depend on waits anywhere.</summary>
    public bool IsDynamic { get; }

    /// <summary>One run of each operation when nothing waits.</summary>
    public RunResult Base(int operation) => _base[operation]!;

    /// <summary>The state at a load, reached from an idle system; kept.</summary>
    public SolverState At(double load)
    {
        if (!_solved.TryGetValue(load, out var state))
        {
            state = Keep(load, Iterate(new SolverState(_plan, load, _base), Below(load)));
        }

        return state;
    }

    /// <summary>Solves at several loads side by side, where no state starts from another.</summary>
    public void Prepare(IReadOnlyList<double> loads)
    {
        if (!_anyBreaker || _closed.Any)
        {
            return;
        }

        var missing = loads.Distinct().Where(m => !_solved.ContainsKey(m)).ToArray();
        var states = new SolverState[missing.Length];
        System.Threading.Tasks.Parallel.For(0, missing.Length, i => states[i] = Iterate(new SolverState(_plan, missing[i], _base)));
        for (var i = 0; i < missing.Length; i++)
        {
            Keep(missing[i], states[i]);
        }
    }

    private SolverState Keep(double load, SolverState state)
    {
        if (_solved.Count > 64)
        {
            _solved.Clear();
        }

        _solved.Add(load, state);
        return state;
    }

    private SolverState? Below(double load) => _damp || _anyBreaker ? null : _solved.Where(s => s.Key < load).OrderByDescending(s => s.Key).Select(s => s.Value).FirstOrDefault();

    /// <summary>Whether a station has enough for a load when all waits are counted: 1 less than its utilization; infinite when it has not.</summary>
    public double Excess(double load, int station)
    {
        var state = _solved.TryGetValue(load, out var known) ? known : Iterate(new SolverState(_plan, load, _base), Below(load), s => s.Waits[station].IsEndless);
        if (!state.Waits[station].IsEndless && known is null)
        {
            Keep(load, state);
        }

        return state.Waits[station].IsEndless ? double.PositiveInfinity : (state.Load[station] / _plan.Stations[station].Servers) - 1;
    }

    /// <summary>Whether a station that is flooded stays so at a load.</summary>
    public bool StaysFlooded(double load, int station)
    {
        var state = new SolverState(_plan, load, _base);
        state.SetWait(station, Wait.Endless);
        return Iterate(state, until: s => !s.Waits[station].IsEndless, fromIdle: false).Waits[station].IsEndless;
    }

    /// <summary>Load per unit of load multiple, in erlangs, on a station whose callers find it flooded and everything else idle.</summary>
    public double FloodedLoad(int station)
    {
        var state = new SolverState(_plan, 1, _base);
        state.SetWait(station, Wait.Endless);
        var evaluator = new Evaluator(_plan, state, o => state.Results[o]!);
        var touched = new bool[_plan.Works.Length];
        foreach (var index in _plan.CalleesFirst)
        {
            var work = _plan.Works[index];
            touched[index] = Array.BinarySearch(work.Stations, station) >= 0 || work.Callees.Any(c => touched[c]);
            state.Results[index] = touched[index] ? evaluator.Run(work) : _base[index];
        }

        Propagate([.. _plan.Works.Select(w => w.Closed ? 0 : w.Rate)], state.Results).CopyTo(state.Entries, 0);
        return Totals(state, state.Results)[station].First;
    }

    /// <summary>Latency of one operation at a solved state; its callees first, without recursion.</summary>
    public RunResult ResultOf(SolverState state, int operation)
    {
        if (state.Whole[operation] is { } known)
        {
            return known;
        }

        var evaluator = new Evaluator(_plan, state, o => state.Whole[o]!);
        var open = new Stack<int>();
        open.Push(operation);
        while (open.Count > 0)
        {
            var next = open.Peek();
            var missing = _plan.Works[next].Callees.Where(c => state.Whole[c] is null).ToArray();
            if (missing.Length == 0)
            {
                open.Pop();
                state.Whole[next] ??= Whole(evaluator, state, _plan.Works[next]);
                continue;
            }

            foreach (var callee in missing)
            {
                open.Push(callee);
            }
        }

        return state.Whole[operation]!;
    }

    /// <summary>Latencies of all operations at several solved states, side by side; a state is touched by one thread only.</summary>
    public void ResultsOf(IReadOnlyList<SolverState> states, Func<int, double, bool> wanted) =>
        System.Threading.Tasks.Parallel.For(0, states.Count, i =>
        {
            var state = states[i];
            var evaluator = new Evaluator(_plan, state, o => state.Whole[o]!);
            foreach (var index in _plan.CalleesFirst)
            {
                if (state.Whole[index] is null && (_plan.Works[index].IsInvoked || wanted(index, state.LoadMultiple)))
                {
                    state.Whole[index] = Whole(evaluator, state, _plan.Works[index]);
                }
            }
        });

    private RunResult Whole(Evaluator evaluator, SolverState state, Work work) =>
        state.IsIdle(work, state.Whole) ? _base[work.Index]! : evaluator.Run(work);

    /// <summary>Runs per ms of every operation, from those that come from outside.</summary>
    public double[] Propagate(double[] external, IReadOnlyList<RunResult?> results)
    {
        var handed = new double[external.Length];
        for (var turn = 0; ; turn++)
        {
            var runs = new double[external.Length];
            var next = new double[external.Length];
            for (var i = 0; i < runs.Length; i++)
            {
                runs[i] = external[i] + handed[i];
            }

            for (var i = _plan.CalleesFirst.Length - 1; i >= 0; i--)
            {
                var caller = _plan.CalleesFirst[i];
                if (runs[caller] <= 0)
                {
                    continue;
                }

                foreach (var cause in (results[caller] ?? _base[caller]!).Causes)
                {
                    var sum = Math.Min(1e15, runs[caller] * cause.Weight);
                    (cause.Handed ? next : runs)[cause.Operation] += sum;
                }
            }

            if (!_anyHandOver || turn > 200 || next.Zip(handed, (a, b) => Math.Abs(a - b) <= 1e-12 * a).All(same => same))
            {
                return runs;
            }

            handed = next;
        }
    }

    /// <param name="until">What decides the question before the loads have settled; null for nothing.</param>
    /// <param name="fromIdle">Whether loads only rise on the way: what a breaker or a failure takes off a station that is flooded comes too late for it.</param>
    private SolverState Iterate(SolverState state, SolverState? below = null, Func<SolverState, bool>? until = null, bool fromIdle = true)
    {
        var latched = fromIdle && !_damp;
        var external = _plan.Works.Select(w => w.Closed ? 0 : w.Rate * state.LoadMultiple).ToArray();
        var evaluator = new Evaluator(_plan, state, o => ResultOf(state, o));
        var changed = Enumerable.Repeat(true, _plan.Stations.Length).ToArray();
        var moved = new bool[_plan.Works.Length];
        var results = new RunResult?[_plan.Works.Length];
        if (below is not null)
        {
            // Waits only grow with load: the lower load's are on the way, and its runs too where they are not asked for anew.
            for (var k = 0; k < changed.Length; k++)
            {
                if (below.Waits[k].Chance > 0 && !below.Waits[k].IsEndless)
                {
                    state.SetWait(k, below.Waits[k]);
                }
            }
        }

        for (var turn = 0; turn < (_plan.IsSmall ? MostTurns : MostTurnsInLarge); turn++)
        {
            state.OpenChange = 0;
            Evaluate(state, evaluator, changed, moved, turn);
            for (var i = 0; i < results.Length; i++)
            {
                results[i] = state.Results[i] ?? _base[i];
            }

            Array.Clear(changed, 0, changed.Length);
            var runs = _closed.Any ? _closed.Throughputs(state, external) : external;
            state.External = runs;
            Propagate(runs, results).CopyTo(state.Entries, 0);
            var totals = Totals(state, results);
            var waits = _closed.Any ? _closed.Waits(state, external, results, totals, w => OpenWait(w, totals[w])) : OpenWaits(state, results, totals);
            var largest = 0.0;
            for (var k = 0; k < totals.Length; k++)
            {
                var station = _plan.Stations[k];
                state.Arrivals[k] = totals[k].Arrivals;
                state.Calls[k] = totals[k].Calls;
                state.Load[k] = totals[k].First;
                if (!station.IsQueue)
                {
                    continue;
                }

                var next = waits[k];
                var before = state.Waits[k];
                if (before.IsEndless && latched)
                {
                    continue;
                }

                if (_damp && turn > 1 && !before.IsEndless && !next.IsEndless)
                {
                    next = new Wait((before.Chance + next.Chance) / 2, (before.MeanIfAny + next.MeanIfAny) / 2, (before.Scv + next.Scv) / 2);
                }

                var change = before.IsEndless != next.IsEndless ? 1 : before.IsEndless ? 0
                    : Math.Abs(next.Mean - before.Mean) / (Math.Max(next.Mean, before.Mean) + (_unit * totals[k].Hold) + 1e-12);
                if (change > _precision * 1e-3)
                {
                    state.SetWait(k, next);
                    changed[k] |= change > _precision;
                    largest = Math.Max(largest, change);
                }
            }

            if (!_damp && until is not null && until(state))
            {
                break;
            }

            if ((!IsDynamic && !_layered) || (largest < _precision && state.OpenChange < (_plan.IsSmall ? BreakerPrecision : _precision) && (turn > 0 || !_anyBreaker)))
            {
                break;
            }
        }

        state.LoadedBy = results!;

        // What was evaluated at other waits than the last is evaluated anew when asked for.
        for (var i = 0; i < state.Results.Length; i++)
        {
            state.Results[i] = state.Whole[i] = null;
        }

        return state;
    }

    private void Evaluate(SolverState state, Evaluator evaluator, bool[] changed, bool[] moved, int turn)
    {
        var dirty = new bool[_plan.Works.Length];
        foreach (var index in _plan.CalleesFirst)
        {
            var work = _plan.Works[index];
            if (work.Detail is not { } detail)
            {
                continue;
            }

            if (state.Results[index] is not { } result || turn < 1 || moved[index] || work.Stations.Any(s => changed[s]) || work.Callees.Any(c => dirty[c]))
            {
                dirty[index] = true;
                state.Whole[index] = null;
                state.Results[index] = result = state.IsIdle(work, state.Results) ? _base[index]! : evaluator.Run(work, detail);
            }

            moved[index] = work.HasBreaker && state.Watch(work, result);
        }
    }

    private StationTotals[] Totals(SolverState state, RunResult?[] results)
    {
        var totals = new StationTotals[_plan.Stations.Length];
        for (var i = 0; i < _plan.Works.Length; i++)
        {
            if (state.Entries[i] > 0)
            {
                foreach (var visit in (results[i] ?? _base[i]!).Visits)
                {
                    totals[visit.Station].Add(visit, state.Entries[i], _plan.Stations[visit.Station].Servers, state.Waits);
                }
            }
        }

        return totals;
    }

    private Wait[] OpenWaits(SolverState state, RunResult?[] results, StationTotals[] totals)
    {
        var waits = new Wait[totals.Length];
        for (var k = 0; k < waits.Length; k++)
        {
            waits[k] = _plan.Stations[k].IsQueue ? OpenWait(k, totals[k]) : Wait.None;
        }

        if (IsDynamic || _layered)
        {
            _layers.Adjust(state, results, totals, waits);
        }

        return waits;
    }

    private Wait OpenWait(int station, in StationTotals totals)
    {
        var servers = _plan.Stations[station].Servers;
        if (totals.Arrivals <= 0)
        {
            return Wait.None;
        }

        if (!(totals.First < servers))
        {
            return Wait.Endless;
        }

        var n = totals.Arrivals;
        var (first, second, third) = totals.Moments();
        var wait = MultiServerQueue.Wait(servers, n, first, second, third);
        if (totals.Batched <= 0)
        {
            return wait;
        }

        // The work that a batch brings at once, in visits of those that come back, over what each of the queue still brings.
        var batched = totals.Batched / n / totals.Remaining;
        var extra = batched * totals.Hold / servers / (1 - (totals.First / servers));
        var chance = Math.Min(1, wait.Chance + (batched / (1 + batched) * (1 - wait.Chance)));
        return new Wait(chance, (wait.Mean + extra) / chance, wait.Scv);
    }
}
