using System.Globalization;
using ScaleLint.Graph.Dependencies;
using ScaleLint.Graph.Facts;
using ScaleLint.Graph.Linking;

namespace ScaleLint.Rules.Chokepoints;

/// <summary>One method of a service that most ways from its entry points to remote effects must pass.</summary>
public sealed class Funnel : Rule
{
    /// <inheritdoc/>
    public override RuleInfo Info { get; } = new("SCALE2003", "Funnel", RuleScope.System, Level.Suggestion,
        "What it costs, all pay; what it waits for, all wait for; and every change of anything goes through it.", "0.1.0",
        new RuleOption("min_entry_points", "3", "Fewest entry points that pass the method."));

    /// <inheritdoc/>
    public override void Judge(RuleContext context)
    {
        var least = context.Settings.Int(Info, "min_entry_points");
        var entries = context.Graph.EntryPoints.Where(x => x.Kind != EntryKind.Main && context.IsJudged(x.Root));
        foreach (var service in entries.GroupBy(context.Graph.Services.NameOf, StringComparer.Ordinal).OrderBy(x => x.Key, StringComparer.Ordinal))
            if (service.Count() >= least) Judge(context, service.Key, service.ToList(), least);
    }

    /// <summary>A path is an entry point with a remote call that it reaches; a method dominates all paths to what lies below it in the dominator tree.</summary>
    private void Judge(RuleContext context, string service, IReadOnlyList<EntryPoint> entries, int least)
    {
        var tree = DominatorTree<Method>.Of(context.Graph.Calls, entries.Select(x => x.Root), x => !x.Site.InBackground);
        var order = tree.Vertices.ToList();
        var reaching = order.ToDictionary(x => x, _ => 0);
        foreach (var pass in EntryPass.Over(context.Graph.Waiting, entries, order))
            foreach (var (member, bits) in pass.Reached) reaching[order[member]] += pass.Of(bits).Count();
        var paths = order.ToDictionary(x => x, x => (long)reaching[x] * x.Sites.Count(s => Chains.IsEffect(s) && !s.InBackground));
        var total = paths.Values.Sum();
        foreach (var method in Enumerable.Reverse(order))
            if (tree.TryGetDominator(method, out var dominator)) paths[dominator] += paths[method];
        var roots = new HashSet<Method>(entries.Select(x => x.Root));
        // No two branches of a tree both hold more than half: the candidates are one line, and the first of them is where the ways meet.
        var funnel = order.FirstOrDefault(x => paths[x] * 2 > total && reaching[x] >= least && !roots.Contains(x) && context.IsJudged(x) && !IsPipeline(context, x) && !IsWrapper(x));
        if (funnel == null) return;
        context.Report(Info, funnel, funnel.At, string.Format(CultureInfo.InvariantCulture, "{0} of {1} paths from the entry points of {2} to remote calls pass {3} ({4:0} %, from {5} entry points): split it by what its callers need",
            paths[funnel], total, service, funnel.Display, 100.0 * paths[funnel] / total, reaching[funnel]), [.. context.RequestPath(funnel), new PathHop(funnel.Display, funnel.At)]);
    }

    /// <summary>The framework or a package calls it: middleware, filters, handlers, behaviours.</summary>
    private static bool IsPipeline(RuleContext context, Method method) => method.Facts.Overrides.Any(x => context.Graph.UnitOf(x.Assembly) is not { IsJudged: true });

    /// <summary>It only passes its arguments to one call.</summary>
    private static bool IsWrapper(Method method) => method.Sites.Count <= 1 && !method.Body.Descendants().Any(x => x is ChoiceStep or LoopStep or TryStep or ScopeStep or WriteStep);
}
