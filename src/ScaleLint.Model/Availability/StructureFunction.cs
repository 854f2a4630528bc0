namespace ScaleLint.Model;

/// <summary>
/// Whether each operation of a system succeeds, as a decision diagram over the parts' states: one variable per physical part, however
/// often and from wherever it is called; within a retry only the common part is shared. Deadlines and breakers lose a share of successes.
/// Caches, branches and deadlines over many parts make a leaf for every combination of them: a diagram that grows beyond
/// <see cref="MostNodes"/> nodes, in large systems <see cref="MostNodesInLarge"/>, goes on sharing the <see cref="Kept"/> parts that matter most, and takes the rest as shared with nothing.
/// </summary>
internal sealed class StructureFunction
{
    private const double Impossible = 1e-12;

    private const int Unknown = -1;

    private const int MostNodes = 4096;

    private const int MostNodesInLarge = 512;

    private const int Kept = 6;

    private readonly Plan _plan;
    private readonly Func<int, RunResult> _runs;
    private readonly DecisionDiagram _diagram;
    private readonly int[] _common;
    private readonly int[] _alone;
    private readonly bool[] _isAlone;
    private readonly int[] _stationOf;
    private readonly Dictionary<int, int> _fresh = [];
    private readonly int[] _roots;
    private readonly StructureFunction? _basis;

    public StructureFunction(Plan plan, Func<int, RunResult> runs)
    {
        _plan = plan;
        _runs = runs;
        _diagram = new DecisionDiagram();
        _common = new int[plan.Stations.Length];
        _alone = new int[plan.Stations.Length];
        var retried = Retried(plan);
        for (var k = 0; k < _common.Length; k++)
        {
            var station = plan.Stations[k];
            _common[k] = _diagram.AddVariable(retried[k] ? station.Common : station.Failure);
            _alone[k] = retried[k] ? _diagram.AddVariable(station.Alone) : -1;
        }

        _isAlone = new bool[_common.Length + _alone.Count(v => v >= 0)];
        _stationOf = new int[_isAlone.Length];
        for (var k = 0; k < _common.Length; k++)
        {
            _stationOf[_common[k]] = k;
            if (_alone[k] >= 0)
            {
                _stationOf[_alone[k]] = k;
            }
        }

        foreach (var variable in _alone.Where(v => v >= 0))
        {
            _isAlone[variable] = true;
        }

        _roots = new int[plan.Works.Length];
        foreach (var index in plan.CalleesFirst)
        {
            _roots[index] = Of(plan.Works[index].Root, _runs(index));
        }
    }

    /// <summary>The same system with other runs: only what loses more or less than on the basis is built anew.</summary>
    public StructureFunction(StructureFunction basis, Func<int, RunResult> runs)
    {
        _plan = basis._plan;
        _runs = runs;
        _diagram = basis._diagram;
        _common = basis._common;
        _alone = basis._alone;
        _isAlone = basis._isAlone;
        _stationOf = basis._stationOf;
        _fresh = basis._fresh;
        _basis = basis;
        _roots = [.. basis._roots.Select(_ => Unknown)];
    }

    /// <summary>The diagram of an operation, made when it is asked for; what it invokes first, without recursion.</summary>
    private int RootOf(int operation)
    {
        if (_basis is null || _roots[operation] != Unknown)
        {
            return _roots[operation];
        }

        var open = new Stack<int>();
        open.Push(operation);
        while (open.Count > 0)
        {
            var work = _plan.Works[open.Peek()];
            var missing = work.Loses ? work.Callees.Where(c => _roots[c] == Unknown).ToArray() : [];
            if (missing.Length > 0)
            {
                foreach (var callee in missing)
                {
                    open.Push(callee);
                }

                continue;
            }

            open.Pop();
            _roots[work.Index] = work.Loses && (!LosesAlike(_runs(work.Index), _basis._runs(work.Index)) || work.Callees.Any(c => _roots[c] != _basis._roots[c]))
                ? Of(work.Root, _runs(work.Index)) : _basis._roots[work.Index];
        }

        return _roots[operation];
    }

    private static bool LosesAlike(RunResult a, RunResult b)
    {
        const double Rounding = 1e-9;
        if (ReferenceEquals(a, b) || (a.GivenUp is null && b.GivenUp is null))
        {
            return true;
        }

        double Share(RunResult run, Node node) => run.GivenUp is not null && run.GivenUp.TryGetValue(node, out var share) ? share : 0;
        return (a.GivenUp?.Keys ?? Enumerable.Empty<Node>()).Concat(b.GivenUp?.Keys ?? Enumerable.Empty<Node>()).All(n => Math.Abs(Share(a, n) - Share(b, n)) <= Rounding);
    }

    public double Availability(int operation) => _diagram.Probability(RootOf(operation));

    /// <summary>For each station that matters to the operation: Birnbaum's importance, and whether success is impossible without it.</summary>
    public IEnumerable<(int Station, double Birnbaum, bool Needed)> Importance(int operation)
    {
        var importance = _diagram.Birnbaum(_roots[operation]);
        var availability = Availability(operation);
        foreach (var k in importance.Keys.Select(v => _stationOf[v]).Distinct().OrderBy(k => k))
        {
            importance.TryGetValue(_common[k], out var b);
            var alone = 0.0;
            var apart = _alone[k] >= 0 && importance.TryGetValue(_alone[k], out alone);
            var p = _alone[k] < 0 ? _plan.Stations[k].Failure : _plan.Stations[k].Common;
            var down = availability - ((1 - p) * b);
            yield return (k, b + (apart && p < 1 ? _plan.Stations[k].Alone * alone / (1 - p) : 0), down <= Impossible);
        }
    }

    /// <summary>Minimal sets of stations without which the operation cannot succeed, by index.</summary>
    public IReadOnlyList<IReadOnlyList<int>> CutSets(int operation, int order)
    {
        var whole = _roots[operation];
        foreach (var alone in _alone.Where(v => v >= 0))
        {
            whole = _diagram.Restrict(whole, alone, up: true);
        }

        return [.. _diagram.CutSets(whole, order).Select(c => (IReadOnlyList<int>)[.. c.Select(v => Array.IndexOf(_common, v))])];
    }

    private static bool[] Retried(Plan plan)
    {
        var retried = new bool[plan.Stations.Length];
        var works = new bool[plan.Works.Length];
        void Mark(IEnumerable<Node> nodes)
        {
            foreach (var node in nodes)
            {
                if (node.Station >= 0)
                {
                    retried[node.Station] = true;
                }

                if (node.Kind == NodeKind.Invoke)
                {
                    works[node.Operation] = true;
                }
            }
        }

        foreach (var index in plan.CalleesFirst.Reverse())
        {
            if (works[index])
            {
                Mark(Structure.Nodes(plan.Works[index].Root));
                continue;
            }

            foreach (var retry in Structure.Nodes(plan.Works[index].Root).Where(n => n.Kind == NodeKind.Retry))
            {
                Mark(Structure.Nodes(retry));
            }
        }

        return retried;
    }

    private int Of(Node node, RunResult run)
    {
        switch (node.Kind)
        {
            case NodeKind.Cpu: return _diagram.And(Up(node.Station), Up(node.Threads));
            case NodeKind.Call or NodeKind.Publish: return Up(node.Station);
            case NodeKind.Invoke: return _roots[node.Operation];
            case NodeKind.Sequence or NodeKind.Parallel: return All(node, run);
            case NodeKind.Hold: return Bounded(_diagram.And(Up(node.Station), Of(node.Children[0], run)));
            case NodeKind.Timeout or NodeKind.Breaker: return Lossy(node, Of(node.Children[0], run), run);
            case NodeKind.Cache: return node.Value >= 1 ? DecisionDiagram.True : _diagram.Mix(node.Value, DecisionDiagram.True, Of(node.Children[0], run));
            case NodeKind.Hedge: return _diagram.AnyOf(Of(node.Children[0], run), 2);
            case NodeKind.Retry: return Lossy(node, _diagram.AnyOf(Fresh(Of(node.Children[0], run)), node.Value), run);
            case NodeKind.Fallback: return node.Children.Aggregate(DecisionDiagram.False, (sum, child) => Bounded(_diagram.Or(sum, Of(child, run))));
            case NodeKind.Branch: return Mixture(node, run, node.Chances);
            case NodeKind.Race: return Mixture(node, run, run.First is not null && run.First.TryGetValue(node, out var first) ? first : [.. node.Children.Select(_ => 1.0 / node.Children.Length)]);
            case NodeKind.Loop: return Rounds(Of(node.Children[0], run), node.Value);
            default: return DecisionDiagram.True;
        }
    }

    private int All(Node node, RunResult run)
    {
        // From the last to the first: the later parts lie lower in the order.
        var all = DecisionDiagram.True;
        for (var i = node.Children.Length - 1; i >= 0; i--)
        {
            all = Bounded(_diagram.And(Of(node.Children[i], run), all));
        }

        return all;
    }

    private int Mixture(Node node, RunResult run, double[] chances)
    {
        // Of racers those that fail come first more often: the chances may leave a rest, which fails.
        var sum = DecisionDiagram.False;
        var left = Math.Max(0, 1 - chances.Sum());
        for (var i = 0; i < chances.Length; i++)
        {
            if (chances[i] > 0)
            {
                left += chances[i];
                sum = Bounded(_diagram.Mix(chances[i] / left, Of(node.Children[i], run), sum));
            }
        }

        return sum;
    }

    /// <summary>n rounds that share their parts: A^n, which for a plain A is A; a fraction is the chance of one more.</summary>
    private int Rounds(int body, double times)
    {
        var whole = DecisionDiagram.True;
        var square = body;
        for (var n = Math.Floor(times); n >= 1; n = Math.Floor(n / 2))
        {
            whole = n % 2 == 1 ? Bounded(_diagram.And(whole, square)) : whole;
            square = n >= 2 ? Bounded(_diagram.And(square, square)) : square;
        }

        var fraction = times - Math.Floor(times);
        return fraction < 1e-9 ? whole : Bounded(_diagram.Mix(fraction, _diagram.And(whole, body), whole));
    }

    private int Bounded(int a) => _diagram.IsLarger(a, _plan.IsSmall ? MostNodes : MostNodesInLarge) ? _diagram.Coarse(a, Kept) : a;

    private int Fresh(int attempt) => _diagram.Expect(attempt, _isAlone, _fresh);

    private int Lossy(Node node, int step, RunResult run) =>
        run.GivenUp is not null && run.GivenUp.TryGetValue(node, out var share) ? _diagram.And(step, _diagram.Chance(1 - share)) : step;

    private int Up(int station) =>
        station < 0 ? DecisionDiagram.True
        : _alone[station] < 0 ? _diagram.Is(_common[station])
        : _diagram.And(_diagram.Is(_common[station]), _diagram.Is(_alone[station]));
}
