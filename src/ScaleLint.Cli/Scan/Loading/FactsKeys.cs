using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using Microsoft.CodeAnalysis;

namespace ScaleLint.Cli.Scan.Loading;

/// <summary>
/// A name for everything that can change a project's facts: under the same name there are the same facts, on any machine. Of the
/// projects it references that is what they show to it, so that a change inside a body leaves dependants alone.
/// </summary>
/// <param name="compile">Compiles a project, for its surface, unless that is kept.</param>
internal sealed class FactsKeys(IReadOnlyList<ProjectRecord> records, RelativePaths paths, ContentHashes hashes, KeptTexts kept, Func<ProjectRecord, Task<Compilation>> compile, CancellationToken cancellation)
{
    private readonly Dictionary<string, ProjectRecord> byId = records.ToDictionary(x => x.Id, StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Lazy<Task<string>>> keys = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Lazy<Task<string>>> surfaces = new(StringComparer.Ordinal);

    /// <summary>The key of a project.</summary>
    public Task<string> Of(ProjectRecord record) => keys.GetOrAdd(record.Id, _ => new(async () => ContentHashes.Of(await Inputs(record)))).Value;

    private Task<string> SurfaceOf(ProjectRecord record) => surfaces.GetOrAdd(record.Id, _ => new(() => FindSurface(record))).Value;

    private async Task<string> FindSurface(ProjectRecord record)
    {
        var key = await Of(record);
        if (kept.Find(key) is { } known) return known.Text;
        var surface = Surface.Of(await compile(record), record.Sources, cancellation) ?? key;
        kept.Keep(key, surface);
        return surface;
    }

    private async Task<string> Inputs(ProjectRecord record)
    {
        var text = new StringBuilder();
        text.Append(ToolIdentity.Text).Append('\n').Append(paths.Of(record.Path)).Append('\n').Append(record.AssemblyName).Append('\n');
        text.Append(JsonSerializer.Serialize(record.Parse, RecordJson.Default.ParseRecord)).Append('\n');
        text.Append(JsonSerializer.Serialize(record.Options, RecordJson.Default.OptionsRecord)).Append('\n');
        foreach (var file in record.Sources.Concat(record.AdditionalFiles).Concat(record.ConfigFiles)) text.Append(paths.Of(file)).Append(' ').Append(hashes.OfFile(file)).Append('\n');
        foreach (var generator in record.Generators) text.Append(Path.GetFileName(generator)).Append(' ').Append(hashes.OfAssembly(generator)).Append('\n');
        foreach (var reference in record.References) Append(reference, Path.GetFileName(reference.Target), hashes.OfAssembly(reference.Target));
        foreach (var project in record.Projects)
        {
            if (byId.TryGetValue(project.Target, out var referenced)) Append(project, paths.Of(referenced.Path), await SurfaceOf(referenced));
        }
        return text.ToString();

        void Append(ReferenceRecord reference, string name, string hash) =>
            text.Append(name).Append(' ').Append(hash).Append(' ').AppendJoin(',', reference.Aliases).Append(reference.Embed ? " embedded\n" : "\n");
    }
}
