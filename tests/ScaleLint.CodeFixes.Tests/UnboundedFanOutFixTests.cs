namespace ScaleLint.CodeFixes.Tests;

public class UnboundedFanOutFixTests
{
    [Theory]
    [InlineData("x => http.DeleteAsync(x, token)", "async (x, _) => await http.DeleteAsync(x, token)")]
    [InlineData("async x => await http.DeleteAsync(x, token)", "async (x, _) => await http.DeleteAsync(x, token)")]
    [InlineData("async (url) => { using var response = await http.DeleteAsync(url, token); }", "async (url, _) => { using var response = await http.DeleteAsync(url, token); }")]
    public Task Runs_a_few_at_a_time(string each, string mended) => Mended.By<UnboundedFanOutFix>(
        Fan("await Task.{|SCALE3007:WhenAll|}(urls.Select(" + each + "))"),
        Fan("await Parallel.ForEachAsync(urls, new ParallelOptions { MaxDegreeOfParallelism = 8 }, " + mended + ")"));

    [Theory]
    [InlineData("var all = await Task.{|SCALE3007:WhenAll|}(urls.Select(x => http.GetStringAsync(x, token)))")]
    [InlineData("await Task.{|SCALE3007:WhenAll|}(urls.Select(async x => { var text = await http.GetStringAsync(x, token); return text.Length; }))")]
    public Task Offers_nothing_where_results_are_made(string statement) => Mended.By<UnboundedFanOutFix>(Fan(statement), null);

    private static string Fan(string statement) => """
        public class Fan(HttpClient http)
        {
            public async Task All(List<string> urls, CancellationToken token)
            {

        """ + "        " + statement + """
        ;
            }
        }
        """;
}
