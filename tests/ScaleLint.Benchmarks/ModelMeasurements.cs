using System.Diagnostics;
using System.Globalization;
using ScaleLint.Model;

/// <summary>The scale model on made-up systems: three resources to ten operations, some invoking others, with retries, deadlines, breakers, caches and holds.</summary>
internal static class ModelMeasurements
{
    /// <summary>Each size in a process of its own.</summary>
    public static void Run(int most)
    {
        foreach (var kind in new[] { "plain", "policies" })
        {
            foreach (var operations in new[] { 100, 300, 1000, 3000, 10_000 }.Where(n => n <= most))
            {
                using var process = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, ["solve", operations.ToString(CultureInfo.InvariantCulture), kind]) { RedirectStandardOutput = true })!;
                Console.Write(process.StandardOutput.ReadToEnd());
                process.WaitForExit();
            }
        }
    }

    public static void Solve(int operations, bool policies)
    {
        // The first solution pays for compilation.
        ScaleModel.Solve(Made(50, policies));
        var system = Made(operations, policies);
        using var self = Process.GetCurrentProcess();
        var before = self.TotalProcessorTime;
        var clock = Stopwatch.StartNew();
        var result = ScaleModel.Solve(system);
        var wall = clock.Elapsed;
        self.Refresh();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{operations,6} operations {system.Resources.Count,5} resources {(policies ? "policies" : "plain"),-9} {wall.TotalSeconds,7:0.00} s wall {(self.TotalProcessorTime - before).TotalSeconds,7:0.00} s CPU {self.PeakWorkingSet64 / 1048576.0,6:0} MB peak  margin {result.Margin:0.00} {result.BreaksFirst}"));
    }

    private static SystemFile Made(int operations, bool policies)
    {
        var random = new Random(1);
        var resources = Enumerable.Range(0, operations * 3 / 10).Select(i => new Resource
        {
            Id = "r" + i.ToString(CultureInfo.InvariantCulture), Kind = "sql", Slots = i % 4 == 0 ? null : Quantity.Declared(50 * (1 + (i % 4))), Failure = Quantity.Declared(1e-4),
            Time = new TimeShape.Lognormal(Quantity.Declared(1 + (i % 5)), Quantity.Declared(10 + (10 * (i % 4)))),
        }).ToList();
        return new SystemFile
        {
            Resources = resources,
            Operations = [.. Enumerable.Range(0, operations).Select(i => new Operation
            {
                Id = "o" + i.ToString(CultureInfo.InvariantCulture), RatePerSecond = Quantity.Declared(0.5),
                Objective = i % 4 == 0 ? new Objective { P99Ms = Quantity.Declared(2000), Availability = Quantity.Declared(0.99) } : null,
                Does = new Step.Sequence([.. Enumerable.Range(0, random.Next(2, 8)).Select(_ => Part(i))]),
            })],
        };

        Step Part(int operation)
        {
            Step Call() => new Step.Call("r" + random.Next(resources.Count).ToString(CultureInfo.InvariantCulture));
            var step = operation > 0 && random.NextDouble() < 0.15 ? new Step.Invoke("o" + random.Next(Math.Max(0, operation - 50), operation).ToString(CultureInfo.InvariantCulture)) : Call();
            if (!policies) return step;
            return random.NextDouble() switch
            {
                < 0.25 => new Step.Retry(Quantity.Declared(4), Quantity.Declared(2000), Quantity.Declared(30_000),
                    new Step.Breaker(Quantity.Declared(0.1), Quantity.Declared(5000), Step.Breaker.DefaultMinimumThroughput, Step.Breaker.DefaultSamplingMs, new Step.Timeout(Quantity.Declared(10_000), step))),
                < 0.35 => new Step.Timeout(Quantity.Declared(1000), step),
                < 0.42 => new Step.Cache(Quantity.Declared(0.9), TimeShape.Zero, step),
                < 0.46 => new Step.Hold("r" + random.Next(resources.Count).ToString(CultureInfo.InvariantCulture), new Step.Sequence([step, Call()])),
                < 0.49 => new Step.Loop(Quantity.Declared(5), step),
                < 0.52 => new Step.Fallback([step, Call()]),
                _ => step,
            };
        }
    }
}
