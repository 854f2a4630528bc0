using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.EntityFrameworkCore;
using Shop.Catalog.Api;
using Shop.Catalog.Data;
using Shop.Catalog.Search;
using Shop.Catalog.Stock;
using Shop.Catalog.Visits;
using StackExchange.Redis;

var builder = WebApplication.CreateBuilder(args);

builder.Services.AddControllers();
builder.Services.AddHybridCache();
builder.Services.AddDbContextFactory<CatalogContext>(options => options.UseNpgsql(builder.Configuration.GetConnectionString("Catalog"), npgsql => npgsql.CommandTimeout(2)));
builder.Services.AddSingleton<IConnectionMultiplexer>(_ =>
{
    var options = ConfigurationOptions.Parse(builder.Configuration.GetConnectionString("Redis")!);
    options.AbortOnConnectFail = false;
    options.ConnectTimeout = 2000;
    options.AsyncTimeout = 1000;
    options.SyncTimeout = 1000;
    return ConnectionMultiplexer.Connect(options);
});
builder.Services.AddSingleton<SearchTrends>();
builder.Services.AddSingleton<VisitCounter>();
builder.Services.AddSingleton<ProductPages>();
builder.Services.AddHostedService<ProductWarmup>();
builder.Services.AddHostedService<StockRefresher>();
builder.Services.AddHealthChecks().AddCheck<CatalogDatabaseCheck>("catalog-db", tags: ["ready"]);

var app = builder.Build();

app.MapControllers();
app.MapPrices();
app.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false });
app.MapHealthChecks("/health/ready", new HealthCheckOptions { Predicate = check => check.Tags.Contains("ready") });

await app.RunAsync();
