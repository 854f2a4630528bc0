namespace ScaleLint.Model.Tests;

/// <summary>Systems of any depth and width that a file may state are solved, in time that grows with the file and not with its paths.</summary>
public class DeepSystemTests
{
    private const string Resource = """{ "id": "r", "kind": "sql", "slots": 10, "time": { "meanMs": 1, "shape": "exponential" } }""";

    private static ScoreResult Solve(IEnumerable<string> operations) =>
        ScaleModel.Solve(SystemFileReader.Read($$"""{ "schemaVersion": 1, "resources": [ {{Resource}} ], "operations": [ {{string.Join(",", operations)}} ] }"""), [1]);

    private static string Operation(int i, string does) => $$"""{ "id": "o{{i}}", "ratePerSecond": {{(i == 0 ? 1 : 0)}}, "does": {{does}} }""";

    [Fact]
    public void A_chain_of_2000_invokes()
    {
        var result = Solve(Enumerable.Range(0, 2000).Select(i => Operation(i, i == 1999 ? """{ "call": "r" }""" : $$"""{ "invoke": "o{{i + 1}}" }""")));
        Assert.Equal(1, result.Operations[0].Curve[0].MeanMs!.Value, 0.05);
    }

    [Fact]
    public void Forty_operations_that_invoke_the_next_twice()
    {
        var result = Solve(Enumerable.Range(0, 41).Select(i => Operation(i, i == 40 ? """{ "call": "r" }""" : $$"""{ "branch": [ { "p": 0.5, "step": { "invoke": "o{{i + 1}}" } }, { "p": 0.5, "step": { "invoke": "o{{i + 1}}" } } ] }""")));
        Assert.Equal(1, result.Operations[0].Curve[0].MeanMs!.Value, 0.05);
    }

    [Theory]
    [InlineData("sequence"), InlineData("parallel"), InlineData("race"), InlineData("fallback")]
    public void Five_thousand_steps_side_by_side(string kind) =>
        Assert.NotNull(Solve([Operation(0, $$"""{ "{{kind}}": [ {{string.Join(",", Enumerable.Repeat("""{ "call": "r" }""", 5000))}} ] }""")]));

    [Theory]
    [InlineData("""{ "call": "r", "times": 1e15 }"""), InlineData("""{ "loop": 1e15, "step": { "call": "r" } }""")]
    [InlineData("""{ "retry": { "attempts": 2147483647 }, "step": { "call": "r" } }""")]
    public void Absurd_counts(string does) => Assert.InRange(Solve([Operation(0, does)]).Score, 0, 100);
}
