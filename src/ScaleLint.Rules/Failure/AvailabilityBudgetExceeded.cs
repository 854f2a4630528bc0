using System.Globalization;

namespace ScaleLint.Rules.Failure;

/// <summary>An entry point whose predicted availability falls under its declared objective.</summary>
public sealed class AvailabilityBudgetExceeded : Rule
{
    /// <inheritdoc/>
    public override RuleInfo Info { get; } = new("SCALE4006", "Availability budget exceeded", RuleScope.System, Level.Warning,
        "What it needs fails more often, together, than what was promised allows.", "0.1.0");

    /// <inheritdoc/>
    public override void Judge(RuleContext context)
    {
        if (context.Settings.Config.Objectives.All(x => x.Availability == null) || context.Model is not { } model) return;
        for (var i = 0; i < model.File.Operations.Count; i++)
        {
            if (model.File.Operations[i].Objective?.Availability is not { } promised) continue;
            var predicted = model.Result.Operations[i].Curve[0].Availability;
            if (predicted >= promised.Value) continue;
            var entry = model.Provenance.Operations[model.File.Operations[i].Id];
            var chain = context.Graph.Chains.Of(entry.Root).Hops();
            context.Report(Info, entry.Root, entry.At, string.Format(CultureInfo.InvariantCulture, "{0} is available {1:0.####} % of the time, promised are {2:0.####} %: it needs {3}; put a fallback or cache before the weakest, or take it off the request",
                    entry.Id, 100 * predicted, 100 * promised.Value, Text.List(chain.Select(x => context.Graph.Resources.Of(x)?.Id ?? x.ToString()).Distinct(StringComparer.Ordinal))),
                [new PathHop(entry.Id, entry.At), .. chain.Select(x => new PathHop(x.ToString(), x.At))], detail: entry.Id);
        }
    }
}
