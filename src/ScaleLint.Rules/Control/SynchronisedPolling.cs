using ScaleLint.Graph.Effects;
using ScaleLint.Graph.Facts;
using ScaleLint.Graph.Linking;

namespace ScaleLint.Rules.Control;

/// <summary>Instances that all poll at the same moments.</summary>
public sealed class SynchronisedPolling : Rule
{
    /// <inheritdoc/>
    public override RuleInfo Info { get; } = new("SCALE8002", "Synchronised polling", RuleScope.Live, Level.Suggestion,
        "Deployed together, instances beat together: the dependency sees peaks as high as there are instances.", "0.1.0");

    /// <inheritdoc/>
    public override void Judge(RuleContext context)
    {
        foreach (var method in context.Methods)
        {
            if (context.Settings.Config.Services.Any(x => x.SingleInstance && context.Graph.Services.Of(method.Unit).Any(s => s.Name == x.Name))) continue;
            foreach (var loop in method.Body.Descendants().OfType<LoopStep>())
            {
                if (loop.Drive != LoopDrive.Forever || context.Graph.FromAnyEntry.EntryOf(method)?.Kind != EntryKind.Hosted) continue;
                if (!loop.Body.Descendants().OfType<CallSite>().Any(x => context.Graph.Remote.From(x))) continue;
                foreach (var site in loop.Descendants().OfType<CallSite>())
                {
                    if (Interval(context, method, site) is not { } at) continue;
                    context.Report(Info, at, "This interval is the same on every instance: add a random part to it, or elect one instance");
                }
            }
        }
    }

    /// <summary>Where the fixed interval is set: the delay, or the timer's creation.</summary>
    private static CallSite? Interval(RuleContext context, Method method, CallSite site)
    {
        var sleep = site.Meaning(MeaningKind.Sleep);
        if (sleep == null) return null;
        var (at, argument) = site.Node.Arguments.Count > 0 && sleep.Value("time") != "receiver" ? (site, site.Argument(sleep.Value("time") ?? "arg0")) : Timer(context, method, site);
        return at != null && argument != null && IsFixed(at.Owner, argument) ? at : null;
    }

    private static (CallSite?, Operand?) Timer(RuleContext context, Method method, CallSite wait)
    {
        if (wait.Node.Receiver == null) return (null, null);
        var origin = method.Values.Origin(wait.Node.Receiver);
        if (origin is FieldOperand field && context.Graph.MadeBy(field) is { } made) return (context.Graph.SiteOf(made.Owner, made.Call), made.Call.Arguments.FirstOrDefault());
        return origin is ResultOperand result && method.Values.Call(result.Call) is { } call ? (context.Graph.SiteOf(method, call), call.Arguments.FirstOrDefault()) : (null, null);
    }

    private static bool IsFixed(Method owner, Operand interval) => owner.Values.Seconds(interval) is { } seconds ? seconds >= 1 && !double.IsInfinity(seconds)
        : owner.Values.Origin(interval) is FieldOperand { Flags: var flags } && (flags & (FieldFlags.Static | FieldFlags.ReadOnly)) == (FieldFlags.Static | FieldFlags.ReadOnly);
}
