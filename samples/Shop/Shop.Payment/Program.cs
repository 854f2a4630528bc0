using Microsoft.Extensions.Http.Resilience;
using Npgsql;
using Shop.Payment.Api;
using Shop.Payment.Callbacks;
using Shop.Payment.Desk;
using Shop.Payment.Events;
using Shop.Payment.Provider;
using Shop.Shared;

var builder = WebApplication.CreateBuilder(args);

builder.Services.AddSingleton(_ => NpgsqlDataSource.Create(builder.Configuration.GetConnectionString("Payments")!));
builder.Services.AddSingleton(_ => new EventPublisher(builder.Configuration.GetConnectionString("Broker")!));
builder.Services.AddScoped<PaymentDesk>();
builder.Services.AddHostedService<ShippedOrders>();
builder.Services.AddHealthChecks();

builder.Services.AddHttpClient<ProviderClient>(client => client.BaseAddress = new Uri(builder.Configuration["PaymentProvider:BaseAddress"] ?? "https://api.payments.example")) // fault: SCALE2005
    .AddStandardResilienceHandler(options =>
    {
        options.Retry.DisableForUnsafeHttpMethods();
        options.AttemptTimeout.Timeout = TimeSpan.FromSeconds(3);
        options.TotalRequestTimeout.Timeout = TimeSpan.FromSeconds(4);
    });
builder.Services
    .AddHttpClient<OrderingClient>(client => client.BaseAddress = new Uri(builder.Configuration["Services:Ordering"] ?? "http://ordering:8080"))
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
