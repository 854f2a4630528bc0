using static ScaleLint.Model.Step;
using static ScaleLint.Model.Tests.Systems;

namespace ScaleLint.Model.Tests;

public class SystemNumbersTests
{
    private static readonly SystemFile s_pool = Of([Server("pool", 20, 10)], Open("get", 50, new Call("pool"), p99: 250));

    [Fact]
    public void Pool_of_ten()
    {
        double[] loads = [1, 5, 8, 9, 9.5, 9.9, 10];
        var result = ScaleModel.Solve(s_pool, loads);
        double[] expected = [92.10, 92.28, 98.92, 125.0, 204.2, 934.7];
        double[] precision = [0.005, 0.005, 0.005, 0.05, 0.05, 0.05];
        for (var i = 0; i < expected.Length; i++)
        {
            Assert.Equal(expected[i], result.At("get", loads[i]).P99Ms!.Value, precision[i]);
        }

        Assert.Equal(10, result.Resource("pool").SaturatesAt!.Value, 1e-9);
        Assert.Equal(9.6032, result.Margin, 5e-5);
        Assert.Equal(BreakReason.P99, result.BreaksFirst!.Reason);
        Assert.Equal(9.6032, ScaleModel.Margin(s_pool), 5e-5);
        var past = result.At("get", 10);
        Assert.Null(past.P99Ms);
        Assert.Equal(500, past.ThroughputPerSecond, 1e-9);
        Assert.Equal([BreakReason.P99], past.Violated);
        Assert.Null(result.Resource("pool").WaitMs[^1]);
    }

    [Fact]
    public void Attribution_of_five_margins()
    {
        Assert.Equal(3.23, Scoring.Score(1.25, 1000), 5e-3);
        var points = Scoring.Attribute([("a", 1.25), ("b", 3.333), ("c", 9.6032), ("d", 40), ("e", 1000)], 1000).Select(a => a.Points).ToArray();
        double[] expected = [14.20, 15.32, 20.65, 46.60, 0];
        for (var i = 0; i < expected.Length; i++)
        {
            Assert.Equal(expected[i], points[i], 6e-3);
        }

        Assert.Equal(100 - Scoring.Score(1.25, 1000), points.Sum(), 1e-9);
    }

    [Fact]
    public void Closed_networks_from_files()
    {
        var lazowska = ScaleModel.Solve(Of([Server("cpu", 605, 1), Server("disk1", 2100, 1), Server("disk2", 1350, 1)], Closed("job", 3, 15_000, Calls("cpu", "disk1", "disk2"))), [1]).At("job", 1);
        Assert.Equal(0.151516, lazowska.ThroughputPerSecond, 5e-6);
        Assert.Equal(4799.825, lazowska.MeanMs!.Value, 0.5);

        var one = ScaleModel.Solve(Of([Server("s", 100, 1)], Closed("u", 10, 1000, new Call("s"))), [1]).At("u", 1);
        Assert.Equal(7.854177, one.ThroughputPerSecond, 5e-6);
        Assert.Equal(273.208, one.MeanMs!.Value, 5e-2);
    }

    [Fact]
    public void Twenty_users_on_threads_cores_and_connections()
    {
        var system = Of([Server("db", 20, 2)], Closed("page", 20, 1000, Seq(new Cpu(5), new Call("db", 2)), "web")) with
        {
            Services = [new Service { Id = "web", Threads = 5.0, CpuCores = 2.0, ThreadsBlock = true }],
        };
        var point = ScaleModel.Solve(system, [1]).At("page", 1);
        Assert.InRange(point.ThroughputPerSecond, 19.04 * 0.98, 19.04 * 1.02);
        Assert.InRange(point.MeanMs!.Value, 50.4 * 0.9, 50.4 * 1.1);
    }

    // Four slots around one exponential server: whoever waits, waits in one line, so the whole is M/M/1.
    [Theory]
    [InlineData(50)]
    [InlineData(70)]
    [InlineData(85)]
    public void Slots_around_one_server_do_not_lengthen_its_queue(double rate)
    {
        var system = Of([new Resource { Id = "pool", Kind = "pool", Slots = 4 }, Server("db", 10, 1)], Open("o", rate, new Hold("pool", new Call("db"))));
        var result = ScaleModel.Solve(system, [1]);
        Assert.Equal(1, result.At("o", 1).MeanMs!.Value / (10 / (1 - (rate / 100))), 0.03);
        Assert.Equal(100 / rate, result.Margin, 1e-3);
    }

    [Fact]
    public void A_pool_saturates_at_what_its_slots_do_when_all_are_taken()
    {
        // Four customers, 30 ms of delay, one server of 10 ms: exact mean value analysis gives 79.3893 per second.
        var system = Of([new Resource { Id = "pool", Kind = "pool", Slots = 4 }, Server("slow", 30), Server("db", 10, 1)], Open("o", 10, new Hold("pool", Calls("slow", "db"))));
        var result = ScaleModel.Solve(system, [1]);
        Assert.Equal(7.93893, result.Margin, 2e-3);
        Assert.Equal(new Breakage("pool", null, result.Margin, BreakReason.Saturation), result.BreaksFirst);
    }

    [Theory]
    [InlineData(100, 100, 4, 69.37, 25, 5e-3)]
    [InlineData(300, 1000, 2, 293.3, 150, 5e-2)]
    public void Retries_make_a_metastable_range(double mu, double timeoutMs, double attempts, double up, double down, double precision)
    {
        var system = Of([Server("s", 1000 / mu, 1)], Open("o", 1, new Retry(attempts, 0, null, new Step.Timeout(timeoutMs, new Call("s")))));
        var result = ScaleModel.Solve(system, [1]);
        var range = result.Resource("s").Metastable!;
        Assert.Equal(up, range.Up, precision);
        Assert.Equal(down, range.Down, 1e-3);
        Assert.Equal(down, result.Margin, 1e-3);
        Assert.Equal(new Breakage("s", null, result.Margin, BreakReason.Metastable), result.BreaksFirst);
    }

    [Fact]
    public void A_breaker_or_a_budget_ends_the_metastable_range()
    {
        var attempt = new Step.Timeout(100, new Call("s"));
        var plain = ScaleModel.Margin(Of([Server("s", 10, 1)], Open("o", 1, new Retry(4, 0, null, attempt))));
        var breaker = ScaleModel.Margin(Of([Server("s", 10, 1)], Open("o", 1, new Retry(4, 0, null, new Breaker(0.1, 5000, 10, 1000, attempt)))));
        var budget = ScaleModel.Margin(Of([Server("s", 10, 1)], Open("o", 1, new Retry(4, 0, 150, attempt))));
        Assert.True(breaker > 2 * plain, $"{breaker} {plain}");
        Assert.True(budget > 1.5 * plain, $"{budget} {plain}");
    }

    [Fact]
    public void Fork_join_of_single_servers()
    {
        foreach (var (branches, load, expected) in new[] { (2, 5.0, 2.875), (4, 5.0, 3.7898), (8, 9.0, 21.4534) })
        {
            var ids = Enumerable.Range(0, branches).Select(i => $"s{i}").ToArray();
            var system = Of([.. ids.Select(i => Server(i, 100, 1))], Open("o", 1, new Step.Parallel([.. ids.Select(i => new Call(i))])));
            Assert.Equal(expected * 100, ScaleModel.Solve(system, [load]).At("o", load).MeanMs!.Value, 0.01 * expected * 100);
        }
    }

    [Fact]
    public void Hedge_from_a_file()
    {
        var after = -10 * Math.Log(0.05);
        var system = Of([Server("s", 10)], Open("o", 10, new Hedge(after, new Call("s"))));
        var point = ScaleModel.Solve(system, [1]).At("o", 1);
        Assert.Equal(38.0045, point.P99Ms!.Value, 0.04);
        Assert.Equal(49.5174, point.P999Ms!.Value, 0.05);
    }
}
