namespace ScaleLint.Source.Tests;

public class AwaitTests
{
    private const string Other = "Task<int> Other(CancellationToken ct = default) => null!;\n";

    private static string[] Modes(string members) =>
        Snippet.Body(Other + members).Split('\n').Where(l => l.Contains("T.Other", StringComparison.Ordinal))
            .Select(l => l.Contains(" await ", StringComparison.Ordinal) ? l.Split(" await ")[1].Split(' ')[0] : "None").ToArray();

    [Theory]
    [InlineData("async Task Do() { await Other(); }", "Awaited")]
    [InlineData("async Task Do() { await Other().ConfigureAwait(false); }", "Awaited")]
    [InlineData("async Task Do() { await (Other())!; }", "Awaited")]
    [InlineData("async Task Do(bool b) { await (b ? Other() : null!); }", "Awaited")]
    [InlineData("async Task Do(T? t) { await (t?.Other() ?? Task.FromResult(1)); }", "Awaited")]
    [InlineData("async Task Do(int i) { await (i switch { 1 => Other(), _ => throw new Exception() }); }", "Awaited")]
    [InlineData("void Do() { _ = Other(); }", "Discarded")]
    [InlineData("void Do() { Other(); }", "Discarded")]
    [InlineData("void Do() => Other();", "Discarded")]
    [InlineData("void Do() { Other().ConfigureAwait(false); }", "Discarded")]
    [InlineData("Task Do() { return Other(); }", "Returned")]
    [InlineData("Task Do() => Other();", "Returned")]
    [InlineData("Task Do(bool b) => b ? Other() : Task.CompletedTask;", "Returned")]
    [InlineData("async Task Do() { var t = Other(); await t; }", "Stored")]
    [InlineData("Task? _f; void Do() { _f = Other(); }", "Stored")]
    [InlineData("Task Do() => Task.WhenAll(Other());", "Stored")]
    [InlineData("int Do() => Other().Result;", "Stored")]
    public void A_task_is_followed_to_what_becomes_of_it(string member, string mode) => Assert.Equal([mode], Modes(member));

    [Fact]
    public void A_discarding_lambda_discards_and_a_returning_one_returns() =>
        Assert.Equal(["Discarded", "Returned"], Modes("void Do() { Action a = () => Other(); Func<Task> f = () => Other(); }"));

    [Fact]
    public void Awaiting_a_variable_is_a_node_of_its_own() => Assert.Equal("""
        local 0 a : Task{Int32} = parameter 0
        await parameter 0
        await parameter 1
        await local 0
        jump Return +(awaited parameter 0, awaited parameter 1, awaited local 0)
        """, Snippet.Body("""
        async Task<int> Do(Task<int> t, ValueTask<int> v) {
            var a = t;
            return await t + await v.ConfigureAwait(false) + await a;
        }
        """));

    [Theory]
    [InlineData("Other()", "Omitted")]
    [InlineData("Other(default)", "Omitted")]
    [InlineData("Other(new CancellationToken())", "Omitted")]
    [InlineData("Other(CancellationToken.None)", "None")]
    [InlineData("Other(ct)", "Passed")]
    [InlineData("Other(ct: ct)", "Passed")]
    [InlineData("Task.Delay(1)", "OverloadAvailable")]
    [InlineData("new HttpClient().GetStringAsync(\"a\")", "OverloadAvailable")]
    [InlineData("Task.FromResult(1)", "NotAccepted")]
    public void A_token_is_passed_left_out_or_not_to_be_had(string call, string use)
    {
        var method = Snippet.Method(Snippet.Facts($"class T {{ {Other} async Task Do(CancellationToken ct) {{ await {call}; }} }}"), "M:T.Do(System.Threading.CancellationToken)");
        var calls = new List<ScaleLint.Graph.Facts.CallNode>();
        if (method.Body is ScaleLint.Graph.Facts.SequenceNode steps)
            calls.AddRange(steps.Steps.OfType<ScaleLint.Graph.Facts.CallNode>());
        else if (method.Body is ScaleLint.Graph.Facts.CallNode only)
            calls.Add(only);
        Assert.Equal(use, calls[^1].Token.ToString());
    }
}
