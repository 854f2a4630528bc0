using Microsoft.Extensions.Http.Resilience;
using Npgsql;
using Shop.Payment.Api;
using Shop.Payment.Charging;
using Shop.Payment.Desk;
using Shop.Payment.Events;
using Shop.Payment.Outbox;
using Shop.Payment.Provider;

var builder = WebApplication.CreateBuilder(args);

builder.Services.AddSingleton(_ => NpgsqlDataSource.Create(builder.Configuration.GetConnectionString("Payments")!));
builder.Services.AddSingleton<PaymentDesk>();
builder.Services.AddSingleton<PendingPayments>();
builder.Services.AddHostedService<ChargeWorker>();
builder.Services.AddHostedService<OrderEventsConsumer>();
builder.Services.AddHostedService<OutboxRelay>();
builder.Services.AddHealthChecks();

builder.Services.AddHttpClient<ProviderClient>(client => client.BaseAddress = new Uri(builder.Configuration["PaymentProvider:BaseAddress"] ?? "https://api.payments.example"))
    .AddStandardResilienceHandler(options =>
    {
        options.Retry.DisableForUnsafeHttpMethods();
        options.AttemptTimeout.Timeout = TimeSpan.FromSeconds(3);
        options.TotalRequestTimeout.Timeout = TimeSpan.FromSeconds(4);
    });

var app = builder.Build();

app.MapPayments();
app.MapHealthChecks("/health/live");

await app.RunAsync();
