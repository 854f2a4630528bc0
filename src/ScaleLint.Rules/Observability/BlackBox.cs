using ScaleLint.Graph.Linking;

namespace ScaleLint.Rules.Observability;

/// <summary>Code on a request's way that could not be read.</summary>
public sealed class BlackBox : Rule
{
    /// <inheritdoc/>
    public override RuleInfo Info { get; } = new("SCALE9004", "Black box on the critical path", RuleScope.Build, Level.Suggestion,
        "What cannot be read cannot be predicted: it may block, retry or call anywhere.", "0.1.0");

    /// <inheritdoc/>
    public override void Judge(RuleContext context)
    {
        var told = new HashSet<string>(StringComparer.Ordinal);
        foreach (var method in context.Methods)
        {
            if (!context.Graph.OnRequest.Contains(method)) continue;
            foreach (var site in method.Sites)
            {
                // Code that does not compile is incomplete, and said so; it is no black box.
                if (site.Resolution != Resolution.Unread || site.InBackground || site.Node.Callee.Id.Length == 0 && method.Unit.Facts.Problems.Count > 0) continue;
                var name = site.Node.Callee.Assembly.Length > 0 ? site.Node.Callee.Assembly : "dynamic code";
                if (!told.Add(method.Unit.Name + "|" + name)) continue;
                var entry = context.Graph.OnRequest.EntryOf(method)!;
                context.Report(Info, site, $"{entry.Id} waits for {site} in {name}, which could not be read: describe it in an effects file, or give ScaleLint the assembly", [.. context.RequestPath(method), new PathHop(site.ToString(), site.At)], detail: name);
            }
        }
    }
}
