using ScaleLint.Graph.Effects;
using ScaleLint.Graph.Linking;

namespace ScaleLint.Rules.Observability;

/// <summary>A log line per element.</summary>
public sealed class LogPerElement : Rule
{
    /// <inheritdoc/>
    public override RuleInfo Info { get; } = new("SCALE9001", "Log per element", RuleScope.Live, Level.Suggestion,
        "The log grows as requests times elements: it costs more than the work, and hides what matters.", "0.1.0");

    /// <inheritdoc/>
    public override void Judge(RuleContext context)
    {
        foreach (var method in context.Methods)
        {
            if (!context.Graph.OnRequest.Contains(method)) continue;
            foreach (var site in method.Sites)
            {
                if (site.Meaning(MeaningKind.Log) is not { } log || LevelOf(site, log) is not { } level || level < 2) continue;
                var inside = site.Ancestors().TakeWhile(x => x is not LoopStep).ToList();
                if (inside.Any(x => x is ChoiceStep || x is TryStep attempt && attempt.Catches.Any(c => c.Descendants().Contains(site)))) continue;
                if (site.Ancestors().OfType<LoopStep>().FirstOrDefault() is not { Drive: LoopDrive.Elements }) continue;
                context.Report(Info, site, $"{site} writes a line per element of a request: log once after the loop, with the count");
            }
        }
    }

    private static int? LevelOf(CallSite site, Meaning log)
    {
        string[] names = ["trace", "debug", "information", "warning", "error", "critical"];
        for (var i = 0; i < names.Length; i++) if (log.Is(names[i])) return i;
        return log.Value("level") is { } reference && site.Owner.Values.Number(site.Argument(reference)) is { } number ? (int)number : null;
    }
}
