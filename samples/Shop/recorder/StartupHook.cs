using System.Diagnostics;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using OpenTelemetry;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

/// <summary>
/// Records what a service does without a change to it: <c>DOTNET_STARTUP_HOOKS</c> names this assembly, <c>TRACE_FILE</c> the file
/// that its spans go to, <c>OTEL_SERVICE_NAME</c> the service.
/// </summary>
internal static class StartupHook
{
    private static readonly string Folder = Path.GetDirectoryName(typeof(StartupHook).Assembly.Location)!;

    public static void Initialize()
    {
        if (Environment.GetEnvironmentVariable("TRACE_FILE") is not { Length: > 0 } file) return;
        AssemblyLoadContext.Default.Resolving += Resolve;
        Record(file);
    }

    private static Assembly? Resolve(AssemblyLoadContext context, AssemblyName name)
    {
        var path = Path.Combine(Folder, name.Name + ".dll");
        return File.Exists(path) ? context.LoadFromAssemblyPath(path) : null;
    }

    // Its own method: what it names is loaded only when it runs, after the resolver is in place.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Record(string file)
    {
        var provider = Sdk.CreateTracerProviderBuilder()
            .ConfigureResource(x => x.AddEnvironmentVariableDetector())
            .AddAspNetCoreInstrumentation(x => x.Filter = context => !context.Request.Path.StartsWithSegments("/health"))
            .AddHttpClientInstrumentation()
            .AddSource("Npgsql", "RabbitMQ.Client.Publisher", "RabbitMQ.Client.Subscriber")
            .AddProcessor(new SimpleActivityExportProcessor(new OtlpJsonFileExporter(file)))
            .Build();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => provider.Dispose();
    }
}
