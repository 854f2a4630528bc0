namespace ScaleLint.Model;

/// <summary>Steps that turn away, try again or try elsewhere.</summary>
internal sealed partial class Evaluator
{
    // What a deadline does more rarely moves no load.
    private const double Negligible = 1e-6;
    private const double LargestShare = 0.3;

    private Latency Race(Node node, double reach)
    {
        var start = Mark();
        var runners = Branches(node, reach);
        CutSince(start);
        if (!(_first ??= []).TryGetValue(node, out var sums))
        {
            _first.Add(node, sums = (new double[runners.Length], new double[runners.Length]));
        }

        var wins = InRace.Wins(runners);
        for (var i = 0; i < wins.Length; i++)
        {
            sums.Wins[i] += reach * wins[i];
            sums.Succeeds[i] += reach * runners[i].Success.Total;
        }

        return InRace.Of(runners);
    }

    /// <summary>The second try stands behind the first in the same queue: what they wait there they wait together.</summary>
    private Latency Hedge(Node node, double reach)
    {
        var start = Mark();
        var body = node.Children[0];
        var step = Of(body, reach);
        var (hedged, tries) = WithHedge.Of(step, node.Value);
        if (body.Kind == NodeKind.Call && _held[body.Station] == 0 && _state.WaitFor(body.Station) is { Chance: > 1e-3, IsEndless: false })
        {
            var own = Latency.Of(InLoop.Of(_plan.Stations[body.Station].OwnTime, body.Value), FailureOf(body.Station));
            hedged = InSequence.Of(Latency.Of(InLoop.Of(_state.WaitDensity(body.Station), body.Value)), WithHedge.Of(own, node.Value).Latency);
        }

        ScaleSince(start, tries);
        CutSince(start);
        return hedged;
    }

    private Latency Timeout(Node node, double reach)
    {
        var start = Mark();
        var step = Of(node.Children[0], reach);
        if (!_timed)
        {
            return node.Idle!.Cut(step, node.Value);
        }

        var cut = WithTimeout.Of(step, node.Value);
        if (_isIdle && !(reach <= node.Idle?.Reach))
        {
            node.Idle = IdleDeadline.Of(reach, step, cut, node.Value);
        }

        GiveUp(node, step.Success.Total + step.Never, cut.Success.Total, reach, start);
        return cut;
    }

    private Latency Retry(Node node, double reach)
    {
        var parts = node.Parts;
        var before = parts.Select(s => _known[s]).ToArray();
        Latency? sum = null;
        var left = 1.0;
        for (var i = 0; i < parts.Length; i++)
        {
            var station = _plan.Stations[parts[i]];
            if (before[i] == Knowledge.NotCommon || station.Common <= Noticeable)
            {
                _known[parts[i]] = before[i] == Knowledge.NotCommon ? before[i] : Knowledge.Nothing;
                continue;
            }

            // The common part strikes all attempts; two of them at once are left to the first.
            for (var k = 0; k < parts.Length; k++)
            {
                _known[parts[k]] = k == i ? Knowledge.Down : before[k] == Knowledge.NotCommon || _plan.Stations[parts[k]].Common > Noticeable ? Knowledge.NotCommon : Knowledge.Nothing;
            }

            var p = left * station.Common;
            left -= p;
            var struck = Attempts(node, reach * p).Scale(p);
            sum = sum is null ? struck : sum.Plus(struck);
            _known[parts[i]] = Knowledge.NotCommon;
        }

        for (var i = 0; i < parts.Length; i++)
        {
            _known[parts[i]] = before[i] == Knowledge.NotCommon || _plan.Stations[parts[i]].Common > Noticeable ? Knowledge.NotCommon : Knowledge.Nothing;
        }

        var free = Attempts(node, reach * left);
        for (var i = 0; i < parts.Length; i++)
        {
            _known[parts[i]] = before[i];
        }

        return sum is null ? free : sum.Plus(free.Scale(left));
    }

    private Latency Attempts(Node node, double reach)
    {
        var start = Mark();
        var attempt = Of(node.Children[0], reach);
        double? total = double.IsNaN(node.Third) ? null : node.Third;
        if (total is { } far && !_timed)
        {
            var (free, started) = WithRetry.Of(attempt, node.Value, node.Second, null, Rare);
            ScaleSince(start, started * node.Idle!.Attempts);
            return node.Idle.Cut(free, far);
        }

        var (latency, attempts) = WithRetry.Of(attempt, node.Value, node.Second, total, Rare);
        if (_isIdle && total is { } cap && !(reach <= node.Idle?.Reach))
        {
            var (free, started) = WithRetry.Of(attempt, node.Value, node.Second, null, Rare);
            node.Idle = IdleDeadline.Of(reach, free, latency, cap, attempts / started);
        }

        ScaleSince(start, attempts);
        if (total is not null)
        {
            var failing = attempt.FailureProbability;
            GiveUp(node, 1 - Math.Pow(Math.Min(1, failing), node.Value), latency.Success.Total, reach, start);
        }

        return latency;
    }

    /// <summary>Whether waits are so far below a deadline that it does what it does in the idle system.</summary>
    private bool IsFar(Node node)
    {
        if (node.Idle is not { } idle)
        {
            return false;
        }

        double visits = 0, mean = 0, beyond = 0;
        foreach (var (station, count) in node.Queues)
        {
            visits += count;
            mean += count * _state.WaitFor(station).Mean;
        }

        if (!(mean * idle.Slope <= Negligible))
        {
            return false;
        }

        foreach (var (station, count) in node.Queues)
        {
            beyond += count * _state.WaitFor(station).Beyond(LargestShare * idle.Deadline / visits);
        }

        return beyond <= Negligible;
    }

    private Latency Fallback(Node node, double reach)
    {
        var sum = Of(node.Children[0], reach);
        for (var i = 1; i < node.Children.Length; i++)
        {
            var failing = sum.FailureProbability;
            sum = WithFallback.Of(sum, Of(node.Children[i], reach * failing));
        }

        return sum;
    }

    /// <summary>How often it is open follows from all it sees, whatever state this run is conditioned on.</summary>
    private Latency Breaker(Node node, double reach)
    {
        var start = Mark();
        var step = Of(node.Children[0], reach);
        var open = _state.OpenShare(node);
        ScaleSince(start, 1 - open);
        _watched.Add(new Watched(node, reach, reach * (step.FailureProbability + step.Never)));
        GiveUp(node, 1, 1 - open, reach, Mark());
        return WithBreaker.Of(open, step);
    }

    /// <summary>Of the share that would have succeeded, how much is left; what the step does from then on is cut loose from the path.</summary>
    private void GiveUp(Node node, double before, double after, double reach, (int Visits, int Causes, int Watched) start)
    {
        _givenUp ??= [];
        _givenUp.TryGetValue(node, out var known);
        _givenUp[node] = (known.Before + (reach * before), known.After + (reach * after));
        if (before - after > 1e-3)
        {
            CutSince(start);
        }
    }

    private static Dictionary<Node, double>? Shares(Dictionary<Node, (double Before, double After)>? givenUp)
    {
        Dictionary<Node, double>? shares = null;
        foreach (var one in givenUp ?? [])
        {
            if (one.Value.Before > 0 && 1 - (one.Value.After / one.Value.Before) is > 1e-9 and var share)
            {
                (shares ??= []).Add(one.Key, Math.Min(1, share));
            }
        }

        return shares;
    }

    private static Dictionary<Node, double[]>? Chances(Dictionary<Node, (double[] Wins, double[] Succeeds)>? first) =>
        first?.ToDictionary(f => f.Key, f => f.Value.Wins.Select((w, i) => f.Value.Succeeds[i] > 0 ? Math.Min(1, w / f.Value.Succeeds[i]) : 0).ToArray());
}
