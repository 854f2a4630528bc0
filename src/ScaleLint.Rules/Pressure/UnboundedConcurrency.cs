using ScaleLint.Graph.Effects;
using ScaleLint.Graph.Facts;
using ScaleLint.Graph.Linking;
using ScaleLint.Rules.Latency;

namespace ScaleLint.Rules.Pressure;

/// <summary>Local work that takes as many threads as it finds, for every request.</summary>
public sealed class UnboundedConcurrency : Rule
{
    private const int Small = 16;
    private static readonly string[] Starters = ["Tasks.Task.Run", "Tasks.TaskFactory.StartNew", "Tasks.TaskFactory`1.StartNew", "ThreadPool.QueueUserWorkItem", "ThreadPool.UnsafeQueueUserWorkItem"];

    /// <inheritdoc/>
    public override RuleInfo Info { get; } = new("SCALE5006", "Unbounded concurrency", RuleScope.Live, Level.Suggestion,
        "Ten requests on eight cores want eighty threads: the pool starves and everyone waits.", "0.1.0");

    /// <inheritdoc/>
    public override void Judge(RuleContext context)
    {
        foreach (var method in context.RequestMethods)
        {
            foreach (var step in method.Body.Descendants())
            {
                var site = step switch
                {
                    LoopStep { IsParallel: true, IsBounded: false, Join: null, Runner: { } runner } => runner,
                    LoopStep loop => PerElement(context, loop),
                    CallSite { Node.Kind: CallKind.New } thread when thread.Node.Callee.Id.StartsWith("M:System.Threading.Thread.#ctor", StringComparison.Ordinal) => thread,
                    _ => null,
                };
                if (site == null || site.Descendants().OfType<CallSite>().Any(x => x != site && context.Graph.Remote.From(x))) continue;
                context.ReportOnRequest(Info, site, outside => $"{site}{(outside == null ? "" : " in " + outside)} starts as much at once as it finds, for every request: give it a degree, or hand the work to a bounded queue", background: true);
            }
        }
    }

    /// <summary>The call that starts one task for each of any number of elements, and does not wait for it before the next.</summary>
    private static CallSite? PerElement(RuleContext context, LoopStep loop)
    {
        if (loop.IsBounded || loop.Bound is <= Small || loop.Drive is not (LoopDrive.Elements or LoopDrive.Counted) || loop.Runner != null && !(loop.IsParallel && loop.Join != null)
            || UnboundedFanOut.IsCut(context, loop) || loop.Ancestors().Any(x => x is LoopStep { Drive: LoopDrive.Batches })) return null;
        return loop.Body.Descendants().OfType<CallSite>().FirstOrDefault(x => Starts(x) && (loop.Runner != null || x.Node.Await != AwaitMode.Awaited)
            && !loop.Body.Descendants().Any(s => s is AwaitStep wait && x.Owner.Values.Origin(wait.Node.Task).Equals(new ResultOperand(x.Node.Id))));
    }

    private static bool Starts(CallSite site) => Starters.Any(x => site.Node.Callee.Id.StartsWith("M:System.Threading." + x, StringComparison.Ordinal));
}
