using ScaleLint.Fuzz;

namespace ScaleLint.Model.Tests;

/// <summary>Whatever a system file says: a solution of finite numbers, or an error that names the place.</summary>
public class MutatedSystemFileTests
{
    private static readonly double[] Loads = [1, 1000];

    [Fact]
    public void Ends_in_a_solution_or_in_an_error_with_its_place() => Rounds.Run(120, random =>
    {
        var text = random.Next(4) == 0 ? TextMutation.Of(random, SystemFileReaderTests.Example, "sequence", "\"step\": {", "\"retry\"", "\"p\": ") : JsonMutation.Of(random, SystemFileReaderTests.Example);
        try
        {
            var result = ScaleModel.Solve(SystemFileReader.Read(text), Loads);
            AssertFinite(result);
            ScoreText.Write(result);
            ScoreJson.Write(result);
        }
        catch (SystemFileException e)
        {
            Assert.StartsWith("$", e.Path);
            Assert.NotEmpty(e.Message);
        }
    }, mostBytes: 64L << 30);

    private static void AssertFinite(ScoreResult result)
    {
        Assert.InRange(result.Score, 0, 100);
        Assert.InRange(result.Margin, 0, result.TargetLoad);
        foreach (var point in result.Operations.SelectMany(x => x.Curve))
        {
            Assert.All(new[] { point.MeanMs, point.P50Ms, point.P95Ms, point.P99Ms, point.P999Ms }.OfType<double>(), x => Assert.True(double.IsFinite(x) && x >= 0, "a time of " + x));
            Assert.InRange(point.Availability, 0, 1);
            Assert.True(double.IsFinite(point.ThroughputPerSecond) && point.ThroughputPerSecond >= 0, "a throughput of " + point.ThroughputPerSecond);
        }
    }
}
