//// case: native code, dynamic calls and reflection on the way of a request
using System.Reflection;
using System.Runtime.InteropServices;
public static class Native { [DllImport("render")] public static extern int Draw(int width); }
public class DrawController(IServiceProvider services) : ControllerBase
{
    //// path: GET /draw -> Native.Draw
    [HttpGet("/draw")] public int Draw() => Native.Draw(640); // !SCALE9004
    [HttpGet("/plugin")] public object Plugin(string name)
    {
        var method = Type.GetType(name)!.GetMethod("Run")!;
        return method.Invoke(null, null)!; // !SCALE9004
    }
}

//// case: dynamic calls
//// compiled: a dynamic call is a call of a delegate
public class DynamicController(IServiceProvider services) : ControllerBase
{
    [HttpGet("/dynamic")] public object Dynamic()
    {
        dynamic plugin = services.GetService(typeof(object))!;
        return plugin.Run(); // !SCALE9004
    }
}

//// case: through a helper, an injected interface and another project
//// project: Render lib
using System.Runtime.InteropServices;
namespace Render;
public interface IPainter { int Paint(int width); }
public class Painter : IPainter
{
    [DllImport("paint")] private static extern int PaintNative(int width);
    public int Paint(int width) => Inner(width);
    private static int Inner(int width) => PaintNative(width); // !SCALE9004
}
//// project: App
using Render;
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddSingleton<IPainter, Painter>();
var app = builder.Build();
app.MapGet("/paint", (IPainter painter) => painter.Paint(3));
app.Run();

//// case: inside a package, at the call that leads there
//// project: Sketch package
using System.Runtime.InteropServices;
namespace Sketch;
public class Canvas { [DllImport("sketch")] private static extern void Line(int x); public void Draw() { for (var i = 0; i < 3; i++) Line(i); } }
//// project: App lib
public class SketchController(Sketch.Canvas canvas) : ControllerBase { [HttpGet("/sketch")] public void Sketch() => canvas.Draw(); } // !SCALE9004

//// case: an assembly that is not there, once for each entry point
//// project: Vendor unread
namespace Vendor;
public interface IEngine { int Run(int x); int Stop(); }
public static class Engine { public static int Start() => 1; }
//// project: App
var builder = WebApplication.CreateBuilder(args);
var app = builder.Build();
//// says: (100 % of the calls on its way)
app.MapGet("/start", () => Vendor.Engine.Start()); // !SCALE9004
app.MapGet("/run", (Vendor.IEngine engine) => Shared.Run(engine));
app.Run();
public static class Shared
{
    public static int Run(Vendor.IEngine engine)
    {
        var first = engine.Run(1); // !SCALE9004
        return first + engine.Stop();
    }
}

//// case: quiet: the base class library, catalogued libraries, own code, known reflection
using Npgsql;
using StackExchange.Redis;
public class FineController(NpgsqlDataSource source, IDatabase redis, HttpClient http) : ControllerBase
{
    [HttpGet("/fine")] public async Task<string> Fine(string text)
    {
        await using var command = source.CreateCommand("select 1");
        await command.ExecuteScalarAsync();
        await redis.StringGetAsync(text);
        using var stream = System.IO.File.OpenRead("x");
        var copy = System.Text.Json.JsonSerializer.Serialize(new { text, Environment.TickCount });
        typeof(FineController).GetMethod("Own")!.Invoke(this, null);
        return copy.ToUpperInvariant() + Activator.CreateInstance<object>() + await http.GetStringAsync(text);
    }
    public void Own() { }
}

//// case: quiet: not waited for, not on a request
using System.Runtime.InteropServices;
public static class Native { [DllImport("render")] public static extern int Draw(int width); }
public class LaterController : ControllerBase { [HttpPost("/later")] public void Later() => _ = Task.Run(() => Native.Draw(640)); }
public class Tool { public int Run() => Native.Draw(1); }
public class Loop : BackgroundService { protected override Task ExecuteAsync(CancellationToken stop) { Native.Draw(2); return Task.CompletedTask; } }

//// case: quiet: a new object of a type parameter
public class Factory { public T Make<T>() where T : class, new() => new T(); public List<T> Two<T>() where T : new() => [new T { }, new()]; }
public class MakeController(Factory factory) : ControllerBase { [HttpGet("/make")] public object Make() => factory.Make<object>() ?? factory.Two<object>(); }
