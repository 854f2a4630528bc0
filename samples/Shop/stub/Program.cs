// Plays the payment provider and the parcel service on loopback for run.sh; no part of the shop and not in its solution.
var app = WebApplication.CreateBuilder(args).Build();

app.MapPost("/v1/charges", () => Results.Ok(new { id = $"ch_{Guid.NewGuid():N}" }));
app.MapPost("/v1/refunds", () => Results.Ok(new { id = $"re_{Guid.NewGuid():N}" }));
app.MapGet("/v2/rates/{country}", (string country) => Results.Ok(new[] { new { carrier = $"Parcels {country}", price = 4.90m, days = 2 } }));
app.MapGet("/health/live", () => Results.Ok());

app.Run();
