using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;
using ScaleLint.Graph.Facts;
using ScaleLint.Graph.Pruning;
using ScaleLint.Il;

namespace ScaleLint.Build;

/// <summary>
/// Reads the assemblies that a project references and writes what matters of them into one facts file for the analyzer.
/// A reference that cannot be read is told of and left out: calls into it are then unknown, never clean.
/// </summary>
public sealed class ReadReferences : Microsoft.Build.Utilities.Task, ICancelableTask
{
    private readonly CancellationTokenSource cancellation = new();

    /// <summary>Assemblies; metadata <c>Kind</c> is <c>Project</c> for the solution's own, else <c>Package</c>.</summary>
    [Required]
    public ITaskItem[] References { get; set; } = [];

    /// <summary>The project's own effects files, which decide what matters as well.</summary>
    public ITaskItem[] Effects { get; set; } = [];

    /// <summary>The file to write; touched only when its content changes, deleted when nothing is referenced.</summary>
    [Required]
    public string FactsFile { get; set; } = "";

    /// <summary>Where facts of assemblies are kept between builds; empty for the user's own folder.</summary>
    public string? CacheFolder { get; set; }

    /// <inheritdoc/>
    public void Cancel() => cancellation.Cancel();

    /// <inheritdoc/>
    public override bool Execute()
    {
        try
        {
            var text = Facts();
            if (text.Length == 0) File.Delete(FactsFile);
            else WholeFile.WriteWhenDifferent(FactsFile, text);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
        catch (Exception e)
        {
            // A build must not fail because of a tool that only advises.
            File.Delete(FactsFile);
            Log.LogWarning("ScaleLint", "SCALE0001", null, null, 0, 0, 0, 0,
                "ScaleLint could not read the references ({0}); calls into them are unknown. Set ScaleLintReadReferences to false to build without.", e.Message);
            Log.LogMessage(MessageImportance.Low, "{0}", e);
            return true;
        }
    }

    private string Facts()
    {
        var (projects, packages) = ReferenceSet.Of(References);
        if (projects.Count + packages.Count == 0) return "";
        var cache = new FactsCache(string.IsNullOrEmpty(CacheFolder) ? FactsCache.UserFolder : CacheFolder!, AssemblyOnDisk.Version);
        var own = Read(projects, x => AssemblyOnDisk.Read(x, IlOptions.Default, "project", cache));
        var foreign = Read(packages, x => AssemblyOnDisk.ReadPackage(x, cache));
        cache.Trim();
        return FactsWriter.WriteAll(FactsPruner.Prune(own, foreign, ProjectEffects.Catalogue(Effects)));
    }

    private IReadOnlyList<AssemblyFacts> Read(IReadOnlyList<string> paths, Func<string, AssemblyFacts> read)
    {
        var found = new AssemblyFacts[paths.Count];
        Parallel.For(0, paths.Count, new ParallelOptions { CancellationToken = cancellation.Token }, i => found[i] = read(paths[i]));
        foreach (var facts in found.Where(IsUnread)) Log.LogMessage(MessageImportance.Normal, "ScaleLint: {0}; calls into it are unknown.", facts.Problems[0].Message);
        return found.Where(x => !IsUnread(x)).ToList();
    }

    /// <summary>Whether nothing of the file can be read: it is native, empty, damaged or a reference assembly.</summary>
    private static bool IsUnread(AssemblyFacts facts) => facts.Types.Count == 0 && facts.Problems.Count > 0;
}
