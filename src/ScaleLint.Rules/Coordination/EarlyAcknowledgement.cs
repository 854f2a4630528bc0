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
            foreach (var site in method.Sites)
            {
                foreach (var meaning in site.Meanings)
                {
                    var acknowledges = meaning.Value("auto-ack") is { } reference ? site.Argument(reference) is { } value && site.Owner.Values.Origin(value) is ConstOperand { Value: true or 1L } : meaning.Is("auto-ack");
                    if (!acknowledges) continue;
                    context.Report(Info, site, $"{site} acknowledges messages before their work is done: acknowledge after it, or mark the consumer as lossy");
                    break;
                }
            }
        }
    }
}
