namespace ScaleLint.Model;

/// <summary>Where slots are held: a resource, or a service's cores or threads.</summary>
internal sealed class Station
{
    public required string Id { get; init; }

    /// <summary>Slots of all replicas; infinite without contention.</summary>
    public required double Servers { get; init; }

    /// <summary>Time of one call; null where the step brings its own.</summary>
    public TimeShape? Time { get; init; }

    /// <summary>How much of a second's work one server does in a second; below 1 for a fraction of a core.</summary>
    public double Speed { get; init; } = 1;

    /// <summary>Calls per second that all replicas admit.</summary>
    public double Quota { get; init; } = double.PositiveInfinity;

    /// <summary>Probability that a call fails, all replicas together.</summary>
    public double Failure { get; init; }

    /// <summary>Probability of the common part.</summary>
    public double Common { get; init; }

    /// <summary>Probability of the rest, given that the common part did not strike.</summary>
    public double Alone { get; init; }

    /// <summary>The operation that handles what is published; -1 for none.</summary>
    public int Consumer { get; init; } = -1;

    public bool IsQueue => !double.IsInfinity(Servers);

    public Density OwnTime => field ??= Time is null ? Density.Zero : TimeLaw.Of(Time);

    public (double First, double Second, double Third) OwnMoments => Time is null ? default : TimeLaw.Moments(Time);

    public bool IsExponential => Time is TimeShape.Exponential or TimeShape.Gamma { Scv.Value: 1 };
}
