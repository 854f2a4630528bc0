using ScaleLint.Graph.Linking;

namespace ScaleLint.Rules.Latency;

/// <summary>A remote effect that runs once per element of a sequence, directly or through callees.</summary>
public sealed class RemoteCallInLoop : Rule
{
    private const int Few = 3;

    /// <inheritdoc/>
    public override RuleInfo Info { get; } = new("SCALE3002", "Remote call in a loop", RuleScope.Live, Level.Warning,
        "One round trip per element, one after another: latency grows with the data.", "0.1.0");

    /// <inheritdoc/>
    public override void Judge(RuleContext context)
    {
        foreach (var method in context.RemoteMethods)
        {
            foreach (var site in method.Sites)
            {
                if (LoopAround(site) is not { } loop || context.Graph.SizeOf(loop.Owner, loop.Source) is <= Few || site.InBackground || !context.Graph.Hop.From(site) || AreServices(context, loop)) continue;
                if (site.Remote is { } effect && (effect.Is("pipelined") && site.Node.Await != Graph.Facts.AwaitMode.Awaited || effect.Is("bulk"))) continue;
                var path = context.Graph.Hop.Path(site);
                if (path.Count == 0) continue;
                var repeated = site.Within(loop);
                if (repeated != site) path = [repeated, .. path];
                context.Report(Info, repeated,
                    $"{Text.Through(path)} calls {Text.Target(context, path)} once per element of {Over(loop)}: {(path[path.Count - 1].Remote!.Is("read") ? "fetch" : "send")} all elements in one call, or run them together with a bound",
                    [.. context.RequestPath(site.Owner), .. RuleContext.Folded(path)], new Repair("batch", site, null));
            }
        }
    }

    /// <summary>The services of one kind that the container knows: a number that code decides, not data.</summary>
    private static bool AreServices(RuleContext context, LoopStep loop)
    {
        var values = loop.Owner.Values;
        if (values.CallOf(loop.Source) is { } id && values.Call(id) is { } call && Names.Own(call.Callee.Id) is "GetServices" or "GetKeyedServices") return true;
        return Names.Arguments(values.TypeOf(values.Origin(loop.Source)) ?? "") is [var element] && context.Graph.Registrations.Of(Names.Definition(element)).Count > 0;
    }

    /// <summary>The loop over elements whose rounds wait for one another, if the call is repeated by one.</summary>
    private static LoopStep? LoopAround(CallSite site)
    {
        Step inner = site;
        foreach (var step in site.Ancestors())
        {
            switch (step)
            {
                case BackgroundStep: return null;
                case LoopStep { IsParallel: true }: return null;
                case LoopStep loop when loop.Condition != inner && loop.Drive is LoopDrive.Elements: return loop;
                case CallSite { Node: var call } when loopRunner(call): return null;
            }
            inner = step;
        }
        return null;

        static bool loopRunner(Graph.Facts.CallNode call) => call.Callee.Id.StartsWith("M:System.Threading.Tasks.Parallel.", StringComparison.Ordinal);
    }

    private static string Over(LoopStep loop) => loop.Owner.Values.NameOf(loop.Source) is { } name ? $"'{name}'" : "a loop";
}
