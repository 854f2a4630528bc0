namespace ScaleLint.Model;

/// <summary>
/// One run of an operation at given waits: its latency by the operators, and what it does to stations and other operations.
/// Latency is conditioned on the states of parts that several of its steps share.
/// </summary>
internal sealed partial class Evaluator
{
    private const double Noticeable = 1e-4;
    private const double Rare = 1e-7;

    private readonly Plan _plan;
    private readonly SolverState _state;
    private readonly Func<int, RunResult> _whole;
    private readonly bool _isIdle;
    private readonly Knowledge[] _known;
    private readonly int[] _held;
    private readonly List<Visit> _visits = [];
    private readonly List<Cause> _causes = [];
    private readonly List<Watched> _watched = [];
    private readonly Dictionary<int, double> _ahead = [];
    private Dictionary<Node, (double Before, double After)>? _givenUp;
    private Dictionary<Node, (double[] Wins, double[] Succeeds)>? _first;
    private Work _work = null!;
    private bool _background;

    // Whether the times at the present step are asked for in full; if not, whether their moments must be exact.
    private bool _timed;
    private bool _exact;

    /// <param name="whole">The run of an operation with the whole of its latency at this state.</param>
    /// <param name="isIdle">Whether this is the idle system, in which it is noted how far from every deadline its step ends.</param>
    public Evaluator(Plan plan, SolverState state, Func<int, RunResult> whole, bool isIdle = false)
    {
        _plan = plan;
        _state = state;
        _whole = whole;
        _isIdle = isIdle;
        _known = new Knowledge[plan.Stations.Length];
        _held = new int[plan.Stations.Length];
    }

    public RunResult Run(Work work, Detail detail = Detail.Whole)
    {
        _work = work;
        _timed = detail == Detail.Whole;
        _exact = detail >= Detail.Moments;
        _visits.Clear();
        _causes.Clear();
        _watched.Clear();
        _ahead.Clear();
        _givenUp = null;
        _first = null;
        var latency = work.Conditions.Length == 0 ? Of(work.Root, 1) : Conditioned(work);
        if (latency.Never <= 0 && latency.All.Mean > 0)
        {
            latency = Returning.Adjust(latency, _visits, _causes, _plan, _state);
        }

        return new RunResult { Latency = latency, Visits = [.. _visits], Causes = [.. _causes], Watched = [.. _watched], Stays = work.IsInvoked ? Returning.Stays(_visits, _causes, _state) : [], GivenUp = Shares(_givenUp), First = Chances(_first) };
    }

    /// <summary>The mixture over the states of the shared parts.</summary>
    private Latency Conditioned(Work work)
    {
        Latency? sum = null;
        for (var state = 0; state < 1 << work.Conditions.Length; state++)
        {
            var p = 1.0;
            for (var i = 0; i < work.Conditions.Length; i++)
            {
                var down = (state >> i & 1) == 1;
                var failure = _plan.Stations[work.Conditions[i]].Failure;
                p *= down ? failure : 1 - failure;
                _known[work.Conditions[i]] = down ? Knowledge.Down : Knowledge.Up;
            }

            if (p > 1e-7)
            {
                var latency = Of(work.Root, p).Scale(p);
                sum = sum is null ? latency : sum.Plus(latency);
            }
        }

        foreach (var station in work.Conditions)
        {
            _known[station] = Knowledge.Nothing;
        }

        return sum ?? Latency.None;
    }

    private Latency Of(Node node, double reach)
    {
        if (_timed || !Structure.NeedsTimes(node, _exact) || IsFar(node))
        {
            return OfKind(node, reach);
        }

        _timed = true;
        var latency = OfKind(node, reach).Brief();
        _timed = false;
        return latency;
    }

    private Latency OfKind(Node node, double reach)
    {
        switch (node.Kind)
        {
            case NodeKind.Cpu: return Cpu(node, reach);
            case NodeKind.Call: return Call(node, reach);
            case NodeKind.Publish: return Publish(node, reach);
            case NodeKind.Invoke:
                _causes.Add(new Cause { Operation = node.Operation, Weight = reach, OnPath = !_background, Under = -1 });
                return _timed ? _whole(node.Operation).Latency : _state.LatencyOf(node.Operation).Brief();
            case NodeKind.Sequence: return Sequence(node, reach);
            case NodeKind.Parallel: return Parallel(node, reach);
            case NodeKind.Race:
                return Race(node, reach);
            case NodeKind.Branch: return InBranch.Of([.. Branches(node, reach, node.Chances).Select((latency, i) => (node.Chances[i], latency))]);
            case NodeKind.Loop: return Loop(node, reach);
            case NodeKind.Retry: return Retry(node, reach);
            case NodeKind.Timeout:
                return Timeout(node, reach);
            case NodeKind.Cache: return WithCache.Of(node.Value, Asked(node.Time), Of(node.Children[0], reach * (1 - node.Value)));
            case NodeKind.Hedge:
                return Hedge(node, reach);
            case NodeKind.Fallback: return Fallback(node, reach);
            case NodeKind.Breaker: return Breaker(node, reach);
            case NodeKind.Hold: return Hold(node, reach);
            case NodeKind.Background:
                Background(node, reach);
                return Latency.None;
            default: return Latency.None;
        }
    }

    /// <summary>As much of a time as is asked for here.</summary>
    private Density Asked(Density time) => _timed ? time : time.Brief();

    /// <summary>Wait for a slot.</summary>
    private Latency Wait(int station) => _state.WaitFor(station) switch
    {
        { IsEndless: true } => Latency.Unending,
        { Chance: <= 0 } => Latency.None,
        _ => _timed ? Latency.Of(_state.WaitDensity(station)) : _state.BriefWait(station),
    };

    /// <summary>Off the path and holding nothing; but what it sends ahead stands before a next call of the same station.</summary>
    private void Background(Node node, double reach)
    {
        var (before, held, start) = (_background, (int[])_held.Clone(), _visits.Count);
        _background = true;
        Array.Clear(_held, 0, _held.Length);
        Of(node.Children[0], reach);
        _background = before;
        held.CopyTo(_held, 0);
        for (var i = start; i < _visits.Count && reach > 0; i++)
        {
            _ahead.TryGetValue(_visits[i].Station, out var sent);
            _ahead[_visits[i].Station] = sent + Math.Min(1, _visits[i].Weight / reach);
        }
    }

    /// <summary>Steps of which each starts right after what was sent ahead.</summary>
    private Latency[] Branches(Node node, double reach, double[]? chances = null)
    {
        var ahead = _ahead.Count == 0 ? [] : _ahead.ToArray();
        return [.. node.Children.Select((child, i) =>
        {
            _ahead.Clear();
            foreach (var sent in ahead)
            {
                _ahead.Add(sent.Key, sent.Value);
            }

            return Of(child, chances is null ? reach : reach * chances[i]);
        })];
    }

    private Latency Cpu(Node node, double reach)
    {
        var (first, second, third) = TimeLaw.Gamma(node.Value, 1);
        var latency = node.Station < 0 ? Latency.Of(Asked(node.Time)) : _timed ? _state.Response(node.Station, node.Time, node.Value) : After(node.Station, node.Time);
        var start = Mark();
        if (node.Station >= 0)
        {
            Add(node.Station, reach, first, second, third);
        }

        if (node.Threads < 0)
        {
            return latency;
        }

        HeldSince(start, node.Threads);
        Add(node.Threads, reach, first, second, third, below: node.Station);
        return Behind(node.Threads, latency);
    }

    private Latency Behind(int station, Latency latency) => Wait(station) is { Never: <= 0 } wait ? InSequence.Of(wait, latency) : Latency.Unending;

    /// <summary>Mass and moments of a wait and a time after it.</summary>
    private Latency After(int station, Density time) => Behind(station, Latency.Of(time.Brief()));

    private Latency Call(Node node, double reach)
    {
        var station = _plan.Stations[node.Station];
        var failure = FailureOf(node.Station);
        var uses = _held[node.Station] > 0;
        var one = uses ? Latency.Of(Asked(station.OwnTime)) : _timed ? _state.Response(node.Station) : After(node.Station, station.OwnTime);
        var weight = reach * (failure + ((1 - failure) * node.Value));
        var (first, second, third) = station.OwnMoments;
        Add(node.Station, weight, first, second, third, slot: !uses && station.IsQueue, call: true, times: node.Value);
        if (node.Value == 1)
        {
            return one.Never > 0 ? one : Latency.Of(one.Success, failure);
        }

        // One variable per request: the first of the calls tells about all.
        if (one.Never > 0)
        {
            return one;
        }

        var all = Latency.Of(uses || !_timed ? InLoop.Of(one.Success, node.Value) : _state.Responses(node.Station, node.Value));
        return failure <= 0 ? all
            : failure >= 1 ? Latency.FailingAfter(one.Success, FailureKind.Error)
            : all.Scale(1 - failure).Plus(Latency.FailingAfter(one.Success, FailureKind.Error).Scale(failure));
    }

    private Latency Publish(Node node, double reach)
    {
        var latency = Call(node, reach);
        if (_plan.Stations[node.Station].Consumer >= 0)
        {
            _causes.Add(new Cause { Operation = _plan.Stations[node.Station].Consumer, Weight = reach * (1 - FailureOf(node.Station)), OnPath = false, Handed = true, Under = -1 });
        }

        return latency;
    }

    private Latency Sequence(Node node, double reach)
    {
        var sum = Latency.None;
        List<int>? learnt = null;
        foreach (var child in node.Children)
        {
            // What waits without end is still on its way: the load that a system asks for grows with its rates, whatever is saturated.
            sum = InSequence.Of(sum, Of(child, reach * (sum.Success.Total + sum.Never)));
            foreach (var station in child.Needs)
            {
                if (_known[station] == Knowledge.Nothing && _plan.Stations[station].Failure > 0)
                {
                    _known[station] = Knowledge.Up;
                    (learnt ??= []).Add(station);
                }
            }
        }

        if (learnt is not null)
        {
            foreach (var station in learnt)
            {
                _known[station] = Knowledge.Nothing;
            }
        }

        return sum;
    }

    private Latency Parallel(Node node, double reach)
    {
        var start = _visits.Count;
        var branches = Branches(node, reach);
        if (branches.Length < 2 || reach <= 0)
        {
            return InParallel.Of(branches);
        }

        Batch(start, reach);
        var joined = InParallel.Of(branches);
        return joined.Success.Stretch(Synchronised(node)) is var stretched && !ReferenceEquals(stretched, joined.Success)
            ? Latency.Build(stretched, joined.Failed, joined.Never)
            : joined;
    }

    /// <summary>Branches that call one station arrive there together.</summary>
    private void Batch(int start, double reach)
    {
        for (var i = start; i < _visits.Count; i++)
        {
            var sum = 0.0;
            for (var k = start; k < _visits.Count && _visits[i].TakesSlot; k++)
            {
                sum += _visits[k].Station == _visits[i].Station && _visits[k].TakesSlot ? Math.Min(_visits[k].Weight, reach) : 0;
            }

            var visit = _visits[i];
            visit.Batch = Math.Max(visit.Batch, sum / reach);
            _visits[i] = visit;
        }
    }

    /// <summary>Equal single-server queues that this fork feeds are not independent: Nelson and Tantawi's mean over that of independent branches.</summary>
    private double Synchronised(Node node)
    {
        var stations = new HashSet<int>();
        double rho = -1, mean = 0, share = 1;
        foreach (var child in node.Children)
        {
            if (child.Kind != NodeKind.Call || child.Value != 1 || _held[child.Station] > 0 || !stations.Add(child.Station))
            {
                return 1;
            }

            var station = _plan.Stations[child.Station];
            var load = _state.Utilization(child.Station);
            if (station.Servers != 1 || !station.IsExponential || station.Failure > 0 || load >= 1 || (rho >= 0 && (Math.Abs(load - rho) > 0.01 || station.OwnTime.Mean != mean)))
            {
                return 1;
            }

            rho = load;
            mean = station.OwnTime.Mean;
            share = Math.Min(share, _state.ShareOf(_work.Index, child.Station));
        }

        var factor = ForkJoin.Factor(node.Children.Length, rho) / ForkJoin.Harmonic(node.Children.Length);
        return 1 - (share * (1 - factor));
    }

    private Latency Loop(Node node, double reach)
    {
        var body = node.Children[0];
        var start = Mark();
        var first = Of(body, 1);
        var succeeds = first.Success.Total + first.Never;
        var learnt = first.FailureProbability == 0 ? [] : body.Needs.Where(s => _known[s] == Knowledge.Nothing && _plan.Stations[s].Failure > 0).ToArray();
        if (learnt.Length == 0)
        {
            // Rounds that are reached: 1 + s + s^2 + ...
            ScaleSince(start, reach * (succeeds >= 1 ? node.Value : WithRetry.MeanAttempts(succeeds, node.Value)), node.Value);
            return InLoop.Of(first, node.Value);
        }

        // After the first round the parts it needs are known to be up.
        ScaleSince(start, reach);
        if (node.Value <= 1)
        {
            return node.Value == 1 ? first : InLoop.Of(first, node.Value);
        }

        foreach (var station in learnt)
        {
            _known[station] = Knowledge.Up;
        }

        start = Mark();
        var later = Of(body, 1);
        foreach (var station in learnt)
        {
            _known[station] = Knowledge.Nothing;
        }

        var rounds = node.Value - 1;
        var again = later.Success.Total + later.Never;
        ScaleSince(start, reach * succeeds * (again >= 1 ? rounds : WithRetry.MeanAttempts(again, rounds)), rounds);
        return InSequence.Of(first, InLoop.Of(later, rounds));
    }

    private Latency Hold(Node node, double reach)
    {
        _held[node.Station]++;
        var failure = FailureOf(node.Station);
        var before = _known[node.Station];
        if (before is Knowledge.Nothing or Knowledge.NotCommon)
        {
            _known[node.Station] = Knowledge.Up;
        }

        var exact = _exact;
        _exact |= _plan.Stations[node.Station].IsQueue;
        var start = Mark();
        var body = Of(node.Children[0], reach * (1 - failure));
        HeldSince(start, node.Station);
        _exact = exact;
        _known[node.Station] = before;
        _held[node.Station]--;
        body = failure > 0 ? body.Scale(1 - failure).Plus(Latency.FailingAfter(Density.Zero, FailureKind.Error).Scale(failure)) : body;
        return _held[node.Station] > 0 ? body : Holding(node.Station, body, reach);
    }

    /// <summary>Waits for a slot, then holds it as long as <paramref name="body"/> takes.</summary>
    private Latency Holding(int station, Latency body, double reach)
    {
        if (body.Never > 1e-12)
        {
            Add(station, reach, double.PositiveInfinity, double.PositiveInfinity, double.PositiveInfinity);
        }
        else
        {
            var all = body.All;
            var third = TimeLaw.Gamma(all.Mean, all.Mean > 0 ? all.Variance / (all.Mean * all.Mean) : 0).Third;
            Add(station, reach, all.First, all.Second, third);
        }

        return Behind(station, body);
    }

    /// <summary>What is waited for here is waited for with a slot in hand, unless it has one nearer.</summary>
    private void HeldSince((int Visits, int Causes, int Watched) start, int station)
    {
        if (!_plan.Stations[station].IsQueue)
        {
            return;
        }

        for (var i = start.Visits; i < _visits.Count; i++)
        {
            if (_visits[i] is { Under: < 0, IsCut: false } visit && visit.OnPath != _background)
            {
                visit.Under = station;
                _visits[i] = visit;
            }
        }

        for (var i = start.Causes; i < _causes.Count; i++)
        {
            if (_causes[i] is { Under: < 0, Handed: false } cause && cause.OnPath != _background)
            {
                cause.Under = station;
                _causes[i] = cause;
            }
        }
    }

    private double FailureOf(int station) => _known[station] switch
    {
        Knowledge.Up => 0,
        Knowledge.Down => 1,
        Knowledge.NotCommon => _plan.Stations[station].Alone,
        _ => _plan.Stations[station].Failure,
    };

    private void Add(int station, double weight, double first, double second, double third, bool slot = true, bool call = false, int below = -1, double times = 1)
    {
        if (weight > 0)
        {
            // One that follows n finds all n before it; the members of a batch of b find (b - 1) / 2 on average.
            var batch = 1.0;
            var follows = false;
            if (_ahead.Count > 0 && slot && !_background)
            {
                follows = _ahead.TryGetValue(station, out var sent);
                batch = follows ? 1 + (2 * sent) : 1;
                _ahead.Clear();
            }

            _visits.Add(new Visit
            {
                Station = station, Weight = weight, First = first, Second = second, Third = third, TakesSlot = slot, IsCall = call, OnPath = !_background, Batch = batch, Follows = follows, Turns = 1, Times = Math.Max(1, times), Below = below, Under = -1,
            });
        }
    }

    private (int Visits, int Causes, int Watched) Mark() => (_visits.Count, _causes.Count, _watched.Count);

    /// <summary>The run does not feel all of these: they go on after it has turned away.</summary>
    private void CutSince((int Visits, int Causes, int Watched) start)
    {
        for (var i = start.Visits; i < _visits.Count; i++)
        {
            var visit = _visits[i];
            visit.IsCut = true;
            _visits[i] = visit;
        }
    }

    private void ScaleSince((int Visits, int Causes, int Watched) start, double factor, double times = 1)
    {
        if (factor == 1 && times <= 1)
        {
            return;
        }

        for (var i = start.Visits; i < _visits.Count; i++)
        {
            var visit = _visits[i];
            visit.Times = Math.Min(1e15, visit.Times * Math.Max(1, times));
            visit.Weight = Math.Min(1e15, visit.Weight * factor);
            _visits[i] = visit;
        }

        for (var i = start.Causes; i < _causes.Count; i++)
        {
            var cause = _causes[i];
            cause.Weight = Math.Min(1e15, cause.Weight * factor);
            _causes[i] = cause;
        }

        for (var i = start.Watched; i < _watched.Count; i++)
        {
            _watched[i] = new Watched(_watched[i].Breaker, _watched[i].Calls * factor, _watched[i].Failing * factor);
        }
    }
}
