using ScaleLint.Graph.Effects;
using ScaleLint.Graph.Facts;
using ScaleLint.Graph.Linking;

namespace ScaleLint.Rules.Pressure;

/// <summary>Local work that takes as many threads as it finds, for every request.</summary>
public sealed class UnboundedConcurrency : Rule
{
    /// <inheritdoc/>
    public override RuleInfo Info { get; } = new("SCALE5006", "Unbounded concurrency", RuleScope.Live, Level.Suggestion,
        "Ten requests on eight cores want eighty threads: the pool starves and everyone waits.", "0.1.0");

    /// <inheritdoc/>
    public override void Judge(RuleContext context)
    {
        foreach (var method in context.Methods)
        {
            if (!context.Graph.OnRequest.Contains(method)) continue;
            foreach (var step in method.Body.Descendants())
            {
                var site = step switch
                {
                    LoopStep { IsParallel: true, IsBounded: false, Join: null, Runner: { } runner } => runner,
                    LoopStep { Runner: null, Drive: LoopDrive.Elements or LoopDrive.Counted, Bound: not <= 16 } loop => loop.Body.Descendants().OfType<CallSite>().FirstOrDefault(x => x.Node.Callee.Id.StartsWith("M:System.Threading.Tasks.Task.Run", StringComparison.Ordinal) && x.Node.Await != AwaitMode.Awaited),
                    LoopStep { IsParallel: true, IsBounded: false, Join: not null, Runner: not null, Bound: not <= 16 } loop => loop.Body.Descendants().OfType<CallSite>().FirstOrDefault(x => x.Node.Callee.Id.StartsWith("M:System.Threading.Tasks.Task.Run", StringComparison.Ordinal)),
                    CallSite { Node.Kind: CallKind.New } thread when thread.Node.Callee.Id.StartsWith("M:System.Threading.Thread.#ctor", StringComparison.Ordinal) => thread,
                    _ => null,
                };
                if (site == null || site.Descendants().OfType<CallSite>().Any(x => x != site && context.Graph.Remote.From(x))) continue;
                context.Report(Info, site, $"{site} starts as much at once as it finds, for every request: give it a degree, or hand the work to a bounded queue", [.. context.RequestPath(method), new PathHop(site.ToString(), site.At)]);
            }
        }
    }
}
