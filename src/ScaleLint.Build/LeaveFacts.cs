using System.Reflection;
using System.Text;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;
using Newtonsoft.Json;
using ScaleLint.Graph.Facts;
using ScaleLint.Graph.Pruning;
using ScaleLint.Il;

namespace ScaleLint.Build;

/// <summary>
/// Leaves the facts of the assembly that was just compiled, and of the packages it uses, in a folder that <c>scalelint link</c> takes:
/// what an object file is to a linker. What depends on more than this project (settings, compose files) is left to the link.
/// </summary>
public sealed class LeaveFacts : Microsoft.Build.Utilities.Task, ICancelableTask
{
    private const string ManifestName = "scalelint.facts.json";

    private readonly CancellationTokenSource cancellation = new();

    /// <summary>The compiled assembly; its portable PDB lies beside it or inside.</summary>
    [Required]
    public string Assembly { get; set; } = "";

    /// <summary>The project file.</summary>
    [Required]
    public string Project { get; set; } = "";

    /// <summary>The folder that files are named relative to; empty for the repository's root.</summary>
    public string? Root { get; set; }

    /// <summary>The framework that was built for, so that the link can choose among several.</summary>
    public string? Framework { get; set; }

    /// <summary>The compiler's source files.</summary>
    public ITaskItem[] Sources { get; set; } = [];

    /// <summary>As <see cref="ReadReferences.References"/>; projects among them leave their own facts.</summary>
    public ITaskItem[] References { get; set; } = [];

    /// <summary>The project's own effects files: what they describe is not looked into.</summary>
    public ITaskItem[] Effects { get; set; } = [];

    /// <summary>How the compiler was told to rename source folders: <c>from=to</c>, separated by commas.</summary>
    public string? PathMap { get; set; }

    /// <summary>Where facts of packages are kept between builds; empty for the user's own folder.</summary>
    public string? CacheFolder { get; set; }

    /// <summary>The folder to write to.</summary>
    [Required]
    public string Folder { get; set; } = "";

    /// <summary>The file that lists what was written, for cleaning.</summary>
    [Required]
    public string WrittenList { get; set; } = "";

    /// <inheritdoc/>
    public void Cancel() => cancellation.Cancel();

    /// <inheritdoc/>
    public override bool Execute()
    {
        try
        {
            Write();
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Log.LogWarning("ScaleLint", "SCALE0003", null, Project, 0, 0, 0, 0,
                "ScaleLint could not leave the project's facts in '{0}' ({1}); a link will miss this project. Name another folder with ScaleLintFactsFolder.", Folder, e.Message);
            return true;
        }
    }

    private void Write()
    {
        var project = Path.GetFullPath(Project);
        var names = new SourceNames(string.IsNullOrEmpty(Root) ? SourceNames.RootOf(project) : Root!, PathMap);
        var name = names.Of(project);
        var cache = new FactsCache(string.IsNullOrEmpty(CacheFolder) ? FactsCache.UserFolder : CacheFolder!, AssemblyOnDisk.Version);
        var facts = IlExtractor.ExtractFile(Assembly, new IlOptions { Path = names.OfDocument });
        var written = Sources.Select(x => x.GetMetadata("FullPath")).Where(SourceNames.IsWritten).Where(File.Exists).ToList();
        var entries = new List<object>();
        var problems = new List<object>();
        var files = new SortedDictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        if (written.Count == 0)
        {
            problems.Add(Problem("project-empty", "The project has no C# source files, so nothing of it was analysed.", name));
        }
        else if (facts.Types.Count == 0 && facts.Problems.Count > 0)
        {
            problems.AddRange(facts.Problems.Select(x => Problem("assembly-not-read", x.Message, name)));
        }
        else
        {
            var lines = written.Sum(x => SourceNames.LinesOf(File.ReadAllText(x, Encoding.UTF8)));
            Add(facts, name, isJudged: true, written.Count, lines, version: null);
        }
        // A test's packages serve no request.
        var packages = facts.IsTest ? [] : ReferenceSet.Of(References).Packages;
        var read = new AssemblyFacts[packages.Count];
        Parallel.For(0, read.Length, new ParallelOptions { CancellationToken = cancellation.Token }, i => read[i] = AssemblyOnDisk.ReadPackage(packages[i], cache));
        cache.Trim();
        foreach (var (package, path) in Boundaries.Keep(read, ProjectEffects.Catalogue(Effects)).Zip(packages, (x, y) => (x, y)))
            Add(package, "", isJudged: false, 0, 0, VersionOf(path));

        Directory.CreateDirectory(Folder);
        foreach (var file in files) WholeFile.WriteWhenDifferent(Path.Combine(Folder, file.Key), file.Value);
        var manifest = new { schemaVersion = 1, framework = Framework ?? "", projects = new[] { name }, assemblies = entries, problems };
        WholeFile.Write(Path.Combine(Folder, ManifestName), JsonConvert.SerializeObject(manifest, Formatting.Indented).Replace("\r\n", "\n") + "\n");
        var now = files.Keys.Append(ManifestName).Select(x => Path.Combine(Folder, x)).ToList();
        if (File.Exists(WrittenList))
            foreach (var old in File.ReadAllLines(WrittenList).Except(now, StringComparer.Ordinal)) File.Delete(old);
        WholeFile.Write(WrittenList, string.Join("\n", now) + "\n");

        void Add(AssemblyFacts assembly, string projectName, bool isJudged, int fileCount, int lineCount, string? version)
        {
            var file = assembly.Name + ".facts";
            for (var i = 2; files.ContainsKey(file); i++) file = FormattableString.Invariant($"{assembly.Name}.{i}.facts");
            files.Add(file, FactsWriter.Write(assembly));
            entries.Add(new { name = assembly.Name, file, project = projectName, isJudged, files = fileCount, lines = lineCount, version });
        }
    }

    private static object Problem(string code, string message, string file) => new { code, message, file, line = 0 };

    private static string VersionOf(string path)
    {
        try
        {
            return AssemblyName.GetAssemblyName(path).Version?.ToString() ?? "";
        }
        catch (Exception e) when (e is IOException or BadImageFormatException or System.Security.SecurityException)
        {
            return "";
        }
    }
}
