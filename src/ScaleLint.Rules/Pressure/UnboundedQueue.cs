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
        var queues = new Lazy<Queues>(() => new Queues(context));
        foreach (var method in context.Methods)
        {
            foreach (var site in method.Meant)
            {
                var made = site.Is(MeaningKind.Buffer, "create") && site.Is(MeaningKind.Buffer, "unbounded") ? site.Node.ReturnType : Registered(site);
                if (made == null || HasBound(context, site) || DrainedHere(site)) continue;
                if (IsPlainQueue(made) && (queues.Value.IsOfOneRequest(site) || !queues.Value.PassesOn(queues.Value.IdOfMade(site, made)))) continue;
                context.Report(Info, site, $"{site} makes a queue without a bound: give it a capacity and decide what happens when it is full", repair: new Repair("bound-queue", site, null));
            }
        }
    }

    /// <summary>A collection for one process's own use, a queue only where requests fill it and something else empties it.</summary>
    private static bool IsPlainQueue(string type) => type.StartsWith("System.Collections.Concurrent.Concurrent", StringComparison.Ordinal);

    /// <summary>The queue that the container makes for a registration by type alone.</summary>
    private static string? Registered(CallSite site) => site.Is(MeaningKind.Register, "singleton") && site.Node.TypeArguments.Count > 0 && site.Node.Arguments.Count <= 1
        && site.Node.TypeArguments[site.Node.TypeArguments.Count - 1] is var type && Names.Definition(type) is "System.Collections.Concurrent.ConcurrentQueue`1" or "System.Collections.Concurrent.ConcurrentStack`1"
            or "System.Collections.Concurrent.ConcurrentBag`1" or "System.Collections.Concurrent.BlockingCollection`1" ? type : null;

    /// <summary>A capacity among the arguments, or set on the options object; options that are not seen may set one.</summary>
    private static bool HasBound(RuleContext context, CallSite site)
    {
        if (site.Meaning(MeaningKind.Buffer) is not { } meaning) return false;
        if (site.Argument(meaning.Value("capacity")) is { } capacity and not DefaultOperand) return site.Owner.Values.Number(capacity) is not < 0;
        return site.Argument(meaning.Value("options")) is { } options && !meaning.Is("bounded") && IsBounded(context, site.Owner, options, 0);
    }

    private static bool IsBounded(RuleContext context, Method owner, Operand options, int depth)
    {
        if (depth > 4) return true;
        switch (owner.Values.Origin(options))
        {
            case FieldOperand field when context.Graph.MadeBy(field) is { } made: return IsBounded(context, made.Owner, new ResultOperand(made.Call.Id), depth + 1);
            case ResultOperand result when owner.Values.Call(result.Call) is { } call:
                if (call.Kind == CallKind.New)
                    return owner.Values.Calls.Any(x => x.Receiver != null && x.Callee.Id.IndexOf(".set_BoundedCapacity(", StringComparison.Ordinal) > 0 && owner.Values.Origin(x.Receiver).Equals(result) && owner.Values.Number(x.Arguments[0]) is not < 0);
                return context.Graph.Find(call.Callee) is not { Facts.Body: not null } maker
                    || maker.Body.Descendants().OfType<JumpStep>().Any(x => x.Node is { Kind: JumpKind.Return, Value: { } value } && IsBounded(context, maker, value, depth + 1));
            default: return true;
        }
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
}
