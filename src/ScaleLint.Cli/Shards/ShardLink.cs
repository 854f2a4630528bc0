using System.Text.Json;
using ScaleLint.Cli.Inputs;
using ScaleLint.Cli.Scan;
using ScaleLint.Graph.Facts;
using ScaleLint.Graph.Pruning;
using ScaleLint.Rules;
using ScaleLint.Topology;

namespace ScaleLint.Cli.Shards;

/// <summary>Many shards as one input.</summary>
internal sealed record ShardLink(string RepositoryPrefix, ScanResult Scan, Configuration Configuration, TopologyInput Topology)
{
    /// <summary>
    /// Puts shards together, whatever their order. What several of them hold must be the same in each; of a package the highest version
    /// is taken, of a project that was built for several frameworks the one that a scan would read.
    /// </summary>
    /// <param name="root">Absolute folder where settings and the system's files are looked up for facts that builds left.</param>
    /// <exception cref="UsageException">Shards contradict each other or do not belong to the folder.</exception>
    public static ShardLink Of(IReadOnlyList<FactsShard> shards, string root)
    {
        var manifests = shards.Select(x => x.Manifest).ToList();
        var left = manifests.Where(x => x.Configuration is null).ToList();
        var configured = manifests.Where(x => x.Configuration is not null).ToList();
        if (configured.Select(x => JsonSerializer.Serialize(x.Configuration, ShardJson.Default.ConfigurationTexts)).Distinct(StringComparer.Ordinal).Count() > 1)
            throw new UsageException("The shards were made under different settings (scalelint.json, .editorconfig or effects files).", "Make all of them from the same commit, with the same --root.");
        foreach (var project in left.SelectMany(x => x.Projects))
        {
            if (!File.Exists(Path.Combine(root, project)))
                throw new UsageException($"The build that left its facts named its project '{project}', which is not in '{root}'.", "Name with --root the folder that ScaleLintRoot named in the build; if it named none, the repository's root.");
        }
        var input = new Input(InputKind.Project, root, root);
        var configuration = configured.Count > 0 ? Configuration.Of(configured[0].Configuration!, root) : Configuration.Read(input);
        var topologies = configured.Select(x => new TopologyInput(x.TopologyFiles ?? [], x.TopologyProjects ?? [])).ToList();
        if (left.Count > 0) topologies.Add(TopologyFiles.Collect(root));
        var topology = new TopologyInput(
            [.. topologies.SelectMany(x => x.Files).DistinctBy(x => x.Path).OrderBy(x => x.Path, StringComparer.Ordinal)],
            [.. topologies.SelectMany(x => x.Projects).DistinctBy(x => x.Path).OrderBy(x => x.Path, StringComparer.Ordinal)]);
        var projects = Projects(shards, configuration);
        return new ShardLink(
            configured.Select(x => x.RepositoryPrefix).FirstOrDefault(x => x is not null) ?? Repository.PrefixOf(root),
            ScanResult.Of(projects, manifests.SelectMany(x => x.Projects), manifests.SelectMany(x => x.Problems)), configuration, topology);
    }

    private static IEnumerable<ProjectInput> Projects(IReadOnlyList<FactsShard> shards, Configuration configuration)
    {
        var copies = shards.SelectMany(x => x.Manifest.Assemblies.Select(y => new Copy(y, x.Manifest.Framework, Path.Combine(x.Folder, Path.GetFileName(y.File))))).ToList();
        var own = copies.Where(x => x.Assembly.IsJudged).GroupBy(x => (x.Assembly.Project, x.Assembly.Name)).Select(x => OfProject([.. x])).ToList();
        // A package that one shard reads may be another's own code.
        var names = own.Select(x => x.Assembly.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var packages = copies.Where(x => !x.Assembly.IsJudged && !names.Contains(x.Assembly.Name)).GroupBy(x => x.Assembly.Name, StringComparer.OrdinalIgnoreCase)
            .Select(x => x.OrderByDescending(y => y.Version).ThenBy(y => y.Identity, StringComparer.Ordinal).First()).ToList();
        return Read(own).Concat(Boundaries.Keep([.. Read(packages).Select(x => x.Facts)], configuration.Catalogue).Select(x => new ProjectInput("", x, IsJudged: false, 0, 0)));
    }

    /// <summary>One text after another, several at a time: no text stays, and what the assemblies have in common is held once.</summary>
    private static IReadOnlyList<ProjectInput> Read(List<Copy> copies)
    {
        var pool = new FactsPool();
        var (read, failed) = (new ProjectInput[copies.Count], new UsageException?[copies.Count]);
        Parallel.For(0, copies.Count, i =>
        {
            try
            {
                read[i] = copies[i].Read(pool);
            }
            catch (UsageException e)
            {
                failed[i] = e;
            }
        });
        // Of several that are damaged the first is told of, whatever the number of cores.
        return failed.FirstOrDefault(x => x != null) is { } first ? throw first : read;
    }

    private static Copy OfProject(List<Copy> copies)
    {
        var framework = copies.Max(x => TargetFrameworks.Rank(x.Framework));
        var chosen = copies.Where(x => TargetFrameworks.Rank(x.Framework) == framework).ToList();
        if (chosen.Select(x => x.Identity).Distinct(StringComparer.Ordinal).Count() > 1)
        {
            throw new UsageException(
                $"Two shards hold different facts of {chosen[0].Assembly.Project}: {Path.GetDirectoryName(chosen[0].File)} and {Path.GetDirectoryName(chosen.First(x => x.Identity != chosen[0].Identity).File)}.",
                "Make all shards from the same commit, with the same --root; of builds, name the folders of one configuration.");
        }
        return chosen[0];
    }

    /// <summary>An assembly in one of the shards.</summary>
    private sealed record Copy(ShardAssembly Assembly, string Framework, string File)
    {
        /// <summary>The first line of the facts, which has their hash: two copies are compared without reading them.</summary>
        public string Identity { get; } = Guarded(File, x =>
        {
            using var reader = new StreamReader(x);
            return reader.ReadLine() ?? "";
        });

        public Version Version { get; } = Version.TryParse(Assembly.Version, out var version) ? version : new Version();

        public ProjectInput Read(FactsPool pool) => new(Assembly.Project, Guarded(File, x => FactsReader.Read(System.IO.File.ReadAllText(x), x, pool)), Assembly.IsJudged, Assembly.Files, Assembly.Lines);

        private static T Guarded<T>(string file, Func<string, T> read)
        {
            try
            {
                return read(file);
            }
            catch (FactsFormatException e)
            {
                throw new UsageException(e.Message, "Make the facts again.");
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new UsageException($"{file}: the facts cannot be read: {e.Message}", "Make them again: scalelint facts <input> -o DIR");
            }
        }
    }
}
