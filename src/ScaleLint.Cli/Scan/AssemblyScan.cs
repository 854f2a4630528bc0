using System.Text.Json;
using ScaleLint.Cli.Inputs;
using ScaleLint.Graph.Facts;
using ScaleLint.Il;
using ScaleLint.Rules;
using ScaleLint.Rules.Results;

namespace ScaleLint.Cli.Scan;

/// <summary>Reads compiled code: one assembly with what lies beside it, or a folder as a build or publish leaves it.</summary>
internal sealed class AssemblyScan(Input input, ScanOptions options, Progress progress)
{
    private readonly RelativePaths paths = new(input.Root);

    /// <summary>Reads all assemblies; those that are the user's own are judged.</summary>
    public ScanResult Run(CancellationToken cancellation)
    {
        var isFile = File.Exists(input.Path);
        var search = isFile ? SearchOption.TopDirectoryOnly : SearchOption.AllDirectories;
        var files = Directory.EnumerateFiles(input.Root, "*.dll", search)
            .Concat(isFile && input.Path.EndsWith(".exe", StringComparison.OrdinalIgnoreCase) ? [input.Path] : [])
            .Where(x => !IsIntermediate(x)).Order(StringComparer.Ordinal)
            .GroupBy(x => Path.GetFileNameWithoutExtension(x), StringComparer.OrdinalIgnoreCase).Select(x => x.First()).ToList();
        var own = isFile ? [Path.GetFileNameWithoutExtension(input.Path)] : Own(files);
        var facts = new AssemblyFacts[files.Count];
        var done = 0;
        var parallel = new ParallelOptions { CancellationToken = cancellation, MaxDegreeOfParallelism = Environment.ProcessorCount };
        Parallel.For(0, files.Count, parallel, i =>
        {
            facts[i] = AssemblyOnDisk.Read(files[i], new IlOptions { Path = paths.Of }, "root " + input.Root, options.Cache);
            progress.Show($"reading {Interlocked.Increment(ref done)}/{files.Count}");
        });

        options.Cache.Trim();

        var projects = new List<ProjectInput>();
        var problems = new List<ProblemResult>();
        for (var i = 0; i < files.Count; i++)
        {
            var judged = own.Contains(Path.GetFileNameWithoutExtension(files[i]));
            if (judged && facts[i].Types.Count == 0 && facts[i].Problems.Count > 0)
            {
                problems.AddRange(facts[i].Problems.Select(x => new ProblemResult(ProblemCode.AssemblyNotRead, x.Message, paths.Of(files[i]), 0)));
                continue;
            }
            var sources = facts[i].Types.Select(x => x.At.File).Where(x => x.Length > 0).Distinct().Count();
            projects.Add(new ProjectInput(judged ? paths.Of(files[i]) : "", facts[i], judged, judged ? sources : 0, 0));
        }
        return ScanResult.Of(projects, own, problems);
    }

    // A .deps.json says which assemblies are projects; without one, those that brought their symbols are.
    private HashSet<string> Own(List<string> files)
    {
        var names = files.Select(x => Path.GetFileNameWithoutExtension(x)).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var own = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var deps in Directory.EnumerateFiles(input.Root, "*.deps.json", SearchOption.AllDirectories).Where(x => !IsIntermediate(x)).Order(StringComparer.Ordinal))
            own.UnionWith(Projects(deps).Where(names.Contains));
        if (own.Count == 0) own.UnionWith(files.Where(x => File.Exists(Path.ChangeExtension(x, ".pdb"))).Select(x => Path.GetFileNameWithoutExtension(x)));
        return own.Count > 0 ? own : names;
    }

    private static List<string> Projects(string deps)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllText(deps));
            return [.. document.RootElement.GetProperty("libraries").EnumerateObject()
                .Where(x => x.Value.GetProperty("type").GetString() == "project").Select(x => x.Name.Split('/')[0])];
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or IOException)
        {
            return [];
        }
    }

    private static bool IsIntermediate(string path)
    {
        var slashed = path.Replace('\\', '/');
        return slashed.Contains("/obj/", StringComparison.Ordinal) || slashed.Contains("/ref/", StringComparison.Ordinal) || slashed.Contains("/refint/", StringComparison.Ordinal);
    }
}
