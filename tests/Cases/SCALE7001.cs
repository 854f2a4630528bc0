//// case: an absolute address of a public host, in an action
public class LabelController(HttpClient http) : ControllerBase
{
    //// path: POST /labels -> HttpClientJsonExtensions.PostAsJsonAsync
    [HttpPost("/labels")] public async Task Post(string order, CancellationToken ct) => await http.PostAsJsonAsync("https://api.parcels.example.com/labels", order, ct); // !SCALE7001
    [HttpGet("/rates/{id}")] public async Task<string> Rates(string id)
    {
        using var message = new HttpRequestMessage(HttpMethod.Get, $"https://rates.example.org/v1/{id}");
        using var answer = await http.SendAsync(message); // !SCALE7001
        return await answer.Content.ReadAsStringAsync();
    }
}

//// case: through a helper and a local function
public class MapController(HttpClient http) : ControllerBase
{
    private const string Host = "https://maps.example.com";
    [HttpGet("/place")] public async Task<string> Place(string name)
    {
        return await Find(name);
        async Task<string> Find(string x) => await Look(x);
    }
    private async Task<string> Look(string name) => await http.GetStringAsync(Host + "/search?q=" + Uri.EscapeDataString(name)); // !SCALE7001
}

//// case: SDKs behind an injected interface
using Stripe;
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddSingleton(_ => new StripeClient("key"));
builder.Services.AddScoped<IPayments, StripePayments>();
builder.Services.AddScoped<IPost, MailPost>();
var app = builder.Build();
app.MapPost("/pay", async (long amount, IPayments payments, CancellationToken ct) => await payments.Charge(amount, ct));
app.MapPost("/tell", async (string to, IPost post) => await post.Send(to));
app.Run();
public interface IPayments { Task<string> Charge(long amount, CancellationToken ct); }
public class StripePayments(StripeClient stripe) : IPayments
{
    public async Task<string> Charge(long amount, CancellationToken ct)
    {
        var service = new PaymentIntentService(stripe);
        var made = await service.CreateAsync(new PaymentIntentCreateOptions { Amount = amount, Currency = "eur" }, cancellationToken: ct); // !SCALE7001
        return made.Id;
    }
}
public interface IPost { Task Send(string to); }
public class MailPost : IPost
{
    public async Task Send(string to)
    {
        var client = new SendGrid.SendGridClient("key");
        await client.SendEmailAsync(new SendGrid.Helpers.Mail.SendGridMessage()); // !SCALE7001
    }
}

//// case: a typed client of another project, its address set at registration
//// project: Weather lib
namespace Weather;
public interface IForecast { Task<string> For(string city); }
public class Forecast(HttpClient http) : IForecast { public Task<string> For(string city) => http.GetStringAsync("v1/" + city); } // !SCALE7001
public static class Registration
{
    public static IServiceCollection AddForecast(this IServiceCollection services)
    {
        services.AddHttpClient<IForecast, Forecast>(c => { c.BaseAddress = new Uri("https://api.weather.example.com/"); c.Timeout = TimeSpan.FromSeconds(3); });
        return services;
    }
}
//// project: App
using Weather;
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddForecast();
var app = builder.Build();
app.MapGet("/forecast/{city}", (string city, IForecast forecast) => forecast.For(city));
app.Run();

//// case: inside a package, at the call that leads there
//// project: Sms package
namespace Sms;
public class SmsSender(HttpClient http) { public async Task Send(string to) => await Post(to); private async Task Post(string to) => await http.PostAsync("https://gateway.sms.example.com/send?to=" + to, null); }
//// project: App lib
public class CodeController(Sms.SmsSender sms) : ControllerBase { [HttpPost("/code")] public async Task Code(string to) => await sms.Send(to); } // !SCALE7001

//// case: messages, AI, a hub, a page and a gRPC service
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.SignalR;
using OpenAI.Chat;
using Twilio.Rest.Api.V2010.Account;
public class ChatHub(ChatClient chat) : Hub
{
    public async Task<string> Ask(string text) => (await chat.CompleteChatAsync(text)).Value.Content[0].Text; // !SCALE7001
}
public class TellModel : PageModel
{
    public async Task OnPostAsync(string to) => await MessageResource.CreateAsync(new CreateMessageOptions(new Twilio.Types.PhoneNumber(to))); // !SCALE7001
}

//// case: mail that the request waits for, and a filter around it
//// compiled: the interface that a client has is known to its package, which is not read here
using MailKit.Net.Smtp;
using MimeKit;
public class MailController : ControllerBase
{
    [HttpPost("/mail")] public async Task Mail(CancellationToken ct)
    {
        using var smtp = new SmtpClient();
        await smtp.ConnectAsync("smtp.example.com", 587, cancellationToken: ct);
        await smtp.SendAsync(new MimeMessage(), ct); // !SCALE7001
        await smtp.DisconnectAsync(true, ct);
    }
}

//// case: quiet: handed to a channel, a queue, a job library, a background task
using System.Threading.Channels;
using Hangfire;
using RabbitMQ.Client;
public record Label(string Order);
public class Labels(HttpClient http) { public Task Print(string order) => http.PostAsJsonAsync("https://api.parcels.example.com/labels", order); }
public class OrderController(Channel<Label> labels, IChannel rabbit, IBackgroundJobClient jobs, Labels printer) : ControllerBase
{
    [HttpPost("/a")] public async Task A(string order) => await labels.Writer.WriteAsync(new Label(order));
    [HttpPost("/b")] public async Task B(byte[] body) => await rabbit.BasicPublishAsync("x", "label", body);
    [HttpPost("/c")] public void C(string order) => jobs.Enqueue<Labels>(x => x.Print(order));
    [HttpPost("/d")] public void D(string order) => _ = Task.Run(() => printer.Print(order));
}
public class Printer(Channel<Label> labels, HttpClient http) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stop)
    {
        await foreach (var label in labels.Reader.ReadAllAsync(stop)) await http.PostAsJsonAsync("https://api.parcels.example.com/labels", label, stop);
    }
}

//// case: quiet: consumers, functions in the background, start-up and jobs
using MassTransit;
using Quartz;
public record Placed(int Id);
public class PlacedConsumer(HttpClient http) : IConsumer<Placed> { public Task Consume(ConsumeContext<Placed> context) => http.PostAsJsonAsync("https://api.parcels.example.com/labels", context.Message); }
public class Nightly(HttpClient http) : IJob { public async ValueTask Execute(IJobExecutionContext context, CancellationToken ct) => await http.GetStringAsync("https://rates.example.com/today"); }
public class Load(HttpClient http) : IHostedService
{
    public Task StartAsync(CancellationToken ct) => http.GetStringAsync("https://rates.example.com/all", ct);
    public Task StopAsync(CancellationToken ct) => Task.CompletedTask;
}

//// case: quiet: own services, local addresses, infrastructure of a cloud
using Amazon.S3;
using Azure.Storage.Blobs;
using Azure.Messaging.ServiceBus;
public class OwnController(HttpClient http, IAmazonS3 s3, BlobClient blob, ServiceBusSender bus) : ControllerBase
{
    [HttpGet("/1")] public Task<string> One() => http.GetStringAsync("http://stock/items");
    [HttpGet("/2")] public Task<string> Two() => http.GetStringAsync("http://localhost:5001/items");
    [HttpGet("/3")] public Task<string> Three() => http.GetStringAsync("http://stock.shop.svc.cluster.local/items");
    [HttpGet("/4")] public Task<string> Four() => http.GetStringAsync("https+http://stock/items");
    [HttpGet("/5")] public Task<string> Five() => http.GetStringAsync("http://10.0.3.7:8080/items");
    [HttpGet("/6")] public Task<string> Six() => http.GetStringAsync("items/" + 6);
    [HttpGet("/7")] public async Task<string> Seven() => (await s3.GetObjectMetadataAsync("b", "k")).ETag;
    [HttpGet("/8")] public async Task<bool> Eight() => await blob.ExistsAsync();
    [HttpPost("/9")] public Task Nine() => bus.SendMessageAsync(new ServiceBusMessage("x"));
}

//// case: other clients: RestSharp, Refit, a static client, an address set in the member
//// compiled: the interface that a client has is known to its package, which is not read here
using Refit;
using RestSharp;
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddRefitClient<IGeo>().ConfigureHttpClient(c => c.BaseAddress = new Uri("https://geo.example.com"));
builder.Services.AddHttpClient("rates", c => c.BaseAddress = new Uri("https://rates.example.com"));
var app = builder.Build();
app.MapGet("/where", (string q, IGeo geo) => geo.Find(q)); // !SCALE7001
app.MapGet("/rate", async (IHttpClientFactory clients) => await clients.CreateClient("rates").GetStringAsync("today")); // !SCALE7001
app.Run();
public interface IGeo { [Get("/find")] Task<string> Find(string q); }
public class OtherController(IHttpClientFactory clients) : ControllerBase
{
    private static readonly HttpClient Tax = new() { BaseAddress = new Uri("https://tax.example.com/") };
    [HttpGet("/rest")] public async Task<string?> Rest()
    {
        var client = new RestClient("https://rest.example.com");
        var answer = await client.ExecuteAsync(new RestRequest("items")); // !SCALE7001
        return answer.Content;
    }
    [HttpGet("/tax")] public Task<string> Taxes() => Tax.GetStringAsync("rates"); // !SCALE7001
    [HttpGet("/set")] public async Task<string> Set()
    {
        var client = clients.CreateClient();
        client.BaseAddress = new Uri("https://set.example.com");
        return await client.GetStringAsync("x"); // !SCALE7001
    }
}

//// case: the base class of an action, an extension method, an expression-bodied property and a switch arm
//// compiled: an arm of a switch is part of its statement
public abstract class Base(HttpClient http) : ControllerBase
{
    protected async Task<string> Ask(string kind) => kind switch
    {
        "a" => await http.GetStringAsync("https://a.example.com/"), // !SCALE7001
        _ => await http.Latest(),
    };
}
public static class Calls { public static Task<string> Latest(this HttpClient http) => http.GetStringAsync("https://b.example.com/"); } // !SCALE7001
public class ThingController(HttpClient http) : Base(http) { [HttpGet("/things/{kind}")] public Task<string> Get(string kind) => Ask(kind); }

//// case: mediator handlers
using MediatR;
public record Ship(int Order) : IRequest<string>;
public class ShipHandler(HttpClient http) : IRequestHandler<Ship, string>
{
    public async Task<string> Handle(Ship request, CancellationToken ct) => await http.GetStringAsync("https://parcels.example.com/" + request.Order, ct); // !SCALE7001
}
public class ShipController(IMediator mediator) : ControllerBase { [HttpPost("/ship/{id}")] public Task<string> Ship(int id) => mediator.Send(new Ship(id)); }

//// case: quiet: a local queue between request and third party
using System.Collections.Concurrent;
public class Outbox { public ConcurrentQueue<string> Items { get; } = new(); }
public class OutController(Outbox outbox) : ControllerBase { [HttpPost("/out")] public void Post(string x) => outbox.Items.Enqueue(x); }
public class OutWorker(Outbox outbox, HttpClient http) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            while (outbox.Items.TryDequeue(out var item)) await http.PostAsJsonAsync("https://out.example.com/", item, stop);
            await Task.Delay(500, stop);
        }
    }
}
