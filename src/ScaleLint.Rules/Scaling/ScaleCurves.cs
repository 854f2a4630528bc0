using ScaleLint.Graph.Linking;
using ScaleLint.Model;
using ScaleLint.Rules.Results;

namespace ScaleLint.Rules.Scaling;

/// <summary>The solved model as plain data for reports.</summary>
internal static class ScaleCurves
{
    /// <summary>Curves, timelines, limits and plans.</summary>
    public static ScaleResult Of(SystemGraph graph, ScaleSolution solution, IReadOnlyList<(Repair Repair, string Fingerprint)> proposed)
    {
        var result = solution.Result;
        var waits = result.Resources.ToDictionary(x => x.Id, x => x.WaitMs.Count > 0 ? x.WaitMs[0] ?? 0 : 0, StringComparer.Ordinal);
        var timeline = new Timeline(solution.File, waits);
        var (repairs, plans) = new RepairPlans(graph, solution).Of(proposed);
        return new ScaleResult(
            result.TargetLoad, result.Loads,
            result.Operations.Zip(solution.File.Operations, (curve, source) => Operation(graph, solution, curve, source, timeline)).OrderBy(x => x.Id, StringComparer.Ordinal).ToList(),
            result.Resources.Where(x => x.Utilization.Any(y => y != null)).Select(x => new ResourceCurve(
                x.Id, solution.File.Resources.FirstOrDefault(y => y.Id == x.Id)?.Kind ?? "pool", Significant.Round(x.SaturatesAt), x.Utilization.Select(Significant.Round).ToList())).ToList(),
            solution.Result.Limits.Zip(result.Attribution, (x, y) => new LimitResult(x.Resource, x.Operation, ScoreJson.Name(x.Reason), Significant.Round(x.At), Significant.Round(y.Points))).ToList(),
            repairs, plans);
    }

    private static OperationCurve Operation(SystemGraph graph, ScaleSolution solution, OperationScore curve, Operation source, Timeline timeline)
    {
        var entry = solution.Provenance.Operations[source.Id];
        return new OperationCurve(
            source.Id, entry.Id, graph.Services.NameOf(entry), source.RatePerSecond, source.Objective?.P99Ms?.Value, source.Objective?.Availability?.Value,
            curve.Curve.Select(x => Significant.Round(x.P50Ms)).ToList(), curve.Curve.Select(x => Significant.Round(x.P95Ms)).ToList(), curve.Curve.Select(x => Significant.Round(x.P99Ms)).ToList(),
            curve.Curve.Select(x => Significant.Round(x.Availability)).ToList(), timeline.Of(source));
    }
}
