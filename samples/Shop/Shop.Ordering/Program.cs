using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Http.Resilience;
using Npgsql;
using Polly;
using Shop.Ordering.Api;
using Shop.Ordering.Clients;
using Shop.Ordering.Confirmations;
using Shop.Ordering.Data;
using Shop.Ordering.Desk;
using Shop.Shared;

var builder = WebApplication.CreateBuilder(args);
var catalogAddress = new Uri(builder.Configuration["Services:Catalog"] ?? "http://catalog:8080");

builder.Services.AddControllers();
builder.Services.AddDbContext<OrderingContext>(options => options.UseNpgsql(builder.Configuration.GetConnectionString("Orders"), npgsql => npgsql.CommandTimeout(2))); // fault: SCALE2001
builder.Services.AddSingleton(_ => new CatalogStock(NpgsqlDataSource.Create(builder.Configuration.GetConnectionString("Catalog")!))); // fault: SCALE2002
builder.Services.AddSingleton(_ => new EventPublisher(builder.Configuration.GetConnectionString("Broker")!));
builder.Services.AddSingleton(TimeProvider.System);
builder.Services.AddSingleton<ConfirmationQueue>();
builder.Services.AddScoped<OrderDesk>();
builder.Services.AddHostedService<ConfirmationWriter>();
builder.Services.AddHealthChecks().AddCheck<OrdersDatabaseCheck>("orders-db"); // fault: SCALE8001

builder.Services
    .AddHttpClient<PaymentClient>(client => client.BaseAddress = new Uri(builder.Configuration["Services:Payment"] ?? "http://payment:8080"))
    .AddStandardResilienceHandler(options =>
    {
        options.Retry.DisableForUnsafeHttpMethods();
        options.AttemptTimeout.Timeout = TimeSpan.FromSeconds(8);
        options.TotalRequestTimeout.Timeout = TimeSpan.FromSeconds(9);
    });
builder.Services
    .AddHttpClient<PriceClient>(client => client.BaseAddress = catalogAddress)
    .AddResilienceHandler("prices", pipeline => pipeline
        .AddConcurrencyLimiter(100, 200)
        .AddTimeout(TimeSpan.FromSeconds(10))
        .AddRetry(new HttpRetryStrategyOptions { MaxRetryAttempts = 3, BackoffType = DelayBackoffType.Exponential, UseJitter = true })
        .AddTimeout(TimeSpan.FromSeconds(3)));
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
app.MapHealthChecks("/health/live");

await app.RunAsync();
