using ScaleLint.Graph.Effects;
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
            if (inner == null && Names.Own(site.Node.Callee.Id) == "ContinueWith") inner = RemoteIn(context, site);
            if (inner != null) Report(context, site, inner, site.At, site.Owner);
            return;
        }
        if (site.Node.Await == AwaitMode.Discarded || site.Node.Await == AwaitMode.Stored && site.Owner.Values.IsForgotten(site.Node.Id))
        {
            var inner = RemoteIn(context, site);
            if (inner != null && !IsBatched(site)) Report(context, site, inner, site.At, site.Owner);
            return;
        }
        if (Forgotten(context, site) is { } forgotten)
        {
            Report(context, site, forgotten, site.At, site.Owner);
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
            $"{start} starts a call of {Text.Target(context, path)} that nobody waits for: await it, or hand it to a hosted service over a bounded channel or a queue",
            [.. context.RequestPath(start.Owner), new PathHop(start.ToString(), start.At), .. RuleContext.Folded(path.Where(x => x != start))], new Repair("observe", start, null), detail: start.Node.Callee.Id);
    }

    /// <summary>The remote call of an async delegate that returns nothing, or of a task handed to a member that forgets it.</summary>
    private static CallSite? Forgotten(RuleContext context, CallSite site)
    {
        var values = site.Owner.Values;
        var given = site.Node.Kind == CallKind.Delegate && site.Node.Receiver != null ? [site.Node.Receiver] : site.Node.Arguments;
        if (given.Any(x => values.Origin(x) is LambdaOperand lambda && lambda.Lambda < site.Owner.Facts.Lambdas.Count && site.Owner.Facts.Lambdas[lambda.Lambda] is { IsAsync: true, ReturnType: "System.Void" })
            && site.Delegates.SelectMany(x => x.Descendants()).OfType<CallSite>().FirstOrDefault(context.Graph.Remote.From) is { } inside) return inside;
        if (site.Node.ReturnType is not ("System.Void" or "") || !(Names.Own(site.Node.Callee.Id).IndexOf("Forget", StringComparison.Ordinal) >= 0 || site.Targets.Any(x => x.IsAsync && x.Facts.ReturnType == "System.Void"))) return null;
        return given.Select(values.CallOf).Select(id => id == null ? null : site.Owner.Sites.FirstOrDefault(x => x.Node.Id == id)).FirstOrDefault(x => x != null && x.Node.ReturnType.StartsWith("System.Threading.Tasks.", StringComparison.Ordinal) && context.Graph.Remote.From(x));
    }

    /// <summary>The remote call behind a task: the call itself, one in its delegates, one of the tasks it joins, or one it goes on from.</summary>
    private static CallSite? RemoteIn(RuleContext context, CallSite site)
    {
        if (context.Graph.Remote.From(site)) return site;
        if (site.Delegates.SelectMany(x => x.Descendants()).OfType<CallSite>().FirstOrDefault(context.Graph.Remote.From) is { } inside) return inside;
        IEnumerable<Operand> before = site.Meaning(MeaningKind.All) != null ? site.Node.Arguments.SelectMany(site.Owner.Values.Inputs)
            : site.Node.Receiver is { } task && Names.Own(site.Node.Callee.Id) == "ContinueWith" ? [task] : [];
        var ids = new HashSet<int>(before.Select(site.Owner.Values.CallOf).OfType<int>());
        return site.Owner.Sites.TakeWhile(x => x != site).Where(x => ids.Contains(x.Node.Id)).Select(x => RemoteIn(context, x)).FirstOrDefault(x => x != null);
    }

    /// <summary>Started on the bare thread pool or as a continuation, not handed to a job library.</summary>
    private static bool IsRaw(CallSite site) => site.Node.Callee.Id.StartsWith("M:System.Threading.", StringComparison.Ordinal);

    /// <summary>Redis transactions and batches complete their tasks when they execute.</summary>
    private static bool IsBatched(CallSite site) => site.Node.ReceiverType is "StackExchange.Redis.IBatch" or "StackExchange.Redis.ITransaction"
        || site.Remote?.Is("pipelined") == true && site.Node.Receiver is { } on && site.Owner.Values.TypeOf(on) is "StackExchange.Redis.IBatch" or "StackExchange.Redis.ITransaction";

    private static bool IsEventHandler(Method method) => method.Parameters.Count == 2 && method.Parameters[0].Type == "System.Object" && method.Parameters[1].Type.EndsWith("EventArgs", StringComparison.Ordinal);
}
