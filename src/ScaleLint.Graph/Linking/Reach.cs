namespace ScaleLint.Graph.Linking;

/// <summary>For every member the shortest way, over calls that are waited for, to a call of a certain kind. Linear in the calls.</summary>
public sealed class Reach
{
    private readonly Dictionary<Method, CallSite> next = [];
    private readonly Dictionary<CallSite, Method> chosen = [];
    private readonly Func<CallSite, bool> goal;

    /// <summary>Searches backwards from all calls that satisfy the predicate.</summary>
    /// <param name="goal">Asked only of calls that the catalogue says something of.</param>
    /// <param name="through">Whether a call may be followed; background calls never are.</param>
    public Reach(SystemGraph graph, Func<CallSite, bool> goal, Func<CallSite, bool>? through = null)
    {
        this.goal = goal;
        var frontier = new List<Method>();
        foreach (var method in graph.Methods)
        {
            var first = method.Meant.FirstOrDefault(x => goal(x) && !x.InBackground);
            if (first == null) continue;
            next[method] = first;
            frontier.Add(method);
        }
        while (frontier.Count > 0)
        {
            var found = new List<Method>();
            foreach (var method in frontier)
            {
                foreach (var site in graph.CallersOf(method))
                {
                    if (next.ContainsKey(site.Owner) || site.InBackground || (through != null && !through(site))) continue;
                    next[site.Owner] = site;
                    chosen[site] = method;
                    found.Add(site.Owner);
                }
            }
            frontier = found;
        }
    }

    /// <summary>Whether no member gets there.</summary>
    public bool IsEmpty => next.Count == 0;

    /// <summary>The members that get there, unordered.</summary>
    public IEnumerable<Method> Members => next.Keys;

    /// <summary>Whether the member gets there.</summary>
    public bool From(Method method) => next.ContainsKey(method);

    /// <summary>Whether the call is one, or leads to one.</summary>
    public bool From(CallSite site) => goal(site) || next.Count > 0 && site.Targets.Any(next.ContainsKey);

    /// <summary>The calls from this one to the goal, this one first; empty when it does not lead there.</summary>
    public IReadOnlyList<CallSite> Path(CallSite site)
    {
        var path = new List<CallSite>();
        var seen = new HashSet<Method>();
        for (var at = site; ;)
        {
            path.Add(at);
            if (goal(at)) return path;
            var target = at.Targets.Where(next.ContainsKey).Select(x => (Method: x, Length: Length(x))).OrderBy(x => x.Length).Select(x => x.Method).FirstOrDefault();
            if (target == null || !seen.Add(target)) return [];
            at = next[target];
        }
    }

    private int Length(Method method)
    {
        var length = 0;
        for (var at = next[method]; length < 10000 && !goal(at); length++)
        {
            if (!chosen.TryGetValue(at, out var target)) break;
            at = next[target];
        }
        return length;
    }
}

/// <summary>Which members the entry points reach over calls that are waited for, with the shortest way there.</summary>
public sealed class Reached
{
    private readonly Dictionary<Method, (EntryPoint Entry, CallSite? By)> by = [];

    /// <summary>Searches forwards from the entry points.</summary>
    /// <param name="background">Whether work that nobody waits for counts.</param>
    /// <param name="crossing">The endpoints of other services that a call arrives at; followed when given.</param>
    /// <param name="through">Whether a call is followed; all are when absent.</param>
    public Reached(IEnumerable<EntryPoint> entries, bool background = false, Func<CallSite, IReadOnlyList<Method>>? crossing = null, Func<CallSite, bool>? through = null)
    {
        var queue = new Queue<Method>();
        foreach (var entry in entries)
        {
            if (by.ContainsKey(entry.Root)) continue;
            by[entry.Root] = (entry, null);
            queue.Enqueue(entry.Root);
        }
        while (queue.Count > 0)
        {
            var method = queue.Dequeue();
            foreach (var site in method.Sites)
            {
                if (!background && site.InBackground) continue;
                if (through != null && (site.Targets.Count > 0 || crossing != null) && !through(site)) continue;
                var arrivals = crossing?.Invoke(site) ?? [];
                foreach (var target in arrivals.Count == 0 || site.Remote == null ? arrivals.Concat(site.Targets) : arrivals)
                {
                    if (by.ContainsKey(target)) continue;
                    by[target] = (by[method].Entry, site);
                    queue.Enqueue(target);
                }
            }
        }
    }

    /// <summary>Whether any entry point gets there.</summary>
    public bool Contains(Method method) => by.ContainsKey(method);

    /// <summary>The entry point nearest to a member, or null.</summary>
    public EntryPoint? EntryOf(Method method) => by.TryGetValue(method, out var found) ? found.Entry : null;

    /// <summary>The calls from the entry point to the member, in order; empty for the entry point itself.</summary>
    public IReadOnlyList<CallSite> PathTo(Method method)
    {
        var path = new List<CallSite>();
        while (by.TryGetValue(method, out var found) && found.By != null)
        {
            path.Add(found.By);
            method = found.By.Owner;
        }
        path.Reverse();
        return path;
    }
}
