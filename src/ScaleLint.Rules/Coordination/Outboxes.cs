using ScaleLint.Graph.Effects;
using ScaleLint.Graph.Linking;
using ScaleLint.Rules.Settings;

namespace ScaleLint.Rules.Coordination;

/// <summary>Where messages are kept in the database that their cause is written to.</summary>
internal sealed class Outboxes(RuleContext context)
{
    private static readonly string[] Named = ["Outbox", "IntegrationEventLog"];
    private readonly List<Unit> units = context.Graph.Methods.Where(x => x.Facts.Body != null && x.Meant.Any(s => s.Meaning(MeaningKind.Outbox) != null)).Select(x => x.Unit).Distinct().ToList();

    /// <summary>Whether an outbox is in sight: set up in a process that runs the member, or a type of that name beside it.</summary>
    public bool InSight(Method method) => units.Any(x => x == method.Unit || x.Facts.References.Contains(method.Unit.Name, StringComparer.Ordinal) || context.Graph.Services.Of(x).Intersect(context.Graph.Services.Of(method.Unit)).Any())
        || method.Type.References.Any(x => IsOutbox(x.Target.Name)) || method.Sites.Any(x => x.Node.TypeArguments.Any(IsOutbox));

    // The second name is that of Microsoft's reference architecture for events over microservices.
    private bool IsOutbox(string type) => Array.Exists(Named, x => Names.Short(type).IndexOf(x, StringComparison.OrdinalIgnoreCase) >= 0) || context.Settings.Config.OutboxTypes.Any(p => Pattern.Matches(p, type));

    /// <summary>Whether a publish goes to an outbox: its client is one, or uses one that is set up.</summary>
    public bool Takes(CallSite publish) => publish.Remote?.Is("outbox") == true
        && (InSight(publish.Owner) || context.Graph.Catalogue.OfType(Names.Definition(publish.Node.ReceiverType)).Any(x => x.Kind == MeaningKind.Outbox));
}
