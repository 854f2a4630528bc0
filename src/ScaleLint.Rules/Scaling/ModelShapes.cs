using ScaleLint.Model;
using Step = ScaleLint.Model.Step;

namespace ScaleLint.Rules.Scaling;

/// <summary>What is done to behaviour trees of the model: counting, rewriting, and folding those that grew too large.</summary>
internal static class ModelShapes
{
    /// <summary>Steps of one member's tree above which it is folded to how often it calls what.</summary>
    public const int LargestTree = 200;

    /// <summary>Work of no cost: an arm or fallback that does nothing.</summary>
    public static Step Nothing { get; } = new Step.Cpu(Quantity.Assumed(0));

    /// <summary>Steps in order; null when none is left.</summary>
    public static Step? Sequence(IEnumerable<Step?> steps)
    {
        var kept = new List<Step>();
        foreach (var step in steps)
        {
            if (step is Step.Sequence inner) kept.AddRange(inner.Steps);
            else if (step != null) kept.Add(step);
        }
        return kept.Count == 0 ? null : kept.Count == 1 ? kept[0] : new Step.Sequence(kept);
    }

    /// <summary>Steps at the same time; null when none is left.</summary>
    public static Step? Parallel(IReadOnlyList<Step> steps) => steps.Count == 0 ? null : steps.Count == 1 ? steps[0] : new Step.Parallel(steps);

    /// <summary>Number of steps in the tree.</summary>
    public static int Size(Step step) => 1 + Children(step).Sum(Size);

    /// <summary>The tree as it is, or folded when it is too large: how often it calls what, within holds, policies and in the background apart.</summary>
    public static Step? Bounded(Step? step)
    {
        if (step == null || Size(step) <= LargestTree) return step;
        var folded = new Folded();
        folded.Add(step, 1);
        return folded.Whole(1);
    }

    /// <summary>The tree with every step replaced, inner ones first; a step replaced by null goes away.</summary>
    public static Step? Map(Step step, Func<Step, Step?> replace)
    {
        Step? Inner(Step body, Func<Step, Step> around) => Map(body, replace) is { } mapped ? replace(around(mapped)) : null;
        IReadOnlyList<Step> Many(IReadOnlyList<Step> steps) => steps.Select(x => Map(x, replace)).Where(x => x != null).Select(x => x!).ToList();
        switch (step)
        {
            case Step.Sequence x: return Sequence(Many(x.Steps)) is { } sequence ? replace(sequence) : null;
            case Step.Parallel x: return Parallel(Many(x.Steps)) is { } parallel ? replace(parallel) : null;
            case Step.Race x: return Many(x.Steps) is { Count: > 0 } race ? replace(new Step.Race(race)) : null;
            case Step.Fallback x: return replace(new Step.Fallback(x.Steps.Select(s => Map(s, replace) ?? Nothing).ToList()));
            case Step.Branch x: return replace(new Step.Branch(x.Arms.Select(a => new Step.Arm(a.P, Map(a.Step, replace) ?? Nothing)).ToList()));
            case Step.Loop x: return Inner(x.Body, body => x with { Body = body });
            case Step.Retry x: return Inner(x.Body, body => x with { Body = body });
            case Step.Timeout x: return Inner(x.Body, body => x with { Body = body });
            case Step.Cache x: return Inner(x.Body, body => x with { Body = body });
            case Step.Hedge x: return Inner(x.Body, body => x with { Body = body });
            case Step.Breaker x: return Inner(x.Body, body => x with { Body = body });
            case Step.Hold x: return Inner(x.Body, body => x with { Body = body });
            case Step.Background x: return Inner(x.Body, body => x with { Body = body });
            default: return replace(step);
        }
    }

    /// <summary>The tree without holds of what is held already.</summary>
    public static Step HeldOnce(Step step)
    {
        return Visit(step, []) ?? Nothing;

        static Step? Visit(Step step, HashSet<string> held)
        {
            if (step is Step.Hold hold)
            {
                if (!held.Add(hold.Resource)) return Visit(hold.Body, held);
                var body = Visit(hold.Body, held);
                held.Remove(hold.Resource);
                return body == null ? null : hold with { Body = body };
            }
            return step switch
            {
                Step.Sequence x => Sequence(x.Steps.Select(s => Visit(s, held))),
                Step.Parallel x => Parallel(x.Steps.Select(s => Visit(s, held)!).ToList()),
                Step.Branch x => new Step.Branch(x.Arms.Select(a => new Step.Arm(a.P, Visit(a.Step, held)!)).ToList()),
                Step.Fallback x => new Step.Fallback(x.Steps.Select(s => Visit(s, held)!).ToList()),
                Step.Loop x => x with { Body = Visit(x.Body, held)! },
                Step.Retry x => x with { Body = Visit(x.Body, held)! },
                Step.Timeout x => x with { Body = Visit(x.Body, held)! },
                Step.Cache x => x with { Body = Visit(x.Body, held)! },
                Step.Breaker x => x with { Body = Visit(x.Body, held)! },
                // What runs in the background takes slots of its own.
                Step.Background x => x with { Body = Visit(x.Body, [])! },
                _ => step,
            };
        }
    }

    /// <summary>Steps directly inside.</summary>
    public static IEnumerable<Step> Children(Step step) => step switch
    {
        Step.Sequence x => x.Steps,
        Step.Parallel x => x.Steps,
        Step.Race x => x.Steps,
        Step.Fallback x => x.Steps,
        Step.Branch x => x.Arms.Select(a => a.Step),
        Step.Loop x => [x.Body],
        Step.Retry x => [x.Body],
        Step.Timeout x => [x.Body],
        Step.Cache x => [x.Body],
        Step.Hedge x => [x.Body],
        Step.Breaker x => [x.Body],
        Step.Hold x => [x.Body],
        Step.Background x => [x.Body],
        _ => [],
    };

    /// <summary>The step and all inside it.</summary>
    public static IEnumerable<Step> All(Step step) => Children(step).SelectMany(All).Prepend(step);

    /// <summary>Steps of a tree without their order, and how often each runs.</summary>
    private sealed class Folded
    {
        private readonly SortedDictionary<string, (Step Step, double Times, Folded? Inside)> steps = new(StringComparer.Ordinal);

        public void Add(Step step, double times)
        {
            switch (step)
            {
                case Step.Call x: Add("call " + x.Resource, x, times * x.Times); break;
                case Step.Invoke x: Add("invoke " + x.Operation, x, times); break;
                case Step.Publish x: Add("publish " + x.Queue, x, times); break;
                case Step.Hold x: Add("hold " + x.Resource, x, times, x.Body); break;
                case Step.Background x: Add("later", x, times, x.Body); break;
                case Step.Retry x: Add(FormattableString.Invariant($"retry {x.Attempts.Value} {x.BackoffMs.Value} {x.TotalMs?.Value} {Asked(x)}"), x, times, x.Body); break;
                case Step.Timeout x: Add(FormattableString.Invariant($"timeout {x.Ms.Value} {Asked(x)}"), x, times, x.Body); break;
                case Step.Breaker x: Add(FormattableString.Invariant($"breaker {x.FailureRatio.Value} {x.BreakMs.Value} {Asked(x)}"), x, times, x.Body); break;
                case Step.Branch x: foreach (var arm in x.Arms) Add(arm.Step, times * arm.P); break;
                case Step.Loop x: Add(x.Body, times * x.Count); break;
                case Step.Cache x: Add(x.Body, times * (1 - x.Hit)); break;
                case Step.Fallback x: Add(x.Steps[0], times); break;
                default: foreach (var child in Children(step)) Add(child, times); break;
            }
        }

        /// <summary>What a policy guards: those that guard the same become one.</summary>
        private static string Asked(Step step) => step switch
        {
            Step.Call x => x.Resource,
            Step.Invoke x => x.Operation,
            Step.Publish x => x.Queue,
            _ => string.Join(" ", Children(step).Select(Asked)),
        };

        private void Add(string key, Step step, double times, Step? body = null)
        {
            var (first, before, inside) = steps.TryGetValue(key, out var known) ? known : (step, 0, body == null ? null : new Folded());
            if (body != null) inside!.Add(body, times);
            steps[key] = (first, before + times, inside);
        }

        /// <summary>What one of <paramref name="rounds"/> does.</summary>
        public Step? Whole(double rounds) => Sequence(steps.Values.Where(x => x.Times > 0).Select(x => (x.Step switch
        {
            Step.Call call => call with { Times = Quantity.Assumed(x.Times / rounds) },
            Step.Hold hold => x.Inside!.Whole(x.Times) is { } body ? hold with { Body = body } : null,
            Step.Background => x.Inside!.Whole(x.Times) is { } body ? new Step.Background(body) : null,
            Step.Retry retry => x.Inside!.Whole(x.Times) is { } body ? retry with { Body = body } : null,
            Step.Timeout timeout => x.Inside!.Whole(x.Times) is { } body ? timeout with { Body = body } : null,
            Step.Breaker breaker => x.Inside!.Whole(x.Times) is { } body ? breaker with { Body = body } : null,
            _ => x.Step,
        }) is { } step ? step is Step.Call || x.Times == rounds ? step : new Step.Loop(Quantity.Assumed(x.Times / rounds), step) : null));
    }
}
