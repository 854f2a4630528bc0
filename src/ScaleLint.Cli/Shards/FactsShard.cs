using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using ScaleLint.Cli.Scan;
using ScaleLint.Graph.Facts;
using ScaleLint.Rules.Results;
using ScaleLint.Topology;

namespace ScaleLint.Cli.Shards;

/// <summary>One assembly of a shard and the file with its facts.</summary>
/// <param name="Name">Of the assembly.</param>
/// <param name="Version">Of a package's assembly: of several, the highest is linked.</param>
internal sealed record ShardAssembly(string Name, string File, string Project, bool IsJudged, int Files, int Lines, string? Version = null);

/// <summary>What a folder of facts holds beside the facts themselves.</summary>
/// <param name="Projects">All projects of the input, also those that could not be read.</param>
/// <param name="Framework">What a build was for; of several, the link takes one. Empty when the facts are of one framework anyway.</param>
/// <param name="RepositoryPrefix">From the repository's root to the root of the names; null, as all that follows, where a build left the facts: then the link looks.</param>
internal sealed record ShardManifest(
    int SchemaVersion, IReadOnlyList<string> Projects, IReadOnlyList<ShardAssembly> Assemblies, IReadOnlyList<ProblemResult> Problems, string Framework = "",
    string? RepositoryPrefix = null, ConfigurationTexts? Configuration = null, IReadOnlyList<TopologyFile>? TopologyFiles = null, IReadOnlyList<TopologyProject>? TopologyProjects = null)
{
    /// <summary>The version this tool writes and reads.</summary>
    public const int CurrentVersion = 1;
}

/// <summary>The facts of an input on disk: what an object file is to a linker.</summary>
/// <param name="Folder">Absolute folder.</param>
internal sealed record FactsShard(string Folder, ShardManifest Manifest)
{
    /// <summary>Name of the file that makes a folder a shard.</summary>
    public const string ManifestName = "scalelint.facts.json";

    private static readonly ShardJson Readable = new(new JsonSerializerOptions(ShardJson.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    /// <summary>Writes a facts file per assembly, beside it a text for people when <paramref name="readable"/>, then the manifest.</summary>
    public static void Write(string folder, string repositoryPrefix, ScanResult scan, ConfigurationTexts configuration, TopologyInput topology, bool readable)
    {
        // Without its manifest the folder is no shard: a run that dies half-way leaves no mixture of old and new.
        OutputFile.Delete(Path.Combine(folder, ManifestName));
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var assemblies = new List<ShardAssembly>();
        foreach (var project in scan.Projects)
        {
            var name = project.Facts.Name + ".facts";
            for (var i = 2; !names.Add(name); i++) name = FormattableString.Invariant($"{project.Facts.Name}.{i}.facts");
            OutputFile.Write(Path.Combine(folder, name), x => x.Write(FactsWriter.Write(project.Facts)));
            if (readable) OutputFile.Write(Path.Combine(folder, Path.ChangeExtension(name, ".txt")), x => x.Write(FactsDump.Write(project.Facts)));
            assemblies.Add(new ShardAssembly(project.Facts.Name, name, project.Project, project.IsJudged, project.Files, project.Lines, project.IsJudged ? null : scan.Versions.GetValueOrDefault(project.Facts.Name)));
        }
        var manifest = new ShardManifest(ShardManifest.CurrentVersion, scan.Named, assemblies, scan.Problems, "", repositoryPrefix, configuration, topology.Files, topology.Projects);
        OutputFile.Write(Path.Combine(folder, ManifestName), x => x.WriteLine(JsonSerializer.Serialize(manifest, Readable.ShardManifest)));
    }

    /// <summary>Reads what a folder holds, but not yet the facts.</summary>
    /// <exception cref="UsageException">It is no such folder, or damaged.</exception>
    public static FactsShard Read(string folder)
    {
        const string Remedy = "Make the facts again: scalelint facts <input> -o DIR";
        var path = Path.Combine(folder, ManifestName);
        var manifest = JsonFile.Parse(path, JsonFile.Text(path, "facts manifest", Remedy), ShardJson.Default.ShardManifest, "facts manifest", Remedy);
        if (manifest.SchemaVersion != ShardManifest.CurrentVersion) throw new UsageException($"{path}: schemaVersion is {manifest.SchemaVersion}; this scalelint reads version {ShardManifest.CurrentVersion}.", Remedy);
        return new FactsShard(folder, manifest);
    }
}

/// <summary>Serialisation without reflection.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, NewLine = "\n", UseStringEnumConverter = true,
    RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(ShardManifest))]
internal sealed partial class ShardJson : JsonSerializerContext;
