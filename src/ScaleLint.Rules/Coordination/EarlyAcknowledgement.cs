using ScaleLint.Graph.Effects;
using ScaleLint.Graph.Facts;
using ScaleLint.Graph.Linking;
using ScaleLint.Rules.Settings;

namespace ScaleLint.Rules.Coordination;

/// <summary>A message that is gone before its work is done.</summary>
public sealed class EarlyAcknowledgement : Rule
{
    /// <inheritdoc/>
    public override RuleInfo Info { get; } = new("SCALE6006", "Message acknowledged before its work", RuleScope.Live, Level.Warning,
        "Every restart, scale-in and crash loses what was in flight.", "0.1.0");

    /// <inheritdoc/>
    public override void Judge(RuleContext context)
    {
        foreach (var method in context.Methods)
        {
            if (context.Settings.Config.LossyConsumers.Any(x => Pattern.Matches(x, method.Type.Name))) continue;
            foreach (var site in method.Meant)
            {
                foreach (var meaning in site.Meanings.Where(x => x.Is("auto-ack") || x.Value("auto-ack") != null))
                {
                    var at = meaning.Value("auto-ack") is not { } setting ? site
                        : setting == "true" ? Switches(site, new ResultOperand(site.Node.Id)).Count == 0 ? Subscription(context, site) : null
                        : Is(site, setting, true) && !(meaning.Kind == MeaningKind.Pure && Switches(site, site.Node.Receiver).Any(x => Is(x.Site, x.Setting, false))) ? site : null;
                    if (at == null) continue;
                    context.Report(Info, at, $"{at} acknowledges messages before their work is done: acknowledge after it, or mark the consumer as lossy");
                    break;
                }
            }
        }
    }

    private static bool Is(CallSite site, string setting, bool value) => site.Argument(setting) is { } given && site.Owner.Values.Origin(given) is ConstOperand { Value: var found }
        && (value ? found is true or 1L : found is false or 0L);

    /// <summary>Settings of acknowledgement that the member makes on an options object.</summary>
    private static IReadOnlyList<(CallSite Site, string Setting)> Switches(CallSite site, Operand? options) => options == null ? []
        : (from other in site.Owner.Sites
           where other.Node.Receiver != null && site.Owner.Values.Origin(other.Node.Receiver).Equals(site.Owner.Values.Origin(options))
           from meaning in other.Meanings
           where meaning.Kind == MeaningKind.Pure && meaning.Value("auto-ack") != null
           select (other, meaning.Value("auto-ack")!)).ToList();

    /// <summary>Where the consumer that these options make subscribes, when its loop does work with what it gets.</summary>
    private static CallSite? Subscription(RuleContext context, CallSite options)
    {
        var made = new ResultOperand(options.Node.Id);
        bool IsOf(Method owner, Operand consumer) => owner == options.Owner && owner.Values.Inputs(consumer).Contains(made)
            || owner.Values.Origin(consumer) is FieldOperand field && context.Graph.WritesTo(field.Member).Any(x => x.Owner.Facts == options.Owner.Facts && x.Owner.Values.Inputs(x.Node.Value).Contains(made));
        var uses = context.Methods.Where(x => x.Type == options.Owner.Type).SelectMany(x => x.Sites).Where(x => x.Node.Receiver != null && x.Meaning(MeaningKind.QueueConsume) != null && IsOf(x.Owner, x.Node.Receiver)).ToList();
        return uses.Any(x => x.Is(MeaningKind.QueueConsume, "read") && Works(context, x)) ? uses.FirstOrDefault(x => x.Is(MeaningKind.QueueConsume, "control") && x.Meaning(MeaningKind.QueueConsume)!.Value("key") != null) : null;
    }

    private static bool Works(RuleContext context, CallSite consume) => consume.Owner.Sites.SkipWhile(x => x != consume).Skip(1)
        .Any(x => x.Meaning(MeaningKind.QueueConsume) == null && (x.Targets.Count > 0 || context.Graph.Remote.From(x)));
}
