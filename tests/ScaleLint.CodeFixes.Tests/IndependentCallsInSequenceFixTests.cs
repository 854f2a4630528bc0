namespace ScaleLint.CodeFixes.Tests;

public class IndependentCallsInSequenceFixTests
{
    [Fact]
    public Task Starts_both_and_awaits_them_together() => Mended.By<IndependentCallsInSequenceFix>(
        """
        public class PageController(HttpClient http) : ControllerBase
        {
            [HttpGet("/page")]
            public async Task<string> Page(CancellationToken token)
            {
                // What everybody sees first.
                var user = await http.GetStringAsync("user", token);
                string news = await http.{|SCALE3003:GetStringAsync|}("news", token);
                return user + news;
            }
        }
        """,
        """
        public class PageController(HttpClient http) : ControllerBase
        {
            [HttpGet("/page")]
            public async Task<string> Page(CancellationToken token)
            {
                // What everybody sees first.
                var userTask = http.GetStringAsync("user", token);
                var newsTask = http.GetStringAsync("news", token);
                await Task.WhenAll(userTask, newsTask);
                var user = await userTask;
                string news = await newsTask;
                return user + news;
            }
        }
        """);

    [Fact]
    public Task Keeps_ConfigureAwait() => Mended.By<IndependentCallsInSequenceFix>(
        """
        public class Library(HttpClient http)
        {
            public async Task<int> Sum(CancellationToken token)
            {
                var a = await http.GetStringAsync("a", token).ConfigureAwait(false);
                var b = await http.{|SCALE3003:GetFromJsonAsync<int[]>|}("b", token).ConfigureAwait(false);
                return a.Length + b!.Length;
            }
        }
        """,
        """
        public class Library(HttpClient http)
        {
            public async Task<int> Sum(CancellationToken token)
            {
                var aTask = http.GetStringAsync("a", token);
                var bTask = http.GetFromJsonAsync<int[]>("b", token);
                await Task.WhenAll(aTask, bTask).ConfigureAwait(false);
                var a = await aTask.ConfigureAwait(false);
                var b = await bTask.ConfigureAwait(false);
                return a.Length + b!.Length;
            }
        }
        """);

    [Fact]
    public Task Offers_nothing_for_what_must_be_disposed_or_is_no_plain_local() => Mended.By<IndependentCallsInSequenceFix>(
        """
        public class Library(HttpClient http)
        {
            public async Task<int> Sum(CancellationToken token)
            {
                using var a = await http.GetAsync("a", token);
                using var b = await http.GetAsync("b", token);
                return (int)a.StatusCode + (int)b.StatusCode;
            }

            public async Task<int> Add(CancellationToken token) => (await http.GetStringAsync("a", token)).Length + (await http.{|SCALE3003:GetStringAsync|}("b", token)).Length;
        }
        """, null);
}
