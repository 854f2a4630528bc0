using System.Text.Json;
using Microsoft.VisualStudio.SolutionPersistence.Model;
using Microsoft.VisualStudio.SolutionPersistence.Serializer;

namespace ScaleLint.Cli.Inputs;

/// <summary>The projects an input names, read from the solution file itself and not by loading them.</summary>
internal static class ProjectList
{
    /// <summary>Absolute paths of all projects, sorted; also those that do not exist.</summary>
    /// <exception cref="UsageException">The solution cannot be read.</exception>
    public static async Task<IReadOnlyList<string>> Read(Input input, CancellationToken cancellation) => input.Kind switch
    {
        InputKind.Project => [input.Path],
        InputKind.Solution => await OfSolution(input.Path, cancellation),
        InputKind.SolutionFilter => await OfFilter(input.Path, cancellation),
        _ => [],
    };

    private static async Task<IReadOnlyList<string>> OfSolution(string path, CancellationToken cancellation)
    {
        var serializer = SolutionSerializers.GetSerializerByMoniker(path)
            ?? throw new UsageException($"'{path}' is no solution file.", "Name a .sln or .slnx.");
        try
        {
            var model = await serializer.OpenAsync(path, cancellation);
            var folder = Path.GetDirectoryName(path)!;
            return Sorted(model.SolutionProjects.Select(x => Absolute(folder, x.FilePath)));
        }
        catch (Exception e) when (e is SolutionException or IOException or System.Xml.XmlException or UnauthorizedAccessException or ArgumentException)
        {
            var line = e is SolutionException { Line: { } number } ? FormattableString.Invariant($"({number})")
                : (e as System.Xml.XmlException ?? e.InnerException as System.Xml.XmlException) is { LineNumber: > 0 } at ? FormattableString.Invariant($"({at.LineNumber},{at.LinePosition})") : "";
            throw new UsageException($"{path}{line}: the solution cannot be read: {e.Message}", "Open it with 'dotnet sln list' to see whether the SDK reads it.");
        }
    }

    private static async Task<IReadOnlyList<string>> OfFilter(string path, CancellationToken cancellation)
    {
        try
        {
            using var document = JsonDocument.Parse(await File.ReadAllTextAsync(path, cancellation), new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
            var solution = document.RootElement.GetProperty("solution");
            var solutionPath = Absolute(Path.GetDirectoryName(path)!, Text(solution.GetProperty("path")));
            var folder = Path.GetDirectoryName(solutionPath)!;
            var chosen = solution.GetProperty("projects").EnumerateArray().Select(x => Absolute(folder, Text(x))).ToList();
            if (!File.Exists(solutionPath)) throw new UsageException($"{path}: the solution '{solutionPath}' does not exist.", "Its path is relative to the filter's own folder.");
            var all = await OfSolution(solutionPath, cancellation);
            foreach (var project in chosen)
            {
                if (!all.Contains(project, StringComparer.OrdinalIgnoreCase))
                    throw new UsageException($"{path}: the project '{Path.GetRelativePath(folder, project)}' is not in {Path.GetFileName(solutionPath)}.", "Paths of projects are relative to the solution's folder; add it with 'dotnet sln add', or take it out of the filter.");
            }
            return Sorted(chosen);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new UsageException($"{path}: the solution filter cannot be read: {e.Message}", """It should look like { "solution": { "path": "My.sln", "projects": [ "src/A/A.csproj" ] } }.""");
        }
    }

    private static string Text(JsonElement path) => path.GetString() ?? throw new JsonException("a path is null");

    private static string Absolute(string folder, string path) => Path.GetFullPath(Path.Combine(folder, path.Replace('\\', '/')));

    private static List<string> Sorted(IEnumerable<string> paths) => paths.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
}
