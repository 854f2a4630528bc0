using System.Globalization;
using ScaleLint.Model;

namespace ScaleLint.Rules.Chokepoints;

/// <summary>A resource that gives way before the load the team wants to reach.</summary>
public sealed class BreaksBeforeTarget : Rule
{
    /// <inheritdoc/>
    public override RuleInfo Info { get; } = new("SCALE2005", "Breaks before its target load", RuleScope.System, Level.Warning,
        "Growth meets this limit first: at that multiple of today's load the resource saturates, or an objective on it is missed.", "0.1.0");

    /// <inheritdoc/>
    public override void Judge(RuleContext context)
    {
        if (context.Model is not { } model) return;
        var least = context.Settings.Config.MinMargin;
        // Nothing of this system is declared or measured: all numbers are assumed.
        Level? level = context.Settings.Config is { File.Length: 0, Calibration: null, Resources.Count: 0, Objectives.Count: 0 } ? Level.Suggestion : null;
        var limits = new SortedDictionary<string, Breakage>(StringComparer.Ordinal);
        foreach (var limit in model.Result.Limits)
            if (limit.Resource is { } id && limit.At < least && !limits.ContainsKey(id)) limits[id] = limit;
        foreach (var limit in limits)
        {
            // A lock or pool has no registration; what holds it too long has findings of its own.
            if (!model.Provenance.Resources.TryGetValue(limit.Key, out var at)) continue;
            if (!context.IsJudged(at.Owner)) continue;
            context.Report(Info, at, string.Format(CultureInfo.InvariantCulture, "{0} {1} at {2:0.##} times today's load, below the {3:0.##} asked for: call it less, hold it for less time, or give it more capacity", limit.Key, How(limit.Value), limit.Value.At, least),
                level: level, detail: limit.Key);
        }
    }

    private static string How(Breakage limit) => limit.Reason switch
    {
        BreakReason.Availability => "makes " + limit.Operation + " miss its availability",
        BreakReason.P99 => "makes " + limit.Operation + " miss its latency budget",
        BreakReason.Quota => "passes its quota",
        BreakReason.Backlog => "grows a backlog",
        BreakReason.Metastable => "may collapse under retries",
        _ => "saturates",
    };
}
