using static ScaleLint.Model.Step;

namespace ScaleLint.Model.Tests;

/// <summary>Systems by seed, to be solved and simulated.</summary>
internal static class RandomSystems
{
    /// <summary>A random system whose busiest part stands at a utilisation between 0.4 and 0.85.</summary>
    public static SystemFile Plain(int seed)
    {
        var random = new Random(seed);
        double Between(double low, double high) => low + ((high - low) * random.NextDouble());
        var resources = Enumerable.Range(0, random.Next(2, 5)).Select(i => new Resource
        {
            Id = $"r{i}",
            Kind = "sql",
            Slots = (double)random.Next(1, 9),
            Failure = random.Next(3) == 0 ? Between(0.001, 0.05) : 0,
            Time = random.Next(4) switch
            {
                0 => new TimeShape.Exponential(Between(2, 20)),
                1 => new TimeShape.Constant(Between(2, 20)),
                2 => new TimeShape.Gamma(Between(2, 20), Between(0.2, 2)),
                _ => Between(2, 10) is var median ? new TimeShape.Lognormal(median, median * Between(3, 8)) : throw new InvalidOperationException(),
            },
        }).ToArray();
        string Any() => resources[random.Next(resources.Length)].Id;
        Step Leaf() => random.Next(4) == 0 ? new Cpu(Between(0.5, 4)) : new Call(Any(), (double)random.Next(1, 3));
        Step Some(int depth) => depth == 0 ? Leaf() : random.Next(9) switch
        {
            0 => new Step.Parallel([new Call(resources[0].Id), new Call(resources[1].Id)]),
            1 => new Branch([new Arm(0.3, Some(depth - 1)), new Arm(0.7, Leaf())]),
            2 => new Cache(Between(0.3, 0.9), new TimeShape.Exponential(1), Some(depth - 1)),
            3 => new Retry(3, 2, null, new Call(Any())),
            4 => new Fallback([new Call(Any()), Leaf()]),
            5 => new Background(Leaf()),
            6 => new Loop(2, Leaf()),
            7 => new Step.Timeout(500, Some(depth - 1)),
            _ => Leaf(),
        };
        var closed = seed % 3 == 0;
        var service = new Service { Id = "web", CpuCores = (double)random.Next(1, 5), Threads = (double)random.Next(40, 80), ThreadsBlock = seed % 4 == 0 };
        Operation Make(string id) => new()
        {
            Id = id,
            Service = "web",
            RatePerSecond = closed ? Quantity.Assumed(0) : Between(2, 20),
            Users = closed ? (double)random.Next(2, 25) : null,
            ThinkMs = closed ? Between(100, 500) : null,
            Does = new Sequence([.. Enumerable.Range(0, random.Next(2, 5)).Select(_ => Some(2))]),
        };
        var system = new SystemFile { Services = [service], Resources = resources, Operations = [Make("a"), Make("b")] };
        var target = Between(0.4, 0.85);
        if (!closed)
        {
            var saturates = ScaleModel.Solve(system, [1]).Resources.Min(r => r.SaturatesAt)!.Value;
            return system with { Operations = [.. system.Operations.Select(o => o with { RatePerSecond = o.RatePerSecond * saturates * target })] };
        }

        while (ScaleModel.Solve(system, [1]).Resources.Max(r => r.Utilization[0]) > target && system.Operations.All(o => o.Users > 1))
        {
            system = system with { Operations = [.. system.Operations.Select(o => o with { Users = Math.Max(1, Math.Floor(o.Users!.Value * 0.8)) })] };
        }

        return system;
    }

    /// <summary>
    /// Slots held across queues, retries of what times out, total times, breakers, fallbacks, caches, hedges, invoked and consuming operations;
    /// open, closed or both. No part is busier than a limit between 0.4 and 0.85.
    /// </summary>
    public static SystemFile Policies(int seed)
    {
        var random = new Random(seed * 7919);
        double Between(double low, double high) => low + ((high - low) * random.NextDouble());
        TimeShape Time() => random.Next(3) switch
        {
            0 => new TimeShape.Exponential(Between(2, 20)),
            1 => new TimeShape.Gamma(Between(2, 20), Between(0.3, 2)),
            _ => Between(2, 10) is var median ? new TimeShape.Lognormal(median, median * Between(3, 8)) : throw new InvalidOperationException(),
        };
        var servers = Enumerable.Range(0, random.Next(2, 4)).Select(i => new Resource
        {
            Id = $"r{i}", Kind = "sql", Slots = (double)random.Next(1, 9), Time = Time(), Failure = random.Next(2) == 0 ? Between(0.001, 0.1) : 0, CommonCause = random.Next(2) == 0 ? 0.05 : 0.0,
        }).ToArray();
        Resource[] resources =
        [
            .. servers,
            new Resource { Id = "pool", Kind = "pool", Slots = (double)random.Next(2, 12) },
            new Resource { Id = "lock", Kind = "lock", Slots = 1.0 },
            new Resource { Id = "queue", Kind = "queue", Time = new TimeShape.Exponential(2), Consumer = "c" },
        ];
        Resource Any() => servers[random.Next(servers.Length)];
        double Mean(Resource resource) => TimeLaw.Of(resource.Time).Mean;
        Step Leaf() => random.Next(4) == 0 ? new Cpu(Between(0.5, 4)) : new Call(Any().Id, (double)random.Next(1, 3));
        Step Timed(double factor) => Any() is var resource ? new Step.Timeout(Mean(resource) * factor, new Call(resource.Id)) : throw new InvalidOperationException();
        Step Some(int depth) => random.Next(10) switch
        {
            0 => new Retry((double)random.Next(2, 5), Between(0, 20), null, Timed(Between(8, 20))),
            1 => new Retry(3, Between(0, 5), Between(100, 400), new Call(Any().Id)),
            2 => Any() is var hedged ? new Hedge(Mean(hedged) * Between(4, 6), new Call(hedged.Id)) : throw new InvalidOperationException(),
            3 => new Hold("pool", new Sequence([Leaf(), new Call(Any().Id)])),
            4 => new Hold("lock", new Call(Any().Id)),
            5 => new Invoke("c"),
            6 => new Publish("queue"),
            7 => new Cache(Between(0.3, 0.9), new TimeShape.Exponential(1), depth > 0 ? Some(depth - 1) : Leaf()),
            8 => new Fallback([Timed(Between(5, 10)), Leaf()]),
            _ => new Breaker(0.5, 2000, 20, 10_000, new Call(Any().Id)),
        };
        var service = new Service { Id = "web", CpuCores = (double)random.Next(1, 5), Threads = (double)random.Next(10, 40), ThreadsBlock = seed % 4 == 0 };
        Operation Make(string id, bool closed) => new()
        {
            Id = id, Service = "web", RatePerSecond = closed ? Quantity.Assumed(0) : Between(2, 20), Users = closed ? (double)random.Next(10, 40) : null, ThinkMs = closed ? Between(100, 500) : null,
            Does = new Sequence([.. Enumerable.Range(0, random.Next(2, 4)).Select(_ => Some(1))]),
        };
        var system = new SystemFile
        {
            Services = [service], Resources = resources, Operations = [Make("a", seed % 3 == 2), Make("b", seed % 3 > 0), new Operation { Id = "c", Service = "web", Does = new Sequence([new Cpu(Between(0.5, 4)), new Call(Any().Id)]) }],
        };
        var target = Between(0.4, 0.85);
        SystemFile At(double factor) => system with
        {
            Operations = [.. system.Operations.Select(o => o.ThinkMs is { } think ? o with { ThinkMs = think / factor } : o with { RatePerSecond = o.RatePerSecond * factor })],
        };
        double low = 0.05, high = 32;
        for (var turn = 0; turn < 8; turn++)
        {
            var middle = Math.Sqrt(low * high);
            var busiest = ScaleModel.Solve(At(middle), [1]) is var solved && solved.Operations.All(o => o.Curve[0].MeanMs is not null) ? solved.Resources.Max(r => r.Utilization[0] ?? 1) : 1;
            (low, high) = busiest <= target ? (middle, high) : (low, middle);
        }

        return At(low);
    }
}
