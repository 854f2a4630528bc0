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
        foreach (var database in context.Graph.Services.Edges.Where(x => x.Kind is "sql" or "document-db").GroupBy(x => x.To, StringComparer.Ordinal).OrderBy(x => x.Key, StringComparer.Ordinal))
        {
            var users = database.OrderBy(x => x.From, StringComparer.Ordinal).ToList();
            if (users.Select(x => x.From).Distinct(StringComparer.Ordinal).Count() < 2) continue;
            var writers = users.Where(x => x.Sites.Any(s => s.Remote!.Is("write"))).Select(x => x.From).Distinct(StringComparer.Ordinal).ToList();
            if (writers.Count == 0) continue;
            // The owner is who uses it most; the others are the ones to move.
            var owner = users.OrderByDescending(x => x.Sites.Count).ThenBy(x => x.From, StringComparer.Ordinal).First().From;
            foreach (var user in users.Where(x => x.From != owner))
            {
                var registration = user.Sites.Select(context.Graph.Resources.Of).Select(x => x?.Registration).FirstOrDefault(x => x != null && context.IsJudged(x.Owner));
                context.Report(Info, (Step?)registration ?? user.Sites[0], $"{user.From} opens {database.Key}, the database of {owner} ({Text.List(writers)} {(writers.Count == 1 ? "writes" : "write")} it): ask {owner} instead, or keep a copy fed by its events",
                    [.. users.Select(x => new PathHop($"{x.From} -> {x.To}", x.Sites[0].At))], detail: database.Key);
            }
        }
    }
}
