//// case: ids, GUIDs, e-mails, paths, users and messages as tags
using System.Diagnostics;
using System.Diagnostics.Metrics;
public class PayController : ControllerBase
{
    private static readonly Meter Meter = new("shop");
    private static readonly Counter<long> Paid = Meter.CreateCounter<long>("paid");
    private static readonly Histogram<double> Took = Meter.CreateHistogram<double>("took");
    [HttpPost("/pay/{orderId}")] public void Pay(long orderId, string email, Guid key)
    {
        Paid.Add(1, new KeyValuePair<string, object?>("order", orderId)); // !SCALE9002
        Paid.Add(1, new KeyValuePair<string, object?>("mail", email)); // !SCALE9002
        Paid.Add(1, new KeyValuePair<string, object?>("key", key)); // !SCALE9002
        Took.Record(1.5, new KeyValuePair<string, object?>("path", Request.Path.Value)); // !SCALE9002
        Took.Record(1.5, KeyValuePair.Create<string, object?>("user", User.Identity?.Name)); // !SCALE9002
        try { Took.Record(2, new KeyValuePair<string, object?>("kind", "card")); }
        catch (Exception error) { Paid.Add(1, new KeyValuePair<string, object?>("error", error.Message)); } // !SCALE9002
    }
}

//// case: tag lists, through a helper, of an injected interface
using System.Diagnostics;
using System.Diagnostics.Metrics;
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddSingleton<ICounts, Counts>();
var app = builder.Build();
app.MapPost("/order/{id}", (string id, ICounts counts) => counts.Ordered(id, "web"));
app.Run();
public interface ICounts { void Ordered(string orderId, string channel); }
public class Counts(IMeterFactory meters) : ICounts
{
    private readonly Counter<long> ordered = meters.Create("shop").CreateCounter<long>("ordered");
    public void Ordered(string orderId, string channel)
    {
        var tags = new TagList { { "channel", channel }, { "order.id", orderId } }; // !SCALE9002
        ordered.Add(1, tags);
        var more = new TagList();
        more.Add("session", Session()); // !SCALE9002
        ordered.Add(1, more);
    }
    private static string Session() => Guid.NewGuid().ToString("N");
}

//// case: in a middleware and a filter of another project
//// project: Metrics lib
using System.Diagnostics;
using System.Diagnostics.Metrics;
namespace Metrics;
public class RequestMetrics(RequestDelegate next, IMeterFactory meters)
{
    private readonly Histogram<double> duration = meters.Create("web").CreateHistogram<double>("duration");
    public async Task InvokeAsync(HttpContext context)
    {
        await next(context);
        duration.Record(1, new KeyValuePair<string, object?>("url", context.Request.Path + context.Request.QueryString)); // !SCALE9002
        duration.Record(1, new KeyValuePair<string, object?>("client", context.Connection.RemoteIpAddress?.ToString())); // !SCALE9002
        duration.Record(1, new KeyValuePair<string, object?>("trace", context.TraceIdentifier)); // !SCALE9002
    }
}

//// case: interpolated, an observed measurement, an up-down counter
using System.Diagnostics;
using System.Diagnostics.Metrics;
public record Customer(Guid Id, string Name, string PhoneNumber);
public class Watch(Meter meter)
{
    private readonly UpDownCounter<int> open = meter.CreateUpDownCounter<int>("open");
    public void Open(Customer customer)
    {
        open.Add(1, new KeyValuePair<string, object?>("who", $"customer-{customer.Id}")); // !SCALE9002
        open.Add(1, new KeyValuePair<string, object?>("phone", customer.PhoneNumber)); // !SCALE9002
    }
    public Measurement<int> Seen(string userId) => new(1, new KeyValuePair<string, object?>("user", userId)); // !SCALE9002
}

//// case: quiet: enums, status codes, route templates, constants, types, booleans
using System.Diagnostics;
using System.Diagnostics.Metrics;
public enum Channel { Web, Phone }
public class FineController(HttpClient http) : ControllerBase
{
    private static readonly Counter<long> Paid = new Meter("shop").CreateCounter<long>("paid");
    [HttpPost("/pay/{orderId}")] public async Task Pay(long orderId, Channel channel, bool express)
    {
        Paid.Add(1, new KeyValuePair<string, object?>("channel", channel));
        Paid.Add(1, new KeyValuePair<string, object?>("channel", channel.ToString()));
        Paid.Add(1, new KeyValuePair<string, object?>("express", express));
        Paid.Add(1, new KeyValuePair<string, object?>("region", "eu"), new KeyValuePair<string, object?>("version", typeof(FineController).Assembly.GetName().Version?.Major));
        var answer = await http.GetAsync("http://pay/" + orderId);
        Paid.Add(1, new KeyValuePair<string, object?>("status", (int)answer.StatusCode));
        Paid.Add(1, new KeyValuePair<string, object?>("status", Response.StatusCode));
        Paid.Add(1, new KeyValuePair<string, object?>("method", Request.Method));
        Paid.Add(1, new KeyValuePair<string, object?>("known", orderId > 0));
        Paid.Add(orderId, new TagList { { "outcome", answer.IsSuccessStatusCode ? "ok" : "failed" } });
        try { await http.GetStringAsync("http://x"); }
        catch (Exception error) { Paid.Add(1, new KeyValuePair<string, object?>("error", error.GetType().Name)); }
    }
}
public class Middle(RequestDelegate next, Meter meter)
{
    private readonly Counter<long> seen = meter.CreateCounter<long>("seen");
    public async Task InvokeAsync(HttpContext context)
    {
        await next(context);
        var route = (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText;
        seen.Add(1, new KeyValuePair<string, object?>("route", route ?? "unknown"), new KeyValuePair<string, object?>("code", context.Response.StatusCode));
    }
}

//// case: quiet: pairs and names that are no metric tags; traces and logs
using System.Diagnostics;
public class OtherController(ILogger<OtherController> log) : ControllerBase
{
    [HttpPost("/o/{orderId}")] public object Post(long orderId, string email)
    {
        Activity.Current?.SetTag("order.id", orderId);
        using var scope = log.BeginScope(new Dictionary<string, object> { ["order"] = orderId });
        var pair = new KeyValuePair<string, object?>("mail", email);
        return new { pair.Key, Tags = new[] { KeyValuePair.Create("id", orderId) } };
    }
}

//// case: tags array, a span of pairs, a measurement in a callback, a list built before
using System.Diagnostics;
using System.Diagnostics.Metrics;
public class T(Meter meter)
{
    private readonly Counter<long> hits = meter.CreateCounter<long>("hits");
    public void Hit(HttpContext context, string tenantId, Exception error)
    {
        var tags = new KeyValuePair<string, object?>[] { new("tenant", tenantId) }; // !SCALE9002
        hits.Add(1, tags);
        hits.Add(1, new KeyValuePair<string, object?>("error", error.ToString()), new KeyValuePair<string, object?>("ua", "x"));
        var id = context.Request.RouteValues["id"];
        hits.Add(1, new KeyValuePair<string, object?>("path", context.Request.Path.ToString().ToLowerInvariant())); // !SCALE9002
        hits.Add(1, new KeyValuePair<string, object?>("id", id)); // !SCALE9002
        hits.Add(1, new KeyValuePair<string, object?>("user", context.User.FindFirst("sub")?.Value)); // !SCALE9002
    }
}

//// case: quiet: a class of the value, a count, a hash bucket, a switch
using System.Diagnostics.Metrics;
public class U(Meter meter)
{
    private readonly Counter<long> hits = meter.CreateCounter<long>("hits");
    private static readonly Dictionary<long, string> Regions = new();
    public void Hit(long customerId, string email, string path, string url)
    {
        hits.Add(1, new KeyValuePair<string, object?>("class", ClassOf(customerId)));
        hits.Add(1, new KeyValuePair<string, object?>("bucket", customerId % 10));
        hits.Add(1, new KeyValuePair<string, object?>("region", Regions[customerId]));
        hits.Add(1, new KeyValuePair<string, object?>("kind", path.StartsWith("/api") ? "api" : "page"));
        hits.Add(1, new KeyValuePair<string, object?>("long", email.Length > 30));
        hits.Add(customerId);
        hits.Add(1, new KeyValuePair<string, object?>("scheme", new Uri(url).Scheme));
    }
    private static string ClassOf(long customerId) => customerId < 1000 ? "old" : "new";
}
