namespace ScaleLint.Model;

/// <summary>The load multiples at which a system's resources, objectives, quotas and backlogs give way.</summary>
internal sealed class Limits
{
    private const int Refined = 8;
    private const double Lowest = 1e-6;
    private const double Exact = 1e-5;
    private const double Fair = 1e-4;

    private static readonly double[] s_grid = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000];

    private readonly Plan _plan;
    private readonly Solver _solver;
    private readonly double[] _unitLoad;
    private readonly double[] _unitCalls;
    private readonly int[] _below;
    private readonly Task<StructureFunction> _structure;

    public Limits(Plan plan, Solver solver, Task<StructureFunction> structure)
    {
        _plan = plan;
        _solver = solver;
        _structure = structure;
        var entries = solver.Propagate([.. plan.Works.Select(w => w.Closed ? 0 : w.Rate)], [.. plan.Works.Select(w => solver.Base(w.Index))]);
        _unitLoad = new double[plan.Stations.Length];
        _unitCalls = new double[plan.Stations.Length];
        _below = [.. Enumerable.Repeat(-1, plan.Stations.Length)];
        foreach (var work in plan.Works)
        {
            foreach (var visit in solver.Base(work.Index).Visits)
            {
                _below[visit.Station] = visit.Below >= 0 ? visit.Below : _below[visit.Station];
                _unitLoad[visit.Station] += visit.TakesSlot ? entries[work.Index] * visit.Weight * visit.First : 0;
                _unitCalls[visit.Station] += visit.IsCall ? entries[work.Index] * visit.Weight * 1000 : 0;
            }
        }
    }

    private bool IsSmall => _plan.IsSmall;

    private StructureFunction Function => _structure.GetAwaiter().GetResult();

    /// <summary>Load multiple at which each station saturates; infinite for never. Looked for first where a similar system's does, by <paramref name="near"/>.</summary>
    public double[] Saturations(Func<string, double?>? near = null)
    {
        var at = new double[_plan.Stations.Length];
        var waiting = new bool[at.Length];
        var closed = new bool[at.Length];
        foreach (var work in _plan.Works.Where(w => w.LoadsVary))
        {
            // Where it may lose, how often it comes to all the rest depends on waits; else only how long it holds.
            var varying = work.Loses ? Structure.Reach(work.Index, _plan)
                : Structure.Nodes(work.Root).Where(n => n.Kind == NodeKind.Hold).Select(n => n.Station).Concat(Structure.Nodes(work.Root).Where(n => n.Kind == NodeKind.Hedge).SelectMany(h => Structure.Reach(h, _plan)));
            foreach (var station in varying)
            {
                waiting[station] = true;
                closed[station] |= work.Closed;
            }
        }

        for (var k = 0; k < at.Length; k++)
        {
            at[k] = _unitLoad[k] > 0 ? _plan.Stations[k].Servers / _unitLoad[k] : double.PositiveInfinity;
        }

        for (var k = 0; k < at.Length; k++)
        {
            // A thread that waits for an endless core is held without end.
            waiting[k] |= _below[k] >= 0;
            at[k] = _below[k] >= 0 && _unitLoad[k] > 0 ? Math.Min(at[k], at[_below[k]]) : at[k];
        }

        // Waits only add to loads: what saturates without them bounds what saturates with them.
        var searched = Enumerable.Range(0, at.Length).Where(k => waiting[k] && !double.IsInfinity(at[k])).OrderBy(k => at[k]).Take(IsSmall ? int.MaxValue : 1).ToArray();
        foreach (var k in searched)
        {
            var high = at[k];
            double Excess(double m) => closed[k] && !_solver.At(m).Waits[k].IsEndless ? -1 : _solver.Excess(m, k);
            var atHigh = Excess(high * (1 - (IsSmall ? Exact : 0.02)));
            if (atHigh < 0)
            {
                continue;
            }

            var low = high / 2;
            if (near?.Invoke(_plan.Stations[k].Id) is { } there && there * (1 + Fair) < high && Excess(there * (1 - Fair)) < 0 && Excess(there * (1 + Fair)) >= 0)
            {
                at[k] = there;
                continue;
            }

            var atLow = Excess(low);
            while (atLow >= 0 && low > (IsSmall ? Lowest : high / 1000))
            {
                (high, atHigh) = (low, atLow);
                low /= 4;
                atLow = Excess(low);
            }

            at[k] = atLow >= 0 ? low : RootSearch.Find(Excess, low, high, atLow, atHigh, IsSmall ? Fair : 3e-3);
        }

        return at;
    }

    /// <summary>Smallest saturation among what each operation waits for.</summary>
    public double[] OnPath(double[] saturations)
    {
        var at = new double[_plan.Works.Length];
        foreach (var index in _plan.CalleesFirst)
        {
            at[index] = double.PositiveInfinity;
            var run = _solver.Base(index);
            foreach (var visit in run.Visits)
            {
                at[index] = visit.OnPath && visit.TakesSlot ? Math.Min(at[index], saturations[visit.Station]) : at[index];
            }

            foreach (var cause in run.Causes)
            {
                at[index] = cause.OnPath ? Math.Min(at[index], at[cause.Operation]) : at[index];
            }
        }

        return at;
    }

    /// <summary>Range in which a flooded station stays flooded though an idle system would not flood it; null where there is none.</summary>
    public MetastableRange?[] Metastable(double[] saturations)
    {
        var ranges = new MetastableRange?[_plan.Stations.Length];
        var fed = _plan.Works.SelectMany(w => w.Fed).Distinct().OrderBy(k => saturations[k]).ThenBy(k => k).Take(IsSmall ? int.MaxValue : Refined).ToArray();
        var first = saturations.DefaultIfEmpty(double.PositiveInfinity).Min();
        foreach (var k in fed)
        {
            var load = _solver.FloodedLoad(k);
            var up = saturations[k];
            // Where a flooded part waits for itself in holds without a deadline there is no smallest load to read.
            if (load <= 0 || double.IsInfinity(up) || (!IsSmall && double.IsInfinity(load)))
            {
                continue;
            }

            var down = _plan.Stations[k].Servers / load;
            bool Stays(double m) => _solver.StaysFlooded(m, k);
            if (IsSmall && down < up && !(Stays(down * 1.001) && !Stays(down * 0.999)))
            {
                // Where another part is saturated already, nothing recovers by itself.
                var last = Math.Min(up, first) * 0.9999;
                if (!Stays(last))
                {
                    continue;
                }

                down = RootSearch.Find(m => Stays(m) ? double.PositiveInfinity : -1, Math.Min(down, last) * 1e-3, last, -1, double.PositiveInfinity, Exact);
            }

            ranges[k] = down < up * 0.999 ? new MetastableRange(down, up) : null;
        }

        return ranges;
    }

    /// <summary>All that gives way below <paramref name="cap"/>, unsorted.</summary>
    public List<Constraint> Constraints(double[] saturations, double[] onPath, MetastableRange?[] metastable, double cap)
    {
        var found = Capacities(saturations, onPath, metastable, cap);
        foreach (var work in _plan.Works)
        {
            if (work.Source.Objective?.Availability is { } availability && Missed(work, availability, Math.Min(cap, onPath[work.Index])) is { } missed)
            {
                found.Add(new Constraint(BreakReason.Availability, missed, Weakest(work), work.Source.Id));
            }
        }

        AddPercentiles(found, onPath, cap);
        return found;
    }

    /// <summary>The smallest of the cap and all at which something gives way.</summary>
    public double Smallest(double[] saturations, double[] onPath, MetastableRange?[] metastable, double cap)
    {
        var smallest = Capacities(saturations, onPath, metastable, cap).Select(c => c.At).DefaultIfEmpty(cap).Min();
        foreach (var work in _plan.Works)
        {
            if (work.Source.Objective?.Availability is { } availability && Missed(work, availability, Math.Min(smallest, onPath[work.Index])) is { } missed)
            {
                smallest = Math.Min(smallest, missed);
            }
        }

        foreach (var work in _plan.Works)
        {
            if (work.Source.Objective?.P99Ms is { } p99 && Exceeds(work, Math.Min(smallest, onPath[work.Index]) * (1 - 1e-9), onPath[work.Index], p99) > 0)
            {
                smallest = Math.Min(smallest, Search(work, onPath[work.Index], smallest) ?? smallest);
            }
        }

        return smallest;
    }

    private List<Constraint> Capacities(double[] saturations, double[] onPath, MetastableRange?[] metastable, double cap)
    {
        var found = new List<Constraint>();
        for (var k = 0; k < saturations.Length; k++)
        {
            var station = _plan.Stations[k];
            if (saturations[k] < cap)
            {
                found.Add(new Constraint(BreakReason.Saturation, saturations[k], station.Id, null));
            }

            if (metastable[k] is { } range && range.Down < cap)
            {
                found.Add(new Constraint(BreakReason.Metastable, range.Down, station.Id, null));
            }

            if (station.Consumer >= 0 && onPath[station.Consumer] < cap)
            {
                found.Add(new Constraint(BreakReason.Backlog, onPath[station.Consumer], station.Id, _plan.Works[station.Consumer].Source.Id));
            }

            if (Quota(k, cap) is { } quota)
            {
                found.Add(new Constraint(BreakReason.Quota, quota, station.Id, null));
            }
        }

        return found;
    }

    /// <summary>In a large system only the first to give way is searched; the others are read between the loads that are solved anyway.</summary>
    private void AddPercentiles(List<Constraint> found, double[] onPath, double cap)
    {
        if (!IsSmall)
        {
            var highest = onPath.Where(s => !double.IsInfinity(s)).DefaultIfEmpty(cap).Max();
            var states = s_grid.Where(g => g < Math.Min(cap, highest)).Select(_solver.At).ToArray();
            _solver.ResultsOf(states, (index, load) => load < onPath[index] && _plan.Works[index].Source.Objective?.P99Ms is not null);
        }

        var first = double.PositiveInfinity;
        Work? searched = null;
        var read = new List<(Work Work, double At)>();
        foreach (var work in _plan.Works.Where(w => w.Source.Objective?.P99Ms is not null))
        {
            var at = IsSmall ? Search(work, onPath[work.Index], cap) : Read(work, onPath[work.Index], cap);
            if (at is { } given)
            {
                read.Add((work, given));
                (first, searched) = given < first ? (given, work) : (first, searched);
            }
        }

        foreach (var (work, at) in read)
        {
            var passed = work == searched && !IsSmall && at != 1 ? Search(work, onPath[work.Index], cap) ?? at : at;
            found.Add(new Constraint(BreakReason.P99, passed, IsSmall || work == searched ? Slowest(work, passed) : null, work.Source.Id));
        }
    }

    private double? Search(Work work, double saturation, double cap) =>
        Passed(m => Exceeds(work, m, saturation, work.Source.Objective!.P99Ms!.Value), Math.Min(cap, saturation));

    /// <summary>Where p99 = a + b / (1 - m / saturation), through the two solved loads before it is passed, meets the objective.</summary>
    private double? Read(Work work, double saturation, double cap)
    {
        double objective = work.Source.Objective!.P99Ms!.Value;
        double At(double m) => objective * Math.Exp(Exceeds(work, m, saturation, objective));
        double Crowding(double m) => double.IsInfinity(saturation) ? 1 + m : 1 / (1 - (m / saturation));
        double before = 0, last = _solver.Base(work.Index).Latency.All.Quantile(0.99);
        if (last > objective)
        {
            return Math.Min(1, cap);
        }

        double earlier = 0, earlierValue = last;
        foreach (var load in s_grid.Where(g => g < Math.Min(cap, saturation)))
        {
            var value = At(load);
            if (value > objective)
            {
                var slope = (value - last) / (Crowding(load) - Crowding(before));
                return Meets(saturation, Crowding(before) + ((objective - last) / slope));
            }

            (earlier, earlierValue, before, last) = (before, last, load, value);
        }

        if (double.IsInfinity(saturation) || saturation >= cap || before == 0)
        {
            return saturation < cap ? saturation : null;
        }

        var rise = (last - earlierValue) / (Crowding(before) - Crowding(earlier));
        return rise <= 0 ? saturation : Meets(saturation, Crowding(before) + ((objective - last) / rise));
    }

    private static double Meets(double saturation, double crowding) => double.IsInfinity(saturation) ? crowding - 1 : saturation * (1 - (1 / crowding));

    private double? Quota(int station, double cap)
    {
        var quota = _plan.Stations[station].Quota;
        if (double.IsInfinity(quota))
        {
            return null;
        }

        if (_solver.IsDynamic && IsSmall)
        {
            return Passed(m => (_solver.At(m).Calls[station] * 1000 / quota) - 1, cap);
        }

        var at = quota / _unitCalls[station];
        return at < cap ? at : null;
    }

    private double? Missed(Work work, double objective, double cap)
    {
        const double Rounding = 1e-12;
        if (Function.Availability(work.Index) < objective - Rounding)
        {
            return Math.Min(1, cap);
        }

        // Deadlines are missed when waits grow: in a large system read at the solved loads alone.
        return !IsSmall ? s_grid.Where(g => g < cap && work.Loses && objective - Rounding > Availability(_solver.At(g)).Availability(work.Index)).Select(g => (double?)g).FirstOrDefault()
            : work.Loses ? Passed(m => objective - Rounding - Availability(_solver.At(m)).Availability(work.Index), cap)
            : null;
    }

    /// <summary>The structure function with the deadlines and breakers of a state.</summary>
    public StructureFunction Availability(SolverState state) => state.Structure ??= new StructureFunction(Function, index => _solver.ResultOf(state, index));

    private double Exceeds(Work work, double load, double saturation, double p99)
    {
        if (load >= saturation)
        {
            return double.PositiveInfinity;
        }

        var latency = _solver.ResultOf(_solver.At(load), work.Index).Latency;
        return latency.Never > 1e-9 ? double.PositiveInfinity : Math.Log(Math.Max(1e-9, latency.All.Quantile(0.99)) / p99);
    }

    /// <summary>Smallest load below the cap at which the function, which only rises, is above zero; 1 when it is at every load; null when at none.</summary>
    private double? Passed(Func<double, double> function, double cap)
    {
        // Next to a fold that waits bring about, loads settle slowly, and there is nothing to see any more.
        var high = cap * (1 - (_solver.IsDynamic ? Exact : 1e-9));
        var atHigh = function(high);
        if (!(atHigh > 0))
        {
            return null;
        }

        double low = Lowest, atLow = double.NaN;
        foreach (var load in s_grid.Where(g => g < high))
        {
            var value = function(load);
            if (value > 0)
            {
                (high, atHigh) = (load, value);
                break;
            }

            (low, atLow) = (load, value);
        }

        if (double.IsNaN(atLow))
        {
            low = Math.Min(low, high / 1000);
            atLow = function(low);
            if (atLow > 0)
            {
                return Math.Min(1, cap);
            }
        }

        return RootSearch.Find(function, low, high, atLow, atHigh, IsSmall ? Exact : _solver.IsDynamic ? 1e-3 : 1e-5);
    }

    /// <summary>The part whose failures cost the operation most.</summary>
    private string? Weakest(Work work) =>
        Function.Importance(work.Index)
            .Where(i => _plan.Stations[i.Station].Failure > 0)
            .OrderByDescending(i => i.Birnbaum * _plan.Stations[i.Station].Failure).ThenBy(i => i.Station)
            .Select(i => _plan.Stations[i.Station].Id).FirstOrDefault();

    /// <summary>The queue that the operation waits longest for.</summary>
    private string? Slowest(Work work, double load)
    {
        var state = _solver.At(load);
        return Structure.Reach(work.Index, _plan).Where(k => state.Waits[k].Mean > 0)
            .OrderByDescending(k => state.Waits[k].Mean).ThenBy(k => k)
            .Select(k => _plan.Stations[k].Id).FirstOrDefault();
    }
}
