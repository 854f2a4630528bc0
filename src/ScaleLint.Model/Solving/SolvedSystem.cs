namespace ScaleLint.Model;

/// <summary>A plan with its solver and limits, and what is read from them: constraints, curves, resources.</summary>
internal sealed class SolvedSystem
{
    private readonly Plan _plan;
    private readonly Solver _solver;
    private readonly Task<StructureFunction> _made;
    private readonly Limits _limits;
    private readonly double[] _saturations;
    private readonly double[] _onPath;
    private readonly MetastableRange?[] _metastable;

    /// <param name="near">Where a similar system's parts saturate, by id; null for unknown.</param>
    public SolvedSystem(SystemFile system, Func<string, double?>? near = null)
    {
        _plan = new Plan(system);
        _solver = new Solver(_plan);
        // Nobody asks for it before the loads are known.
        _made = Task.Run(() => new StructureFunction(_plan, _solver.Base));
        _limits = new Limits(_plan, _solver, _made);
        _saturations = _limits.Saturations(near);
        _onPath = _limits.OnPath(_saturations);
        _metastable = _limits.Metastable(_saturations);
    }

    private StructureFunction Function => _made.GetAwaiter().GetResult();

    /// <summary>Solves at loads that will be asked for.</summary>
    public void Prepare(IReadOnlyList<double> loads) => _solver.Prepare(loads);

    /// <summary>All constraints up to the target load.</summary>
    public List<Constraint> Constraints() => _limits.Constraints(_saturations, _onPath, _metastable, _plan.TargetLoad);

    /// <summary>The smallest load at which anything gives way, or the target load: what cannot be the smallest is not searched.</summary>
    public double Margin() => _limits.Smallest(_saturations, _onPath, _metastable, _plan.TargetLoad);

    public IReadOnlyList<OperationScore> Curves(IReadOnlyList<double> loads)
    {
        var curves = _plan.Works.Select(_ => new CurvePoint[loads.Count]).ToArray();
        var states = loads.Select(_solver.At).ToArray();
        _solver.ResultsOf(states.Distinct().ToArray(), (index, load) => load < _onPath[index]);
        for (var i = 0; i < loads.Count; i++)
        {
            var state = states[i];
            var capped = Throughputs(state);
            var available = _limits.Availability(state);
            for (var index = 0; index < curves.Length; index++)
            {
                curves[index][i] = Point(_plan.Works[index], state, capped[index], Available(index, state, available));
            }
        }

        return [.. _plan.Works.Select((w, i) => new OperationScore(w.Source.Id, curves[i]))];
    }

    public IReadOnlyList<ResourceScore> Resources(IReadOnlyList<double> loads)
    {
        var traffic = Traffic();
        var all = traffic.Sum();
        var blast = new double[_plan.Stations.Length];
        var birnbaum = new double[_plan.Stations.Length];
        for (var index = 0; index < traffic.Length; index++)
        {
            if (traffic[index] <= 0)
            {
                continue;
            }

            foreach (var (station, importance, needed) in Function.Importance(index))
            {
                birnbaum[station] += traffic[index] / all * importance;
                blast[station] += needed ? traffic[index] / all : 0;
            }
        }

        var states = loads.Select(_solver.At).ToArray();
        return [.. _plan.Stations.Select((station, k) => new ResourceScore
        {
            Id = station.Id,
            SaturatesAt = double.IsInfinity(_saturations[k]) ? null : _saturations[k],
            Utilization = [.. states.Select(s => (double?)(station.IsQueue ? Saturated(s, k) ? 1 : Math.Min(1, s.Load[k] / station.Servers) : 0))],
            WaitMs = [.. states.Select(s => Saturated(s, k) ? null : (double?)s.Waits[k].Mean)],
            BlastRadius = Math.Min(1, blast[k]),
            Birnbaum = birnbaum[k],
            Metastable = _metastable[k],
        })];
    }

    /// <summary>In a large system what is past its saturation is as available as its own steps say, shared parts or not.</summary>
    private double Available(int index, SolverState state, StructureFunction available) =>
        _plan.IsSmall || state.LoadMultiple < _onPath[index] || !_plan.Works[index].Loses ? available.Availability(index)
        : Math.Min(Function.Availability(index), state.LoadedBy[index].Latency.Success.Total + state.LoadedBy[index].Latency.Never);

    private bool Saturated(SolverState state, int station) => state.Waits[station].IsEndless || state.LoadMultiple >= _saturations[station];

    /// <summary>Requests from outside per ms at load 1.</summary>
    private double[] Traffic()
    {
        var state = _plan.Works.Any(w => w.Closed) ? _solver.At(1) : null;
        return [.. _plan.Works.Select(w => w.Closed ? state!.External[w.Index] : w.Rate)];
    }

    /// <summary>Runs per second that end: an operation past its saturation stays at its capacity, and so does what it causes.</summary>
    private double[] Throughputs(SolverState state)
    {
        var m = state.LoadMultiple;
        var external = _plan.Works.Select(w => w.Closed ? state.External[w.Index] : w.Rate * Math.Min(m, _onPath[w.Index])).ToArray();
        var runs = _solver.Propagate(external, state.LoadedBy);
        for (var i = 0; i < runs.Length; i++)
        {
            // What feeds itself without end through its own queue has no number of runs but those that begin outside.
            runs[i] = double.IsNaN(runs[i]) || double.IsInfinity(runs[i]) ? external[i] : runs[i];
            runs[i] = 1000 * Math.Min(runs[i], _onPath[i] < m && !_plan.Works[i].Closed ? state.Entries[i] * _onPath[i] / m : runs[i]);
        }

        return runs;
    }

    private CurvePoint Point(Work work, SolverState state, double throughput, double availability)
    {
        var latency = state.LoadMultiple >= _onPath[work.Index] ? null : _solver.ResultOf(state, work.Index).Latency;
        var all = latency is { Never: <= 1e-9 } ? latency.All : null;
        double? At(double p) => all?.Quantile(p);
        var p99 = At(0.99);
        var violated = new List<BreakReason>();
        if (work.Source.Objective?.Availability is { } promised && availability < promised - 1e-12)
        {
            violated.Add(BreakReason.Availability);
        }

        if (work.Source.Objective?.P99Ms is { } limit && !(p99 <= limit))
        {
            violated.Add(BreakReason.P99);
        }

        return new CurvePoint
        {
            Load = state.LoadMultiple,
            ThroughputPerSecond = throughput,
            MeanMs = all?.Mean,
            P50Ms = At(0.5),
            P95Ms = At(0.95),
            P99Ms = p99,
            P999Ms = At(0.999),
            Availability = availability,
            Violated = violated,
        };
    }
}
