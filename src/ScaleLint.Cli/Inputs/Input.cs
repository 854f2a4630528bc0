namespace ScaleLint.Cli.Inputs;

/// <summary>What a command is pointed at, found on disk.</summary>
/// <param name="Path">Absolute path of the file or folder.</param>
/// <param name="Root">Absolute folder to which all paths of a report are relative.</param>
internal sealed record Input(InputKind Kind, string Path, string Root)
{
    private const string Shapes = "Name a .sln, .slnx, .slnf, .csproj, .binlog, .dll, a folder of one of these, or a saved .json result.";

    private static readonly string[] ProjectExtensions = [".sln", ".slnx", ".slnf", ".csproj"];

    /// <summary>Finds out what an argument names.</summary>
    /// <exception cref="UsageException">It names nothing that can be analysed.</exception>
    public static Input Resolve(string argument)
    {
        if (argument.Length == 0) throw new UsageException("The input is empty.", "Name a solution, a project, a folder, a .dll or a .binlog.");
        var path = System.IO.Path.GetFullPath(argument);
        if (Directory.Exists(path)) return OfFolder(path);
        if (!File.Exists(path)) throw new UsageException($"The input '{argument}' does not exist.", Nearby(path) ?? Shapes);
        var root = System.IO.Path.GetDirectoryName(path)!;
        return System.IO.Path.GetExtension(path).ToLowerInvariant() switch
        {
            ".sln" or ".slnx" => new Input(InputKind.Solution, path, root),
            ".slnf" => new Input(InputKind.SolutionFilter, path, root),
            ".csproj" => new Input(InputKind.Project, path, root),
            ".dll" or ".exe" => new Input(InputKind.Assemblies, path, root),
            ".binlog" => new Input(InputKind.BinaryLog, path, root),
            ".json" when path.EndsWith(".system.json", StringComparison.OrdinalIgnoreCase) =>
                throw new UsageException($"'{argument}' is a system file, which has no code to analyse.", $"Solve it with: scalelint score {argument}"),
            ".json" => new Input(InputKind.SavedResult, path, root),
            ".fsproj" or ".vbproj" => throw new UsageException($"'{argument}' is no C# project; source is read for C# only.", "Build it and point at the .dll it builds."),
            var other => throw new UsageException(
                $"'{argument}' is nothing that can be analysed ({(other.Length == 0 ? "no extension" : other)}).",
                Shapes),
        };
    }

    private static Input OfFolder(string folder)
    {
        var files = Directory.GetFiles(folder).Order(StringComparer.Ordinal).ToList();
        foreach (var extensions in new string[][] { [".sln", ".slnx"], [".csproj"] })
        {
            var found = files.Where(x => extensions.Contains(System.IO.Path.GetExtension(x).ToLowerInvariant())).ToList();
            // A solution kept in both formats is one solution.
            var names = found.Select(x => System.IO.Path.GetFileNameWithoutExtension(x)).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
            if (names.Count == 1) return Resolve(found[^1]);
            if (found.Count > 1)
            {
                throw new UsageException(
                    $"The folder '{folder}' holds more than one solution or project.",
                    "Name one of: " + string.Join(", ", found.Select(x => System.IO.Path.GetFileName(x))));
            }
        }
        if (Directory.EnumerateFiles(folder, "*.dll", SearchOption.AllDirectories).Any()) return new Input(InputKind.Assemblies, folder, folder);
        throw new UsageException($"The folder '{folder}' holds no solution, no C# project and no .dll.", Nested(folder) ?? Shapes);
    }

    private static string? Nearby(string path)
    {
        var folder = System.IO.Path.GetDirectoryName(path);
        while (folder is not null && !Directory.Exists(folder)) folder = System.IO.Path.GetDirectoryName(folder);
        if (folder is null) return null;
        var names = Directory.EnumerateFileSystemEntries(folder).Select(x => System.IO.Path.GetFileName(x)).ToList();
        if (NearMiss.Of(System.IO.Path.GetFileName(path), names) is { } near) return $"Did you mean '{System.IO.Path.Combine(folder, near)}'?";
        var solutions = names.Where(x => ProjectExtensions.Contains(System.IO.Path.GetExtension(x).ToLowerInvariant())).Order(StringComparer.Ordinal).ToList();
        return solutions.Count == 0 ? null : $"In '{folder}' there is: {string.Join(", ", solutions.Take(5))}";
    }

    private static string? Nested(string folder)
    {
        var options = new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 3, IgnoreInaccessible = true };
        var found = Directory.EnumerateFiles(folder, "*.*", options)
            .Where(x => ProjectExtensions.Contains(System.IO.Path.GetExtension(x).ToLowerInvariant()))
            .Order(StringComparer.Ordinal).Take(5).Select(x => System.IO.Path.GetRelativePath(folder, x)).ToList();
        return found.Count == 0 ? null : "Further down there is: " + string.Join(", ", found);
    }
}
