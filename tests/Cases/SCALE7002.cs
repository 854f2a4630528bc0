//// case: an absolute address with nothing around it
public class RateController(HttpClient http) : ControllerBase
{
    [HttpGet("/rates")] public async Task<string> Rates(CancellationToken ct) => await http.GetStringAsync("https://api.rates.example.com/latest", ct); // !SCALE7002
    [HttpPost("/labels")] public async Task<IActionResult> Label(string order)
    {
        var answer = await http.PostAsJsonAsync("https://api.parcels.example.com/labels", order); // !SCALE7002
        return answer.IsSuccessStatusCode ? Ok() : StatusCode(502);
    }
}

//// case: through a helper, in a hosted service
public class Sync(HttpClient http) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested) { await One(stop); await Task.Delay(60000 + Random.Shared.Next(5000), stop); }
    }
    private async Task One(CancellationToken stop)
    {
        using var answer = await http.GetAsync("https://feed.example.com/today", stop); // !SCALE7002
        answer.EnsureSuccessStatusCode();
    }
}

//// case: a typed client behind an interface, with a timeout and a breaker only
using Polly;
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddHttpClient<IMaps, Maps>(c => { c.BaseAddress = new Uri("https://maps.example.com/"); c.Timeout = TimeSpan.FromSeconds(2); })
    .AddPolicyHandler(Policy.HandleResult<HttpResponseMessage>(x => (int)x.StatusCode >= 500).CircuitBreakerAsync(5, TimeSpan.FromSeconds(10)));
var app = builder.Build();
app.MapGet("/place", (string q, IMaps maps) => maps.Find(q));
app.Run();
public interface IMaps { Task<string> Find(string q); }
public class Maps(HttpClient http) : IMaps { public async Task<string> Find(string q) => await http.GetStringAsync("search?q=" + q); } // !SCALE7002

//// case: in another project, from a consumer
//// project: Crm lib
namespace Crm;
public class CrmClient(HttpClient http) { public async Task Add(string name) => await http.PostAsJsonAsync("https://crm.example.com/contacts", name); } // !SCALE7002
//// project: App lib
using MassTransit;
public record Joined(string Name);
public class JoinedConsumer(Crm.CrmClient crm) : IConsumer<Joined> { public Task Consume(ConsumeContext<Joined> context) => crm.Add(context.Message.Name); }

//// case: inside a package, at the call that leads there
//// project: Sms package
namespace Sms;
public class SmsSender(HttpClient http) { public async Task Send(string to) => await http.PostAsync("https://gateway.sms.example.com/send?to=" + to, null); }
//// project: App lib
public class CodeController(Sms.SmsSender sms) : ControllerBase { [HttpPost("/code")] public async Task Code(string to) => await sms.Send(to); } // !SCALE7002

//// case: an SDK that passes refusals on
using Twilio.Rest.Api.V2010.Account;
public class TellController : ControllerBase
{
    [HttpPost("/tell")] public async Task Tell(string to) => await MessageResource.CreateAsync(new CreateMessageOptions(new Twilio.Types.PhoneNumber(to))); // !SCALE7002
}

//// case: quiet: SDKs that handle it
using Stripe;
using OpenAI.Chat;
public class PayController(StripeClient stripe, ChatClient chat) : ControllerBase
{
    [HttpPost("/pay")] public async Task<string> Pay() => (await new PaymentIntentService(stripe).CreateAsync(new PaymentIntentCreateOptions())).Id;
    [HttpPost("/ask")] public async Task<string> Ask(string q) => (await chat.CompleteChatAsync(q)).Value.Content[0].Text;
}

//// case: quiet: the standard resilience handler, on the client and for all clients
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddHttpClient<Maps>(c => c.BaseAddress = new Uri("https://maps.example.com/")).AddStandardResilienceHandler();
var app = builder.Build();
app.MapGet("/place", (string q, Maps maps) => maps.Find(q));
app.Run();
public class Maps(HttpClient http) { public async Task<string> Find(string q) => await http.GetStringAsync("search?q=" + q); }

//// case: quiet: the standard handler as a default
var builder = WebApplication.CreateBuilder(args);
builder.Services.ConfigureHttpClientDefaults(x => x.AddStandardResilienceHandler());
builder.Services.AddHttpClient("maps", c => c.BaseAddress = new Uri("https://maps.example.com/"));
builder.Services.AddSingleton<Maps>();
var app = builder.Build();
app.MapGet("/place", (string q, Maps maps) => maps.Find(q));
app.Run();
public class Maps(IHttpClientFactory clients) { public async Task<string> Find(string q) => await clients.CreateClient("maps").GetStringAsync("search?q=" + q); }

//// case: quiet: handling of 429 and Retry-After
using System.Net;
public class CarefulController(HttpClient http) : ControllerBase
{
    [HttpGet("/1")] public async Task<IActionResult> One()
    {
        var answer = await http.GetAsync("https://api.rates.example.com/latest");
        if (answer.StatusCode == HttpStatusCode.TooManyRequests) return StatusCode(503);
        return Ok(await answer.Content.ReadAsStringAsync());
    }
    [HttpGet("/2")] public async Task<IActionResult> Two()
    {
        var answer = await http.GetAsync("https://api.rates.example.com/latest");
        if (answer.Headers.RetryAfter?.Delta is { } wait) { Response.Headers.RetryAfter = wait.TotalSeconds.ToString(); return StatusCode(503); }
        return Ok(await answer.Content.ReadAsStringAsync());
    }
    [HttpGet("/3")] public async Task<IActionResult> Three()
    {
        try { return Ok(await http.GetStringAsync("https://api.rates.example.com/latest")); }
        catch (HttpRequestException error) when (error.StatusCode == HttpStatusCode.TooManyRequests) { return StatusCode(503); }
    }
    [HttpGet("/4")] public async Task<IActionResult> Four()
    {
        var answer = await http.GetAsync("https://api.rates.example.com/latest");
        return Judge(answer);
    }
    private IActionResult Judge(HttpResponseMessage answer) => (int)answer.StatusCode switch { 429 => StatusCode(503), >= 500 => StatusCode(502), _ => Ok() };
}

//// case: quiet: a handler of the client answers to it
using System.Net;
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddTransient<Patience>();
builder.Services.AddHttpClient<Maps>(c => c.BaseAddress = new Uri("https://maps.example.com/")).AddHttpMessageHandler<Patience>();
var app = builder.Build();
app.MapGet("/place", (string q, Maps maps) => maps.Find(q));
app.Run();
public class Patience : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken ct)
    {
        var answer = await base.SendAsync(request, ct);
        if (answer.StatusCode == HttpStatusCode.TooManyRequests) await Task.Delay(answer.Headers.RetryAfter?.Delta ?? TimeSpan.FromSeconds(1), ct);
        return answer;
    }
}
public class Maps(HttpClient http) { public async Task<string> Find(string q) => await http.GetStringAsync("search?q=" + q); }

//// case: quiet: a limiter on this side
using System.Threading.RateLimiting;
using Polly;
public class LimitedController(HttpClient http) : ControllerBase
{
    private static readonly RateLimiter Limiter = new TokenBucketRateLimiter(new TokenBucketRateLimiterOptions { TokenLimit = 10, TokensPerPeriod = 10, ReplenishmentPeriod = TimeSpan.FromSeconds(1) });
    private static readonly ResiliencePipeline Pipeline = new ResiliencePipelineBuilder().AddRateLimiter(Limiter).Build();
    private static readonly SemaphoreSlim Four = new(4);
    [HttpGet("/1")] public async Task<string> One()
    {
        using var lease = await Limiter.AcquireAsync();
        return lease.IsAcquired ? await http.GetStringAsync("https://api.rates.example.com/latest") : "later";
    }
    [HttpGet("/2")] public async Task<string> Two() => await Pipeline.ExecuteAsync(async ct => await http.GetStringAsync("https://api.rates.example.com/latest", ct));
    [HttpGet("/3")] public async Task<string> Three()
    {
        await Four.WaitAsync();
        try { return await http.GetStringAsync("https://api.rates.example.com/latest"); }
        finally { Four.Release(); }
    }
}

//// case: quiet: not a third party
public class OwnController(HttpClient http) : ControllerBase { [HttpGet("/1")] public Task<string> One() => http.GetStringAsync("http://stock/items"); }

//// case: a retry that comes again at once, a breaker and a timeout do not know of refusals
using Polly;
public class RetryController(HttpClient http) : ControllerBase
{
    private static readonly IAsyncPolicy Retry = Policy.Handle<HttpRequestException>().WaitAndRetryAsync(3, n => TimeSpan.FromSeconds(n));
    [HttpGet("/a")] public Task<string> A() => Retry.ExecuteAsync(() => http.GetStringAsync("https://a.example.com/x")); // !SCALE7002
    [HttpGet("/b")] public async Task<IActionResult> B()
    {
        var answer = await http.GetAsync("https://b.example.com/x"); // !SCALE7002
        if (answer.StatusCode == System.Net.HttpStatusCode.NotFound) return NotFound();
        if ((int)answer.StatusCode >= 500) return StatusCode(502);
        return Ok();
    }
    [HttpGet("/c")] public async Task<string> C()
    {
        try { return await http.GetStringAsync("https://c.example.com/x"); } // !SCALE7002
        catch (HttpRequestException) { return ""; }
    }
}

//// case: quiet: policies that know of refusals
using System.Net;
using Microsoft.Extensions.Http.Resilience;
using Polly;
using Polly.Extensions.Http;
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddHttpClient<A>(c => c.BaseAddress = new Uri("https://a.example.com/")).AddPolicyHandler(HttpPolicyExtensions.HandleTransientHttpError().OrResult(x => x.StatusCode == HttpStatusCode.TooManyRequests).WaitAndRetryAsync(3, n => TimeSpan.FromSeconds(Math.Pow(2, n))));
builder.Services.AddHttpClient<B>(c => c.BaseAddress = new Uri("https://b.example.com/")).AddResilienceHandler("b", x => x.AddRetry(new HttpRetryStrategyOptions()));
builder.Services.AddHttpClient<C>(c => c.BaseAddress = new Uri("https://c.example.com/")).AddResilienceHandler("c", x => x.AddConcurrencyLimiter(4));
builder.Services.AddHttpClient<D>(c => c.BaseAddress = new Uri("https://d.example.com/")).AddPolicyHandler(Policy.RateLimitAsync<HttpResponseMessage>(10, TimeSpan.FromSeconds(1)));
var app = builder.Build();
app.MapGet("/a", (A a) => a.Get());
app.MapGet("/b", (B b) => b.Get());
app.MapGet("/c", (C c) => c.Get());
app.MapGet("/d", (D d) => d.Get());
app.Run();
public class A(HttpClient http) { public async Task<string> Get() => await http.GetStringAsync("x"); }
public class B(HttpClient http) { public async Task<string> Get() => await http.GetStringAsync("x"); }
public class C(HttpClient http) { public async Task<string> Get() => await http.GetStringAsync("x"); }
public class D(HttpClient http) { public async Task<string> Get() => await http.GetStringAsync("x"); }

//// case: quiet: a limiter around the helper that calls, and one in a handler
using System.Threading.RateLimiting;
public class Api(HttpClient http) { public Task<string> Get(string id) => http.GetStringAsync("https://api.example.com/" + id); }
public class Slow(Api api, RateLimiter limiter) : ControllerBase
{
    [HttpGet("/x/{id}")] public async Task<string> Get(string id)
    {
        using var lease = await limiter.AcquireAsync(1);
        if (!lease.IsAcquired) return "later";
        return await api.Get(id);
    }
}
