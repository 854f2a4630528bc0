//// case: a budget that four calls cannot keep
//// compiled: a method stands at its first statement
//// config: { "objectives": { "GET /page": { "p99Ms": 5 }, "GET /ping": { "p99Ms": 50 } } }
public class PageController(HttpClient http) : ControllerBase
{
    //// says: its budget is 5 ms
    [HttpGet("/page")] public async Task<string> Page(CancellationToken ct) // !SCALE3008
    {
        var a = await http.GetStringAsync("a", ct);
        var b = await http.GetStringAsync("b" + a, ct);
        return await http.GetStringAsync("c" + b, ct);
    }
    [HttpGet("/ping")] public string Ping() => "pong";
}

//// case: quiet: no budget
public class PageController(HttpClient http) : ControllerBase
{
    [HttpGet("/page")] public async Task<string> Page(CancellationToken ct) => await http.GetStringAsync(await http.GetStringAsync("a", ct), ct);
}

//// case: quiet: a budget that is kept
//// config: { "objectives": { "GET /page": { "p99Ms": 10000 } } }
public class PageController(HttpClient http) : ControllerBase
{
    [HttpGet("/page")] public async Task<string> Page(CancellationToken ct) => await http.GetStringAsync("a", ct);
}
