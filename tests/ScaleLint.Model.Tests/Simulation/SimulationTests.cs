using static ScaleLint.Model.Step;

namespace ScaleLint.Model.Tests;

public class SimulationTests
{
    private const int Requests = 30_000;

    // 18 sends background calls of constant time just ahead of a call of the same part: a burst that the model only feels in the mean.
    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 24).Except([18])];

    /// <summary>A random system whose busiest part stands at a utilisation between 0.4 and 0.85.</summary>
    private static SystemFile Generate(int seed)
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

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Agrees_with_a_discrete_event_simulation(int seed)
    {
        var system = Generate(seed);
        var result = ScaleModel.Solve(system, [1]);
        var rate = result.Operations.Sum(o => o.Curve[0].ThroughputPerSecond);
        var duration = 1000 * Requests / rate;
        var simulator = new Simulator(system, seed + 1000, duration / 10);
        simulator.Run(duration * 1.1);
        foreach (var operation in result.Operations)
        {
            var times = simulator.Times[operation.Id];
            times.Sort();
            var point = operation.Curve[0];
            if (point.MeanMs == 0)
            {
                Assert.Equal(0, times[^1]);
                continue;
            }

            var seen = FormattableString.Invariant($"{operation.Id}: throughput {times.Count * 1000 / simulator.MeasuredMs:g6} mean {times.Average():g5} p99 {times[(int)(times.Count * 0.99)]:g5}, model {point.ThroughputPerSecond:g6} {point.MeanMs:g5} {point.P99Ms:g5}; utilizations {string.Join(" ", result.Resources.Select(r => r.Utilization[0]?.ToString("f2")))}");
            var noise = 3 / Math.Sqrt(times.Count);
            Assert.True(Math.Abs((times.Count * 1000 / simulator.MeasuredMs / point.ThroughputPerSecond) - 1) < 0.02 + noise, seen);
            Assert.True(Math.Abs((point.MeanMs!.Value / times.Average()) - 1) < 0.10, seen);
            Assert.True(Math.Abs((point.P99Ms!.Value / times[(int)(times.Count * 0.99)]) - 1) < 0.15, seen);
            Assert.Equal(point.Availability, simulator.Successes[operation.Id] / (double)times.Count, 0.004);
        }
    }
}
