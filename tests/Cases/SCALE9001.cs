//// case: in an action, per element
public class OrderController(ILogger<OrderController> log) : ControllerBase
{
    [HttpPost("/orders")] public int Post(List<string> lines)
    {
        foreach (var line in lines)
        {
            log.LogInformation("Line {Line}", line); // !SCALE9001
        }
        for (var i = 0; i < lines.Count; i++) log.LogWarning("Line {Index}", i); // !SCALE9001
        lines.ForEach(x => log.LogInformation("Line {Line}", x)); // !SCALE9001
        return lines.Count;
    }
}

//// case: through a helper called in the loop, by level, by Serilog
using Serilog;
public class ImportController(ILogger<ImportController> log, Serilog.ILogger serilog) : ControllerBase
{
    [HttpPost("/import")] public void Import(string[] rows)
    {
        foreach (var row in rows) Note(row); // !SCALE9001
        foreach (var row in rows) log.Log(LogLevel.Information, "Row {Row}", row); // !SCALE9001
        foreach (var row in rows) serilog.Information("Row {Row}", row); // !SCALE9001
        foreach (var row in rows) Log.Warning("Row {Row}", row); // !SCALE9001
    }
    private void Note(string row) => log.LogInformation("Row {Row}", row);
}

//// case: generated logging methods, in a consumer behind an injected interface
using MassTransit;
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddSingleton<IShelf, Shelf>();
builder.Build().Run();
public record Placed(List<int> Items);
public class PlacedConsumer(IShelf shelf) : IConsumer<Placed> { public Task Consume(ConsumeContext<Placed> context) { shelf.Take(context.Message.Items); return Task.CompletedTask; } }
public interface IShelf { void Take(IReadOnlyList<int> items); }
public class Shelf(ILogger<Shelf> log) : IShelf
{
    public void Take(IReadOnlyList<int> items)
    {
        foreach (var item in items) Says.Taken(log, item); // !SCALE9001
    }
}
public static partial class Says
{
    [LoggerMessage(1, LogLevel.Information, "Taken {Item}")] public static partial void Taken(Microsoft.Extensions.Logging.ILogger log, int item);
    public static partial void Taken(Microsoft.Extensions.Logging.ILogger log, int item) { }
}

//// case: in another project, over a stream and a parallel loop
//// project: Store lib
namespace Store;
public class Rows(ILogger<Rows> log)
{
    public async Task Copy(IAsyncEnumerable<string> rows)
    {
        await foreach (var row in rows) log.LogInformation("Row {Row}", row); // !SCALE9001
    }
    public async Task All(List<string> rows) =>
        await Parallel.ForEachAsync(rows, (row, _) => { log.LogInformation("Row {Row}", row); return ValueTask.CompletedTask; }); // !SCALE9001
}
//// project: App lib
public class CopyController(Store.Rows rows) : ControllerBase
{
    [HttpPost("/copy")] public Task Copy() => rows.Copy(null!);
    [HttpPost("/all")] public Task All(List<string> x) => rows.All(x);
}

//// case: quiet: debug and trace, error branches, sampled, outside the loop
public class QuietController(ILogger<QuietController> log, HttpClient http) : ControllerBase
{
    [HttpPost("/q")] public async Task Q(List<string> lines)
    {
        var count = 0;
        foreach (var line in lines)
        {
            log.LogDebug("Line {Line}", line);
            log.LogTrace("Line {Line}", line);
            log.Log(LogLevel.Debug, "Line {Line}", line);
            if (log.IsEnabled(LogLevel.Debug)) log.LogInformation("Line {Line}", line);
            if (line.Length == 0) log.LogWarning("Empty line");
            if (line.Length > 5) { log.LogError("Too long"); continue; }
            if (count++ % 1000 == 0) log.LogInformation("{Count} so far", count);
            if (Random.Shared.Next(100) == 0) log.LogInformation("Line {Line}", line);
            try { await http.GetStringAsync(line); }
            catch (HttpRequestException error) { log.LogWarning(error, "Line {Line}", line); }
        }
        log.LogInformation("{Count} lines", lines.Count);
    }
}

//// case: quiet: retries, pages, constants, start-up, tools, tests
public class MoreController(ILogger<MoreController> log, HttpClient http) : ControllerBase
{
    [HttpGet("/r")] public async Task<string> R()
    {
        for (var i = 0; i < 3; i++)
        {
            log.LogInformation("Attempt {Attempt}", i);
            try { return await http.GetStringAsync("http://x/y"); }
            catch (HttpRequestException) when (i < 2) { }
        }
        return "";
    }
    [HttpGet("/c")] public void C() { foreach (var part in new[] { "a", "b" }) log.LogInformation("Part {Part}", part); }
}
public class Tool(ILogger<Tool> log) { public void Run(List<string> lines) { foreach (var line in lines) log.LogInformation("Line {Line}", line); } }

//// case: on a branch that leaves with what is wrong, where details are asked for, and on one that goes on
public class ScopesController(ILogger<ScopesController> log) : ControllerBase
{
    [HttpPost("/scopes")] public int Check(List<string> scopes, List<string> invalid)
    {
        if (invalid.Count > 0)
        {
            foreach (var scope in invalid) log.LogError("invalid {Scope}", scope);
            return 0;
        }
        if (log.IsEnabled(LogLevel.Debug))
        {
            foreach (var scope in scopes) log.LogInformation("asked for {Scope}", scope);
        }
        if (scopes.Count > 1)
        {
            foreach (var scope in scopes) log.LogInformation("one of {Scope}", scope); // !SCALE9001
        }
        return scopes.Count;
    }
}
