using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;
using ScaleLint.Rules.Results;

namespace ScaleLint.Cli.Scan;

/// <summary>Restores the packages of an input that was never restored.</summary>
internal static partial class Restore
{
    /// <summary>Whether any project lacks its <c>project.assets.json</c>.</summary>
    public static bool IsNeeded(IEnumerable<string> projects) =>
        projects.Any(x => File.Exists(x) && Assets(x) is null);

    // Beside the project, else in the common output of the repository (UseArtifactsOutput).
    private static string? Assets(string project)
    {
        const string Name = "project.assets.json";
        var folder = Path.GetDirectoryName(project)!;
        var own = Path.Combine(folder, "obj", Name);
        if (File.Exists(own)) return own;
        for (var at = folder; at is not null; at = Path.GetDirectoryName(at))
        {
            var common = Path.Combine(at, "artifacts", "obj", Path.GetFileNameWithoutExtension(project), Name);
            if (File.Exists(common)) return common;
        }
        return null;
    }

    /// <summary>What the last restore of a project said, errors and warnings; null when there is no telling.</summary>
    public static IReadOnlyList<RestoreMessage>? Said(string project)
    {
        if (Assets(project) is not { } assets) return null;
        try
        {
            using var stream = File.OpenRead(assets);
            using var document = JsonDocument.Parse(stream);
            return document.RootElement.TryGetProperty("logs", out var logs) ? [.. logs.EnumerateArray().Select(x => new RestoreMessage(Text(x, "code"), Text(x, "message"), Text(x, "level") == "Error"))] : [];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or InvalidOperationException)
        {
            return null;
        }

        static string Text(JsonElement message, string name) => message.TryGetProperty(name, out var value) ? value.GetString() ?? "" : "";
    }

    /// <summary>
    /// Restores a solution or project. When the solution as a whole cannot be restored, each project is tried by itself.
    /// What failed is a problem each, not an exception; nothing reaches stdout.
    /// </summary>
    public static async Task<IReadOnlyList<ProblemResult>> Run(string path, IReadOnlyList<string> projects, RelativePaths paths, CancellationToken cancellation)
    {
        var problems = (await RunOne(path, paths, cancellation)).ToList();
        if (problems.Count == 0 || (projects.Count == 1 && projects[0] == path)) return problems;
        foreach (var project in projects.Where(x => IsNeeded([x]))) problems.AddRange(await RunOne(project, paths, cancellation));
        // What is wrong with the solution itself shows again at the project.
        return problems.Where(x => x.File != paths.Of(path)).Distinct().ToList();
    }

    private static async Task<IReadOnlyList<ProblemResult>> RunOne(string path, RelativePaths paths, CancellationToken cancellation)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            WorkingDirectory = Path.GetDirectoryName(path)!,
        };
        foreach (var argument in new[] { "restore", path, "-nologo", "-v:quiet", "-nodeReuse:false", "-clp:NoSummary", "-tl:off" }) start.ArgumentList.Add(argument);
        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        foreach (var name in start.Environment.Keys.Where(x => x.StartsWith("MSBuild", StringComparison.OrdinalIgnoreCase)).ToList()) start.Environment.Remove(name);

        using var process = new Process { StartInfo = start };
        try
        {
            process.Start();
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            return [new ProblemResult(ProblemCode.PackageMissing, $"'dotnet restore' could not be started: {e.Message}. Is the .NET SDK on the PATH?", paths.Of(path), 0)];
        }
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(cancellation);
        var errors = process.StandardError.ReadToEndAsync(cancellation);
        try
        {
            await process.WaitForExitAsync(cancellation);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
        if (process.ExitCode == 0) return [];
        var problems = (await output + "\n" + await errors).Split('\n')
            .Select(x => ErrorLine().Match(x.Trim())).Where(x => x.Success)
            .Select(x => Problem(x, path, paths)).Distinct().ToList();
        return problems.Count > 0 ? problems : [new ProblemResult(ProblemCode.PackageMissing, "'dotnet restore' failed; run it by hand to see why.", paths.Of(path), 0)];
    }

    private static ProblemResult Problem(Match line, string restored, RelativePaths paths)
    {
        var (code, text, file) = (line.Groups["code"].Value, line.Groups["text"].Value, line.Groups["file"].Value);
        var bracket = text.LastIndexOf(" [", StringComparison.Ordinal);
        if (bracket > 0 && text.EndsWith(']')) (text, file) = (text[..bracket], text[(bracket + 2)..^1]);
        var kind = code.StartsWith("NU", StringComparison.Ordinal) ? ProblemCode.PackageMissing : ProblemCode.ProjectNotLoaded;
        return new ProblemResult(kind, code + ": " + FirstSentence(paths.WithoutRoot(text)), paths.Of(Path.IsPathRooted(file) ? file : restored), 0);
    }

    /// <summary>An error of an earlier restore.</summary>
    public static ProblemResult Problem(RestoreMessage message, string project, RelativePaths paths) =>
        new(ProblemCode.PackageMissing, $"{message.Code}: {FirstSentence(paths.WithoutRoot(message.Text).Split('\n')[0])}", paths.Of(project), 0);

    // What follows the first sentence names feeds and folders of this machine.
    private static string FirstSentence(string text)
    {
        var end = text.IndexOf(". ", StringComparison.Ordinal);
        return (end < 0 ? text : text[..(end + 1)]).Trim();
    }

    // What goes on with a longer message is indented.
    [GeneratedRegex(@"^(?<file>.+?)(\(\d+,\d+\))?\s*:\s*error\s+(?<code>\w+):\s?(?<text>\S.*)$")]
    private static partial Regex ErrorLine();
}

/// <summary>What a restore said of a project.</summary>
internal sealed record RestoreMessage(string Code, string Text, bool IsError);
