using ScaleLint.Graph.Effects;
using ScaleLint.Graph.Facts;
using ScaleLint.Graph.Linking;

namespace ScaleLint.Rules.Observability;

/// <summary>Work whose cause cannot be followed.</summary>
public sealed class TraceLost : Rule
{
    private static readonly string[] Words = ["traceparent", "tracecontext", "traceid", "tracestate", "ActivityContext", "Propagat", "DistributedContext", "ParentId"];

    /// <inheritdoc/>
    public override RuleInfo Info { get; } = new("SCALE9003", "Trace context lost", RuleScope.Live, Level.Suggestion,
        "The trace ends where the work begins: the slow or failing part belongs to no request.", "0.1.0");

    /// <inheritdoc/>
    public override void Judge(RuleContext context)
    {
        var drained = Drained(context);
        foreach (var method in context.Methods)
        {
            foreach (var site in method.Meant)
            {
                if (site.Is(MeaningKind.Flow, "suppress") && Following(site).Any(context.Graph.Remote.From)) Report(context, site, "runs without the ambient activity");
                else if (site.Is(MeaningKind.Buffer, "add") && context.Graph.OnRequest.Contains(method) && QueueOf(context, site) is { } queue && drained.Any(x => x.IsSame(queue)) && !Carries(context, site)) Report(context, site, "is picked up elsewhere without the activity of this request");
                else if (site.Remote is { Kind: MeaningKind.QueuePublish } publish && !publish.Is("propagates") && !publish.Is("control") && context.Graph.FromAnyEntry.Contains(method) && !Carries(context, site)) Report(context, site, "goes out without trace headers");
            }
        }
    }

    private void Report(RuleContext context, CallSite site, string what) =>
        context.Report(Info, site, $"What {site} hands over {what}: pass the ActivityContext along and start the work under it", context.RequestPath(site.Owner));

    private static IEnumerable<CallSite> Following(CallSite site) => site.Delegates.SelectMany(x => x.Descendants()).OfType<CallSite>().Concat(site.Owner.Sites.SkipWhile(x => x != site).Skip(1));

    /// <summary>Queues that are emptied into remote work: by the member that takes, by one that asks it for the next element, or by the block's own delegate.</summary>
    private static List<Queue> Drained(RuleContext context)
    {
        var result = new HashSet<Queue>();
        foreach (var method in context.Methods)
        {
            foreach (var site in method.Sites)
            {
                var drains = site.Is(MeaningKind.Buffer, "take") ? method.Sites.Any(context.Graph.Remote.From) || context.Graph.CallersOf(method).Any(x => x.Owner.Sites.Any(context.Graph.Remote.From))
                    : site.Is(MeaningKind.Buffer, "create") && site.Delegates.SelectMany(x => x.Descendants()).OfType<CallSite>().Any(context.Graph.Remote.From);
                if (drains && QueueOf(context, site) is { } queue) result.Add(queue);
            }
        }
        return [.. result];
    }

    /// <summary>The queue that a call fills, empties or makes; null for one that the member keeps to itself.</summary>
    private static Queue? QueueOf(RuleContext context, CallSite site)
    {
        var values = site.Owner.Values;
        if (site.Is(MeaningKind.Buffer, "create"))
        {
            var kept = site.Owner.Writes.FirstOrDefault(x => values.Origin(x.Node.Value).Equals(new ResultOperand(site.Node.Id)));
            return site.Node.TypeArguments.Count == 0 ? null : new Queue(kept?.Node.Member.Member, site.Node.TypeArguments[0]);
        }
        if ((site.Node.Receiver ?? site.Node.Arguments.FirstOrDefault()) is not { } end || values.TypeOf(end) is not { } type || Names.Arguments(type) is not [var element, ..]) return null;
        var origin = values.Origin(end);
        // A channel has two ends.
        if (origin is ResultOperand { Call: var id } && values.Call(id) is { Receiver: { } channel } call && Names.Own(call.Callee.Id) is "Writer" or "Reader") origin = values.Origin(channel);
        if (origin is ResultOperand made && values.Call(made.Call) is { } create && context.Graph.MeaningsOf(create, site.Owner).Any(x => x.Kind == MeaningKind.Buffer && x.Is("create"))) return null;
        var field = origin is FieldOperand x && context.Graph.MadeBy(x) is { } maker && context.Graph.MeaningsOf(maker.Call, maker.Owner).Any(m => m.Kind == MeaningKind.Buffer) ? x.Member : (MemberRef?)null;
        return new Queue(field, element);
    }

    /// <summary>A queue: the field that keeps it where one is known to have made it, and the type of its elements.</summary>
    private sealed record Queue(MemberRef? Field, string Element)
    {
        public bool IsSame(Queue other) => Element == other.Element && (Field == null || other.Field == null || Field == other.Field);
    }

    /// <summary>The item or the member speaks of the trace.</summary>
    private static bool Carries(RuleContext context, CallSite site)
    {
        bool IsTrace(string? text) => text != null && Words.Any(x => text.IndexOf(x, StringComparison.OrdinalIgnoreCase) >= 0);
        if (QueueOf(context, site) is { } queue && context.Graph.Types.Find(Names.Definition(queue.Element)) is { } type && type.Type.Fields.Any(x => IsTrace(x.Type) || IsTrace(Names.Short(x.Id)) || Names.Short(x.Id) is "Trace" or "Activity")) return true;
        return site.Owner.Values.Calls.Any(x => IsTrace(x.Callee.Id) || x.Arguments.Any(a => IsTrace(site.Owner.Values.Text(a))));
    }
}
