using System.Text;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;
using ScaleLint.Graph.Effects;
using ScaleLint.Graph.Facts;
using ScaleLint.Graph.Pruning;

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
        var folder = string.IsNullOrEmpty(CacheFolder)
            ? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify), "scalelint", "facts")
            : CacheFolder!;
        var cache = new FactsCache(folder, AssemblyReader.Version);
        var own = Read(projects, cache);
        var foreign = Read(packages, cache);
        cache.Trim();
        return FactsWriter.WriteAll(FactsPruner.Prune(own, foreign, Catalogue()));
    }

    private IReadOnlyList<AssemblyFacts> Read(IReadOnlyList<string> paths, FactsCache cache)
    {
        var found = new AssemblyFacts?[paths.Count];
        Parallel.For(0, paths.Count, new ParallelOptions { CancellationToken = cancellation.Token }, i => found[i] = AssemblyReader.Read(paths[i], cache));
        for (var i = 0; i < found.Length; i++)
            if (found[i] == null) Log.LogMessage(MessageImportance.Normal, "ScaleLint: {0} cannot be read; calls into it are unknown.", paths[i]);
        return found.Where(x => x != null).Select(x => x!).ToList();
    }

    private EffectsCatalogue Catalogue()
    {
        var lines = Effects.OrderBy(x => x.ItemSpec, StringComparer.Ordinal).SelectMany(x => EffectsFile.Parse(x.ItemSpec, File.ReadAllText(x.GetMetadata("FullPath"), Encoding.UTF8)).Lines).ToList();
        return lines.Count == 0 ? EffectsCatalogue.Default : EffectsCatalogue.Default.With(lines);
    }
}
