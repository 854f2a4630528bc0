using Microsoft.Extensions.Http.Resilience;
using Shop.Gateway.Clients;
using Shop.Gateway.Endpoints;
using Shop.Gateway.Shipping;

var builder = WebApplication.CreateBuilder(args);

builder.Services.AddHealthChecks();
builder.Services.AddSingleton<ShippingRates>();
builder.Services.AddHostedService<ShippingRatesRefresher>();
builder.Services
    .AddHttpClient<CatalogClient>(client => client.BaseAddress = new Uri(builder.Configuration["Services:Catalog"] ?? "http://catalog:8080"))
    .AddStandardResilienceHandler(options =>
    {
        options.Retry.DisableForUnsafeHttpMethods();
        options.AttemptTimeout.Timeout = TimeSpan.FromSeconds(4);
        options.TotalRequestTimeout.Timeout = TimeSpan.FromSeconds(5);
    });
builder.Services
    .AddHttpClient<ShippingRatesClient>(client => client.BaseAddress = new Uri(builder.Configuration["ParcelService:BaseAddress"] ?? "https://rates.parcels.example"))
    .AddStandardResilienceHandler(options =>
    {
        options.AttemptTimeout.Timeout = TimeSpan.FromSeconds(5);
        options.TotalRequestTimeout.Timeout = TimeSpan.FromSeconds(20);
    });
builder.Services
    .AddHttpClient<OrderingClient>(client => client.BaseAddress = new Uri(builder.Configuration["Services:Ordering"] ?? "http://ordering:8080"))
    .AddStandardResilienceHandler(options =>
    {
        options.Retry.DisableForUnsafeHttpMethods();
        options.AttemptTimeout.Timeout = TimeSpan.FromSeconds(12);
        options.TotalRequestTimeout.Timeout = TimeSpan.FromSeconds(30);
    });
builder.Services
    .AddHttpClient<PaymentClient>(client => client.BaseAddress = new Uri(builder.Configuration["Services:Payment"] ?? "http://payment:8080"))
    .AddStandardResilienceHandler(options =>
    {
        options.Retry.DisableForUnsafeHttpMethods();
        options.AttemptTimeout.Timeout = TimeSpan.FromSeconds(4);
        options.TotalRequestTimeout.Timeout = TimeSpan.FromSeconds(5);
    });

var app = builder.Build();

app.MapStorefront();
app.MapOrders();
app.MapAccount();
app.MapHealthChecks("/health/live");

await app.RunAsync();
