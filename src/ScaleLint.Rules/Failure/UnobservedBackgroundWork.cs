using ScaleLint.Graph.Facts;
using ScaleLint.Graph.Linking;

namespace ScaleLint.Rules.Failure;

/// <summary>Remote work started by a request that nobody waits for: its failures, load and loss at shutdown are seen by no one.</summary>
public sealed class UnobservedBackgroundWork : Rule
{
    /// <inheritdoc/>
    public override RuleInfo Info { get; } = new("SCALE4007", "Unobserved background work", RuleScope.Live, Level.Warning,
        "Work that is thrown away has no limit, no retry, no failure anyone sees, and ends with the process.", "0.1.0");

    /// <inheritdoc/>
    public override void Judge(RuleContext context)
    {
        foreach (var method in context.Methods)
        {
            if (!context.Graph.OnRequest.Contains(method)) continue;
            foreach (var site in method.Sites)
            {
                if (site.Ancestors().Any(x => x is BackgroundStep or CallSite { Node.Await: AwaitMode.Discarded })) continue;
                Judge(context, site);
            }
        }
    }

    private void Judge(RuleContext context, CallSite site)
    {
        var background = site.Delegates.OfType<BackgroundStep>().FirstOrDefault();
        if (background != null && IsRaw(site))
        {
            var inner = background.Body.Descendants().OfType<CallSite>().FirstOrDefault(context.Graph.Remote.From);
            if (inner == null && Continued(site) is { } before && context.Graph.Remote.From(before)) inner = before;
            if (inner != null) Report(context, site, inner, site.At, site.Owner);
            return;
        }
        if (site.Node.Await == AwaitMode.Discarded || site.Node.Await == AwaitMode.Stored && site.Owner.Values.IsForgotten(site.Node.Id))
        {
            var inner = context.Graph.Remote.From(site) ? site : site.Delegates.SelectMany(x => x.Descendants()).OfType<CallSite>().FirstOrDefault(context.Graph.Remote.From);
            if (inner != null && !IsBatched(site)) Report(context, site, inner, site.At, site.Owner);
            return;
        }
        foreach (var target in site.Targets)
        {
            if (!target.IsAsync || target.Facts.ReturnType != "System.Void" || IsEventHandler(target)) continue;
            var inner = target.Sites.FirstOrDefault(context.Graph.Remote.From);
            if (inner != null) Report(context, site, inner, target.At, target);
        }
    }

    private void Report(RuleContext context, CallSite start, CallSite inner, Position at, Method owner)
    {
        var path = context.Graph.Remote.Path(inner);
        if (path.Count == 0) return;
        context.Report(Info, owner, at,
            $"{start} starts a call of {Text.Target(context, path[path.Count - 1])} that nobody waits for: await it, or hand it to a hosted service over a bounded channel or a queue",
            [.. context.RequestPath(start.Owner), new PathHop(start.ToString(), start.At), .. RuleContext.Folded(path.Where(x => x != start))], new Repair("observe", start, null), detail: start.Node.Callee.Id);
    }

    /// <summary>The call whose task a dropped continuation goes on from.</summary>
    private static CallSite? Continued(CallSite site) => site.Node.Receiver is { } task && Names.Own(site.Node.Callee.Id) == "ContinueWith" && site.Owner.Values.CallOf(task) is { } id
        ? site.Owner.Sites.FirstOrDefault(x => x.Node.Id == id) : null;

    /// <summary>Started on the bare thread pool or as a continuation, not handed to a job library.</summary>
    private static bool IsRaw(CallSite site) => site.Node.Callee.Id.StartsWith("M:System.Threading.", StringComparison.Ordinal);

    /// <summary>Redis transactions and batches complete their tasks when they execute.</summary>
    private static bool IsBatched(CallSite site) => site.Node.ReceiverType is "StackExchange.Redis.IBatch" or "StackExchange.Redis.ITransaction"
        || site.Remote?.Is("pipelined") == true && site.Node.Receiver is { } on && site.Owner.Values.TypeOf(on) is "StackExchange.Redis.IBatch" or "StackExchange.Redis.ITransaction";

    private static bool IsEventHandler(Method method) => method.Parameters.Count == 2 && method.Parameters[0].Type == "System.Object" && method.Parameters[1].Type.EndsWith("EventArgs", StringComparison.Ordinal);
}
