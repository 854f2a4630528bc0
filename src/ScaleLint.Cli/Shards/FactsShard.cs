using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using ScaleLint.Cli.Scan;
using ScaleLint.Graph.Facts;
using ScaleLint.Rules;
using ScaleLint.Rules.Results;
using ScaleLint.Topology;

namespace ScaleLint.Cli.Shards;

/// <summary>One assembly of a shard and the file with its facts.</summary>
internal sealed record ShardAssembly(string File, string Project, bool IsJudged, int Files, int Lines);

/// <summary>What a folder of facts holds beside the facts themselves.</summary>
/// <param name="Projects">All projects of the input, also those that could not be read.</param>
internal sealed record ShardManifest(
    int SchemaVersion, string RepositoryPrefix, IReadOnlyList<string> Projects, IReadOnlyList<ShardAssembly> Assemblies, IReadOnlyList<ProblemResult> Problems,
    ConfigurationTexts Configuration, IReadOnlyList<TopologyFile> TopologyFiles, IReadOnlyList<TopologyProject> TopologyProjects);

/// <summary>The facts of an input on disk: what an object file is to a linker.</summary>
internal sealed record FactsShard(string RepositoryPrefix, ScanResult Scan, ConfigurationTexts Configuration, TopologyInput Topology)
{
    /// <summary>Name of the file that makes a folder a shard.</summary>
    public const string ManifestName = "scalelint.facts.json";

    private const int CurrentVersion = 1;
    private static readonly ShardJson Readable = new(new JsonSerializerOptions(ShardJson.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    /// <summary>Writes a facts file per assembly, beside it a text for people when <paramref name="readable"/>, then the manifest.</summary>
    public void Write(string folder, bool readable)
    {
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var assemblies = new List<ShardAssembly>();
        foreach (var project in Scan.Projects)
        {
            var name = project.Facts.Name + ".facts";
            for (var i = 2; !names.Add(name); i++) name = FormattableString.Invariant($"{project.Facts.Name}.{i}.facts");
            WholeFile.Write(Path.Combine(folder, name), x => x.Write(FactsWriter.Write(project.Facts)));
            if (readable) WholeFile.Write(Path.Combine(folder, Path.ChangeExtension(name, ".txt")), x => x.Write(FactsDump.Write(project.Facts)));
            assemblies.Add(new ShardAssembly(name, project.Project, project.IsJudged, project.Files, project.Lines));
        }
        var manifest = new ShardManifest(CurrentVersion, RepositoryPrefix, Scan.Named, assemblies, Scan.Problems, Configuration, Topology.Files, Topology.Projects);
        WholeFile.Write(Path.Combine(folder, ManifestName), x => x.WriteLine(JsonSerializer.Serialize(manifest, Readable.ShardManifest)));
    }

    /// <summary>Reads a folder that <see cref="Write"/> left.</summary>
    /// <exception cref="UsageException">It is no such folder, or damaged.</exception>
    public static FactsShard Read(string folder)
    {
        var path = Path.Combine(folder, ManifestName);
        try
        {
            var manifest = JsonSerializer.Deserialize(File.ReadAllText(path), ShardJson.Default.ShardManifest) ?? throw new JsonException("the file holds null");
            if (manifest.SchemaVersion != CurrentVersion) throw new UsageException($"{path}: schemaVersion is {manifest.SchemaVersion}; this scalelint reads version {CurrentVersion}.", "Make the facts again with this version.");
            var projects = manifest.Assemblies.Select(x =>
            {
                var file = Path.Combine(folder, Path.GetFileName(x.File));
                return new ProjectInput(x.Project, FactsReader.Read(File.ReadAllText(file), file), x.IsJudged, x.Files, x.Lines);
            });
            return new FactsShard(manifest.RepositoryPrefix, ScanResult.Of(projects, manifest.Projects, manifest.Problems), manifest.Configuration, new TopologyInput(manifest.TopologyFiles, manifest.TopologyProjects));
        }
        catch (JsonException e)
        {
            throw new UsageException($"{path}: this is no facts manifest: {e.Message}", "Make the facts again: scalelint facts <input> -o DIR");
        }
        catch (FactsFormatException e)
        {
            throw new UsageException(e.Message);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"{path}: the facts cannot be read: {e.Message}", "Make them again: scalelint facts <input> -o DIR");
        }
    }

    /// <summary>All shards as one input, whatever their order; what several of them hold must be the same in each.</summary>
    /// <exception cref="UsageException">Two shards contradict each other.</exception>
    public static FactsShard Merge(IReadOnlyList<FactsShard> shards)
    {
        var first = shards[0];
        var settings = JsonSerializer.Serialize(first.Configuration, ShardJson.Default.ConfigurationTexts);
        if (shards.Any(x => JsonSerializer.Serialize(x.Configuration, ShardJson.Default.ConfigurationTexts) != settings))
            throw new UsageException("The shards were made under different settings (scalelint.json, .editorconfig or effects files).", "Make all of them from the same commit, with the same --root.");
        var projects = shards.SelectMany(x => x.Scan.Projects)
            .GroupBy(x => (x.Project, x.Facts.Name)).Select(x => Same(x.ToList())).ToList();
        // A package that one shard reads may be another's own code.
        var own = projects.Where(x => x.IsJudged).Select(x => x.Facts.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        projects.RemoveAll(x => !x.IsJudged && own.Contains(x.Facts.Name));
        return new FactsShard(
            first.RepositoryPrefix,
            ScanResult.Of(projects, shards.SelectMany(x => x.Scan.Named), shards.SelectMany(x => x.Scan.Problems)),
            first.Configuration,
            new TopologyInput(
                [.. shards.SelectMany(x => x.Topology.Files).DistinctBy(x => x.Path).OrderBy(x => x.Path, StringComparer.Ordinal)],
                [.. shards.SelectMany(x => x.Topology.Projects).DistinctBy(x => x.Path).OrderBy(x => x.Path, StringComparer.Ordinal)]));
    }

    private static ProjectInput Same(List<ProjectInput> copies)
    {
        var text = FactsWriter.Write(copies[0].Facts);
        if (copies[0].IsJudged && copies.Any(x => FactsWriter.Write(x.Facts) != text))
            throw new UsageException($"Two shards hold different facts of {copies[0].Project}.", "Make all shards from the same commit, with the same --root.");
        return copies[0];
    }
}

/// <summary>Serialisation without reflection.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, NewLine = "\n", UseStringEnumConverter = true,
    RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(ShardManifest))]
internal sealed partial class ShardJson : JsonSerializerContext;
