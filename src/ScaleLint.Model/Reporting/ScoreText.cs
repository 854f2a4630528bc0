using System.Globalization;
using System.Text;

namespace ScaleLint.Model;

/// <summary>A <see cref="ScoreResult"/> for a person: the score, what breaks first, each operation over load, the resources that fill up.</summary>
public static class ScoreText
{
    private const int MostOperations = 20;
    private const int MostLines = 10;
    private const int MostLimits = 6;
    private const int BarWidth = 24;
    private const int IdWidth = 44;

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
        Limits(Line, result);
        Overview(Line, result);
        if (First(result) is { } worst)
        {
            Curve(Line, worst);
        }

        Resources(Line, result);
        return text.ToString();
    }

    private static void Limits(Action<string> line, ScoreResult result)
    {
        if (result.Limits.Count == 0)
        {
            return;
        }

        line("");
        line("What gives way, in order, and the points of the score lost to it");
        foreach (var (limit, part) in result.Limits.Zip(result.Attribution, (limit, part) => (limit, part)).Take(MostLimits))
        {
            line($"  {Number(limit.At),8} x {part.Points.ToString("F1", CultureInfo.InvariantCulture),6}  {Said(limit)}");
        }

        Rest(line, result.Limits.Count - MostLimits, "limit");
    }

    /// <summary>A row for each operation, a column for each load: the p99 is the curve.</summary>
    private static void Overview(Action<string> line, ScoreResult result)
    {
        var shown = result.Operations.OrderByDescending(Trouble).Take(MostOperations).ToArray();
        var width = Math.Min(IdWidth, shown.Max(o => o.Id.Length));
        line("");
        line("p99 over load; ! misses a promise, full: more comes than can be done");
        line("  " + "times the load".PadRight(width) + string.Concat(result.Loads.Select(m => Number(m).PadLeft(9))));
        foreach (var operation in shown)
        {
            line("  " + Short(operation.Id, width).PadRight(width) + string.Concat(operation.Curve.Select(p => (Time(p.P99Ms) + (p.Violated.Count > 0 ? "!" : "")).PadLeft(9))));
        }

        Rest(line, result.Operations.Count - shown.Length, "operation");
    }

    /// <summary>The operation that the first limit concerns, or the first to be in trouble; null when none is.</summary>
    private static OperationScore? First(ScoreResult result) =>
        result.Operations.FirstOrDefault(o => o.Id == result.BreaksFirst?.Operation) ?? result.Operations.Where(o => Trouble(o) > 0).OrderByDescending(Trouble).FirstOrDefault() ?? (result.Operations.Count == 1 ? result.Operations[0] : null);

    private static int Trouble(OperationScore operation) => operation.Curve.Count(p => p.Violated.Count > 0 || p.P99Ms is null);

    private static void Curve(Action<string> line, OperationScore operation)
    {
        line("");
        line(operation.Id);
        line($"  {"load",8} {"per second",12} {"mean",9} {"p99",9}  {"p99, two # for each doubling",-BarWidth}  availability");
        var lowest = operation.Curve.Select(p => p.P99Ms).FirstOrDefault(p => p > 0) ?? 1;
        foreach (var point in operation.Curve)
        {
            line($"  {Number(point.Load),8} {Number(point.ThroughputPerSecond),12} {Time(point.MeanMs),9} {Time(point.P99Ms),9}  {Bar(point.P99Ms, lowest),-BarWidth}  {Available(point.Availability)}{Violated(point)}");
        }
    }

    private static void Resources(Action<string> line, ScoreResult result)
    {
        var filling = result.Resources.Where(r => r.SaturatesAt is not null).OrderBy(r => r.SaturatesAt).ThenBy(r => r.Id, StringComparer.Ordinal).ToArray();
        if (filling.Length == 0)
        {
            return;
        }

        line("");
        line($"  {"full at",8}    {"traffic lost when down",22}  resource");
        foreach (var resource in filling.Take(MostLines))
        {
            var range = resource.Metastable is { } m ? $" (metastable from {Number(m.Down)} to {Number(m.Up)})" : "";
            line($"  {Number(resource.SaturatesAt),8} x  {Percent(resource.BlastRadius),22}  {resource.Id}{range}");
        }

        Rest(line, filling.Length - MostLines, "resource");
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

    private static string Short(string id, int width) => id.Length <= width ? id : id.Substring(0, width / 2) + "…" + id.Substring(id.Length - width + (width / 2) + 1);

    private static string Time(double? ms) => ms is not { } given ? "full" : given >= 10_000 ? Number(given / 1000) + " s" : given >= 1000 ? (given / 1000).ToString("0.##", CultureInfo.InvariantCulture) + " s" : given.ToString(given >= 100 ? "0" : given >= 10 ? "0.#" : "0.##", CultureInfo.InvariantCulture) + " ms";

    /// <summary>Length by the logarithm of p99 over its lowest: eight times as slow is three doublings, six characters.</summary>
    private static string Bar(double? p99, double lowest)
    {
        if (p99 is not { } ms)
        {
            return "full";
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
