using ScaleLint.Graph.Effects;
using ScaleLint.Graph.Facts;
using ScaleLint.Graph.Linking;
using ScaleLint.Rules.Failure;

namespace ScaleLint.Rules.Latency;

/// <summary>How long a call may last before something inside gives up.</summary>
/// <param name="Seconds">The smallest of the timeouts inside, attempts and waits between them counted; null when unknown.</param>
/// <param name="At">Where that timeout is set; null when unknown.</param>
/// <param name="How">In words: <c>3 x 5 s</c>.</param>
/// <param name="HearsToken">Whether the way down to it hands a cancellation token on.</param>
/// <param name="Way">The calls from the outer timeout's member down to it.</param>
internal sealed record InnerTime(double? Seconds, CallSite? At, string How, bool HearsToken, IReadOnlyList<CallSite> Way);

/// <summary>An inner timeout that does not end before an outer one.</summary>
internal sealed record Inversion(InnerTime Inner, double OuterSeconds, PathHop Outer);

/// <summary>Follows timeouts from the innermost outwards: over retries, pipelines, clients, tokens, callers and the services that call.</summary>
internal sealed class TimeoutNesting(RuleContext context)
{
    private const int Most = 8;
    private const int Deepest = 200;
    private readonly Dictionary<Method, IReadOnlyList<InnerTime>> known = [];
    private readonly HashSet<Method> open = [];

    /// <summary>What was found while following.</summary>
    public List<Inversion> Inversions { get; } = [];

    /// <summary>The times of the remote calls that a member waits for, by where their timeouts are set.</summary>
    public IReadOnlyList<InnerTime> Of(Method method)
    {
        if (known.TryGetValue(method, out var found)) return found;
        if (method.Facts.Body == null || !context.Graph.Remote.From(method) || open.Count > Deepest || !open.Add(method)) return [];
        var times = new List<InnerTime>();
        foreach (var site in method.Sites)
        {
            if (site.InBackground || !context.Graph.Remote.From(site)) continue;
            foreach (var time in Of(site))
                if (times.Count < Most && !times.Any(x => x.At == time.At && x.Seconds == time.Seconds)) times.Add(time);
        }
        open.Remove(method);
        return context.Graph.Services.DependsOnCaller(method) ? times : known[method] = times;
    }

    /// <summary>Holds the times of an endpoint against the timeout of its requests.</summary>
    public void Judge(EntryPoint entry)
    {
        foreach (var attribute in entry.Root.Lambda >= 0 ? [] : entry.Root.Facts.Attributes.Concat(entry.Root.Type.Attributes))
            if (attribute.Arguments.Count == 1 && context.Graph.Catalogue.OfType(attribute.Type.Name).Any(IsOfRequest)) Judge(entry, entry.Root.Values.Seconds(attribute.Arguments[0]), new PathHop("RequestTimeout", entry.At));
        foreach (var site in entry.Within?.Sites ?? [])
            if (site.Meanings.FirstOrDefault(IsOfRequest) is { } meaning && site.Owner.Values.Inputs(site.Node.Arguments[0]).Any(x => x is LambdaOperand lambda && lambda.Lambda == entry.Root.Lambda))
                Judge(entry, site.Owner.Values.Seconds(site.Argument(meaning.Value("time"))), new PathHop(site.ToString(), site.At));
    }

    private void Judge(EntryPoint entry, double? cap, PathHop outer)
    {
        foreach (var time in Of(entry.Root))
            if (cap is { } seconds && time.Seconds >= seconds && time.HearsToken) Inversions.Add(new Inversion(time, seconds, outer));
    }

    private static bool IsOfRequest(Meaning meaning) => meaning.Kind == MeaningKind.Deadline && meaning.Is("request");

    private IReadOnlyList<InnerTime> Of(CallSite site)
    {
        var times = Below(site).ToList();
        if (times.Count == 0) return times;
        if (site.Remote is { } effect)
        {
            if (context.Graph.Deadlines.OfCall(site) is { IsSet: true, At: { } set } own && !IsWait(set.Node)) times = Capped(times, own);
            if (effect.Kind is MeaningKind.Http or MeaningKind.Grpc or MeaningKind.ThirdParty) times = ThroughClient(times, site, effect);
            else if (effect.Kind == MeaningKind.Sql) times = Under(times, RetryLayers.StrategyOf(context, site));
            if (context.Graph.Clients.Of(site) is not { Site: not null }) times = Capped(times, context.Graph.Deadlines.OfLibrary(site));
        }
        // await x.WaitAsync(time)
        foreach (var wait in site.Owner.Values.Calls.Where(x => IsWait(x) && x.Receiver != null && x.Arguments.Count > 0 && site.Owner.Values.CallOf(x.Receiver) == site.Node.Id))
            times = Capped(times, new Deadline(true, site.Owner.Values.Seconds(wait.Arguments[0]), context.Graph.SiteOf(site.Owner, wait)));
        return Around(times, site);
    }

    private static bool IsWait(CallNode call) => call.Callee.Id.IndexOf(".WaitAsync(System.TimeSpan", StringComparison.Ordinal) > 0;

    private IEnumerable<InnerTime> Below(CallSite site)
    {
        if (context.Graph.Services.EndpointOf(site)?.Root is { } endpoint)
            return Of(endpoint).Select(x => x with { HearsToken = HearsToken(site), Way = [site, .. x.Way] }).DefaultIfEmpty(Unknown(site));
        if (site.Remote is { } effect) return effect.Is("control") ? [] : [Unknown(site)];
        using var entered = context.Graph.Services.Enter(site);
        return site.Targets.SelectMany(Of).ToList().Select(x => x with { HearsToken = x.HearsToken && HearsToken(site), Way = [site, .. x.Way] });
    }

    private static InnerTime Unknown(CallSite site) => new(null, null, "", HearsToken(site), [site]);

    private static bool HearsToken(CallSite site) => site.Node.Token == TokenUse.Passed;

    /// <summary>The client's handlers, the last added innermost, then its own timeout over all attempts.</summary>
    private List<InnerTime> ThroughClient(List<InnerTime> times, CallSite site, Meaning effect)
    {
        var client = context.Graph.Clients.Of(site);
        var retries = effect.Is("read") || !RetryLayers.UnsafeDisabled(context.Graph, client.Policies);
        times = Under(times, client.Policies, retries);
        return client.TimeoutAt == null ? times : Capped(times, new Deadline(true, client.Timeout, client.TimeoutAt));
    }

    /// <summary>Pipelines, loops and tokens of the member itself, from the call outwards.</summary>
    private List<InnerTime> Around(List<InnerTime> times, CallSite site)
    {
        var token = context.Graph.Deadlines.OfOwnToken(site);
        var made = token.At == null ? [] : new HashSet<Step>(token.At.Ancestors());
        foreach (var step in site.Ancestors())
        {
            if (token.IsSet && made.Contains(step)) times = Cancelled(times, ref token);
            if (step is LoopStep { Drive: LoopDrive.Retry } loop) times = times.Select(x => Repeated(x, RetryLayers.Attempts(loop), WaitOf(loop))).ToList();
            if (step is not InlineStep { Meaning.Kind: MeaningKind.Execute } inline) continue;
            times = Under(times, context.Graph.Pipelines.Of(inline.Runner));
            if (context.Graph.Deadlines.OfOwnToken(inline.Runner) is { IsSet: true } given) times = Cancelled(times, ref given);
        }
        return token.IsSet ? Cancelled(times, ref token) : times;
    }

    private List<InnerTime> Cancelled(List<InnerTime> times, ref Deadline token)
    {
        var by = token;
        token = default;
        return times.SelectMany(x => x.HearsToken ? Capped([x], by) : [x]).ToList();
    }

    /// <summary>Parts of one pipeline are not held against one another, only what it is put around.</summary>
    private List<InnerTime> Under(List<InnerTime> times, IReadOnlyList<PolicyCall> policies, bool retries = true)
    {
        var inside = times;
        for (var i = policies.Count - 1; i >= 0; i--)
        {
            var policy = policies[i];
            if (policy.Meaning.Is("option") || policy.Meaning.Is("options")) continue;
            if (policy.Meaning.Is("standard") || policy.Meaning.Is("hedge") && policy.Meaning.Is("timeout"))
            {
                times = Capped(times, Part(policies, policy, StandardHandler.Attempt), inside);
                if (retries && policy.Meaning.Is("retry")) times = times.Select(x => Repeated(x, context.Graph.Pipelines.Attempts(policy), WaitOf(policy, exponential: true))).ToList();
                times = Capped(times, Part(policies, policy, StandardHandler.Total), inside);
            }
            else if (policy.Meaning.Is("timeout")) times = Capped(times, new Deadline(true, context.Graph.Pipelines.Seconds(policy, "timeout", "Timeout"), policy.Site), inside);
            else if (policy.Meaning.Is("retry") && retries) times = times.Select(x => Repeated(x, context.Graph.Pipelines.Attempts(policy), WaitOf(policy, exponential: false))).ToList();
        }
        return times;
    }

    private Deadline Part(IReadOnlyList<PolicyCall> policies, PolicyCall standard, StandardHandler.Part part) =>
        StandardHandler.Timeout(context.Graph, policies, standard, part) is var (seconds, at) ? new Deadline(true, seconds, at) : default;

    /// <summary>The times under a timeout; those that are not smaller are inversions, of <paramref name="inside"/> where given.</summary>
    private List<InnerTime> Capped(List<InnerTime> times, Deadline deadline, List<InnerTime>? inside = null)
    {
        if (!deadline.IsSet || deadline.Seconds is { } never && double.IsPositiveInfinity(never)) return times;
        if (deadline.Seconds is not { } cap) return times.Select(x => x with { Seconds = null, At = null }).ToList();
        foreach (var time in inside ?? times)
            if (time.Seconds >= cap && time.At != deadline.At) Inversions.Add(new Inversion(time, cap, new PathHop(deadline.At!.ToString(), deadline.At.At)));
        return times.Select(x => x.Seconds < cap ? x : x with { Seconds = cap, At = deadline.At, How = Text.Seconds(cap) }).ToList();
    }

    private static InnerTime Repeated(InnerTime time, int? attempts, double wait)
    {
        if (time.Seconds is not { } once || attempts is not { } n) return time with { Seconds = null, At = null };
        if (n <= 1) return time;
        var how = n.ToString(System.Globalization.CultureInfo.InvariantCulture) + " x " + (time.How.IndexOf(' ') == time.How.LastIndexOf(' ') ? time.How : "(" + time.How + ")");
        return time with { Seconds = n * once + wait, How = wait > 0 ? how + " + " + Text.Seconds(wait) : how };
    }

    /// <summary>What all waits of a retry add up to, as far as it is known.</summary>
    private double WaitOf(PolicyCall policy, bool exponential)
    {
        var values = policy.Site.Owner.Values;
        if (context.Graph.Pipelines.Attempts(policy) is not { } attempts || context.Graph.Pipelines.Option(policy, "DelayGenerator") != null) return 0;
        if (policy.Site.Argument(policy.Meaning.Value("delay")) is { } argument && Pipelines.Elements(values, argument) is { } delays) return delays.Sum(x => values.Seconds(x) ?? 0);
        if (context.Graph.Pipelines.Seconds(policy, "delay", "Delay") is not { } delay || double.IsInfinity(delay)) return 0;
        var kind = context.Graph.Pipelines.Option(policy, "BackoffType") is { } set ? values.Number(set) : exponential || IsExponential(policy) ? 2 : 0;
        var most = context.Graph.Pipelines.Seconds(policy, "max-delay", "MaxDelay") ?? double.PositiveInfinity;
        var sum = 0.0;
        for (var i = 0; i < Math.Min(attempts - 1, 64); i++) sum += Math.Min(most, kind == 2 ? delay * Math.Pow(2, i) : kind == 1 ? delay * (i + 1) : delay);
        return sum;
    }

    private bool IsExponential(PolicyCall policy) => policy.Meaning.Is("exponential") || policy.Site.Node.Arguments.Any(x => policy.Site.Owner.Values.CallOf(x) is { } id && policy.Site.Owner.Values.Call(id) is { } options
        && context.Graph.MeaningsOf(options, policy.Site.Owner).Any(m => m.Is("exponential")));

    private static double WaitOf(LoopStep loop) => loop.Body.Descendants().OfType<CallSite>().FirstOrDefault(x => x.Meaning(MeaningKind.Sleep) != null) is { Node.Arguments.Count: > 0 } delay
        && delay.Owner.Values.Seconds(delay.Node.Arguments[0]) is { } seconds && !double.IsInfinity(seconds) ? seconds * ((RetryLayers.Attempts(loop) ?? 1) - 1) : 0;
}
