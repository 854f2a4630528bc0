using ScaleLint.Graph.Facts;
using ScaleLint.Graph.Linking;

namespace ScaleLint.Rules.Failure;

/// <summary>Layers of retries that multiply each other.</summary>
public sealed class RetryAmplification : Rule
{
    /// <inheritdoc/>
    public override RuleInfo Info { get; } = new("SCALE4001", "Retry amplification", RuleScope.Build, Level.Warning,
        "When the last dependency fails, every request turns into the product of all attempts: the failure feeds itself.", "0.1.0",
        new RuleOption("max_attempts", "9", "Product of attempts along a chain at which the rule reports."));

    /// <inheritdoc/>
    public override void Judge(RuleContext context)
    {
        var limit = context.Settings.Int(Info, "max_attempts");
        var known = new Dictionary<Method, Worst>();
        foreach (var method in context.RemoteMethods)
        {
            foreach (var site in method.Sites)
            {
                if (site.InBackground || !context.Graph.Remote.From(site)) continue;
                var layers = RetryLayers.Around(context, site);
                if (layers.Count == 0) continue;
                var below = Below(context, site, known, []);
                for (var i = 0; i < layers.Count; i++)
                    if (!layers[i].Breaks && (i == 0 || layers[i - 1].Breaks)) Report(context, method, below.Under(layers.Skip(i).ToList(), site), layers[i], site, limit);
            }
        }
    }

    private void Report(RuleContext context, Method method, Worst worst, RetryLayer outermost, CallSite site, int limit)
    {
        if (worst.Product < limit || worst.Layers.Count < 2 || worst.Layers[0].At != outermost.At) return;
        context.Report(Info, outermost.At, $"One call may become {worst.Product} attempts ({string.Join(" x ", worst.Layers.Select(x => x.Attempts))}): keep the retries of one layer, and cap them with a budget or circuit breaker",
            [new PathHop(method.Display, method.At), .. worst.Layers.Select(x => new PathHop(x.Attempts + " attempts in " + x.At.Owner.Display, x.At.At)), .. RuleContext.Folded(worst.Way)], new Repair("remove-retry", site, null));
    }

    /// <summary>The worst product of attempts behind a call: through its targets, and through the endpoint it arrives at.</summary>
    private static Worst Below(RuleContext context, CallSite site, Dictionary<Method, Worst> known, HashSet<Method> open)
    {
        var worst = Worst.None;
        using var entered = context.Graph.Services.Enter(site);
        var targets = context.Graph.Services.EndpointOf(site)?.Root is { } endpoint ? [endpoint] : site.Targets;
        foreach (var target in targets) worst = Worst.Max(worst, Of(context, target, known, open));
        return worst;
    }

    private static Worst Of(RuleContext context, Method method, Dictionary<Method, Worst> known, HashSet<Method> open)
    {
        if (known.TryGetValue(method, out var worst)) return worst;
        if (method.Facts.Body == null || open.Count > 200 || !open.Add(method)) return Worst.None;
        worst = Worst.None;
        foreach (var site in method.Sites)
            if (!site.InBackground && context.Graph.Remote.From(site)) worst = Worst.Max(worst, Below(context, site, known, open).Under(RetryLayers.Around(context, site), site));
        open.Remove(method);
        return context.Graph.Services.DependsOnCaller(method) ? worst : known[method] = worst;
    }

    private sealed record Worst(long Product, IReadOnlyList<RetryLayer> Layers, IReadOnlyList<CallSite> Way)
    {
        public static readonly Worst None = new(1, [], []);

        public static Worst Max(Worst a, Worst b) => b.Product > a.Product ? b : a;

        /// <summary>Adds layers around; behind a breaker or budget nothing multiplies.</summary>
        public Worst Under(IReadOnlyList<RetryLayer> around, CallSite site)
        {
            var result = this;
            for (var i = around.Count - 1; i >= 0; i--)
                result = around[i].Breaks ? None : new Worst(Math.Min(result.Product * around[i].Attempts, 1_000_000), [around[i], .. result.Layers], result.Way);
            return result.Product == 1 ? None : result with { Way = [site, .. result.Way] };
        }
    }
}
