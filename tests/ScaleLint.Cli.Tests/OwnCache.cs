using System.Runtime.CompilerServices;

namespace ScaleLint.Cli.Tests;

/// <summary>What the tool keeps between runs stays in the tests' own folder.</summary>
internal static class OwnCache
{
    [ModuleInitializer]
    public static void Set() => Environment.SetEnvironmentVariable("SCALELINT_CACHE", Path.Combine(AppContext.BaseDirectory, "cache"));
}
