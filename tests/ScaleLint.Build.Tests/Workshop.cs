using System.Diagnostics;
using System.Text.RegularExpressions;

namespace ScaleLint.Build.Tests;

/// <summary>
/// The package, packed once, and a folder of projects that use it as a stranger would: from a local feed, into a package folder
/// of their own, with no build server left behind.
/// </summary>
public sealed class Workshop : IDisposable
{
    private static readonly Lazy<string> Feed = new(Pack);
    private static readonly Lazy<string> Tool = new(() => Path.Combine(Repository().Root, "src", "ScaleLint.Cli", "bin", Repository().Configuration, "net10.0", "scalelint.dll"));

    private readonly string root = Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), "scale lint " + Guid.NewGuid().ToString("N"))).FullName;

    public Workshop()
    {
        Write("nuget.config", $"""
            <configuration>
              <packageSources><clear /><add key="local" value="{Feed.Value}" /><add key="made" value="{In("made")}" /></packageSources>
            </configuration>
            """);
        Write("Directory.Build.props", $"""
            <Project>
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
                <Nullable>enable</Nullable>
                <NuGetAudit>false</NuGetAudit>
                <ScaleLintCacheFolder>{In("cache")}</ScaleLintCacheFolder>
              </PropertyGroup>
            </Project>
            """);
        Directory.CreateDirectory(In("made"));
    }

    public string In(string path) => Path.Combine(root, path);

    public void Write(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(In(path))!);
        File.WriteAllText(In(path), text);
    }

    public (int ExitCode, string Output) Dotnet(params string[] arguments) => Run(root, In("packages"), [.. arguments, "-nodeReuse:false", "-p:UseSharedCompilation=false"]);

    /// <summary>Runs the tool.</summary>
    public (int ExitCode, string Output) ScaleLint(params string[] arguments) => Run(root, In("packages"), [Tool.Value, .. arguments]);

    /// <summary>Offers packages that these tests' own projects were restored with.</summary>
    public void Offer(params string[] packages)
    {
        var folder = Environment.GetEnvironmentVariable("NUGET_PACKAGES") ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        foreach (var file in packages.SelectMany(x => Directory.EnumerateFiles(Path.Combine(folder, x), "*.nupkg", SearchOption.AllDirectories))) File.Copy(file, In("made/" + Path.GetFileName(file)));
    }

    /// <summary>Warnings and errors of ScaleLint in a build's output as <c>File.cs(line) ID</c>, each once, sorted.</summary>
    public static IReadOnlyList<string> Findings(string output) => Regex.Matches(output, @"([\w.]+)\((\d+),\d+\): (?:warning|error) (SCALE\d+)")
        .Select(x => $"{x.Groups[1]}({x.Groups[2]}) {x.Groups[3]}").Distinct().Order(StringComparer.Ordinal).ToList();

    public void Dispose() => Directory.Delete(root, recursive: true);

    private static (string Root, string Configuration) Repository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        var configuration = folder.Parent!.Name;
        while (!File.Exists(Path.Combine(folder!.FullName, "ScaleLint.sln"))) folder = folder.Parent;
        return (folder.FullName, configuration);
    }

    private static string Pack()
    {
        var (repository, configuration) = Repository();
        var feed = Path.Combine(AppContext.BaseDirectory, "feed");
        if (Directory.Exists(feed)) Directory.Delete(feed, recursive: true);
        var (code, output) = Run(repository, null, ["pack", "src/ScaleLint.Package", "--no-build", "-c", configuration, "-o", feed, "-nodeReuse:false"]);
        Assert.True(code == 0, output);
        return feed;
    }

    private static (int ExitCode, string Output) Run(string folder, string? packages, string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet") { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        // The test host's own MSBuild settings would lead the build astray.
        foreach (var name in start.Environment.Keys.Where(x => x.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase) || x.StartsWith("VSTEST", StringComparison.OrdinalIgnoreCase)).ToList())
            start.Environment.Remove(name);
        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        start.Environment["MSBUILDTERMINALLOGGER"] = "off";
        if (packages != null) start.Environment["NUGET_PACKAGES"] = packages;
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output + errors.Result);
    }
}
