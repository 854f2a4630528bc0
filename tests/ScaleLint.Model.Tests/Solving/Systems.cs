using static ScaleLint.Model.Step;

namespace ScaleLint.Model.Tests;

/// <summary>Short ways to say a system.</summary>
internal static class Systems
{
    public static Resource Server(string id, double meanMs, double? slots = null, double failure = 0, double commonCause = 0, double scv = 1) => new()
    {
        Id = id,
        Kind = "sql",
        Time = scv == 1 ? new TimeShape.Exponential(meanMs) : scv == 0 ? new TimeShape.Constant(meanMs) : new TimeShape.Gamma(meanMs, scv),
        Slots = slots is { } s ? Quantity.Declared(s) : null,
        Failure = failure,
        CommonCause = commonCause,
    };

    public static Operation Open(string id, double rate, Step does, double? p99 = null, double? availability = null) => new()
    {
        Id = id,
        RatePerSecond = rate,
        Does = does,
        Objective = p99 is null && availability is null ? null : new Objective
        {
            P99Ms = p99 is { } p ? Quantity.Declared(p) : null,
            Availability = availability is { } a ? Quantity.Declared(a) : null,
        },
    };

    public static Operation Closed(string id, double users, double thinkMs, Step does, string? service = null) => new() { Id = id, Users = users, ThinkMs = thinkMs, Does = does, Service = service };

    public static SystemFile Of(IReadOnlyList<Resource> resources, params Operation[] operations) => new() { Resources = resources, Operations = operations };

    public static Step Seq(params Step[] steps) => new Sequence(steps);

    public static Step Calls(params string[] ids) => Seq([.. ids.Select(i => new Call(i))]);

    public static CurvePoint At(this ScoreResult result, string operation, double load) =>
        result.Operations.Single(o => o.Id == operation).Curve.Single(p => p.Load == load);

    public static ResourceScore Resource(this ScoreResult result, string id) => result.Resources.Single(r => r.Id == id);
}
