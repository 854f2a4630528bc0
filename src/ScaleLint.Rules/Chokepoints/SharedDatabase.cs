using ScaleLint.Graph.Effects;
using ScaleLint.Graph.Linking;

namespace ScaleLint.Rules.Chokepoints;

/// <summary>A database that two services open, one of them writing.</summary>
public sealed class SharedDatabase : Rule
{
    /// <inheritdoc/>
    public override RuleInfo Info { get; } = new("SCALE2002", "Database shared by services", RuleScope.System, Level.Warning,
        "Services that share tables share every limit, lock and change of them.", "0.1.0");

    /// <inheritdoc/>
    public override void Judge(RuleContext context)
    {
        // Only a place that code or configuration names is known to be the same; one connection name in two services may mean two databases.
        var uses = context.Graph.Services.Edges.Where(x => x.Kind is "sql" or "document-db").SelectMany(x => x.Sites.Select(site => (Service: x.From, Site: site, Resource: context.Graph.Resources.Of(site, context.Graph.Services.All.First(s => s.Name == x.From))!)))
            .Where(x => x.Resource.Place != null);
        foreach (var database in uses.GroupBy(x => x.Resource.Place!, StringComparer.Ordinal).OrderBy(x => x.Key, StringComparer.Ordinal))
        {
            var users = database.GroupBy(x => x.Service, StringComparer.Ordinal).Select(x => (Name: x.Key, Writes: x.Any(u => u.Site.Remote!.Is("write")), First: x.First()))
                .OrderByDescending(x => x.Writes).ThenBy(x => x.Name, StringComparer.Ordinal).ToList();
            if (users.Count < 2 || !users[0].Writes) continue;
            var owner = users[0].Name;
            var id = users[0].First.Resource.Id;
            var writers = users.Where(x => x.Writes).Select(x => x.Name).ToList();
            foreach (var user in users.Skip(1))
                context.Report(Info, RegistrationIn(context, user.Name, user.First.Resource) ?? user.First.Site, $"{user.Name} opens {id}, the database of {owner} ({Text.List(writers)} {(writers.Count == 1 ? "writes" : "write")} it): ask {owner} instead, or keep a copy fed by its events",
                    [.. users.Select(x => new PathHop($"{x.Name} -> {id}", x.First.Site.At))], detail: id);
        }
    }

    /// <summary>The registration, or the service's own call of shared code that registers.</summary>
    private static CallSite? RegistrationIn(RuleContext context, string service, Resource database)
    {
        if (database.Registration is not { } registration || !context.IsJudged(registration.Owner)) return null;
        return context.Graph.CallersOf(registration.Owner).FirstOrDefault(x => context.Graph.Services.All.Any(s => s.Name == service && s.Unit == x.Owner.Unit) && x.Owner.Unit != registration.Owner.Unit) ?? registration;
    }
}
