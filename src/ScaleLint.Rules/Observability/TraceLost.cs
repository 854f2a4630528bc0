using ScaleLint.Graph.Effects;
using ScaleLint.Graph.Facts;
using ScaleLint.Graph.Linking;

namespace ScaleLint.Rules.Observability;

/// <summary>Work whose cause cannot be followed.</summary>
public sealed class TraceLost : Rule
{
    /// <inheritdoc/>
    public override RuleInfo Info { get; } = new("SCALE9003", "Trace context lost", RuleScope.Live, Level.Suggestion,
        "The trace ends where the work begins: the slow or failing part belongs to no request.", "0.1.0");

    /// <inheritdoc/>
    public override void Judge(RuleContext context)
    {
        var drained = Drained(context);
        foreach (var method in context.Methods)
        {
            foreach (var site in method.Sites)
            {
                if (site.Is(MeaningKind.Flow, "suppress") && Following(site).Any(context.Graph.Remote.From)) Report(context, site, "runs without the ambient activity");
                else if (site.Is(MeaningKind.Buffer, "add") && context.Graph.OnRequest.Contains(method) && Queue(site) is { } queue && drained.Contains(queue) && !Carries(context, site)) Report(context, site, "is picked up elsewhere without the activity of this request");
                else if (site.Remote is { Kind: MeaningKind.QueuePublish } publish && !publish.Is("propagates") && !publish.Is("control") && context.Graph.FromAnyEntry.Contains(method) && !Carries(context, site)) Report(context, site, "goes out without trace headers");
            }
        }
    }

    private void Report(RuleContext context, CallSite site, string what) =>
        context.Report(Info, site, $"What {site} hands over {what}: pass the ActivityContext along and start the work under it", context.RequestPath(site.Owner));

    private static IEnumerable<CallSite> Following(CallSite site) => site.Delegates.SelectMany(x => x.Descendants()).OfType<CallSite>().Concat(site.Owner.Sites.SkipWhile(x => x != site).Skip(1));

    /// <summary>Queues, by element type, that some loop drains into remote work.</summary>
    private static HashSet<string> Drained(RuleContext context)
    {
        var result = new HashSet<string>(StringComparer.Ordinal);
        foreach (var method in context.Methods)
            foreach (var site in method.Sites)
                if (site.Is(MeaningKind.Buffer, "take") && Queue(site) is { } queue && method.Sites.Any(context.Graph.Remote.From)) result.Add(queue);
        return result;
    }

    private static string? Queue(CallSite site)
    {
        var type = site.Node.ReceiverType.Length > 0 ? site.Node.ReceiverType : site.Node.Arguments.Count > 0 ? site.Owner.Values.TypeOf(site.Node.Arguments[0]) : null;
        return type == null ? null : Names.Arguments(type).FirstOrDefault();
    }

    /// <summary>The item or the member speaks of the trace.</summary>
    private static bool Carries(RuleContext context, CallSite site)
    {
        bool IsTrace(string? text) => text != null && (text.IndexOf("trace", StringComparison.OrdinalIgnoreCase) >= 0 || text.IndexOf("ActivityContext", StringComparison.Ordinal) >= 0 || text.IndexOf("Propagat", StringComparison.OrdinalIgnoreCase) >= 0);
        if (Queue(site) is { } item && context.Graph.Types.Find(Names.Definition(item)) is { } type && type.Type.Fields.Any(x => IsTrace(x.Type) || IsTrace(x.Id))) return true;
        return site.Owner.Values.Calls.Any(x => IsTrace(x.Callee.Id) || x.Arguments.Any(a => IsTrace(site.Owner.Values.Text(a))));
    }
}
