using System.Diagnostics;

namespace ScaleLint.Cli.Tests;

/// <summary>Runs the tool as a process of its own, for what only a process has: its environment, its streams, its end.</summary>
internal static class ToolProcess
{
    /// <summary>Absolute path of the tool.</summary>
    public static string Path => System.IO.Path.Combine(AppContext.BaseDirectory, "scalelint.dll");

    /// <summary>Runs a shell line in which <c>$T</c> is the tool, and waits for its end.</summary>
    public static Tool Shell(string line, string folder, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo("/bin/sh") { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder };
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add($"T() {{ dotnet '{Path}' \"$@\"; }}; {line}");
        foreach (var (name, value) in environment) start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return new Tool(process.ExitCode, output, error.GetAwaiter().GetResult());
    }
}
