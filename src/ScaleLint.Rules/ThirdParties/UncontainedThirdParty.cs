using ScaleLint.Graph.Effects;
using ScaleLint.Graph.Linking;
using ScaleLint.Rules.Failure;

namespace ScaleLint.Rules.ThirdParties;

/// <summary>A third party that may hold every caller for ever.</summary>
public sealed class UncontainedThirdParty : Rule
{
    /// <inheritdoc/>
    public override RuleInfo Info { get; } = new("SCALE7003", "Third party without containment", RuleScope.Build, Level.Warning,
        "One slow partner holds every thread, connection and request that meets it.", "0.1.0");

    /// <inheritdoc/>
    public override void Judge(RuleContext context)
    {
        var sites = context.Methods.Where(context.Graph.FromAnyEntry.Contains).SelectMany(x => x.Sites)
            .Where(x => context.Graph.Resources.Of(x) is { Kind: MeaningKind.ThirdParty } && !x.Remote!.Is("control"));
        foreach (var third in sites.GroupBy(x => (x.Owner.Unit.Name, context.Graph.Resources.Of(x)!.Id)).OrderBy(x => x.Key.Name, StringComparer.Ordinal).ThenBy(x => x.Key.Id, StringComparer.Ordinal))
        {
            if (third.Any(x => context.Graph.Deadlines.Of(x).IsSet || Containment.Has(context, x, "breaker", "fallback", "timeout"))) continue;
            var first = third.OrderBy(x => x.At.File, StringComparer.Ordinal).ThenBy(x => x.At.Line).First();
            var registration = context.Graph.Clients.Of(first).Site;
            context.Report(Info, registration != null && context.IsJudged(registration.Owner) ? registration : first,
                $"{third.Key.Id} is called with no deadline, circuit breaker or fallback: set a timeout first, then a breaker", [.. context.RequestPath(first.Owner), new PathHop(first.ToString(), first.At)], new Repair("breaker", null, third.Key.Id), detail: third.Key.Id);
        }
    }
}
