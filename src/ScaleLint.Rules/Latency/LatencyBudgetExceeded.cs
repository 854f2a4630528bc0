using System.Globalization;

namespace ScaleLint.Rules.Latency;

/// <summary>An entry point whose declared latency budget the scale model says it exceeds.</summary>
public sealed class LatencyBudgetExceeded : Rule
{
    /// <inheritdoc/>
    public override RuleInfo Info { get; } = new("SCALE3008", "Latency budget exceeded", RuleScope.System, Level.Warning,
        "At the declared load one request in a hundred takes longer than promised.", "0.1.0");

    /// <inheritdoc/>
    public override void Judge(RuleContext context)
    {
        if (context.Settings.Config.Objectives.All(x => x.P99Ms == null) || context.Model is not { } model) return;
        for (var i = 0; i < model.File.Operations.Count; i++)
        {
            if (model.File.Operations[i].Objective?.P99Ms is not { } budget) continue;
            var point = model.Result.Operations[i].Curve[0];
            if (point.P99Ms is { } p99 && p99 <= budget.Value) continue;
            var entry = model.Provenance.Operations[model.File.Operations[i].Id];
            var chain = context.Graph.Chains.Of(entry.Root).Hops();
            context.Report(Info, entry.Root, entry.At, string.Format(CultureInfo.InvariantCulture, "{0} {1}, its budget is {2:0.##} ms: it waits for {3}", entry.Id,
                    point.P99Ms is { } slow ? string.Format(CultureInfo.InvariantCulture, "takes {0:0.#} ms at the 99th percentile", slow) : "is past saturation at its declared load", budget.Value,
                    chain.Count == 0 ? "nothing remote" : Text.List(chain.Select(x => context.Graph.Resources.Of(x)?.Id ?? x.ToString()))),
                [new PathHop(entry.Id, entry.At), .. chain.Select(x => new PathHop(x.ToString(), x.At))], detail: entry.Id);
        }
    }
}
