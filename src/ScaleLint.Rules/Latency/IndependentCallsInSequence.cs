using ScaleLint.Graph.Effects;
using ScaleLint.Graph.Facts;
using ScaleLint.Graph.Linking;

namespace ScaleLint.Rules.Latency;

/// <summary>Reads that do not need each other and still wait for each other.</summary>
public sealed class IndependentCallsInSequence : Rule
{
    private static readonly string[] Guards = ["Throw", "Ensure", "Validate", "Require", "Verify", "Check", "Guard", "Assert", "NotNull", "NotFound", "Against"];

    /// <inheritdoc/>
    public override RuleInfo Info { get; } = new("SCALE3003", "Independent calls run one after another", RuleScope.Live, Level.Suggestion,
        "Their latencies add up; started together the slowest alone counts.", "0.1.0");

    /// <inheritdoc/>
    public override void Judge(RuleContext context)
    {
        var changes = new Reach(context.Graph, x => x.Remote is { } effect && !effect.Is("read") && !effect.Is("control"));
        foreach (var method in context.RemoteMethods)
        {
            foreach (var sequence in method.Body.Descendants().OfType<SequenceStep>())
            {
                CallSite? first = null;
                foreach (var step in sequence.Steps)
                {
                    if (step is CallSite site && IsRead(context, site, changes))
                    {
                        if (first != null && !Depends(site, first) && !SameConnection(context, first, site))
                            context.Report(Info, site, $"{site} does not need what {first} returns: start both, then await Task.WhenAll",
                                [new PathHop(first.ToString(), first.At), new PathHop(site.ToString(), site.At)], new Repair("parallel", site, null));
                        first = site;
                    }
                    else if (step is ChoiceStep or LoopStep or TryStep or ScopeStep or JumpStep || step is CallSite other && (other.Remote != null || changes.From(other) || first != null && IsGuard(other, first))) first = null;
                }
            }
        }
    }

    /// <summary>What comes back first is checked, and the second call is not made where it fails.</summary>
    private static bool IsGuard(CallSite site, CallSite first) => Guards.Any(x => Names.Own(site.Node.Callee.Id).IndexOf(x, StringComparison.Ordinal) >= 0) && Depends(site, first);

    private static bool IsRead(RuleContext context, CallSite site, Reach changes) => site.Node.Await == AwaitMode.Awaited && context.Graph.Hop.From(site) && !changes.From(site)
        && !site.Ancestors().Any(x => x is ScopeStep { Kind: not ScopeKind.Using } or LoopStep { Drive: LoopDrive.Retry or LoopDrive.Paging });

    private static bool Depends(CallSite later, CallSite earlier)
    {
        var made = new ResultOperand(earlier.Node.Id);
        var operands = later.Node.Receiver == null ? later.Node.Arguments : [later.Node.Receiver, .. later.Node.Arguments];
        return operands.Any(x => later.Owner.Values.Inputs(x).Contains(made) || x is LambdaOperand);
    }

    /// <summary>Both go through one context, connection or other client that runs one operation at a time.</summary>
    private static bool SameConnection(RuleContext context, CallSite first, CallSite second)
    {
        var a = context.Graph.Hop.Path(first);
        var b = context.Graph.Hop.Path(second);
        if (a.Count == 0 || b.Count == 0) return true;
        var (x, y) = (a[a.Count - 1], b[b.Count - 1]);
        if (x.Remote!.Kind != MeaningKind.Sql || y.Remote!.Kind != MeaningKind.Sql) return false;
        var (p, q) = (context.Graph.Resources.Of(x)!, context.Graph.Resources.Of(y)!);
        // Bare connections come from a field or factory that may hand out one to both.
        return p.Id == q.Id || !IsPlaced(p) && !IsContext(x) || !IsPlaced(q) && !IsContext(y);

        bool IsContext(CallSite read) => context.Graph.Connections.ContextOf(read) != null;
        static bool IsPlaced(Resource resource) => resource.Connection != null || resource.Registration != null || resource.Place != null;
    }
}
