//// case: an absolute address with the client's bare defaults, at the first call
public class RateController(HttpClient http) : ControllerBase
{
    [HttpGet("/rates")] public async Task<string> Rates(CancellationToken ct) => await http.GetStringAsync("https://api.rates.example.com/latest", ct); // !SCALE7003
    [HttpGet("/older")] public async Task<string> Older(CancellationToken ct) => await http.GetStringAsync("https://api.rates.example.com/older", ct);
    [HttpPost("/labels")] public async Task Label(string order) => await http.PostAsJsonAsync("https://api.parcels.example.com/labels", order); // !SCALE7003
}

//// case: a registration without a timeout, at the registration
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddHttpClient<IMaps, Maps>(c => c.BaseAddress = new Uri("https://maps.example.com/")); // !SCALE7003
builder.Services.AddHttpClient("tax", c => { c.BaseAddress = new Uri("https://tax.example.com/"); c.DefaultRequestHeaders.Add("Accept", "text/plain"); }); // !SCALE7003
var app = builder.Build();
app.MapGet("/place", (string q, IMaps maps) => maps.Find(q));
app.MapGet("/tax", (string q, IHttpClientFactory clients) => clients.CreateClient("tax").GetStringAsync(q));
app.Run();
public interface IMaps { Task<string> Find(string q); }
public class Maps(HttpClient http) : IMaps { public async Task<string> Find(string q) => await http.GetStringAsync("search?q=" + q); }

//// case: through a helper, retried without a deadline, from a consumer
using MassTransit;
using Polly;
public record Joined(string Name);
public class JoinedConsumer(HttpClient http) : IConsumer<Joined>
{
    public Task Consume(ConsumeContext<Joined> context) => Add(context.Message.Name);
    private async Task Add(string name) =>
        await Policy.Handle<HttpRequestException>().WaitAndRetryAsync(3, n => TimeSpan.FromSeconds(n)).ExecuteAsync(() => http.PostAsJsonAsync("https://crm.example.com/contacts", name)); // !SCALE7003
}

//// case: in another project, registered there
//// project: Crm lib
namespace Crm;
public interface ICrm { Task Add(string name); }
public class CrmClient(HttpClient http) : ICrm { public async Task Add(string name) => await http.PostAsJsonAsync("contacts", name); }
public static class Setup
{
    public static void AddCrm(this IServiceCollection services) => services.AddHttpClient<ICrm, CrmClient>(x => x.BaseAddress = new Uri("https://crm.example.com")); // !SCALE7003
}
//// project: App
using Crm;
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddCrm();
builder.Services.AddSingleton<Members>();
var app = builder.Build();
app.MapPost("/join", (string name, Members members) => members.Join(name));
app.Run();
public class Members(ICrm crm) { public Task Join(string name) => crm.Add(name); }

//// case: inside a package, at the call that leads there
//// project: Sms package
namespace Sms;
public class SmsSender(HttpClient http) { public async Task Send(string to) => await http.PostAsync("https://gateway.sms.example.com/send?to=" + to, null); }
//// project: App lib
public class CodeController(Sms.SmsSender sms) : ControllerBase { [HttpPost("/code")] public async Task Code(string to) => await sms.Send(to); } // !SCALE7003

//// case: an SDK with its bare defaults; infinity is no timeout
using Stripe;
public class PayController(StripeClient stripe) : ControllerBase
{
    [HttpPost("/pay")] public async Task<string> Pay(CancellationToken ct)
    {
        var service = new PaymentIntentService(stripe);
        return (await service.CreateAsync(new PaymentIntentCreateOptions(), null, ct)).Id; // !SCALE7003
    }
}
public class SlowController : ControllerBase
{
    private static readonly HttpClient Http = new() { Timeout = Timeout.InfiniteTimeSpan };
    [HttpGet("/slow")] public Task<string> Slow() => Http.GetStringAsync("https://slow.example.com/x"); // !SCALE7003
}

//// case: quiet: a deadline on the client, at the registration, on the call, on the token
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddHttpClient<Maps>(c => { c.BaseAddress = new Uri("https://maps.example.com/"); c.Timeout = TimeSpan.FromSeconds(2); });
var app = builder.Build();
app.MapGet("/place", (string q, Maps maps) => maps.Find(q));
app.Run();
public class Maps(HttpClient http) { public async Task<string> Find(string q) => await http.GetStringAsync("search?q=" + q); }
public class TokenController(HttpClient http) : ControllerBase
{
    private static readonly HttpClient Http = new() { Timeout = TimeSpan.FromSeconds(5) };
    [HttpGet("/1")] public async Task<string> One()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(2));
        return await http.GetStringAsync("https://one.example.com/x", limit.Token);
    }
    [HttpGet("/2")] public async Task<string> Two(CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(2000);
        return await http.GetStringAsync("https://two.example.com/x", limit.Token);
    }
    [HttpGet("/3")] public async Task<string> Three(CancellationToken ct) => await http.GetStringAsync("https://three.example.com/x", ct).WaitAsync(TimeSpan.FromSeconds(2), ct);
    [HttpGet("/4")] public async Task<string> Four(CancellationToken ct) => await Http.GetStringAsync("https://four.example.com/x", ct);
}

//// case: quiet: a resilience handler or a timeout policy
using Polly;
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddHttpClient<Maps>(c => c.BaseAddress = new Uri("https://maps.example.com/")).AddStandardResilienceHandler();
builder.Services.AddHttpClient<Crm>(c => c.BaseAddress = new Uri("https://crm.example.com/")).AddResilienceHandler("crm", x => x.AddTimeout(TimeSpan.FromSeconds(2)));
var app = builder.Build();
app.MapGet("/place", (string q, Maps maps) => maps.Find(q));
app.MapGet("/crm", (string q, Crm crm) => crm.Find(q));
app.Run();
public class Maps(HttpClient http) { public async Task<string> Find(string q) => await http.GetStringAsync("search?q=" + q); }
public class Crm(HttpClient http) { public async Task<string> Find(string q) => await http.GetStringAsync("search?q=" + q); }

//// case: quiet: a breaker alone
using Microsoft.Extensions.Http.Resilience;
using Polly;
using Polly.CircuitBreaker;
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddHttpClient<Maps>(c => c.BaseAddress = new Uri("https://maps.example.com/")).AddResilienceHandler("b", x => x.AddCircuitBreaker(new HttpCircuitBreakerStrategyOptions()));
var app = builder.Build();
app.MapGet("/place", (string q, Maps maps) => maps.Find(q));
app.Run();
public class Maps(HttpClient http) { public async Task<string> Find(string q) => await http.GetStringAsync("search?q=" + q); }
public class BreakController(HttpClient http) : ControllerBase
{
    private static readonly AsyncCircuitBreakerPolicy Breaker = Policy.Handle<HttpRequestException>().CircuitBreakerAsync(5, TimeSpan.FromSeconds(30));
    [HttpGet("/b")] public Task<string> B() => Breaker.ExecuteAsync(() => http.GetStringAsync("https://b.example.com/x"));
}

//// case: quiet: a fallback alone
using Polly;
public class FallController(HttpClient http) : ControllerBase
{
    [HttpGet("/a")] public async Task<string> A()
    {
        try { return await http.GetStringAsync("https://a.example.com/x"); }
        catch (HttpRequestException) { return "unknown"; }
    }
    private readonly IAsyncPolicy<string> fallback = Policy<string>.Handle<Exception>().FallbackAsync("none");
    [HttpGet("/b")] public Task<string> B() => fallback.ExecuteAsync(() => http.GetStringAsync("https://b.example.com/x"));
}

//// case: quiet: own services, infrastructure, nobody who calls it
using Amazon.S3;
public class OwnController(HttpClient http, IAmazonS3 s3) : ControllerBase
{
    [HttpGet("/1")] public Task<string> One() => http.GetStringAsync("http://stock/items");
    [HttpGet("/2")] public async Task<string> Two() => (await s3.GetObjectMetadataAsync("b", "k")).ETag;
}
public class Unused(HttpClient http) { public Task<string> Get() => http.GetStringAsync("https://unused.example.com/x"); }

//// case: a Refit client and a client of RestSharp with bare defaults
//// compiled: the interface that a client has is known to its package, which is not read here
using Refit;
using RestSharp;
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddRefitClient<IGeo>().ConfigureHttpClient(c => c.BaseAddress = new Uri("https://geo.example.com")); // !SCALE7003
var app = builder.Build();
app.MapGet("/where", (string q, IGeo geo) => geo.Find(q));
app.Run();
public interface IGeo { [Get("/find")] Task<string> Find(string q); }
public class RestController : ControllerBase
{
    private static readonly RestClient Client = new("https://rest.example.com");
    [HttpGet("/rest")] public async Task<string?> Rest() => (await Client.ExecuteAsync(new RestRequest("items"))).Content; // !SCALE7003
}

//// case: mail and messages with bare defaults, from a hosted loop
public class Mailer(IServiceProvider services) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            var client = new SendGrid.SendGridClient("key");
            await client.SendEmailAsync(new SendGrid.Helpers.Mail.SendGridMessage(), stop); // !SCALE7003
            await Task.Delay(TimeSpan.FromSeconds(60 + Random.Shared.Next(10)), stop);
        }
    }
}

//// case: quiet: a timeout around the caller, a pipeline of all three, a named client's timeout
using Polly;
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddHttpClient("rates", c => { c.BaseAddress = new Uri("https://rates.example.com"); c.Timeout = TimeSpan.FromSeconds(4); });
builder.Services.AddHttpClient<Tax>(c => c.BaseAddress = new Uri("https://tax.example.com/")).AddPolicyHandler(Policy.TimeoutAsync<HttpResponseMessage>(3));
builder.Services.ConfigureHttpClientDefaults(x => x.ConfigureHttpClient(c => c.Timeout = TimeSpan.FromSeconds(5)));
builder.Services.AddHttpClient<Geo>(c => c.BaseAddress = new Uri("https://geo.example.com/"));
var app = builder.Build();
app.MapGet("/rate", async (IHttpClientFactory clients) => await clients.CreateClient("rates").GetStringAsync("today"));
app.MapGet("/tax", (Tax tax) => tax.Get());
app.MapGet("/geo", (Geo geo) => geo.Get());
app.MapGet("/pipe", (Piped piped) => piped.Get());
app.Run();
public class Tax(HttpClient http) { public async Task<string> Get() => await http.GetStringAsync("x"); }
public class Geo(HttpClient http) { public async Task<string> Get() => await http.GetStringAsync("x"); }
public class Piped
{
    private static readonly HttpClient Http = new();
    private static readonly ResiliencePipeline Pipeline = new ResiliencePipelineBuilder().AddTimeout(TimeSpan.FromSeconds(2)).Build();
    public async Task<string> Get() => await Pipeline.ExecuteAsync(async ct => await Inner(ct));
    private static async Task<string> Inner(CancellationToken ct) => await Http.GetStringAsync("https://piped.example.com/", ct);
}
