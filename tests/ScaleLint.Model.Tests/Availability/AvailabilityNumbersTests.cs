using static ScaleLint.Model.Step;
using static ScaleLint.Model.Tests.Systems;

namespace ScaleLint.Model.Tests;

public class AvailabilityNumbersTests
{
    private static double Availability(IReadOnlyList<Resource> resources, Step does) => ScaleModel.Solve(Of(resources, Open("o", 1, does)), [1]).At("o", 1).Availability;

    [Fact]
    public void Series()
    {
        double[] parts = [.9999, .9999, .9995, .999, .99995, .999, .9999, .999];
        var resources = parts.Select((p, i) => Server($"r{i}", 1, failure: 1 - p)).ToArray();
        Assert.Equal(0.9961558, Availability(resources, Calls([.. resources.Select(r => r.Id)])), 5e-8);
    }

    [Fact]
    public void Shared_part_counts_once()
    {
        Resource[] parts = [Server("s", 1, failure: 0.01), Server("x", 1, failure: 0.1), Server("y", 1, failure: 0.1)];
        Step With(string id) => Calls("s", id);
        Assert.Equal(0.9801, Availability(parts, new Fallback([With("x"), With("y")])), 1e-12);
        Assert.Equal(0.8019, Availability(parts, Seq(With("x"), With("y"))), 1e-12);
    }

    [Fact]
    public void Caches_over_very_many_parts_still_count_the_part_that_all_share_once()
    {
        // 2^60 combinations of hits and failures: no diagram holds them all.
        const int Parts = 60;
        Resource[] parts = [Server("shared", 1, failure: 0.01), .. Enumerable.Range(0, Parts).Select(i => Server($"r{i}", 1, failure: 0.001 * (1 + (i % 7))))];
        var does = Seq([.. Enumerable.Range(0, Parts).Select(i => (Step)new Cache(Quantity.Declared(0.9), TimeShape.Zero, Calls($"r{i}"))), Calls("shared"), new Fallback([Calls("shared"), Calls("r0")])]);
        var expected = (1 - 0.01) * Enumerable.Range(0, Parts).Aggregate(1.0, (product, i) => product * (1 - (0.1 * 0.001 * (1 + (i % 7)))));
        Assert.Equal(expected, Availability(parts, does), 1e-9);
    }

    [Fact]
    public void Bridge()
    {
        var diagram = new DecisionDiagram();
        var parts = Enumerable.Range(0, 5).Select(_ => diagram.AddVariable(0.1)).ToArray();
        int Path(params int[] on) => on.Select(i => diagram.Is(parts[i])).Aggregate(diagram.And);
        var bridge = new[] { Path(0, 3), Path(1, 4), Path(0, 2, 4), Path(1, 2, 3) }.Aggregate(diagram.Or);
        Assert.Equal(0.97848, diagram.Probability(bridge), 1e-12);
        var importance = diagram.Birnbaum(bridge);
        Assert.All(new[] { 0, 1, 3, 4 }, i => Assert.Equal(0.1062, importance[parts[i]], 1e-12));
        Assert.Equal(0.0162, importance[parts[2]], 1e-12);
        Assert.Equal(["0,1", "3,4", "0,2,4", "1,2,3"], diagram.CutSets(bridge, 3).Select(c => string.Join(",", c)));
    }

    [Theory]
    [InlineData(0.1, 1.081e-3, 5e-7)]
    [InlineData(0, 1e-4, 1e-12)]
    public void Common_cause_of_two_replicas(double beta, double expected, double precision)
    {
        Assert.Equal(expected, CommonCause.Failure(0.01, beta, 2), precision);
        var replicated = Server("r", 1, failure: 0.01, commonCause: beta) with { Replicas = 2 };
        Assert.Equal(1 - expected, Availability([replicated], new Call("r")), precision);
    }

    [Fact]
    public void Attempts_draw_afresh_but_for_the_common_part()
    {
        Assert.Equal(1 - Math.Pow(0.1, 4), Availability([Server("r", 1, failure: 0.1)], new Retry(4, 0, null, new Call("r"))), 1e-12);
        Assert.Equal(0.9, Availability([Server("r", 1, failure: 0.1, commonCause: 1)], new Retry(4, 0, null, new Call("r"))), 1e-12);
        Assert.Equal(0.9, Availability([Server("r", 1, failure: 0.1)], Calls("r", "r", "r")), 1e-12);
        Assert.Equal(0.9, Availability([Server("r", 1, failure: 0.1)], new Fallback([new Call("r"), new Call("r")])), 1e-12);
        Assert.Equal(0.9, Availability([Server("r", 1, failure: 0.1)], new Hedge(1, new Call("r"))), 1e-12);
    }

    [Fact]
    public void Blast_radius_and_importance_by_traffic()
    {
        var result = ScaleModel.Solve(Of(
            [Server("db", 1, failure: 0.01), Server("a", 1, failure: 0.1), Server("b", 1, failure: 0.1)],
            Open("x", 30, Calls("db")),
            Open("y", 70, new Fallback([new Call("a"), new Call("b")]))));
        Assert.Equal(0.3, result.Resource("db").BlastRadius, 1e-12);
        Assert.Equal(0, result.Resource("a").BlastRadius);
        Assert.Equal(0.3, result.Resource("db").Birnbaum, 1e-12);
        Assert.Equal(0.07, result.Resource("a").Birnbaum, 1e-12);
    }
}
