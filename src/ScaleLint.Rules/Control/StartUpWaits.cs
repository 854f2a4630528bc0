using ScaleLint.Graph.Effects;
using ScaleLint.Graph.Facts;
using ScaleLint.Graph.Linking;

namespace ScaleLint.Rules.Control;

/// <summary>A start that waits for someone else.</summary>
public sealed class StartUpWaits : Rule
{
    /// <inheritdoc/>
    public override RuleInfo Info { get; } = new("SCALE8003", "Start-up waits for a remote dependency", RuleScope.Live, Level.Suggestion,
        "New instances are needed when dependencies are slow, and then they do not come up.", "0.1.0");

    /// <inheritdoc/>
    public override void Judge(RuleContext context)
    {
        foreach (var method in context.Methods)
        {
            if (method.Lambda >= 0) continue;
            var start = context.Graph.EntryPoints.Any(x => x.Root == method && x.Kind == EntryKind.Hosted) && Names.Display(method.Facts.Id).EndsWith(".StartAsync", StringComparison.Ordinal);
            if (!start && ((method.Facts.Flags & MethodFlags.Main) == 0 || !method.Sites.Any(RunsHost))) continue;
            foreach (var site in method.Sites)
            {
                if (!start && RunsHost(site)) break;
                if (site.InBackground || site.Meaning(MeaningKind.Register) != null || !context.Graph.Remote.From(site)) continue;
                var path = context.Graph.Remote.Path(site);
                if (path.Count == 0) continue;
                context.Report(Info, site, $"The host does not start before {Text.Through(path)} has answered: do it in a background service with retries and a deadline, or as a deployment step",
                    [new PathHop(method.Display, method.At), .. RuleContext.Folded(path)]);
            }
        }
    }

    private static bool RunsHost(CallSite site) => site.Is(MeaningKind.Entry, "host-run");
}
