using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.MSBuild;
using ScaleLint.Cli.Inputs;
using ScaleLint.Cli.Scan.Loading;
using ScaleLint.Rules;
using ScaleLint.Rules.Results;

namespace ScaleLint.Cli.Scan;

/// <summary>Reads solutions and projects as MSBuild sees them.</summary>
internal sealed class WorkspaceScan(Input input, ScanOptions options, Progress progress)
{
    private readonly RelativePaths paths = new(input.Root);
    private readonly List<ProblemResult> problems = [];
    private readonly List<ProblemResult> warnings = [];
    private readonly Dictionary<string, IReadOnlyList<string>> left = new(StringComparer.Ordinal);
    private readonly HashSet<string> broken = new(StringComparer.OrdinalIgnoreCase);

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

        var trusted = (await Records(projects, named.Count, cancellation)).Select(x => Generators.Of(x, options.Generators)).ToList();
        foreach (var (record, names) in trusted) left[record.Id] = names;
        var records = trusted.Select(x => x.Record).ToList();
        var chosen = OnePerProject(records);
        var read = await ReadAll(records, chosen, cancellation);
        problems.AddRange(warnings.Where(x => broken.Contains(x.File)));
        // What did not load has no files because of that.
        var unloaded = problems.Where(x => x.Code == ProblemCode.ProjectNotLoaded).Select(x => x.File).ToHashSet(StringComparer.Ordinal);
        problems.RemoveAll(x => x.Code == ProblemCode.ProjectEmpty && unloaded.Contains(x.File));
        // A test's packages serve no request.
        var users = read.Where(x => options.Packages && x.Project is { Facts.IsTest: false }).SelectMany(x => x.Record.References.Select(y => y.Target));
        var own = chosen.Select(x => x.AssemblyName).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var (packages, versions) = PackageAssemblies.Read(users, own, options, progress, cancellation);
        var all = named.Where(x => HasExtension(x, ".csproj", ".fsproj", ".vbproj")).Concat(chosen.Select(x => x.Path)).Select(paths.Of);
        return ScanResult.Of(read.Select(x => x.Project).OfType<ProjectInput>().Concat(packages), all, problems) with { Versions = versions };
    }

    // What MSBuild said the last time stands while nothing changed that it looks at.
    private async Task<IReadOnlyList<ProjectRecord>> Records(List<string> projects, int count, CancellationToken cancellation)
    {
        var store = new RecordStore(options.Cache.Folder);
        var existing = projects.Where(File.Exists).ToList();
        string Stamp() => store.Keeps ? EvaluationStamp.Of(input, existing, options.Cache.Folder) : "";
        var stamp = Stamp();
        if (store.Find(stamp) is { } known)
        {
            problems.AddRange(known.Problems);
            warnings.AddRange(known.Warnings);
            return known.Projects;
        }
        var before = problems.Count;
        if (options.Restore && Restore.IsNeeded(projects))
        {
            progress.Show("restoring packages");
            problems.AddRange(await Restore.Run(input.Path, existing, paths, cancellation));
            stamp = Stamp();
        }
        var isRestored = problems.Count == before;
        if (existing.Count == 0) return [];
        using var workspace = MSBuildWorkspace.Create();
        workspace.SkipUnrecognizedProjects = true;
        var loaded = await Load(workspace, count, cancellation);
        var records = loaded.Projects.Select(ProjectRecord.Of).OfType<ProjectRecord>().ToList();
        AddLoadFailures(workspace, projects, OnePerProject(records));
        var found = problems.Skip(before).ToList();
        if (isRestored && !found.Concat(warnings).Any(IsPassing) && stamp == Stamp()) store.Keep(stamp, new SolutionRecord(records, found, warnings));
        return records;
    }

    // The process that asks MSBuild died or was too slow: the next run may be luckier.
    private static bool IsPassing(ProblemResult problem) => problem.Message.Contains("BuildHost", StringComparison.Ordinal);

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

    private static List<ProjectRecord> OnePerProject(IEnumerable<ProjectRecord> records) => records
        .GroupBy(x => x.Path, StringComparer.Ordinal)
        .Select(x => x.MaxBy(y => TargetFrameworks.Rank(y.Framework))!)
        .OrderBy(x => x.Path, StringComparer.Ordinal)
        .ToList();

    private void AddLoadFailures(MSBuildWorkspace workspace, List<string> projects, List<ProjectRecord> chosen)
    {
        var failures = workspace.Diagnostics.Where(x => x.Kind == WorkspaceDiagnosticKind.Failure).Select(x => x.Message).Distinct(StringComparer.Ordinal).ToList();
        foreach (var project in projects.Where(File.Exists))
        {
            var own = failures.Where(x => x.Contains(project, StringComparison.Ordinal)).ToList();
            var loaded = chosen.Any(x => string.Equals(x.Path, project, StringComparison.OrdinalIgnoreCase));
            // What MSBuild says after a failed restore repeats it.
            var told = problems.Any(x => x.Code is ProblemCode.PackageMissing or ProblemCode.ProjectNotLoaded && x.File == paths.Of(project));
            if (own.Count == 0 && !loaded && !told) own.Add("MSBuild could not load the project.");
            if (told) own.Clear();
            var restored = loaded && own.Count > 0 ? Restore.Said(project) : null;
            var errors = restored?.Where(x => x.IsError).ToList() ?? [];
            // Even an empty project has files that the SDK generates: one without any was evaluated in part only.
            var evaluated = chosen.Any(x => x.Sources.Count > 0 && string.Equals(x.Path, project, StringComparison.OrdinalIgnoreCase));
            // MSBuild repeats what the restore said, its warnings too.
            problems.AddRange(errors.Select(x => Restore.Problem(x, project, paths)));
            if (errors.Count > 0 || (restored is not null && !evaluated)) own.RemoveAll(x => restored!.Any(y => x.Contains(y.Text.Split('\n')[0].Trim(), StringComparison.Ordinal)));
            // The workspace gives MSBuild's warnings as failures; what is loaded and compiles was at most warned of.
            var (list, code) = restored is not null && evaluated ? (warnings, ProblemCode.LoadWarning) : (problems, ProblemCode.ProjectNotLoaded);
            foreach (var message in own) list.Add(new ProblemResult(code, paths.WithoutRoot(message), paths.Of(project), 0));
        }
    }

    private async Task<List<(ProjectInput? Project, ProjectRecord Record)>> ReadAll(IReadOnlyList<ProjectRecord> records, List<ProjectRecord> chosen, CancellationToken cancellation)
    {
        var read = new List<(ProjectInput?, ProjectRecord)>();
        var hashes = new ContentHashes();
        // A run that finds all facts needs no compiler.
        var solution = new Lazy<RecordedSolution>(() => new RecordedSolution(records));
        var keys = new FactsKeys(records, paths, hashes, new KeptTexts(options.Cache.Folder, ".facts.surface"), x => solution.Value.Compile(x, cancellation), cancellation);
        var parallel = new ParallelOptions { CancellationToken = cancellation, MaxDegreeOfParallelism = Environment.ProcessorCount };
        await Parallel.ForEachAsync(chosen, parallel, async (record, stop) =>
        {
            var written = record.Sources.Where(x => !CompiledProject.IsGenerated(x)).ToList();
            IReadOnlyList<ProblemResult> found = [];
            var facts = written.Count == 0 ? null : await options.Cache.Get(() => keys.Of(record), async () =>
            {
                var (made, told) = CompiledProject.Facts(record.Path, await solution.Value.Compile(record, stop), paths, stop);
                found = told;
                return made;
            });
            if (written.Count == 0) found = CompiledProject.Empty(record.Path, paths);
            else if (facts is not null) found = CompiledProject.ProblemsOf(facts);
            if (found.Any(x => x.Code == ProblemCode.DoesNotCompile) && left[record.Id] is { Count: > 0 } names)
                found = [.. found, new ProblemResult(ProblemCode.GeneratorNotRun, $"Source generators and analyzers of the repository itself are not run: {string.Join(", ", names)}. If the project needs them and you trust it: --generators all", paths.Of(record.Path), 0)];
            var project = facts is null ? null : new ProjectInput(paths.Of(record.Path), facts, IsJudged: true, written.Count, written.Sum(hashes.LinesOf));
            lock (read)
            {
                read.Add((project, record));
                problems.AddRange(found);
                if (found.Count > 0) broken.Add(paths.Of(record.Path));
                progress.Show($"reading {read.Count}/{chosen.Count} {Path.GetFileNameWithoutExtension(record.Path)}");
            }
        });
        if (solution.IsValueCreated) solution.Value.Dispose();
        return read;
    }

    private static bool HasExtension(string path, params string[] extensions) => extensions.Contains(Path.GetExtension(path).ToLowerInvariant());

    // Progress<T> would report later, from another thread, after the line is gone.
    private sealed class DirectProgress<T>(Action<T> report) : IProgress<T>
    {
        public void Report(T value) => report(value);
    }
}
