namespace ScaleLint.CodeFixes.Tests;

public class RemoteCallWithoutDeadlineFixTests
{
    [Fact]
    public Task Passes_a_parameter_to_an_overload() => Mended.By<RemoteCallWithoutDeadlineFix>(
        """
        public class Stock(HttpClient http)
        {
            public async Task<string> Free(string sku, CancellationToken token) => await http.{|SCALE3005:GetStringAsync|}("free/" + sku);
        }
        """,
        """
        public class Stock(HttpClient http)
        {
            public async Task<string> Free(string sku, CancellationToken token) => await http.GetStringAsync("free/" + sku, token);
        }
        """);

    [Fact]
    public Task Passes_it_to_an_optional_parameter_by_name_and_in_place_of_default() => Mended.By<RemoteCallWithoutDeadlineFix>(
        """
        public record Order(int Id);
        public class Orders(HttpClient http)
        {
            public async Task Place(Order order, CancellationToken ct)
            {
                await http.{|SCALE3005:PostAsJsonAsync|}("orders", order);
                await http.{|SCALE3005:PutAsync|}("orders/1", null, default);
            }
        }
        """,
        """
        public record Order(int Id);
        public class Orders(HttpClient http)
        {
            public async Task Place(Order order, CancellationToken ct)
            {
                await http.PostAsJsonAsync("orders", order, cancellationToken: ct);
                await http.PutAsync("orders/1", null, ct);
            }
        }
        """, 2);

    [Fact]
    public Task Passes_what_the_request_carries() => Mended.By<RemoteCallWithoutDeadlineFix>(
        """
        public class RateController : ControllerBase
        {
            private static readonly HttpClient http = new() { Timeout = TimeSpan.FromSeconds(2) };
            [HttpGet("/rate")] public Task<string> Get() => http.{|SCALE3005:GetStringAsync|}("rate");
        }
        public class Middleware(HttpClient http)
        {
            public async Task InvokeAsync(HttpContext context) => await http.{|SCALE3005:GetStringAsync|}("rate");
        }
        """,
        """
        public class RateController : ControllerBase
        {
            private static readonly HttpClient http = new() { Timeout = TimeSpan.FromSeconds(2) };
            [HttpGet("/rate")] public Task<string> Get() => http.GetStringAsync("rate", HttpContext.RequestAborted);
        }
        public class Middleware(HttpClient http)
        {
            public async Task InvokeAsync(HttpContext context) => await http.GetStringAsync("rate", context.RequestAborted);
        }
        """, 2);

    [Fact]
    public Task Passes_the_innermost_of_several() => Mended.By<RemoteCallWithoutDeadlineFix>(
        """
        public class Fan(HttpClient http)
        {
            public Task All(List<string> urls, CancellationToken token) =>
                Parallel.ForEachAsync(urls, token, async (url, inner) => await http.{|SCALE3005:GetStringAsync|}(url));
        }
        """,
        """
        public class Fan(HttpClient http)
        {
            public Task All(List<string> urls, CancellationToken token) =>
                Parallel.ForEachAsync(urls, token, async (url, inner) => await http.GetStringAsync(url, inner));
        }
        """);

    [Fact]
    public Task Offers_nothing_where_two_tokens_are_as_near() => Mended.By<RemoteCallWithoutDeadlineFix>(
        """
        public class Stock(HttpClient http)
        {
            public async Task<string> Free(CancellationToken token)
            {
                using var heartbeat = new CancellationTokenSource();
                return await http.{|SCALE3005:GetStringAsync|}("free");
            }
        }
        """, null);
}
