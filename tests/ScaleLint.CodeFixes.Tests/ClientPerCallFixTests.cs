namespace ScaleLint.CodeFixes.Tests;

public class ClientPerCallFixTests
{
    [Fact]
    public Task Shares_a_client_that_is_only_called() => Mended.By<ClientPerCallFix>(
        """
        public class RateController : ControllerBase
        {
            [HttpGet("/rate")]
            public async Task<string> Get(CancellationToken token)
            {
                using var client = {|SCALE5004:new|} HttpClient();
                var today = await client.GetStringAsync("http://rates/today", token);
                return today + await client.GetStringAsync("http://rates/yesterday", token);
            }
        }
        """,
        """
        public class RateController : ControllerBase
        {
            private static readonly HttpClient Client = new HttpClient(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(2) });

            [HttpGet("/rate")]
            public async Task<string> Get(CancellationToken token)
            {
                var today = await Client.GetStringAsync("http://rates/today", token);
                return today + await Client.GetStringAsync("http://rates/yesterday", token);
            }
        }
        """);

    [Theory]
    [InlineData("var client = {|SCALE5004:new|} HttpClient { Timeout = TimeSpan.FromSeconds(1) };")]
    [InlineData("var client = {|SCALE5004:new|} HttpClient(); client.DefaultRequestHeaders.Add(\"X-Tenant\", tenant);")]
    [InlineData("var client = {|SCALE5004:new|} HttpClient(); Prepare(client);")]
    public Task Offers_nothing_for_a_client_that_is_set_up(string made) => Mended.By<ClientPerCallFix>("""
        public class RateController : ControllerBase
        {
            [HttpGet("/rate")]
            public async Task<string> Get(string tenant, CancellationToken token)
            {
        """ + "\n        " + made + "\n" + """
                return await client.GetStringAsync("http://rates/today", token);
            }

            private static void Prepare(HttpClient client) { }
        }
        """, null);
}
