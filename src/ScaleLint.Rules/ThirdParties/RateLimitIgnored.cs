using ScaleLint.Graph.Effects;
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
        foreach (var (cause, third) in ThirdPartyCalls.Of(context, context.Graph.FromAnyEntry))
        {
            // Mail over SMTP knows no status 429.
            if (third.Kind != MeaningKind.ThirdParty || cause.Remote!.Is("limited") || IsPrepared(context, cause)) continue;
            foreach (var (site, way) in context.Places(cause, context.Graph.FromAnyEntry, background: true))
            {
                if (way.Any(x => Containment.Around(context, x, "limiter") || Refusals.AnsweredIn(x.Owner))) continue;
                context.Report(Info, site, $"{site} calls {third.Id} with neither a limiter nor an answer to 429: limit the rate on this side, and honour Retry-After", [.. context.RequestPath(site.Owner), .. RuleContext.Folded(way)]);
            }
        }
    }

    private static bool IsPrepared(RuleContext context, CallSite site)
    {
        if (Containment.Has(context, site, "limiter") || Containment.Policies(context, site).Any(x => x.Meaning.Is("standard") || x.Meaning.Is("retry") && Refusals.Repeats(x))) return true;
        var around = new HashSet<Method> { site.Owner };
        foreach (var method in site.Owner.Sites.SelectMany(x => x.Targets)) around.Add(method);
        foreach (var caller in context.Graph.CallersOf(site.Owner))
        {
            if (Containment.Around(context, caller, "limiter")) return true;
            around.Add(caller.Owner);
        }
        return around.Any(Refusals.AnsweredIn) || Handlers(context, site).Any(x => Refusals.AnsweredIn(x) || x.Sites.Any(s => s.Is(MeaningKind.Limit, "rate")));
    }

    /// <summary>Members of the message handlers that the client's registration adds.</summary>
    private static IEnumerable<Method> Handlers(RuleContext context, CallSite site)
    {
        if (context.Graph.Clients.Of(site).Site is not { } registration) return [];
        var types = registration.Owner.Sites.Where(x => x.Is(MeaningKind.Register, "handler")).SelectMany(x => x.Node.TypeArguments).ToList();
        return context.Graph.Methods.Where(x => x.Facts.Body != null && types.Contains(x.Type.Name, StringComparer.Ordinal));
    }
}
