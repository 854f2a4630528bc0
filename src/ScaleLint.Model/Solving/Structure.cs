namespace ScaleLint.Model;

/// <summary>What the shape of the works says before anything is solved.</summary>
internal static class Structure
{
    /// <summary>More shared parts than this are taken as independent, the least likely to fail first.</summary>
    private const int MaxConditions = 6;

    private const double Noticeable = 1e-5;

    /// <summary>In a large system, whose runs are dear, a part must fail often enough to be seen in a percentile.</summary>
    private const double NoticeableInLarge = 1e-3;

    public static IEnumerable<Node> Nodes(Node root)
    {
        var open = new Stack<Node>();
        open.Push(root);
        while (open.Count > 0)
        {
            var node = open.Pop();
            yield return node;
            for (var i = node.Children.Length - 1; i >= 0; i--)
            {
                open.Push(node.Children[i]);
            }
        }
    }

    public static void Analyse(Plan plan)
    {
        foreach (var index in plan.CalleesFirst)
        {
            var work = plan.Works[index];
            Needs(work.Root, plan);
            work.Queues = Queues(work.Root, plan);
            work.Loses = work.Closed || work.Callees.Any(c => plan.Works[c].Loses) || Nodes(work.Root).Any(n => n.Kind is NodeKind.Timeout or NodeKind.Breaker or NodeKind.Race || HasTotal(n));
            work.LoadsVary = work.Loses || Nodes(work.Root).Any(n => n.Kind == NodeKind.Hedge || (n.Kind == NodeKind.Hold && plan.Stations[n.Station].IsQueue));
            work.Stations = [.. Nodes(work.Root).SelectMany(n => new[] { n.Station, n.Threads }).Where(s => s >= 0).Distinct().OrderBy(s => s)];
            work.HasBreaker = Nodes(work.Root).Any(n => n.Kind == NodeKind.Breaker);
            work.Conditions = Conditions(work.Root, plan);
            work.Fed = [.. Nodes(work.Root).Where(n => n.Kind == NodeKind.Retry).SelectMany(r => Fed(r, plan)).Distinct().OrderBy(s => s)];
        }

        Details(plan);
    }

    private static bool HasTotal(Node node) => node.Kind == NodeKind.Retry && !double.IsNaN(node.Third);

    /// <summary>Whether the times within it must be known in full, when of itself the moments are (<paramref name="exact"/>) or only its end.</summary>
    public static bool NeedsTimes(Node node, bool exact) => node.Kind is NodeKind.Timeout or NodeKind.Hedge or NodeKind.Race || HasTotal(node) || (exact && node.Kind == NodeKind.Parallel);

    /// <summary>Sets how much of each operation's latency the loads rest on, callers first.</summary>
    private static void Details(Plan plan)
    {
        foreach (var index in plan.CalleesFirst.Reverse())
        {
            var work = plan.Works[index];
            if (work.LoadsVary)
            {
                Raise(work, work.Closed ? Detail.Moments : Detail.Ends);
            }

            if (work.Detail is { } detail && work.Callees.Length > 0)
            {
                Demand(work.Root, detail, plan);
            }
        }
    }

    private static void Demand(Node node, Detail detail, Plan plan)
    {
        if (node.Kind == NodeKind.Invoke && (detail > Detail.Ends || plan.Works[node.Operation].LoadsVary))
        {
            Raise(plan.Works[node.Operation], detail);
        }

        // What is asked for as a whole is looked up when it is; until then it is known by its moments.
        var inner = NeedsTimes(node, exact: false) || (node.Kind == NodeKind.Hold && plan.Stations[node.Station].IsQueue) ? Detail.Moments : detail;
        foreach (var child in node.Children)
        {
            Demand(child, inner, plan);
        }
    }

    private static void Raise(Work work, Detail detail) => work.Detail = work.Detail is { } known && known > detail ? known : detail;

    /// <summary>Stations within a retry whose attempts have a deadline: waits there come back as load.</summary>
    private static IEnumerable<int> Fed(Node retry, Plan plan) =>
        Nodes(retry).Any(n => n.Kind == NodeKind.Timeout) || Nodes(retry).Any(n => n.Kind == NodeKind.Invoke && Nodes(plan.Works[n.Operation].Root).Any(m => m.Kind == NodeKind.Timeout))
            ? Nodes(retry).SelectMany(n => n.Kind == NodeKind.Invoke ? Reach(n.Operation, plan) : [n.Station, n.Threads]).Where(s => s >= 0 && plan.Stations[s].IsQueue)
            : [];

    /// <summary>Stations of an operation and all that it invokes.</summary>
    public static HashSet<int> Reach(int operation, Plan plan) => Reach(plan.Works[operation].Root, plan);

    /// <summary>Stations of a step and all that it invokes.</summary>
    public static HashSet<int> Reach(Node step, Plan plan)
    {
        var seen = new HashSet<int>();
        var stations = new HashSet<int>();
        var open = new Stack<Node>();
        open.Push(step);
        while (open.Count > 0)
        {
            foreach (var node in Nodes(open.Pop()))
            {
                stations.Add(node.Station);
                stations.Add(node.Threads);
                if (node.Kind == NodeKind.Invoke && seen.Add(node.Operation))
                {
                    open.Push(plan.Works[node.Operation].Root);
                }
            }
        }

        stations.Remove(-1);
        return stations;
    }

    /// <summary>At most how often a step is at a queue, by station; sets it where there is a deadline.</summary>
    private static Dictionary<int, double> Queues(Node node, Plan plan)
    {
        var counts = new Dictionary<int, double>();
        void Add(int station, double count)
        {
            if (station >= 0 && plan.Stations[station].IsQueue)
            {
                counts.TryGetValue(station, out var sum);
                counts[station] = Math.Min(1e15, sum + count);
            }
        }

        Add(node.Station, node.Kind == NodeKind.Call ? Math.Ceiling(node.Value) : 1);
        Add(node.Threads, 1);
        if (node.Kind == NodeKind.Invoke)
        {
            foreach (var queue in plan.Works[node.Operation].Queues)
            {
                Add(queue.Key, queue.Value);
            }
        }

        var rounds = node.Kind is NodeKind.Loop or NodeKind.Retry ? Math.Ceiling(node.Value) : node.Kind == NodeKind.Hedge ? 2 : 1;
        foreach (var child in node.Children)
        {
            var inside = Queues(child, plan);
            foreach (var queue in node.Kind == NodeKind.Background ? [] : inside)
            {
                Add(queue.Key, queue.Value * rounds);
            }

            if (node.Kind == NodeKind.Timeout || HasTotal(node))
            {
                node.Queues = [.. inside.Select(q => (q.Key, q.Value * rounds))];
            }
        }

        return counts;
    }

    private static void Needs(Node node, Plan plan)
    {
        foreach (var child in node.Children)
        {
            Needs(child, plan);
        }

        node.Needs = node.Kind switch
        {
            NodeKind.Call or NodeKind.Publish => [node.Station],
            NodeKind.Invoke => plan.Works[node.Operation].Root.Needs,
            NodeKind.Sequence or NodeKind.Parallel => [.. node.Children.SelectMany(c => c.Needs).Distinct()],
            NodeKind.Timeout or NodeKind.Breaker => node.Children[0].Needs,
            NodeKind.Loop when node.Value >= 1 => node.Children[0].Needs,
            NodeKind.Hold => [.. node.Children[0].Needs.Append(node.Station).Distinct()],
            _ => [],
        };
        if (node.Kind == NodeKind.Retry && (node.Children[0].Needs.Length > 0 || node.Children[0].Kind == NodeKind.Fallback))
        {
            node.Parts = [.. Nodes(node.Children[0]).Where(n => n.Kind is NodeKind.Call or NodeKind.Publish or NodeKind.Hold).Select(n => n.Station).Distinct()];
        }
    }

    /// <summary>
    /// Within sequences success tells that a part is up for all that follows. A part that stands in several places in any other way
    /// is conditioned on; attempts of a retry draw afresh and do not count.
    /// </summary>
    private static int[] Conditions(Node root, Plan plan)
    {
        var places = new Dictionary<int, (int Count, bool Plain)>();
        void Visit(Node node, bool plain, int times)
        {
            if (node.Kind == NodeKind.Retry)
            {
                return;
            }

            if (node.Kind is NodeKind.Call or NodeKind.Hold or NodeKind.Publish && plan.Stations[node.Station].Failure > (plan.IsSmall ? Noticeable : NoticeableInLarge))
            {
                places.TryGetValue(node.Station, out var before);
                places[node.Station] = (before.Count + times, (before.Count == 0 || before.Plain) && plain);
            }

            plain &= node.Kind is NodeKind.Sequence or NodeKind.Hold or NodeKind.Timeout or NodeKind.Call or NodeKind.Publish;
            times = node.Kind is NodeKind.Hedge or NodeKind.Loop ? 2 : times;
            foreach (var child in node.Children)
            {
                Visit(child, plain, times);
            }
        }

        Visit(root, true, 1);
        return [.. places.Where(p => p.Value.Count > 1 && !p.Value.Plain).Select(p => p.Key).OrderByDescending(s => plan.Stations[s].Failure).ThenBy(s => s).Take(MaxConditions)];
    }
}
