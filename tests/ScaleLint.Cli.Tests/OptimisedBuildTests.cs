using System.Diagnostics;
using System.Text.Json;

namespace ScaleLint.Cli.Tests;

/// <summary>What the compiler optimises away changes no finding.</summary>
public sealed class OptimisedBuildTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Debug_and_Release_builds_of_the_shop_give_the_same_findings()
    {
        var debug = Findings("Debug");
        Assert.NotEmpty(debug);
        Assert.Equal(debug, Findings("Release"));
    }

    private List<string> Findings(string configuration)
    {
        var shop = Path.Combine(SampleTests.Repository(), "samples", "Shop", "Shop.sln");
        var start = new ProcessStartInfo("dotnet", ["build", shop, "-c", configuration, "--artifacts-path", folder.At(configuration), "-v", "q", "-nodeReuse:false"]) { RedirectStandardOutput = true };
        using var build = Process.Start(start)!;
        var log = build.StandardOutput.ReadToEnd();
        build.WaitForExit();
        Assert.True(build.ExitCode == 0, log);
        var run = Tool.Run("report", Path.Combine(folder.At(configuration), "bin"), "--format", "json");
        Assert.True(run.ExitCode == 0, run.Error);
        using var json = JsonDocument.Parse(run.Output.Replace("/" + configuration.ToLowerInvariant() + "/", "/any/", StringComparison.Ordinal));
        return json.RootElement.GetProperty("findings").EnumerateArray().Select(x => x.GetRawText()).ToList();
    }
}
