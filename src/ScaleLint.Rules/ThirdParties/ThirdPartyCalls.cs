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
            {
                if (site.Remote?.Is("control") != false) continue;
                foreach (var third in context.Graph.Resources.SentTo(site).Where(x => x.To.Kind is MeaningKind.ThirdParty or MeaningKind.Email && reached.Contains(x.From.Owner)).Select(x => x.To).Distinct()) yield return (site, third);
            }
        }
    }
}
