namespace ScaleLint.Model;

/// <summary>Solves a system: its latency, throughput and availability over load, what gives way first, and the score.</summary>
public static class ScaleModel
{
    /// <summary>The loads of a curve when none are asked for.</summary>
    public static IReadOnlyList<double> DefaultLoads { get; } = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000];

    /// <summary>
    /// The whole result. Loads are positive multiples of the file's rates and users, in the order of the curve.
    /// Throws <see cref="SystemFileException"/> for a system that does not hold together.
    /// </summary>
    public static ScoreResult Solve(SystemFile system, IReadOnlyList<double>? loads = null)
    {
        loads ??= DefaultLoads;
        if (loads.Any(m => !(m > 0) || double.IsInfinity(m)))
        {
            throw new ArgumentOutOfRangeException(nameof(loads), "loads are finite and above 0");
        }

        SystemFileChecks.Check(system);
        var interval = Task.Run(() => Shifted(system));
        var solved = new SolvedSystem(system);
        solved.Prepare(loads);
        var constraints = solved.Constraints();
        constraints.Sort(Constraint.Compare);
        var target = system.TargetLoad.Value;
        var margin = constraints.Count > 0 ? Math.Min(target, constraints[0].At) : target;
        var score = Scoring.Score(margin, target);
        var curves = solved.Curves(loads);
        var resources = solved.Resources(loads);
        var shifted = interval.GetAwaiter().GetResult();
        return new ScoreResult
        {
            TargetLoad = target,
            Loads = loads,
            Score = score,
            Interval = Interval(score, shifted),
            Inputs = Assumptions.Shares(system),
            Margin = margin,
            Limits = Breakages(constraints),
            Operations = curves,
            Resources = resources,
            Attribution = Scoring.Attribute([.. constraints.Select(c => (c.Name, c.At))], target),
        };
    }

    /// <summary>The margin alone: the load multiple at which the first thing gives way, capped at the target load.</summary>
    public static double Margin(SystemFile system) => new SolvedSystem(system).Margin();

    /// <summary>
    /// All that gives way up to the target load, smallest load first; nothing else is solved. Faster when the solution of a similar
    /// system, such as that before a repair, says where to look.
    /// </summary>
    public static IReadOnlyList<Breakage> Limits(SystemFile system, ScoreResult? similar = null)
    {
        var near = similar?.Resources.ToDictionary(r => r.Id, r => r.SaturatesAt, StringComparer.Ordinal);
        var constraints = new SolvedSystem(system, near is null ? null : id => near.TryGetValue(id, out var at) ? at : null).Constraints();
        constraints.Sort(Constraint.Compare);
        return Breakages(constraints);
    }

    private static IReadOnlyList<Breakage> Breakages(List<Constraint> sorted) => [.. sorted.Select(x => new Breakage(x.Resource, x.Operation, x.At, x.Reason))];

    /// <summary>Scores with the assumed numbers moved for the worse and for the better; none when none is assumed.</summary>
    private static double[] Shifted(SystemFile system) =>
        Assumptions.Any(system)
            ? [.. new[] { Assumptions.Spread, 1 / Assumptions.Spread }.Select(factor => Scoring.Score(Margin(Assumptions.Shift(system, factor)), system.TargetLoad))]
            : [];

    private static ScoreInterval Interval(double score, double[] shifted) => new(shifted.Append(score).Min(), shifted.Append(score).Max());
}
