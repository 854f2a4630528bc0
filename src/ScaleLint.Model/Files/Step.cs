namespace ScaleLint.Model;

/// <summary>What an operation does; a tree. Keys and meaning are those of the system file.</summary>
public abstract record Step
{
    private Step()
    {
    }

    /// <summary><c>cpuMs</c>: exponential work on the service's cores.</summary>
    public sealed record Cpu(Quantity Ms) : Step;

    /// <summary><c>call</c>, one after another where <c>times</c> is above 1; a fraction is the chance of one more.</summary>
    public sealed record Call(string Resource, Quantity Times) : Step
    {
        public Call(string resource)
            : this(resource, Quantity.Assumed(1))
        {
        }
    }

    /// <summary><c>invoke</c>: another operation, waited for.</summary>
    public sealed record Invoke(string Operation) : Step;

    /// <summary><c>sequence</c>: a failure ends it.</summary>
    public sealed record Sequence(IReadOnlyList<Step> Steps) : Step;

    /// <summary><c>parallel</c> (<c>Task.WhenAll</c>): ends with the slowest, fails if any failed.</summary>
    public sealed record Parallel(IReadOnlyList<Step> Steps) : Step;

    /// <summary><c>race</c> (<c>Task.WhenAny</c>): the first to end, in success or failure.</summary>
    public sealed record Race(IReadOnlyList<Step> Steps) : Step;

    /// <summary><c>branch</c>: one of the arms, by chance.</summary>
    public sealed record Branch(IReadOnlyList<Arm> Arms) : Step;

    /// <summary>One arm of a <see cref="Branch"/>.</summary>
    public sealed record Arm(Quantity P, Step Step);

    /// <summary><c>loop</c>: the body n times, one after another.</summary>
    public sealed record Loop(Quantity Count, Step Body) : Step;

    /// <summary><c>retry</c>: up to <c>attempts</c> tries (1 + retries), a constant back-off between, all within <c>totalMs</c>.</summary>
    public sealed record Retry(Quantity Attempts, Quantity BackoffMs, Quantity? TotalMs, Step Body) : Step;

    /// <summary><c>timeoutMs</c>: the caller gives up at that time; the callee works on.</summary>
    public sealed record Timeout(Quantity Ms, Step Body) : Step;

    /// <summary><c>cache</c>: a hit ends it, a miss pays the look-up, then the body.</summary>
    public sealed record Cache(Quantity Hit, TimeShape Time, Step Body) : Step;

    /// <summary><c>hedgeAfterMs</c>: a second try starts after that time; the first success wins.</summary>
    public sealed record Hedge(Quantity AfterMs, Step Body) : Step;

    /// <summary><c>fallback</c>: the next step when one fails.</summary>
    public sealed record Fallback(IReadOnlyList<Step> Steps) : Step;

    /// <summary><c>breaker</c>: fails fast while open.</summary>
    public sealed record Breaker(Quantity FailureRatio, Quantity BreakMs, Quantity MinimumThroughput, Quantity SamplingMs, Step Body) : Step
    {
        /// <summary>Polly's default.</summary>
        public static Quantity DefaultMinimumThroughput { get; } = Quantity.Assumed(100);

        /// <summary>Polly's default.</summary>
        public static Quantity DefaultSamplingMs { get; } = Quantity.Assumed(30_000);
    }

    /// <summary><c>hold</c>: one slot for the span of the body; calls of the same resource inside use that slot.</summary>
    public sealed record Hold(string Resource, Step Body) : Step;

    /// <summary><c>background</c>: leaves the path, adds its load.</summary>
    public sealed record Background(Step Body) : Step;

    /// <summary><c>publish</c>: pays the queue's own time, then is gone.</summary>
    public sealed record Publish(string Queue) : Step;
}
