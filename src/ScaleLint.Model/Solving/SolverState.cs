namespace ScaleLint.Model;

/// <summary>Everything at one load: waits, loads and runs. Rates per ms, times in ms.</summary>
internal sealed class SolverState
{
    // A wait that rarer arrivals have shows in no percentile and in no load; of thousands of parts most wait rarely.
    private const double RareInSmall = 1e-10;
    private const double RareInLarge = 1e-6;

    private readonly Plan _plan;
    private readonly RunResult?[] _idle;
    private readonly Latency?[] _responses;
    private readonly Density?[] _waitDensities;
    private readonly Dictionary<(int Station, double Mean), Latency> _cpuResponses = [];
    private readonly Dictionary<(int Station, double Times), Density> _powers = [];
    private readonly Dictionary<Node, (double Share, double Failing, double Rate, double Target)> _open = [];

    /// <param name="idle">One run of each operation when nothing waits; those that were not evaluated at this state do the same.</param>
    public SolverState(Plan plan, double load, RunResult?[] idle)
    {
        _plan = plan;
        _idle = idle;
        LoadMultiple = load;
        Waits = new Wait[plan.Stations.Length];
        Load = new double[plan.Stations.Length];
        Arrivals = new double[plan.Stations.Length];
        Calls = new double[plan.Stations.Length];
        Entries = new double[plan.Works.Length];
        Results = new RunResult?[plan.Works.Length];
        Whole = new RunResult?[plan.Works.Length];
        _responses = new Latency?[plan.Stations.Length];
        _waitDensities = new Density?[plan.Stations.Length];
        for (var i = 0; i < Waits.Length; i++)
        {
            Waits[i] = Wait.None;
        }
    }

    public double LoadMultiple { get; }

    public Wait[] Waits { get; }

    /// <summary>Erlangs; at least the servers where saturated.</summary>
    public double[] Load { get; }

    /// <summary>Arrivals that take a slot.</summary>
    public double[] Arrivals { get; }

    /// <summary>Calls that a quota counts.</summary>
    public double[] Calls { get; }

    /// <summary>Runs of each operation.</summary>
    public double[] Entries { get; }

    /// <summary>What the loads rest on, in the detail that they need.</summary>
    public RunResult?[] Results { get; }

    /// <summary>Runs with the whole of their latency, where asked for.</summary>
    public RunResult?[] Whole { get; }

    /// <summary>Availability with this state's deadlines and breakers, once asked for.</summary>
    public StructureFunction? Structure { get; set; }

    /// <summary>Largest move of a breaker's open share in the last turn.</summary>
    public double OpenChange { get; set; }

    /// <summary>Requests from outside, by operation; for a closed one its throughput.</summary>
    public double[] External { get; set; } = [];

    /// <summary>The runs that the loads rest on.</summary>
    public RunResult[] LoadedBy { get; set; } = [];

    private double Rare => _plan.IsSmall ? RareInSmall : RareInLarge;

    public RunResult ResultOf(int operation) => (Results[operation] ?? Whole[operation] ?? _idle[operation])!;

    public Latency LatencyOf(int operation) => ResultOf(operation).Latency;

    /// <summary>What one run of an operation does at stations while its caller waits.</summary>
    public IReadOnlyList<Stay> StaysOf(int operation) => ResultOf(operation).Stays;

    public double Runs(int operation) => Entries[operation];

    public Wait WaitFor(int station) => Waits[station];

    public double Utilization(int station) => Load[station] / _plan.Stations[station].Servers;

    /// <summary>Share of a station's arrivals that one call per run of an operation makes.</summary>
    public double ShareOf(int operation, int station) => Arrivals[station] > 0 ? Math.Min(1, Entries[operation] / Arrivals[station]) : 1;

    public Density WaitDensity(int station) =>
        _waitDensities[station] ??= TimeLaw.Wait(Waits[station].Chance, Waits[station].MeanIfAny, Waits[station].Scv);

    /// <summary>Wait and own time of one call.</summary>
    public Latency Response(int station)
    {
        if (_responses[station] is { } known)
        {
            return known;
        }

        var part = _plan.Stations[station];
        var response = Respond(station, part.OwnTime, part.IsExponential);
        return _responses[station] = response;
    }

    /// <summary>Several calls, one after another, none failing.</summary>
    public Density Responses(int station, double times)
    {
        if (!_powers.TryGetValue((station, times), out var sum))
        {
            sum = InLoop.Of(Response(station).Success, times);
            _powers.Add((station, times), sum);
        }

        return sum;
    }

    /// <summary>Wait and work of one cpu step.</summary>
    public Latency Response(int station, Density work, double mean)
    {
        if (!_cpuResponses.TryGetValue((station, mean), out var response))
        {
            response = Respond(station, work, true);
            _cpuResponses.Add((station, mean), response);
        }

        return response;
    }

    /// <summary>Mass and moments of the wait alone.</summary>
    public Latency BriefWait(int station)
    {
        var wait = Waits[station];
        return wait.Chance <= 0 ? Latency.None : Latency.Of(Density.Brief(1, wait.Mean, wait.Mean * wait.MeanIfAny * (1 + wait.Scv)));
    }

    /// <summary>Whether a run of this operation does what it does when nothing waits; what it invokes was looked at before, in <paramref name="runs"/>.</summary>
    public bool IsIdle(Work work, RunResult?[] runs)
    {
        foreach (var station in work.Stations)
        {
            if (Waits[station].Chance > 0)
            {
                return false;
            }
        }

        foreach (var callee in work.Callees)
        {
            if (!ReferenceEquals(runs[callee] ?? _idle[callee], _idle[callee]))
            {
                return false;
            }
        }

        return !work.HasBreaker || _open.Count == 0 || _idle[work.Index]!.Watched.All(w => OpenShare(w.Breaker) < Rare);
    }

    public void SetWait(int station, Wait wait)
    {
        Waits[station] = wait = wait.Chance < Rare ? Wait.None : wait;
        _responses[station] = null;
        _waitDensities[station] = null;
        if (_powers.Count > 0)
        {
            foreach (var key in _powers.Keys.Where(k => k.Station == station).ToArray())
            {
                _powers.Remove(key);
            }
        }

        if (_cpuResponses.Count > 0)
        {
            foreach (var key in _cpuResponses.Keys.Where(k => k.Station == station).ToArray())
            {
                _cpuResponses.Remove(key);
            }
        }
    }

    /// <summary>Share of time that a breaker is open.</summary>
    public double OpenShare(Node breaker) => _open.TryGetValue(breaker, out var open) ? open.Share : 0;

    /// <summary>Sets each breaker's open share by the calls and failures of a run; whether any moved. It follows its cause slowly, as it works against it.</summary>
    public bool Watch(Work work, RunResult run)
    {
        var moved = false;
        for (var i = 0; i < run.Watched.Length; i++)
        {
            var node = run.Watched[i].Breaker;
            double calls = 0, failures = 0;
            var isFirst = true;
            for (var k = 0; k < run.Watched.Length; k++)
            {
                if (run.Watched[k].Breaker == node)
                {
                    isFirst &= k >= i;
                    calls += run.Watched[k].Calls;
                    failures += run.Watched[k].Failing;
                }
            }

            if (!isFirst)
            {
                continue;
            }

            var failing = calls > 0 ? failures / calls : 0;
            var rate = Runs(work.Index) * 1000 * calls;
            var known = _open.TryGetValue(node, out var before);
            var target = known && Same(before.Failing, failing) && Same(before.Rate, rate) ? before.Target
                : WithBreaker.FractionOpen(failing, rate, node.Value, node.Second, node.Third, node.Fourth);
            var share = known && !Same(before.Target, target) ? (0.7 * before.Share) + (0.3 * target) : target;
            _open[node] = (share, failing, rate, target);
            var change = Math.Abs(share - before.Share);
            OpenChange = Math.Max(OpenChange, change);
            moved |= change > Rare;
        }

        return moved;
    }

    private static bool Same(double a, double b) => Math.Abs(a - b) <= 1e-8 * Math.Max(a, b);

    private Latency Respond(int station, Density time, bool exponential)
    {
        var wait = Waits[station];
        return wait.IsEndless ? Latency.Unending
            : wait.Chance <= 0 ? Latency.Of(time)
            : exponential && wait.Scv == 1 ? Latency.Of(TimeLaw.ExponentialResponse(wait.Chance, wait.MeanIfAny, time.Mean))
            : Latency.Of(WaitDensity(station).Convolve(time));
    }
}
