using static ScaleLint.Model.Step;

namespace ScaleLint.Model;

/// <summary>Every number of a system by provenance, and the system with its assumed numbers moved.</summary>
public static class Assumptions
{
    /// <summary>An assumed number is taken to lie within this factor of the truth, both ways.</summary>
    public const double Spread = 2;

    /// <summary>Shares of the numbers that describe the system; objectives and the target load are wishes, not inputs.</summary>
    public static InputShares Shares(SystemFile file)
    {
        var counts = new int[3];
        Map(file, (quantity, _) =>
        {
            counts[(int)quantity.Provenance]++;
            return quantity;
        });
        double all = Math.Max(1, counts.Sum());
        return new InputShares(counts[0] / all, counts[1] / all, counts[2] / all);
    }

    /// <summary>Every assumed number that makes things worse when it grows times <paramref name="factor"/>, every other divided by it.</summary>
    public static SystemFile Shift(SystemFile file, double factor) => Map(file, (quantity, worse) =>
    {
        if (quantity.Provenance != Provenance.Assumed || quantity.Value == 0 || worse == Effect.None)
        {
            return quantity;
        }

        return worse switch
        {
            Effect.Worse => quantity with { Value = quantity * factor },
            Effect.WorseShare => quantity with { Value = Math.Min(1, quantity * factor) },
            Effect.BetterShare => quantity with { Value = 1 - Math.Min(1, (1 - quantity) * factor) },
            _ => quantity with { Value = Math.Max(1, Math.Round(quantity / factor)) },
        };
    });

    /// <summary>Whether any number would move.</summary>
    public static bool Any(SystemFile file)
    {
        var any = false;
        Map(file, (quantity, effect) =>
        {
            any |= quantity.Provenance == Provenance.Assumed && quantity.Value != 0 && effect != Effect.None;
            return quantity;
        });
        return any;
    }

    private enum Effect
    {
        None,
        Worse,
        WorseShare,
        BetterShare,
        Better,
    }

    private static SystemFile Map(SystemFile file, Func<Quantity, Effect, Quantity> map) => file with
    {
        Services = [.. file.Services.Select(s => s with
        {
            Instances = map(s.Instances, Effect.None),
            Threads = s.Threads is { } threads ? map(threads, Effect.Better) : null,
            CpuCores = s.CpuCores is { } cores ? map(cores, Effect.Better) : null,
        })],
        Resources = [.. file.Resources.Select(r => r with
        {
            Time = Map(r.Time, map),
            Slots = r.Slots is { } slots ? map(slots, Effect.Better) : null,
            Failure = map(r.Failure, Effect.WorseShare),
            QuotaPerSecond = r.QuotaPerSecond is { } quota ? map(quota, Effect.Better) : null,
            Replicas = map(r.Replicas, Effect.None),
            CommonCause = map(r.CommonCause, r.Replicas > 1 ? Effect.WorseShare : Effect.None),
        })],
        Operations = [.. file.Operations.Select(o => o with
        {
            RatePerSecond = o.Users is null ? map(o.RatePerSecond, Effect.Worse) : o.RatePerSecond,
            Users = o.Users is { } users ? map(users, Effect.Worse) : null,
            ThinkMs = o.ThinkMs is { } think ? map(think, Effect.None) : null,
            Does = Map(o.Does, map),
        })],
    };

    private static TimeShape Map(TimeShape time, Func<Quantity, Effect, Quantity> map) => time switch
    {
        TimeShape.Lognormal t => new TimeShape.Lognormal(map(t.MedianMs, Effect.Worse), map(t.P99Ms, Effect.Worse)) is var moved && moved.P99Ms < moved.MedianMs
            ? moved with { P99Ms = moved.P99Ms with { Value = moved.MedianMs } } : moved,
        TimeShape.Exponential t => t with { MeanMs = map(t.MeanMs, Effect.Worse) },
        TimeShape.Constant t => t with { MeanMs = map(t.MeanMs, Effect.Worse) },
        TimeShape.Gamma t => new TimeShape.Gamma(map(t.MeanMs, Effect.Worse), map(t.Scv, Effect.None)),
        _ => time,
    };

    private static Step Map(Step step, Func<Quantity, Effect, Quantity> map)
    {
        Step Body(Step body) => Map(body, map);
        IReadOnlyList<Step> All(IReadOnlyList<Step> steps) => [.. steps.Select(Body)];
        return step switch
        {
            Cpu s => new Cpu(map(s.Ms, Effect.Worse)),
            Call s => s with { Times = map(s.Times, Effect.None) },
            Sequence s => new Sequence(All(s.Steps)),
            Step.Parallel s => new Step.Parallel(All(s.Steps)),
            Race s => new Race(All(s.Steps)),
            Fallback s => new Fallback(All(s.Steps)),
            Branch s => new Branch([.. s.Arms.Select(a => new Arm(map(a.P, Effect.None), Body(a.Step)))]),
            Loop s => new Loop(map(s.Count, Effect.Worse), Body(s.Body)),
            Retry s => new Retry(map(s.Attempts, Effect.None), map(s.BackoffMs, Effect.None), s.TotalMs is { } total ? map(total, Effect.None) : null, Body(s.Body)),
            Step.Timeout s => new Step.Timeout(map(s.Ms, Effect.None), Body(s.Body)),
            Cache s => new Cache(map(s.Hit, Effect.BetterShare), Map(s.Time, map), Body(s.Body)),
            Hedge s => new Hedge(map(s.AfterMs, Effect.None), Body(s.Body)),
            Breaker s => new Breaker(
                map(s.FailureRatio, Effect.None), map(s.BreakMs, Effect.None), map(s.MinimumThroughput, Effect.None), map(s.SamplingMs, Effect.None), Body(s.Body)),
            Hold s => s with { Body = Body(s.Body) },
            Background s => new Background(Body(s.Body)),
            _ => step,
        };
    }
}
