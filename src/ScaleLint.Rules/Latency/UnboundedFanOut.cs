using ScaleLint.Graph.Effects;
using ScaleLint.Graph.Facts;
using ScaleLint.Graph.Linking;

namespace ScaleLint.Rules.Latency;

/// <summary>One remote call per element of an unbounded sequence, all started together.</summary>
public sealed class UnboundedFanOut : Rule
{
    private const int Small = 16;

    /// <inheritdoc/>
    public override RuleInfo Info { get; } = new("SCALE3007", "Unbounded fan-out", RuleScope.Live, Level.Warning,
        "As many calls at once as there are elements: connection pools, thread pools and the callee saturate together.", "0.1.0");

    /// <inheritdoc/>
    public override void Judge(RuleContext context)
    {
        foreach (var method in context.RemoteMethods)
        {
            foreach (var loop in method.Body.Descendants().OfType<LoopStep>())
            {
                if (loop.Drive is LoopDrive.Batches or LoopDrive.Constant or LoopDrive.Retry or LoopDrive.Paging or LoopDrive.Forever || loop.Bound is <= Small || IsCut(context, loop)) continue;
                if (loop.Ancestors().Any(x => x is LoopStep { Drive: LoopDrive.Batches })) continue;
                var background = loop.IsParallel ? null : loop.Body.Descendants().OfType<BackgroundStep>().FirstOrDefault();
                if (loop.IsBounded || (!loop.IsParallel && background == null)) continue;
                var site = (background?.Body ?? loop.Body).Descendants().OfType<CallSite>().FirstOrDefault(x => context.Graph.Hop.From(x) && x.Remote?.Is("pipelined") != true && (background != null || !x.InBackground));
                if (site == null) continue;
                Step at = (Step?)background?.Runner ?? loop.Join ?? loop.Runner ?? (Step)site;
                var path = context.Graph.Hop.Path(site);
                if (path.Count == 0 || path[path.Count - 1].Remote!.Is("pipelined") || path.Any(x => IsLimited(context, x))) continue;
                context.Report(Info, at,
                    $"One call of {Text.Target(context, path)} per element starts at once, without a bound: use Parallel.ForEachAsync with a degree, a semaphore, or chunks",
                    context.PathThrough(site, context.Graph.Hop), new Repair("bound", site, null));
            }
        }
    }

    /// <summary>A semaphore or limiter on the way, in whatever member, lets only some through at once.</summary>
    private static bool IsLimited(RuleContext context, CallSite site) => site.Ancestors().Any(x => x is ScopeStep { Kind: ScopeKind.Semaphore } || x is ScopeStep { Kind: ScopeKind.Using } held && IsLease(held)
            || x is InlineStep { Meaning.Kind: MeaningKind.Execute } inline && context.Graph.Pipelines.Of(inline.Runner).Any(p => p.Meaning.Is("limiter") && !p.Meaning.Is("standard")))
        || site.Remote is { Kind: MeaningKind.Http or MeaningKind.Grpc or MeaningKind.ThirdParty } && context.Graph.Clients.Of(site).Policies.Any(x => x.Meaning.Is("limiter") && !x.Meaning.Is("standard"));

    private static bool IsLease(ScopeStep held) => held.Owner.Values.CallOf(held.Key) is { } id && held.Owner.Values.Call(id) is { } call && call.ReturnType.Contains("RateLimitLease");

    /// <summary>The sequence is cut to a small constant number (<c>Take(10)</c>) or is a chunk of another one.</summary>
    internal static bool IsCut(RuleContext context, LoopStep loop)
    {
        var values = loop.Owner.Values;
        foreach (var input in values.Inputs(loop.Source))
        {
            if (input is ComputedOperand { Operation: "element" } element && values.CallOf(element.Parts[0]) is { } source && Named(values, source, "Chunk", "Batch")) return true;
            // The members of an enumeration are few, whatever it is.
            if (input is ResultOperand { Call: var members } && values.Call(members) is { } call && Names.Display(call.Callee.Id) is "Enum.GetValues" or "Enum.GetNames") return true;
            if (input is ResultOperand result && Named(values, result.Call, "Take") && values.Call(result.Call)!.Arguments is { Count: > 0 } arguments && values.Number(arguments[arguments.Count - 1]) is <= Small) return true;
        }
        return context.Graph.SizeOf(loop.Owner, loop.Source) is <= Small;
    }

    private static bool Named(Values values, int id, params string[] names)
    {
        if (values.Call(id) is not { } call) return false;
        return names.Contains(Names.Own(call.Callee.Id), StringComparer.Ordinal);
    }
}
