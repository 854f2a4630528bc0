using ScaleLint.Model;
using ScaleLint.Rules.Results;
using Step = ScaleLint.Model.Step;

namespace ScaleLint.Rules.Scaling;

/// <summary>
/// The mean request as spans: steps in order, parallel ones side by side, loops as often as they run, arms of a branch as likely as
/// they are. Means add up, so the spans do; percentiles would not.
/// </summary>
internal sealed class Timeline
{
    private const int MostSpans = 80;
    private const int Deepest = 12;

    // Below this nobody sees a span.
    private const double Shortest = 0.001;

    private readonly Dictionary<string, Operation> operations;
    private readonly Dictionary<string, Model.Resource> resources;
    private readonly Dictionary<string, double> waits;
    private readonly Dictionary<Step, double> means = [];
    private readonly List<HopResult> spans = [];

    /// <param name="waits">Mean wait for a slot of each resource.</param>
    public Timeline(SystemFile file, Dictionary<string, double> waits)
    {
        operations = file.Operations.ToDictionary(x => x.Id, StringComparer.Ordinal);
        resources = file.Resources.ToDictionary(x => x.Id, StringComparer.Ordinal);
        this.waits = waits;
    }

    /// <summary>The spans of an operation, sorted by start, then depth.</summary>
    public IReadOnlyList<HopResult> Of(Operation operation)
    {
        spans.Clear();
        Add(operation.Id, "entry", 0, 0, Mean(operation.Does), 1);
        Place(operation.Does, 0, 1, 1);
        return [.. spans.OrderBy(x => x.StartMs).ThenBy(x => x.Depth)];
    }

    private void Add(string name, string kind, int depth, double start, double length, double times) =>
        spans.Add(new HopResult(name, kind, depth, Round(start), Round(length), Round(times)));

    /// <param name="times">How often the step runs, which is drawn as one span of that many lengths.</param>
    private void Place(Step step, double start, int depth, double times)
    {
        var length = Mean(step) * times;
        if (length < Shortest || depth > Deepest || spans.Count >= MostSpans) return;
        switch (step)
        {
            case Step.Sequence x:
                foreach (var part in x.Steps)
                {
                    Place(part, start, depth, times);
                    start += Mean(part) * times;
                }
                return;
            case Step.Parallel x:
                Together(x.Steps, "at once", start, depth, times, length);
                return;
            case Step.Race x:
                Together(x.Steps, "first of", start, depth, times, length);
                return;
            case Step.Branch x:
                foreach (var arm in x.Arms)
                {
                    Place(arm.Step, start, depth, times * arm.P);
                    start += Mean(arm.Step) * arm.P * times;
                }
                return;
            case Step.Fallback x: Place(x.Steps[0], start, depth, times); return;
            case Step.Loop x: Place(x.Body, start, depth, times * x.Count); return;
            case Step.Retry x: Place(x.Body, start, depth, times); return;
            case Step.Timeout x: Place(x.Body, start, depth, times); return;
            case Step.Hedge x: Place(x.Body, start, depth, times); return;
            case Step.Breaker x: Place(x.Body, start, depth, times); return;
            case Step.Cache x: Place(x.Body, start + Mean(x.Time) * times, depth, times * (1 - x.Hit)); return;
            case Step.Hold x:
                if (Wait(x.Resource) * times >= Shortest) Add("wait for " + x.Resource, "wait", depth, start, Wait(x.Resource) * times, times);
                Place(x.Body, start + Wait(x.Resource) * times, depth, times);
                return;
            case Step.Cpu: Add("cpu", "cpu", depth, start, length, times); return;
            case Step.Call x: Add(x.Resource, resources[x.Resource].Kind, depth, start, length, times * x.Times); return;
            case Step.Publish x: Add(x.Queue, "queue", depth, start, length, times); return;
            case Step.Invoke x:
                Add(x.Operation, "entry", depth, start, length, times);
                Place(operations[x.Operation].Does, start, depth + 1, times);
                return;
        }
    }

    private void Together(IReadOnlyList<Step> steps, string how, double start, int depth, double times, double length)
    {
        Add(FormattableString.Invariant($"{steps.Count} {how}"), "parallel", depth, start, length, times);
        // Branches that are alike would lie on one another: one stands for them.
        foreach (var step in steps.Distinct().OrderByDescending(Mean).Take(1)) Place(step, start, depth + 1, times);
    }

    private double Mean(Step step)
    {
        if (means.TryGetValue(step, out var known)) return known;
        var mean = step switch
        {
            Step.Cpu x => x.Ms.Value,
            Step.Call x => x.Times * (Mean(resources[x.Resource].Time) + Wait(x.Resource)),
            Step.Publish x => Mean(resources[x.Queue].Time),
            Step.Invoke x => Mean(operations[x.Operation].Does),
            Step.Sequence x => x.Steps.Sum(Mean),
            Step.Parallel x => x.Steps.Max(Mean),
            Step.Race x => x.Steps.Min(Mean),
            Step.Branch x => x.Arms.Sum(a => a.P * Mean(a.Step)),
            Step.Fallback x => Mean(x.Steps[0]),
            Step.Loop x => x.Count * Mean(x.Body),
            Step.Retry x => Mean(x.Body),
            Step.Timeout x => Math.Min(x.Ms, Mean(x.Body)),
            Step.Hedge x => Mean(x.Body),
            Step.Breaker x => Mean(x.Body),
            Step.Cache x => Mean(x.Time) + (1 - x.Hit) * Mean(x.Body),
            Step.Hold x => Wait(x.Resource) + Mean(x.Body),
            _ => 0,
        };
        return means[step] = mean;
    }

    private double Wait(string resource) => waits.TryGetValue(resource, out var wait) ? wait : 0;

    private static double Mean(TimeShape time) => time switch
    {
        // exp(mu + sigma^2 / 2) with sigma = ln(p99 / median) / 2.326348.
        TimeShape.Lognormal { MedianMs.Value: > 0 } x => x.MedianMs * Math.Exp(Math.Pow(Math.Log(x.P99Ms / x.MedianMs) / 2.326348, 2) / 2),
        TimeShape.Exponential x => x.MeanMs,
        TimeShape.Constant x => x.MeanMs,
        TimeShape.Gamma x => x.MeanMs,
        _ => 0,
    };

    private static double Round(double value) => Math.Round(value, 3);
}
