namespace ScaleLint.Model;

/// <summary>How a step fails.</summary>
public enum FailureKind
{
    Timeout,
    Error,
    Rejected,
}

/// <summary>
/// How long a step takes and how it ends: mass over time of success and of each kind of failure, each at its own time.
/// What waits for a saturated resource without a deadline never ends and has mass but no time.
/// </summary>
public sealed class Latency
{
    private readonly Density?[] _failures;
    private Density? _all;
    private Latency? _brief;

    internal Latency(Density success, Density?[] failures, double never = 0, double errorsPerSuccess = 0)
    {
        Success = success;
        _failures = failures;
        Never = never;
        ErrorsPerSuccess = errorsPerSuccess;
    }

    /// <summary>Succeeds at once.</summary>
    public static Latency None { get; } = Of(Density.Zero);

    public Density Success { get; }

    /// <summary>Probability that it never ends.</summary>
    public double Never { get; }

    /// <summary>When positive, errors take the same time as successes and stand in this ratio to them.</summary>
    internal double ErrorsPerSuccess { get; }

    /// <summary>Whatever the end.</summary>
    public Density All => _all ??= Failures.Plus(Success);

    /// <summary>All failures that end.</summary>
    public Density Failures => Failed(FailureKind.Timeout).Plus(Failed(FailureKind.Error)).Plus(Failed(FailureKind.Rejected));

    /// <summary>Probability of failure, never ending not included.</summary>
    public double FailureProbability => _failures.Sum(f => f?.Total ?? 0);

    /// <summary>Always succeeds.</summary>
    public static Latency Of(Density time) => new(time, new Density?[3]);

    /// <summary>Succeeds or fails, in the same time.</summary>
    public static Latency Of(Density time, double failure) =>
        failure <= 0 ? Of(time)
        : failure >= 1 ? FailingAfter(time, FailureKind.Error)
        : new(time.Scale(1 - failure), [null, time.Scale(failure), null], 0, failure / (1 - failure));

    /// <summary>Always fails.</summary>
    public static Latency FailingAfter(Density time, FailureKind kind)
    {
        var failures = new Density?[3];
        failures[(int)kind] = time;
        return new Latency(Density.None, failures);
    }

    /// <summary>Never ends.</summary>
    public static Latency Unending { get; } = new(Density.None, new Density?[3], 1);

    public Density Failed(FailureKind kind) => _failures[(int)kind] ?? Density.None;

    internal static Latency Build(Density success, Func<FailureKind, Density> failed, double never = 0)
    {
        var failures = new Density?[3];
        for (var kind = 0; kind < 3; kind++)
        {
            var density = failed((FailureKind)kind);
            failures[kind] = density.Total > 0 ? density : null;
        }

        return new Latency(success, failures, never < 1e-15 ? 0 : never);
    }

    /// <summary>Mass and moments of this alone.</summary>
    internal Latency Brief() => _brief ??= Success.IsBrief ? this : new Latency(Success.Brief(), [.. _failures.Select(f => f?.Brief())], Never, ErrorsPerSuccess);

    internal Latency Scale(double factor) => Build(Success.Scale(factor), k => Failed(k).Scale(factor), Never * factor);

    internal Latency Plus(Latency other) => Build(Success.Plus(other.Success), k => Failed(k).Plus(other.Failed(k)), Never + other.Never);
}
