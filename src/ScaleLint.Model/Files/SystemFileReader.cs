using static ScaleLint.Model.Step;

namespace ScaleLint.Model;

/// <summary>
/// Reads a <c>*.system.json</c>. Numbers in the text count as declared, defaults as assumed.
/// Whatever is wrong is a <see cref="SystemFileException"/> that names the JSON path, or line and column of text that is no JSON.
/// </summary>
public static class SystemFileReader
{
    /// <summary>How deep steps may stand in one another. Deeper trees are split with <c>invoke</c>.</summary>
    public const int MaxStepDepth = 512;

    // A branch arm nests three brackets per step; the rest is the way from the root to the first step.
    private const int MaxJsonDepth = (3 * MaxStepDepth) + 8;

    private static readonly string[] s_stepKeys =
    [
        "cpuMs", "call", "invoke", "sequence", "parallel", "race", "branch", "loop", "retry", "timeoutMs",
        "cache", "hedgeAfterMs", "fallback", "breaker", "hold", "background", "publish",
    ];

    /// <summary>Reads and checks <paramref name="text"/>.</summary>
    public static SystemFile Read(string text)
    {
        var root = JsonCursor.Parse(text, MaxJsonDepth).Object("schemaVersion", "targetLoad", "services", "resources", "operations");
        var version = root.Required("schemaVersion");
        if (version.Number(whole: true) != SystemFile.SchemaVersion)
        {
            throw version.Error(FormattableString.Invariant($"this version reads schemaVersion {SystemFile.SchemaVersion}"));
        }

        var file = new SystemFile
        {
            TargetLoad = Number(root.Optional("targetLoad"), 1000, 1, above: true),
            Services = root.Optional("services")?.Items().Select(ReadService).ToArray() ?? [],
            Resources = root.Optional("resources")?.Items().Select(ReadResource).ToArray() ?? [],
            Operations = root.Required("operations").Items().Select(ReadOperation).ToArray(),
        };
        SystemFileChecks.Check(file);
        return file;
    }

    private static Service ReadService(JsonCursor at)
    {
        at.Object("id", "instances", "threads", "cpuCores", "threadsBlock");
        return new Service
        {
            Id = at.Required("id").Id(),
            Instances = Number(at.Optional("instances"), 1, 1, whole: true),
            Threads = Maybe(at.Optional("threads"), 1, whole: true),
            CpuCores = Maybe(at.Optional("cpuCores"), 0, above: true),
            ThreadsBlock = at.Optional("threadsBlock")?.Flag() ?? false,
        };
    }

    private static Resource ReadResource(JsonCursor at)
    {
        at.Object("id", "kind", "service", "time", "slots", "failure", "quotaPerSecond", "replicas", "commonCause", "consumer");
        var kind = at.Required("kind");
        if (Array.IndexOf(SystemFileChecks.KnownKinds, kind.Text()) < 0)
        {
            throw kind.Error($"unknown kind \"{kind.Text()}\"; known: {string.Join(", ", SystemFileChecks.KnownKinds)}");
        }

        return new Resource
        {
            Id = at.Required("id").Id(),
            Kind = kind.Text(),
            Service = at.Optional("service")?.Id(),
            Time = at.Optional("time") is { } time ? ReadTime(time) : TimeShape.Zero,
            Slots = Maybe(at.Optional("slots"), 1, whole: true),
            Failure = Number(at.Optional("failure"), 0, 0, 1),
            QuotaPerSecond = Maybe(at.Optional("quotaPerSecond"), 0, above: true),
            Replicas = Number(at.Optional("replicas"), 1, 1, whole: true),
            CommonCause = Number(at.Optional("commonCause"), 0.05, 0, 1),
            Consumer = at.Optional("consumer")?.Id(),
        };
    }

    private static TimeShape ReadTime(JsonCursor at)
    {
        at.Object("medianMs", "p99Ms", "meanMs", "shape", "scv");
        if (at.Optional("medianMs") is { } median)
        {
            at.Object("medianMs", "p99Ms");
            var m = median.Number(above: true);
            var p99 = at.Required("p99Ms");
            return p99.Number() >= m ? new TimeShape.Lognormal(m, p99.Number()) : throw p99.Error("p99Ms below medianMs; give the larger of the two here");
        }

        if (at.Optional("shape") is { } shape)
        {
            at.Object("meanMs", "shape");
            var mean = at.Required("meanMs").Number();
            return shape.Text() switch
            {
                "exponential" => new TimeShape.Exponential(mean),
                "constant" => new TimeShape.Constant(mean),
                _ => throw shape.Error("unknown shape; known: exponential, constant"),
            };
        }

        at.Object("meanMs", "scv");
        if (at.Optional("meanMs") is null || at.Optional("scv") is null)
        {
            throw at.Error("a time is { medianMs, p99Ms }, { meanMs, shape } or { meanMs, scv }");
        }

        return new TimeShape.Gamma(at.Required("meanMs").Number(), at.Required("scv").Number());
    }

    private static Operation ReadOperation(JsonCursor at)
    {
        at.Object("id", "service", "ratePerSecond", "users", "thinkMs", "objective", "does");
        if (at.Optional("ratePerSecond") is not null && at.Optional("users") is { } both)
        {
            throw both.Error("ratePerSecond and users together; an operation is open or closed, keep one");
        }

        if (at.Optional("users") is null != at.Optional("thinkMs") is null)
        {
            throw at.Error("users and thinkMs belong together; give both or none");
        }

        var objective = at.Optional("objective")?.Object("p99Ms", "availability");
        return new Operation
        {
            Id = at.Required("id").Id(),
            Service = at.Optional("service")?.Id(),
            RatePerSecond = Number(at.Optional("ratePerSecond"), 0),
            Users = Maybe(at.Optional("users")),
            ThinkMs = Maybe(at.Optional("thinkMs")),
            Objective = objective is not { } o ? null : new Objective
            {
                P99Ms = Maybe(o.Optional("p99Ms"), above: true),
                Availability = Maybe(o.Optional("availability"), 0, 1, above: true),
            },
            Does = ReadStep(at.Required("does"), 1),
        };
    }

    private static Step ReadStep(JsonCursor at, int depth)
    {
        if (depth > MaxStepDepth)
        {
            throw at.Error(FormattableString.Invariant($"nested deeper than {MaxStepDepth} steps; move inner steps to an operation of their own and `invoke` it"));
        }

        var kinds = at.Keys().Where(k => Array.IndexOf(s_stepKeys, k) >= 0).ToArray();
        if (kinds.Length != 1)
        {
            at.Object([.. s_stepKeys, "times", "step"]);
            throw at.Error(kinds.Length == 0
                ? $"no step; one of {string.Join(", ", s_stepKeys)} is needed"
                : $"{string.Join(" and ", kinds)} in one step; nest them, or list them in a sequence");
        }

        var kind = kinds[0];
        at.Object(kind switch
        {
            "call" => ["call", "times"],
            "loop" or "retry" or "timeoutMs" or "cache" or "hedgeAfterMs" or "breaker" or "hold" or "background" => [kind, "step"],
            _ => [kind],
        });
        var value = at.Required(kind);
        Step Body() => ReadStep(at.Required("step"), depth + 1);
        Step[] List(bool some = false)
        {
            var steps = value.Items().Select(i => ReadStep(i, depth + 1)).ToArray();
            return some && steps.Length == 0 ? throw value.Error($"{kind} needs at least one step") : steps;
        }

        switch (kind)
        {
            case "cpuMs": return new Cpu(value.Number());
            case "call": return new Call(value.Id(), Number(at.Optional("times"), 1));
            case "invoke": return new Invoke(value.Id());
            case "sequence": return new Sequence(List());
            case "parallel": return new Step.Parallel(List());
            case "race": return new Race(List(some: true));
            case "fallback": return new Fallback(List(some: true));
            case "branch": return ReadBranch(value, depth);
            case "loop": return new Loop(value.Number(), Body());
            case "timeoutMs": return new Step.Timeout(value.Number(above: true), Body());
            case "hedgeAfterMs": return new Hedge(value.Number(), Body());
            case "hold": return new Hold(value.Id(), Body());
            case "publish": return new Publish(value.Id());
            case "background":
                return value.Flag() ? new Background(Body()) : throw value.Error("background is true or left out");
            case "retry":
                value.Object("attempts", "backoffMs", "totalMs");
                return new Retry(
                    value.Required("attempts").Number(1, whole: true), Number(value.Optional("backoffMs"), 0), Maybe(value.Optional("totalMs"), above: true), Body());
            case "cache":
                value.Object("hit", "time");
                return new Cache(value.Required("hit").Number(0, 1), value.Optional("time") is { } time ? ReadTime(time) : TimeShape.Zero, Body());
            default:
                value.Object("failureRatio", "breakMs", "minimumThroughput", "samplingMs");
                return new Breaker(
                    value.Required("failureRatio").Number(0, 1, above: true),
                    value.Required("breakMs").Number(),
                    value.Optional("minimumThroughput")?.Number(1) ?? Breaker.DefaultMinimumThroughput,
                    value.Optional("samplingMs")?.Number(above: true) ?? Breaker.DefaultSamplingMs,
                    Body());
        }
    }

    private static Branch ReadBranch(JsonCursor value, int depth)
    {
        var arms = new List<Arm>();
        foreach (var item in value.Items())
        {
            item.Object("p", "step");
            arms.Add(new Arm(item.Required("p").Number(0, 1), ReadStep(item.Required("step"), depth + 1)));
        }

        return Math.Abs(arms.Sum(a => a.P.Value) - 1) <= 1e-6
            ? new Branch(arms)
            : throw value.Error(FormattableString.Invariant($"the p of the arms sum to {arms.Sum(a => a.P.Value)}; they must sum to 1"));
    }

    private static Quantity Number(JsonCursor? at, double fallback, double low = 0, double high = double.MaxValue, bool whole = false, bool above = false) =>
        at is { } given ? given.Number(low, high, whole, above) : Quantity.Assumed(fallback);

    private static Quantity? Maybe(JsonCursor? at, double low = 0, double high = double.MaxValue, bool whole = false, bool above = false) =>
        at is { } given ? given.Number(low, high, whole, above) : null;
}
