namespace ScaleLint.CodeFixes.Tests;

public class ThreadBlockedFixTests
{
    [Fact]
    public Task Awaits_tasks_instead_of_waiting_for_them() => Mended.By<ThreadBlockedFix>(
        """
        public class PageController(HttpClient http) : ControllerBase
        {
            [HttpGet("/a")]
            public async Task<int> A()
            {
                await Task.Yield();
                var length = http.GetStringAsync("a").{|SCALE3004:Result|}.Length;
                http.GetStringAsync("b").{|SCALE3004:Wait|}();
                var text = http.GetStringAsync("c").GetAwaiter().{|SCALE3004:GetResult|}();
                return length + text.Length;
            }
        }
        """,
        """
        public class PageController(HttpClient http) : ControllerBase
        {
            [HttpGet("/a")]
            public async Task<int> A()
            {
                await Task.Yield();
                var length = (await http.GetStringAsync("a")).Length;
                await http.GetStringAsync("b");
                var text = await http.GetStringAsync("c");
                return length + text.Length;
            }
        }
        """, 3);

    [Fact]
    public Task Calls_the_asynchronous_twin() => Mended.By<ThreadBlockedFix>(
        """
        public class NapController(HttpClient http) : ControllerBase
        {
            private readonly SemaphoreSlim gate = new(4);

            [HttpGet("/a")]
            public async Task A(HttpRequestMessage request, CancellationToken token)
            {
                Thread.{|SCALE3004:Sleep|}(100);
                gate.{|SCALE3004:Wait|}(token);
                using var response = http.{|SCALE3004:Send|}(request, token);
                await Task.Yield();
                Task.{|SCALE3004:WaitAll|}(Task.Delay(1), Task.Delay(2));
                gate.Release();
            }
        }
        """,
        """
        public class NapController(HttpClient http) : ControllerBase
        {
            private readonly SemaphoreSlim gate = new(4);

            [HttpGet("/a")]
            public async Task A(HttpRequestMessage request, CancellationToken token)
            {
                await Task.Delay(100);
                await gate.WaitAsync(token);
                using var response = await http.SendAsync(request, token);
                await Task.Yield();
                await Task.WhenAll(Task.Delay(1), Task.Delay(2));
                gate.Release();
            }
        }
        """, 4);

    [Fact]
    public Task Offers_nothing_where_an_await_cannot_stand_or_would_mean_something_else() => Mended.By<ThreadBlockedFix>(
        """
        public class PageController(HttpClient http) : ControllerBase
        {
            private readonly object gate = new();

            [HttpGet("/a")]
            public string A() => http.GetStringAsync("a").{|SCALE3004:Result|};

            [HttpGet("/b")]
            public async Task<string> B()
            {
                await Task.Yield();
                lock (gate) return http.GetStringAsync("b").{|SCALE3004:Result|};
            }

            [HttpGet("/c")]
            public async Task<string> C()
            {
                await Task.Yield();
                try { return http.GetStringAsync("c").{|SCALE3004:Result|}; }
                catch (AggregateException e) { return e.InnerExceptions[0].Message; }
            }
        }
        """, null);
}
