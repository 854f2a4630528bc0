using ScaleLint.Graph.Effects;
using ScaleLint.Graph.Linking;
using ScaleLint.Rules.Failure;

namespace ScaleLint.Rules.ThirdParties;

/// <summary>A third party that may hold every caller for ever.</summary>
public sealed class UncontainedThirdParty : Rule
{
    private static readonly string[] Guards = ["breaker", "fallback", "timeout"];

    /// <inheritdoc/>
    public override RuleInfo Info { get; } = new("SCALE7003", "Third party without containment", RuleScope.Build, Level.Warning,
        "One slow partner holds every thread, connection and request that meets it.", "0.1.0");

    /// <inheritdoc/>
    public override void Judge(RuleContext context)
    {
        var uses = ThirdPartyCalls.Of(context, context.Graph.FromAnyEntry).SelectMany(x => context.Places(x.Site, context.Graph.FromAnyEntry, background: true).Select(p => (Cause: x.Site, x.Third, p.At, p.Way)));
        foreach (var third in uses.GroupBy(x => (x.At.Owner.Unit.Name, x.Third.Id)).OrderBy(x => x.Key.Name, StringComparer.Ordinal).ThenBy(x => x.Key.Id, StringComparer.Ordinal))
        {
            if (third.Any(x => context.Graph.Deadlines.Of(x.Cause).IsSet || x.Way.Any(y => Containment.Has(context, y, Guards)) || context.Graph.CallersOf(x.At.Owner).Any(y => Containment.Around(context, y, Guards)))) continue;
            var (cause, _, first, way) = third.OrderBy(x => x.At.At.File, StringComparer.Ordinal).ThenBy(x => x.At.At.Line).First();
            var registration = context.Graph.Clients.Of(cause).Site;
            context.Report(Info, registration?.Meaning(MeaningKind.Register) != null && context.IsJudged(registration.Owner) ? registration : first,
                $"{third.Key.Id} is called with no deadline, circuit breaker or fallback: set a timeout first, then a breaker", [.. context.RequestPath(first.Owner), .. RuleContext.Folded(way)], new Repair("breaker", null, third.Key.Id), detail: third.Key.Id);
        }
    }
}
