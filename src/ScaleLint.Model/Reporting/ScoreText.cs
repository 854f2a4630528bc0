using System.Globalization;
using System.Text;

namespace ScaleLint.Model;

/// <summary>A <see cref="ScoreResult"/> for a person: the score, what breaks first, each operation over load, the resources that fill up.</summary>
public static class ScoreText
{
    private const int MostOperations = 20;
    private const int MostResources = 10;
    private const int BarWidth = 24;

    /// <summary>Plain text, lines of up to some hundred characters, line feeds. Same result, same text.</summary>
    public static string Write(ScoreResult result)
    {
        var text = new StringBuilder();
        void Line(string line = "") => text.Append(line.TrimEnd()).Append('\n');
        Line($"Score {Number(result.Score)} of 100 (from {Number(result.Interval.Low)} to {Number(result.Interval.High)}): holds up to {Number(result.Margin)} times the load.");
        Line(result.BreaksFirst is { } first
            ? $"Breaks first at {Number(first.At)} times: {Said(first)}."
            : $"Nothing breaks up to {Number(result.TargetLoad)} times.");
        Line($"Inputs: {Percent(result.Inputs.Measured)} measured, {Percent(result.Inputs.Declared)} declared, {Percent(result.Inputs.Assumed)} assumed.");

        var shown = result.Operations.OrderByDescending(o => o.Curve.Count(p => p.Violated.Count > 0 || p.P99Ms is null)).Take(MostOperations).Select(o => o.Id).ToArray();
        foreach (var operation in result.Operations.Where(o => shown.Contains(o.Id, StringComparer.Ordinal)))
        {
            Line();
            Line(operation.Id);
            Line($"  {"load",8} {"per second",12} {"mean ms",10} {"p99 ms",10}  {"p99, each step a doubling",-BarWidth}  availability");
            var lowest = operation.Curve.Select(p => p.P99Ms).FirstOrDefault(p => p > 0) ?? 1;
            foreach (var point in operation.Curve)
            {
                Line($"  {Number(point.Load),8} {Number(point.ThroughputPerSecond),12} {Number(point.MeanMs),10} {Number(point.P99Ms),10}  {Bar(point.P99Ms, lowest),-BarWidth}  {Available(point.Availability)}{Violated(point)}");
            }
        }

        Rest(Line, result.Operations.Count - shown.Length, "operation");
        var filling = result.Resources.Where(r => r.SaturatesAt is not null).OrderBy(r => r.SaturatesAt).ThenBy(r => r.Id, StringComparer.Ordinal).ToArray();
        if (filling.Length > 0)
        {
            Line();
            Line($"  {"saturates at",12}  {"blast radius",12}  resource");
            foreach (var resource in filling.Take(MostResources))
            {
                var range = resource.Metastable is { } m ? $" (metastable from {Number(m.Down)} to {Number(m.Up)})" : "";
                Line($"  {Number(resource.SaturatesAt),12}  {Percent(resource.BlastRadius),12}  {resource.Id}{range}");
            }

            Rest(Line, filling.Length - MostResources, "resource");
        }

        var costly = result.Attribution.Where(a => a.Points >= 0.05).ToArray();
        if (costly.Length > 0)
        {
            Line();
            Line($"  {"points",8}  {"gives way at",12}  what they are lost to");
            foreach (var part in costly.Take(MostResources))
            {
                Line($"  {part.Points.ToString("F1", CultureInfo.InvariantCulture),8}  {Number(part.Margin),12}  {part.Constraint}");
            }

            Rest(Line, costly.Length - MostResources, "constraint");
        }

        return text.ToString();
    }

    private static string Said(Breakage first) => first.Reason switch
    {
        BreakReason.Availability => $"{first.Operation} misses its availability{(first.Resource is null ? "" : $", mostly by {first.Resource}")}",
        BreakReason.P99 => $"{first.Operation} misses its p99{(first.Resource is null ? "" : $", waiting for {first.Resource}")}",
        BreakReason.Quota => $"the quota of {first.Resource} is passed",
        BreakReason.Saturation => $"{first.Resource} is saturated",
        BreakReason.Backlog => $"the backlog of {first.Resource} grows, {first.Operation} cannot keep up",
        _ => $"{first.Resource} does not recover from a disturbance, retries keep it flooded",
    };

    private static void Rest(Action<string> line, int count, string what)
    {
        if (count > 0)
        {
            line($"  and {count.ToString(CultureInfo.InvariantCulture)} more {what}{(count == 1 ? "" : "s")}");
        }
    }

    /// <summary>Length by the logarithm of p99 over its lowest: eight times as slow is three doublings, six characters.</summary>
    private static string Bar(double? p99, double lowest)
    {
        if (p99 is not { } ms)
        {
            return "saturated";
        }

        var length = ms <= 0 ? 0 : 1 + (int)Math.Round(2 * Math.Log(Math.Max(1, ms / lowest)) / Math.Log(2));
        return new string('#', Math.Min(BarWidth, length));
    }

    private static string Violated(CurvePoint point) => point.Violated.Count == 0 ? "" : "  missed: " + string.Join(", ", point.Violated.Select(ScoreJson.Name));

    private static string Available(double availability) => (100 * availability).ToString("0.#####", CultureInfo.InvariantCulture) + " %";

    private static string Percent(double share) => (100 * share).ToString("0.#", CultureInfo.InvariantCulture) + " %";

    private static string Number(double? value) => value is not { } given ? "-"
        : given >= 1e6 ? given.ToString("0.##e0", CultureInfo.InvariantCulture)
        : given >= 100 ? given.ToString("0", CultureInfo.InvariantCulture)
        : given.ToString("0.##", CultureInfo.InvariantCulture);
}
