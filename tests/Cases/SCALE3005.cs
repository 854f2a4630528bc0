//// case: no deadline anywhere
public class QuotesController(IHttpClientFactory factory) : ControllerBase
{
    [HttpGet("/quote")] public async Task<string> Get() => await factory.CreateClient("quotes").GetStringAsync("https://quotes.internal/1", HttpContext.RequestAborted); // !SCALE3005
}

//// case: token at hand and not passed
//// compiled: which overloads a package offers stands in the package
public class Direct(HttpClient http)
{
    public async Task<string> Get(CancellationToken ct) => await http.GetStringAsync("x"); // !SCALE3005
}

//// case: default literal is an omitted token
public class Omitted(HttpClient http)
{
    public async Task<string> Get(CancellationToken ct) => await http.GetStringAsync("x", default); // !SCALE3005
}

//// case: token reachable from a context parameter
//// compiled: which overloads a package offers stands in the package
public class Ctx(HttpClient http)
{
    public async Task<string> Handle(HttpContext context) => await http.GetStringAsync("x"); // !SCALE3005
}

//// case: token in a field
//// compiled: which overloads a package offers stands in the package
public class Worker(HttpClient http, CancellationToken stopping)
{
    private readonly CancellationToken stop = stopping;
    public async Task<string> Get() { stop.ThrowIfCancellationRequested(); return await http.GetStringAsync("x"); } // !SCALE3005
}

//// case: through an injected interface, on a request path
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddHttpClient<IRates, Rates>();
var app = builder.Build();
app.MapGet("/rates", (IRates rates, CancellationToken ct) => rates.Get(ct));
app.Run();
public interface IRates { Task<string> Get(CancellationToken ct); }
public class Rates(HttpClient http) : IRates
{
    //// path: GET /rates -> IRates.Get -> HttpClient.GetStringAsync
    public Task<string> Get(CancellationToken ct) => http.GetStringAsync("r", ct); // !SCALE3005
}

//// case: quiet: timeout on the registered client
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddHttpClient<Slow>(x => x.Timeout = TimeSpan.FromSeconds(2));
var app = builder.Build();
app.MapGet("/slow", (Slow slow, CancellationToken ct) => slow.Get(ct));
app.Run();
public class Slow(HttpClient http) { public Task<string> Get(CancellationToken ct) => http.GetStringAsync("r", ct); }

//// case: quiet: standard resilience handler
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddHttpClient<Safe>().AddStandardResilienceHandler();
var app = builder.Build();
app.MapGet("/safe", (Safe safe, CancellationToken ct) => safe.Get(ct));
app.Run();
public class Safe(HttpClient http) { public Task<string> Get(CancellationToken ct) => http.GetStringAsync("r", ct); }

//// case: quiet: token with CancelAfter, here and in a caller
public class TimedController(HttpClient http) : ControllerBase
{
    [HttpGet("/timed")] public async Task<string> Timed(CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(TimeSpan.FromSeconds(1));
        return await http.GetStringAsync("x", limit.Token) + await Inner(limit.Token);
    }

    private async Task<string> Inner(CancellationToken ct) => await http.GetStringAsync("y", ct);
}

//// case: quiet: None on purpose in a cleanup path
public class Cleanup(HttpClient http)
{
    public async Task Undo(CancellationToken ct) { await http.DeleteAsync("x", CancellationToken.None); }
}

//// case: quiet: a library's members are not presumed to be on a request path
public class Lib(HttpClient http) { public Task<string> Get() => http.GetStringAsync("x"); }

//// case: another client's timeout is not this one's
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddHttpClient<Quick>(x => x.Timeout = TimeSpan.FromSeconds(2));
builder.Services.AddHttpClient<Bare>(x => x.BaseAddress = new Uri("https://bare.internal"));
var app = builder.Build();
app.MapGet("/quick", (Quick quick, CancellationToken ct) => quick.Get(ct));
app.MapGet("/bare", (Bare bare, CancellationToken ct) => bare.Get(ct));
app.Run();
public class Quick(HttpClient http) { public Task<string> Get(CancellationToken ct) => http.GetStringAsync("r", ct); }
public class Bare(HttpClient http)
{
    public Task<string> Get(CancellationToken ct) => http.GetStringAsync("r", ct); // !SCALE3005
}

//// case: quiet: a cache that fills itself waits for its factory, which has a deadline
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddHttpClient<Rates>(x => x.Timeout = TimeSpan.FromSeconds(2));
var app = builder.Build();
app.MapGet("/rates", (Rates rates, Microsoft.Extensions.Caching.Hybrid.HybridCache cache, CancellationToken ct) => cache.GetOrCreateAsync("rates", async token => await rates.Get(token), cancellationToken: ct));
app.Run();
public class Rates(HttpClient http) { public Task<string> Get(CancellationToken ct) => http.GetStringAsync("r", ct); }
