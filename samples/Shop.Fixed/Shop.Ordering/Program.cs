using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Http.Resilience;
using Shop.Ordering.Api;
using Shop.Ordering.Clients;
using Shop.Ordering.Confirmations;
using Shop.Ordering.Data;
using Shop.Ordering.Desk;
using Shop.Ordering.Outbox;
using Shop.Ordering.Stock;

var builder = WebApplication.CreateBuilder(args);
var catalogAddress = new Uri(builder.Configuration["Services:Catalog"] ?? "http://catalog:8080");

builder.Services.AddControllers();
builder.Services.AddHybridCache();
builder.Services.AddDbContextFactory<OrderingContext>(options => options.UseNpgsql(builder.Configuration.GetConnectionString("Orders"), npgsql => npgsql.CommandTimeout(2)));
builder.Services.AddSingleton(TimeProvider.System);
builder.Services.AddSingleton<ConfirmationQueue>();
builder.Services.AddSingleton<StockAdjustments>();
builder.Services.AddSingleton<OrderQueries>();
builder.Services.AddScoped<OrderPlacement>();
builder.Services.AddScoped<OrderChanges>();
builder.Services.AddScoped<Quotes>();
builder.Services.AddHostedService<ConfirmationWriter>();
builder.Services.AddHostedService<StockSender>();
builder.Services.AddHostedService<OutboxRelay>();
builder.Services.AddHealthChecks().AddCheck<OrdersDatabaseCheck>("orders-db", tags: ["ready"]);

builder.Services
    .AddHttpClient<PriceClient>(client => client.BaseAddress = catalogAddress)
    .AddStandardResilienceHandler(options =>
    {
        options.Retry.DisableForUnsafeHttpMethods();
        options.AttemptTimeout.Timeout = TimeSpan.FromSeconds(3);
        options.TotalRequestTimeout.Timeout = TimeSpan.FromSeconds(10);
    });
builder.Services
    .AddHttpClient<StockClient>(client => client.BaseAddress = catalogAddress)
    .AddStandardResilienceHandler(options =>
    {
        options.Retry.DisableForUnsafeHttpMethods();
        options.AttemptTimeout.Timeout = TimeSpan.FromSeconds(3);
        options.TotalRequestTimeout.Timeout = TimeSpan.FromSeconds(4);
    });

var app = builder.Build();

app.MapControllers();
app.MapBackOffice();
app.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false });
app.MapHealthChecks("/health/ready", new HealthCheckOptions { Predicate = check => check.Tags.Contains("ready") });

await app.RunAsync();
