using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.MSBuild;
using ScaleLint.Cli.Inputs;
using ScaleLint.Rules;
using ScaleLint.Rules.Results;

namespace ScaleLint.Cli.Scan;

/// <summary>Reads solutions and projects as MSBuild sees them.</summary>
internal sealed class WorkspaceScan(Input input, ScanOptions options, Progress progress)
{
    private readonly RelativePaths paths = new(input.Root);
    private readonly List<ProblemResult> problems = [];

    /// <summary>Loads all projects and reads those that could be loaded.</summary>
    public async Task<ScanResult> Run(CancellationToken cancellation)
    {
        var named = await ProjectList.Read(input, cancellation);
        var projects = named.Where(x => HasExtension(x, ".csproj")).ToList();
        foreach (var other in named.Where(x => HasExtension(x, ".fsproj", ".vbproj")))
            problems.Add(new ProblemResult(ProblemCode.LanguageNotRead, "Only C# source is read; this project was not analysed.", paths.Of(other), 0));
        foreach (var missing in projects.Where(x => !File.Exists(x)))
            problems.Add(new ProblemResult(ProblemCode.ProjectMissing, $"The project file does not exist, though {Path.GetFileName(input.Path)} names it.", paths.Of(missing), 0));
        if (projects.Count == 0)
            throw new UsageException($"'{paths.Of(input.Path)}' names no C# project, so there is nothing to analyse.", "Add one with 'dotnet sln add', or name a project or a folder of assemblies.");

        if (options.Restore && Restore.IsNeeded(projects))
        {
            progress.Show("restoring packages");
            problems.AddRange(await Restore.Run(input.Path, [.. projects.Where(File.Exists)], paths, cancellation));
        }

        using var workspace = MSBuildWorkspace.Create();
        workspace.SkipUnrecognizedProjects = true;
        var chosen = OnePerProject(await Load(workspace, named.Count, cancellation));
        AddLoadFailures(workspace, projects, chosen);

        var read = await ReadAll(chosen, cancellation);
        var own = read.Select(x => x.Compilation.AssemblyName ?? "").ToHashSet(StringComparer.OrdinalIgnoreCase);
        var (packages, versions) = PackageAssemblies.Read(PackageAssemblies.UsersOf(read, options), own, options, progress, cancellation);
        var all = named.Where(x => HasExtension(x, ".csproj", ".fsproj", ".vbproj")).Concat(chosen.Select(x => x.FilePath!)).Select(paths.Of);
        return ScanResult.Of(read.Select(x => x.Project).OfType<ProjectInput>().Concat(packages), all, problems) with { Versions = versions };
    }

    private async Task<Solution> Load(MSBuildWorkspace workspace, int count, CancellationToken cancellation)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var loading = new DirectProgress<ProjectLoadProgress>(x =>
        {
            lock (seen) seen.Add(x.FilePath);
            progress.Show($"loading {Math.Min(seen.Count, count)}/{count} {Path.GetFileNameWithoutExtension(x.FilePath)}");
        });
        try
        {
            if (input.Kind == InputKind.Project) await workspace.OpenProjectAsync(input.Path, loading, cancellation);
            else await workspace.OpenSolutionAsync(input.Path, loading, cancellation);
        }
        catch (Exception e) when (e is not OperationCanceledException and not OutOfMemoryException)
        {
            problems.Add(new ProblemResult(ProblemCode.ProjectNotLoaded, paths.WithoutRoot(e.Message), paths.Of(input.Path), 0));
        }
        return workspace.CurrentSolution;
    }

    private static List<Project> OnePerProject(Solution solution) => solution.Projects
        .Where(x => x.Language == LanguageNames.CSharp && x.FilePath is not null)
        .GroupBy(x => x.FilePath!, StringComparer.Ordinal)
        .Select(x => x.MaxBy(y => TargetFrameworks.Rank(TargetFrameworks.OfWorkspaceName(y.Name)))!)
        .OrderBy(x => x.FilePath, StringComparer.Ordinal)
        .ToList();

    private void AddLoadFailures(MSBuildWorkspace workspace, List<string> projects, List<Project> chosen)
    {
        var failures = workspace.Diagnostics.Where(x => x.Kind == WorkspaceDiagnosticKind.Failure).Select(x => x.Message).Distinct(StringComparer.Ordinal).ToList();
        foreach (var project in projects.Where(File.Exists))
        {
            var own = failures.Where(x => x.Contains(project, StringComparison.Ordinal)).ToList();
            var loaded = chosen.Any(x => string.Equals(x.FilePath, project, StringComparison.OrdinalIgnoreCase));
            // What MSBuild says after a failed restore repeats it.
            var told = problems.Any(x => x.Code is ProblemCode.PackageMissing or ProblemCode.ProjectNotLoaded && x.File == paths.Of(project));
            if (own.Count == 0 && !loaded && !told) own.Add("MSBuild could not load the project.");
            if (told) own.Clear();
            foreach (var message in own) problems.Add(new ProblemResult(ProblemCode.ProjectNotLoaded, paths.WithoutRoot(message), paths.Of(project), 0));
        }
    }

    private async Task<List<(ProjectInput? Project, Compilation Compilation)>> ReadAll(List<Project> chosen, CancellationToken cancellation)
    {
        var read = new List<(ProjectInput?, Compilation)>();
        var parallel = new ParallelOptions { CancellationToken = cancellation, MaxDegreeOfParallelism = Environment.ProcessorCount };
        await Parallel.ForEachAsync(chosen, parallel, async (project, stop) =>
        {
            if (await project.GetCompilationAsync(stop) is not { } compilation) return;
            var (facts, found) = CompiledProject.Read(project.FilePath!, compilation, paths, stop);
            lock (read)
            {
                read.Add((facts, compilation));
                problems.AddRange(found);
                progress.Show($"reading {read.Count}/{chosen.Count} {Path.GetFileNameWithoutExtension(project.FilePath)}");
            }
        });
        return read;
    }

    private static bool HasExtension(string path, params string[] extensions) => extensions.Contains(Path.GetExtension(path).ToLowerInvariant());

    // Progress<T> would report later, from another thread, after the line is gone.
    private sealed class DirectProgress<T>(Action<T> report) : IProgress<T>
    {
        public void Report(T value) => report(value);
    }
}
