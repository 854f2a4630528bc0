using ScaleLint.Graph.Effects;
using ScaleLint.Graph.Linking;

namespace ScaleLint.Rules.ThirdParties;

/// <summary>Calls that carry data to a service outside the system, in own code and in what it calls.</summary>
internal static class ThirdPartyCalls
{
    public static IEnumerable<(CallSite Site, Resource Third)> Of(RuleContext context, Reached reached)
    {
        foreach (var method in context.Graph.Methods)
        {
            if (method.Facts.Body == null || method.Unit.Facts.IsTest || !reached.Contains(method)) continue;
            foreach (var site in method.Sites)
                if (context.Graph.Resources.Of(site) is { Kind: MeaningKind.ThirdParty or MeaningKind.Email } third && !site.Remote!.Is("control")) yield return (site, third);
        }
    }
}
