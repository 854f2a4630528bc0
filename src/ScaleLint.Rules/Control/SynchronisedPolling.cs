using ScaleLint.Graph.Effects;
using ScaleLint.Graph.Facts;
using ScaleLint.Graph.Linking;

namespace ScaleLint.Rules.Control;

/// <summary>Instances that all poll at the same moments.</summary>
public sealed class SynchronisedPolling : Rule
{
    private const string Message = "This interval is the same on every instance: add a random part to it, or elect one instance";

    /// <inheritdoc/>
    public override RuleInfo Info { get; } = new("SCALE8002", "Synchronised polling", RuleScope.Live, Level.Suggestion,
        "Deployed together, instances beat together: the dependency sees peaks as high as there are instances.", "0.1.0");

    /// <inheritdoc/>
    public override void Judge(RuleContext context)
    {
        var hosted = new Reached(context.Graph.EntryPoints.Where(x => x.Kind == EntryKind.Hosted && !x.Root.Unit.Facts.IsTest), background: true);
        foreach (var method in context.Methods)
        {
            if (context.Settings.Config.Services.Any(x => x.SingleInstance && context.Graph.Services.Of(method.Unit).Any(s => s.Name == x.Name))) continue;
            foreach (var timer in method.Meant.Where(x => x.Is(MeaningKind.Run, "timer"))) Timed(context, timer);
            foreach (var write in method.Writes.Where(x => x.Node.Kind == WriteKind.Event)) Elapsed(context, method, write);
            if (!hosted.Contains(method) || StartsAtRandom(method)) continue;
            foreach (var loop in method.Body.Descendants().OfType<LoopStep>())
            {
                if (loop.Drive != LoopDrive.Forever || !loop.Body.Descendants().OfType<CallSite>().Any(x => context.Graph.Remote.From(x)) || IsElected(loop)) continue;
                foreach (var site in loop.Descendants().OfType<CallSite>())
                    if (Interval(context, method, site) is { } at) context.Report(Info, at, Message);
            }
        }
    }

    /// <summary>A timer that calls a delegate; its period is fixed, and so is the moment of the first call.</summary>
    private void Timed(RuleContext context, CallSite timer)
    {
        var meaning = timer.Meaning(MeaningKind.Run)!;
        var work = timer.Delegates.SelectMany(x => x.Descendants()).ToList();
        if (timer.Argument(meaning.Value("time")) is not { } period || !IsFixed(context, timer.Owner, period) || timer.Node.Arguments.Any(x => IsRandom(timer.Owner, x))) return;
        if (work.OfType<CallSite>().Any(context.Graph.Remote.From) && !IsElected(work)) context.Report(Info, timer, Message);
    }

    /// <summary>A timer whose event is subscribed: its interval stands at its creation, or is set on it.</summary>
    private void Elapsed(RuleContext context, Method method, WriteStep write)
    {
        if (!write.Node.Member.Member.Id.EndsWith("System.Timers.Timer.Elapsed", StringComparison.Ordinal) || write.Node.Member.Target is not { } timer) return;
        var handlers = method.Values.Origins(write.Node.Value).Select(x => x is LambdaOperand lambda ? context.Graph.DelegateOf(method, lambda.Lambda) : x is MethodGroupOperand group ? context.Graph.Find(group.Method) : null).OfType<Method>().ToList();
        if (!handlers.Any(x => x.Facts.Body != null && x.Sites.Any(context.Graph.Remote.From) && !IsElected([x.Body]))) return;
        var origin = method.Values.Origin(timer);
        var at = method.Sites.FirstOrDefault(x => x.Is(MeaningKind.Sleep, "create") && x.Node.Arguments.Count > 0 && IsFixed(context, method, x.Node.Arguments[0])
            && (origin.Equals(new ResultOperand(x.Node.Id)) || x.Node.Receiver != null && method.Values.Origin(x.Node.Receiver).Equals(origin)));
        if (at == null && origin is FieldOperand field && context.Graph.MadeBy(field) is { } made && made.Call.Arguments.Count > 0 && IsFixed(context, made.Owner, made.Call.Arguments[0])) at = context.Graph.SiteOf(made.Owner, made.Call);
        if (at != null) context.Report(Info, at, Message);
    }

    /// <summary>One instance at a time does the work: it holds a distributed lock, or was elected.</summary>
    private static bool IsElected(Step loop) => IsElected(loop.Descendants());

    private static bool IsElected(IEnumerable<Step> steps)
    {
        static bool IsElection(string? name) => name != null && (name.IndexOf("leader", StringComparison.OrdinalIgnoreCase) >= 0 || name.IndexOf("elected", StringComparison.OrdinalIgnoreCase) >= 0 || name.IndexOf("TryBecome", StringComparison.Ordinal) >= 0);
        bool Takes(CallSite site) => site.Is(MeaningKind.Lock, "distributed") || IsElection(Names.Own(site.Node.Callee.Id));
        foreach (var step in steps)
        {
            if (step is CallSite site && (Takes(site) || site.Targets.Any(x => x.Facts.Body != null && x.Sites.Any(Takes)))) return true;
            if (step is ChoiceStep choice && choice.Owner.Values.Inputs(choice.Node.Condition).Any(x => IsElection(choice.Owner.Values.NameOf(x)))) return true;
        }
        return false;
    }

    /// <summary>A wait of random length stands before the loop: instances are out of step from the start.</summary>
    private static bool StartsAtRandom(Method method) => method.Sites.Any(x => x.Meaning(MeaningKind.Sleep) != null && !x.Ancestors().Any(a => a is LoopStep) && x.Node.Arguments.Any(a => IsRandom(method, a)));

    private static bool IsRandom(Method owner, Operand operand) => owner.Values.Inputs(operand).OfType<ResultOperand>().Any(x => owner.Values.Call(x.Call) is { } call
        && (call.Callee.Id.StartsWith("M:System.Random.", StringComparison.Ordinal) || call.Callee.Id.IndexOf("RandomNumberGenerator.", StringComparison.Ordinal) > 0));

    /// <summary>Where the fixed interval is set: the delay, or the timer's creation.</summary>
    private static CallSite? Interval(RuleContext context, Method method, CallSite site)
    {
        var sleep = site.Meaning(MeaningKind.Sleep);
        if (sleep == null) return null;
        var (at, argument) = site.Node.Arguments.Count > 0 && sleep.Value("time") != "receiver" ? (site, site.Argument(sleep.Value("time") ?? "arg0")) : Timer(context, method, site);
        return at != null && argument != null && IsFixed(context, at.Owner, argument) ? at : null;
    }

    private static (CallSite?, Operand?) Timer(RuleContext context, Method method, CallSite wait)
    {
        if (wait.Node.Receiver == null) return (null, null);
        var origin = method.Values.Origin(wait.Node.Receiver);
        if (origin is FieldOperand field && context.Graph.MadeBy(field) is { } made) return (context.Graph.SiteOf(made.Owner, made.Call), made.Call.Arguments.FirstOrDefault());
        return origin is ResultOperand result && method.Values.Call(result.Call) is { } call ? (context.Graph.SiteOf(method, call), call.Arguments.FirstOrDefault()) : (null, null);
    }

    private static bool IsFixed(RuleContext context, Method owner, Operand interval)
    {
        if (owner.Values.Seconds(interval) is { } seconds) return seconds >= 1 && !double.IsInfinity(seconds);
        return owner.Values.Origin(interval) switch
        {
            ConstOperand { Value: double } => true,
            FieldOperand field when context.Graph.MadeBy(field) is { } made => made.Owner.Values.Seconds(new ResultOperand(made.Call.Id)) is >= 1 and < double.PositiveInfinity,
            FieldOperand { Flags: var flags } => (flags & (FieldFlags.Static | FieldFlags.ReadOnly)) == (FieldFlags.Static | FieldFlags.ReadOnly),
            _ => false,
        };
    }
}
