using ScaleLint.Graph.Effects;
using ScaleLint.Graph.Facts;
using ScaleLint.Graph.Linking;

namespace ScaleLint.Rules.Pressure;

/// <summary>An in-process queue that grows as long as its consumer is slower than its producers.</summary>
public sealed class UnboundedQueue : Rule
{
    /// <inheritdoc/>
    public override RuleInfo Info { get; } = new("SCALE5001", "Unbounded queue", RuleScope.Live, Level.Warning,
        "Past saturation a queue without a bound turns overload into memory and waiting time instead of back-pressure.", "0.1.0");

    /// <inheritdoc/>
    public override void Judge(RuleContext context)
    {
        foreach (var method in context.Methods)
        {
            foreach (var site in method.Sites)
            {
                if (!site.Is(MeaningKind.Buffer, "create") || !site.Is(MeaningKind.Buffer, "unbounded") || HasBound(site) || DrainedHere(site)) continue;
                if (IsPlainQueue(site) && !(FieldOf(site) is { } field && FedByRequests(context, field) && DrainedElsewhere(context, field))) continue;
                context.Report(Info, site, $"{site} makes a queue without a bound: give it a capacity and decide what happens when it is full", repair: new Repair("bound-queue", site, null));
            }
        }
    }

    private static bool IsPlainQueue(CallSite site) => site.Node.Callee.Id.StartsWith("M:System.Collections.Concurrent.Concurrent", StringComparison.Ordinal);

    /// <summary>A capacity among the arguments, or set on the options object.</summary>
    private static bool HasBound(CallSite site)
    {
        var values = site.Owner.Values;
        if (site.Meaning(MeaningKind.Buffer)!.Value("capacity") is { } reference && site.Argument(reference) is { } capacity and not DefaultOperand) return values.Number(capacity) is not < 0;
        foreach (var argument in site.Node.Arguments)
        {
            var options = values.Origin(argument);
            foreach (var call in values.Calls)
                if (call.Receiver != null && (call.Callee.Id.IndexOf(".set_BoundedCapacity(", StringComparison.Ordinal) > 0 || call.Callee.Id.IndexOf(".set_Capacity(", StringComparison.Ordinal) > 0) && values.Origin(call.Receiver).Equals(options))
                    return values.Number(call.Arguments[0]) is not < 0;
        }
        return false;
    }

    /// <summary>The queue never leaves the member that fills and drains it.</summary>
    private static bool DrainedHere(CallSite site)
    {
        var values = site.Owner.Values;
        var queue = new ResultOperand(site.Node.Id);
        var drained = false;
        foreach (var step in site.Owner.Body.Descendants())
        {
            switch (step)
            {
                case WriteStep write when values.Inputs(write.Node.Value).Contains(queue): return false;
                case JumpStep { Node: { Kind: JumpKind.Return, Value: { } value } } when values.Inputs(value).Contains(queue) && values.Origin(value).Equals(queue): return false;
                case CallSite use when use.Meanings.Any(x => x.Kind == MeaningKind.Buffer && x.Is("take")) && Operands(use.Node).Any(x => values.Inputs(x).Contains(queue)): drained = true; break;
                case CallSite use when use.Targets.Count > 0 && use.Node.Arguments.Any(x => values.Origin(x).Equals(queue)): return false;
                case LoopStep { Node: { } loop } when values.Inputs(loop.Source).Contains(queue): drained = true; break;
            }
        }
        return drained;
    }

    private static IEnumerable<Operand> Operands(CallNode call) => call.Receiver == null ? call.Arguments : [call.Receiver, .. call.Arguments];

    private static string? FieldOf(CallSite site) => site.Owner.Body.Descendants().OfType<WriteStep>().FirstOrDefault(x => site.Owner.Values.Origin(x.Node.Value).Equals(new ResultOperand(site.Node.Id)))?.Node.Member.Member.Id;

    private static bool FedByRequests(RuleContext context, string field) => Uses(context, field, "add").Any(x => context.Graph.OnRequest.Contains(x.Owner));

    private static bool DrainedElsewhere(RuleContext context, string field)
    {
        var feeders = new HashSet<Method>(Uses(context, field, "add").Select(x => x.Owner));
        return Uses(context, field, "take").Any(x => !feeders.Contains(x.Owner));
    }

    private static IEnumerable<CallSite> Uses(RuleContext context, string field, string word) => context.Methods.SelectMany(x => x.Sites)
        .Where(x => (x.Is(MeaningKind.Buffer, word) || word == "add" && x.Is(MeaningKind.Collection, "add") || word == "take" && x.Is(MeaningKind.Collection, "remove"))
            && x.Node.Receiver is { } on && x.Owner.Values.Origin(on) is FieldOperand f && f.Member.Id == field);
}
