using ScaleLint.Graph.Effects;
using ScaleLint.Graph.Facts;
using ScaleLint.Graph.Linking;
using ScaleLint.Rules.Failure;

namespace ScaleLint.Rules.ThirdParties;

/// <summary>Calls to a third party with no thought of its quota.</summary>
public sealed class RateLimitIgnored : Rule
{
    /// <inheritdoc/>
    public override RuleInfo Info { get; } = new("SCALE7002", "Rate limit ignored", RuleScope.Live, Level.Suggestion,
        "Quotas do not grow with your traffic: past them every call fails, and blind repeats lengthen the ban.", "0.1.0");

    /// <inheritdoc/>
    public override void Judge(RuleContext context)
    {
        foreach (var method in context.Methods)
        {
            if (!context.Graph.FromAnyEntry.Contains(method)) continue;
            foreach (var site in method.Sites)
            {
                if (context.Graph.Resources.Of(site) is not { Kind: MeaningKind.ThirdParty } third || site.Remote!.Is("control") || site.Remote.Is("limited")) continue;
                if (Containment.Has(context, site, "limiter", "retry") || HandlesRejection(method)) continue;
                context.Report(Info, site, $"{site} calls {third.Id} with neither a limiter nor an answer to 429: limit the rate on this side, and honour Retry-After", [.. context.RequestPath(method), new PathHop(site.ToString(), site.At)]);
            }
        }
    }

    /// <summary>The member looks for status 429 or the Retry-After header.</summary>
    private static bool HandlesRejection(Method method)
    {
        bool IsRejection(Operand operand) => operand is ConstOperand { Value: 429L } || operand is ComputedOperand computed && computed.Parts.Any(IsRejection);
        return method.Values.Calls.Any(x => x.Callee.Id.IndexOf("get_RetryAfter", StringComparison.Ordinal) > 0 || x.Arguments.Any(IsRejection))
            || method.Body.Descendants().Any(x => x is ChoiceStep choice && IsRejection(choice.Node.Condition));
    }
}
