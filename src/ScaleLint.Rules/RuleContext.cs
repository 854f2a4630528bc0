using ScaleLint.Graph.Facts;
using ScaleLint.Graph.Linking;
using ScaleLint.Rules.Scaling;

namespace ScaleLint.Rules;

/// <summary>Who asks.</summary>
public enum Host
{
    /// <summary>The whole solution is known: a cause is reported once, where it stands.</summary>
    System,
    /// <summary>One compilation is known: a cause inside a reference is reported at the call that leads out towards it.</summary>
    Compilation,
}

/// <summary>What a rule judges, and where it reports.</summary>
public sealed class RuleContext
{
    private readonly List<Finding> findings = [];
    private readonly HashSet<(string Rule, Position At, string Detail)> reported = [];
    private readonly Lazy<ScaleSolution?> solution;
    private IReadOnlyList<Method>? judged;
    private IReadOnlyList<Method>? remote;

    /// <summary>A context over a graph.</summary>
    public RuleContext(SystemGraph graph, Settings.Settings settings, Host host) =>
        (Graph, Settings, Host, solution) = (graph, settings, host, new Lazy<ScaleSolution?>(() => host == Host.System ? ScaleSolution.Of(graph, settings) : null));

    /// <summary>The solved scale model, made when first asked for; null for one compilation alone, and where the model has no answer.</summary>
    public ScaleSolution? Model => solution.Value;

    /// <summary>The system.</summary>
    public SystemGraph Graph { get; }

    /// <summary>Thresholds, layers, services, resources, allowances.</summary>
    public Settings.Settings Settings { get; }

    /// <summary>Who asks.</summary>
    public Host Host { get; }

    /// <summary>What was found so far.</summary>
    public IReadOnlyList<Finding> Findings => findings;

    /// <summary>Members of the solution's own code that a person wrote, tests left out, delegates called from outside included.</summary>
    public IReadOnlyList<Method> Methods => judged ??= Graph.Methods.Where(x => IsJudged(x) && x.Facts.Body != null).ToList();

    /// <summary>Those of <see cref="Methods"/> with a call that is remote or leads to one, in the background too.</summary>
    public IReadOnlyList<Method> RemoteMethods => remote ??= Remote();

    private List<Method> Remote()
    {
        var leading = new HashSet<Method>(Graph.Remote.Members.SelectMany(Graph.CallersOf).Select(x => x.Owner));
        return Methods.Where(x => leading.Contains(x) || x.Meant.Any(Graph.Remote.From)).ToList();
    }

    /// <summary>Members that the request entry points wait for, wherever they are: own code, references and packages.</summary>
    public IEnumerable<Method> RequestMethods => Graph.Methods.Where(x => x.Facts.Body != null && Graph.OnRequest.Contains(x) && !x.Unit.Facts.IsTest);

    /// <summary>Whether findings may stand in the member.</summary>
    public bool IsJudged(Method method) => method.Unit.IsJudged && !method.Unit.Facts.IsTest && !method.IsGenerated;

    /// <summary>Reports at a step of the solution's own code; nothing happens where findings may not stand.</summary>
    public void Report(RuleInfo rule, Step at, string message, IReadOnlyList<PathHop>? path = null, Repair? repair = null, Level? level = null, string? detail = null) =>
        Report(rule, at.Owner, at.At, message, path, repair, level, detail ?? Detail(at));

    /// <summary>Reports at a position inside a member.</summary>
    public void Report(RuleInfo rule, Method owner, Position at, string message, IReadOnlyList<PathHop>? path = null, Repair? repair = null, Level? level = null, string detail = "")
    {
        if (IsJudged(owner)) Report(rule, owner.Id, at, message, path, repair, level, detail);
    }

    /// <summary>Reports on a type, project or file.</summary>
    public void Report(RuleInfo rule, string symbol, Position at, string message, IReadOnlyList<PathHop>? path = null, Repair? repair = null, Level? level = null, string detail = "")
    {
        if (!reported.Add((rule.Id, at, at.IsKnown ? "" : symbol + detail))) return;
        findings.Add(new Finding(rule, level ?? rule.Default, message, at, symbol, detail, path ?? [], repair));
    }

    /// <summary>
    /// Reports a cause that matters because a request entry point waits for it: at the cause when it stands in the solution's own
    /// code, else at every call of own code that leads out towards it.
    /// </summary>
    /// <param name="message">Makes the message; given the path's last hop outside when the cause is not in own code, else null.</param>
    /// <param name="background">Whether it matters also where nobody waits for it.</param>
    public void ReportOnRequest(RuleInfo rule, Step cause, Func<string?, string> message, IReadOnlyList<PathHop>? tail = null, Repair? repair = null, Level? level = null, bool background = false)
    {
        if (!Graph.OnRequest.Contains(cause.Owner) || cause.InBackground && !background) return;
        if (IsJudged(cause.Owner))
        {
            Report(rule, cause, message(null), [.. RequestPath(cause.Owner), new PathHop(Describe(cause), cause.At), .. tail ?? []], repair, level);
            return;
        }
        foreach (var (exit, way) in Exits(cause.Owner, Graph.OnRequest, false))
        {
            var hops = way.Select(x => new PathHop(x.ToString(), x.At)).Append(new PathHop(Describe(cause), cause.At));
            Report(rule, exit, message(Names.Display(cause.Owner.Facts.Id)), [.. RequestPath(exit.Owner), .. hops, .. tail ?? []], repair, level);
        }
    }

    /// <summary>From the entry point that waits for a member to the member: entry point first, then each call.</summary>
    public IReadOnlyList<PathHop> RequestPath(Method method)
    {
        var reached = Graph.OnRequest.Contains(method) ? Graph.OnRequest : Graph.FromAnyEntry;
        if (reached.EntryOf(method) is not { } entry) return [new PathHop(method.Display, method.At)];
        return [new PathHop(entry.Id, entry.At), .. Folded(reached.PathTo(method))];
    }

    /// <summary>Calls as hops: generated members are left out, and of a run without source (inside a package) the last is shown.</summary>
    public static IEnumerable<PathHop> Folded(IEnumerable<CallSite> calls)
    {
        CallSite? inside = null;
        foreach (var call in calls)
        {
            if (call.Owner.IsGenerated) continue;
            if (call.At.IsKnown && inside != null) yield return new PathHop(inside.ToString(), inside.At);
            inside = call.At.IsKnown ? null : call;
            if (inside == null) yield return new PathHop(call.ToString(), call.At);
        }
        if (inside != null) yield return new PathHop(inside.ToString(), inside.At);
    }

    /// <summary>From the entry point over a call to the effect it leads to.</summary>
    public IReadOnlyList<PathHop> PathThrough(CallSite site, Reach reach) => [.. RequestPath(site.Owner), .. Folded(reach.Path(site))];

    /// <summary>Where a cause is reported: at itself in own code, else at the calls of own code that lead out towards it; with the calls from there to the cause.</summary>
    /// <param name="reached">What matters: calls of other members lead nowhere.</param>
    /// <param name="background">Whether calls that nobody waits for lead there too.</param>
    public IEnumerable<(CallSite At, IReadOnlyList<CallSite> Way)> Places(CallSite cause, Reached reached, bool background = false) =>
        IsJudged(cause.Owner) ? [(cause, [cause])] : Exits(cause.Owner, reached, background).Select(x => (x.Exit, (IReadOnlyList<CallSite>)[.. x.Way, cause]));

    /// <summary>Calls of own code that leave it towards a member outside, with the way from there.</summary>
    private IEnumerable<(CallSite Exit, IReadOnlyList<CallSite> Way)> Exits(Method outside, Reached reached, bool background)
    {
        var ways = new Dictionary<Method, IReadOnlyList<CallSite>> { [outside] = [] };
        var queue = new Queue<Method>();
        queue.Enqueue(outside);
        while (queue.Count > 0)
        {
            var method = queue.Dequeue();
            foreach (var site in Graph.CallersOf(method))
            {
                if (site.InBackground && !background || !reached.Contains(site.Owner)) continue;
                IReadOnlyList<CallSite> way = [site, .. ways[method]];
                if (IsJudged(site.Owner)) yield return (site, way);
                else if (!ways.ContainsKey(site.Owner))
                {
                    ways[site.Owner] = way;
                    queue.Enqueue(site.Owner);
                }
            }
        }
    }

    private static string Describe(Step step) => step is CallSite site ? site.ToString() : step is ScopeStep ? "lock" : step.Owner.Display;

    private static string Detail(Step step) => step switch
    {
        CallSite site => site.Node.Callee.Id,
        ScopeStep scope => scope.Kind + " " + scope.Key,
        WriteStep write => write.Node.Member.Member.Id,
        _ => step.GetType().Name,
    };
}
