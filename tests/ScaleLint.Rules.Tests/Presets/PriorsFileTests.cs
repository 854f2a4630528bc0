using ScaleLint.Graph.Effects;
using ScaleLint.Rules.Presets;

namespace ScaleLint.Rules.Tests.Presets;

public sealed class PriorsFileTests
{
    [Theory]
    [InlineData("cache", 0.5, 3, 1e-4)]
    [InlineData("sql", 3, 30, 1e-4)]
    [InlineData("third-party", 150, 1500, 1e-3)]
    public void TheShippedNumbersAreThoseOfTheModel(string kind, double median, double p99, double failure)
    {
        var prior = Priors.Default.Calls[kind];
        Assert.Equal((median, p99, failure), (prior.MedianMs, prior.P99Ms, prior.Failure));
        Assert.Equal((0.5, 10.0), (Priors.Default.RoundTripMs, Priors.Default.RatePerSecond));
        Assert.All(Priors.Default.Calls.Values, x => Assert.NotEqual("", x.Source));
    }

    [Fact]
    public void EveryKindThatIsWaitedForHasAPrior() =>
        Assert.Empty(EffectsVocabulary.Kinds.Where(x => EffectsVocabulary.Find(x)!.Kind <= MeaningKind.ThirdParty && x != "queue-consume").Except(Priors.Default.Calls.Keys));

    [Theory]
    [InlineData("sql | 3 | 30ms | 0", "500us")]
    [InlineData("sql | 3ms | 2ms | 0", "below the median")]
    [InlineData("sql | 3ms | 30ms | 2", "between 0 and 1")]
    [InlineData("lock | 3ms | 30ms | 0", "no remote kind")]
    [InlineData("sql", "write 'kind")]
    [InlineData("rate | 10", "10/s")]
    [InlineData("round-trip | fast", "500us")]
    public void AFaultyLineIsToldOfWithItsPlace(string line, string says)
    {
        var (priors, problems) = PriorsFile.Parse("my.model", "# mine\n" + line + "\ngrpc | 1ms | 2ms | 0 |\n");
        var problem = Assert.Single(problems);
        Assert.Equal(("my.model", 2), (problem.File, problem.Line));
        Assert.Contains(says, problem.Message, StringComparison.Ordinal);
        Assert.Equal(["grpc"], priors.Calls.Keys);
    }

    [Fact]
    public void TheSameKindTwiceIsAProblem() =>
        Assert.Equal(2, Assert.Single(PriorsFile.Parse("m", "sql | 1ms | 2ms | 0 |\nsql | 1ms | 2ms | 0 |").Problems).Line);
}
