namespace ScaleLint.Model;

/// <summary>
/// Up to n = 1 + r attempts with a constant back-off, all within a total time. ms.
/// Attempts started: a = sum_{i&lt;n} f^i; remaining failure f^n; success sum_{i&lt;n} F^{*i} * s; the total caps every part.
/// Source: geometric trials; AWS Builders' Library and SRE book ch. 22 for what it does to load.
/// </summary>
public static class WithRetry
{
    /// <summary>Mean number of attempts when each fails alone with probability <paramref name="failure"/>.</summary>
    public static double MeanAttempts(double failure, double attempts) =>
        failure >= 1 ? attempts : (1 - Math.Pow(failure, attempts)) / (1 - failure);

    /// <summary>Attempts that reach the innermost of <paramref name="layers"/> layers when only that one fails: (1 - f^{n^L}) / (1 - f).</summary>
    public static double NestedAttempts(double failure, double attempts, int layers) => MeanAttempts(failure, Math.Pow(attempts, layers));

    /// <summary>Latency, and the mean number of attempts started. Attempts less likely than <paramref name="negligible"/> are left out.</summary>
    public static (Latency Latency, double Attempts) Of(Latency attempt, double attempts, double backoffMs, double? totalMs, double negligible = 1e-10)
    {
        var failing = attempt.Failures;
        if (attempts == 1 || (failing.Total <= negligible && totalMs is null))
        {
            return (totalMs is { } cap ? WithTimeout.Of(attempt, cap) : attempt, 1);
        }

        var pause = Density.At(backoffMs);
        var success = Density.None;
        var timeout = Density.None;
        Latency last = Latency.None;
        var elapsed = Density.Zero;
        double started = 0, never = 0;
        for (var i = 1; ; i++)
        {
            started += elapsed.Total;
            var here = Begin(elapsed, attempt, i >= attempts || totalMs is not null);
            here = totalMs is { } total ? WithTimeout.Of(here, total) : here;
            success = success.Plus(here.Success);
            never += here.Never;
            if (i >= attempts)
            {
                last = here;
                break;
            }

            // Timeouts by the total end the whole; those of the attempt itself are tried again.
            var again = elapsed.Convolve(failing).Convolve(pause);
            if (totalMs is { } cap)
            {
                var within = WithTimeout.Until(again, cap);
                var ended = (elapsed.Total * attempt.Never) + again.Total - within.Total + elapsed.Convolve(attempt.Success).Total - here.Success.Total;
                timeout = timeout.Plus(Density.At(cap).Scale(Math.Max(0, ended)));
                again = within;
            }

            elapsed = again;
            if (elapsed.Total <= negligible || i >= 2000)
            {
                // What is left fails here; nobody can tell it from failing later.
                last = Latency.FailingAfter(elapsed, FailureKind.Error);
                break;
            }
        }

        return (Latency.Build(success, kind => kind == FailureKind.Timeout ? timeout.Plus(last.Failed(kind)) : last.Failed(kind), never), started);
    }

    private static Latency Begin(Density elapsed, Latency attempt, bool failures) =>
        elapsed.High == 0 && elapsed.Total == 1 ? attempt
        : Latency.Build(
            elapsed.Convolve(attempt.Success), kind => failures ? elapsed.Convolve(attempt.Failed(kind)) : Density.None, elapsed.Total * attempt.Never);
}
