namespace ScaleLint.CodeFixes.Tests;

public class RetryWithoutBackoffFixTests
{
    private const string Call = """

            public async Task<string> Get(CancellationToken token) => await Retry.ExecuteAsync(async t => await http.GetStringAsync("x", t), token);
        }
        """;

    [Theory]
    [InlineData("new RetryStrategyOptions()", "new RetryStrategyOptions() { BackoffType = DelayBackoffType.Exponential, UseJitter = true }")]
    [InlineData("new RetryStrategyOptions { MaxRetryAttempts = 5 }", "new RetryStrategyOptions { MaxRetryAttempts = 5, BackoffType = DelayBackoffType.Exponential, UseJitter = true }")]
    [InlineData("new() { BackoffType = DelayBackoffType.Constant, UseJitter = false, MaxRetryAttempts = 3 }", "new() { BackoffType = DelayBackoffType.Exponential, UseJitter = true, MaxRetryAttempts = 3 }")]
    public Task Sets_backoff_and_jitter(string options, string mended) => Mended.By<RetryWithoutBackoffFix>(Client("{|SCALE4002:AddRetry|}(" + options + ")"), Client("AddRetry(" + mended + ")"));

    [Fact]
    public Task Offers_nothing_where_the_options_are_made_elsewhere() => Mended.By<RetryWithoutBackoffFix>(Client("{|SCALE4002:AddRetry|}(Options)"), null);

    private static string Client(string retry) => """
        using Polly;
        using Polly.Retry;
        public class Client(HttpClient http)
        {
            private static readonly RetryStrategyOptions Options = new();
            private static readonly ResiliencePipeline Retry = new ResiliencePipelineBuilder().
        """ + retry + ".Build();\n" + Call;
}
