using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ScaleLint.Cli.Scan.Loading;

/// <summary>Compiles projects as they were recorded, with the source generators that their records still name; nothing of MSBuild runs.</summary>
internal sealed class RecordedSolution : IDisposable
{
    private readonly AdhocWorkspace workspace = new();
    private readonly Dictionary<string, ProjectId> ids = new(StringComparer.Ordinal);
    private readonly Dictionary<string, PortableExecutableReference?> assemblies = new(StringComparer.Ordinal);
    private readonly Dictionary<string, AnalyzerFileReference> generators = new(StringComparer.Ordinal);

    /// <summary>Prepares a solution; nothing is read yet.</summary>
    public RecordedSolution(IReadOnlyList<ProjectRecord> records)
    {
        foreach (var record in records) ids.Add(record.Id, ProjectId.CreateNewId(record.Name));
        var loader = new GeneratorLoader();
        workspace.AddSolution(SolutionInfo.Create(SolutionId.CreateNewId(), VersionStamp.Create(), projects: records.Select(x => Info(x, loader))));
    }

    /// <summary>The compilation of a project.</summary>
    public async Task<Compilation> Compile(ProjectRecord record, CancellationToken cancellation) =>
        await workspace.CurrentSolution.GetProject(ids[record.Id])!.GetCompilationAsync(cancellation) ?? throw new InvalidOperationException($"{record.Path} cannot be compiled.");

    public void Dispose() => workspace.Dispose();

    private ProjectInfo Info(ProjectRecord record, GeneratorLoader loader)
    {
        var id = ids[record.Id];
        DocumentInfo Source(string path) => DocumentInfo.Create(DocumentId.CreateNewId(id), Path.GetFileName(path), filePath: path, loader: new SourceLoader(path));
        DocumentInfo Document(string path) => DocumentInfo.Create(DocumentId.CreateNewId(id), Path.GetFileName(path), filePath: path, loader: new FileTextLoader(path, defaultEncoding: null));
        return ProjectInfo.Create(
            id, VersionStamp.Create(), record.Name, record.AssemblyName, LanguageNames.CSharp, record.Path,
            compilationOptions: record.Options.Options(Path.GetDirectoryName(record.Path)!), parseOptions: record.Parse.Options(),
            documents: record.Sources.Select(Source),
            projectReferences: record.Projects.Where(x => ids.ContainsKey(x.Target)).Select(x => new ProjectReference(ids[x.Target], [.. x.Aliases], x.Embed)),
            metadataReferences: record.References.Select(x => Assembly(x.Target)?.WithProperties(new MetadataReferenceProperties(MetadataImageKind.Assembly, [.. x.Aliases], x.Embed))).OfType<MetadataReference>(),
            analyzerReferences: record.Generators.Where(File.Exists).Select(x => Generator(x, loader)),
            additionalDocuments: record.AdditionalFiles.Select(Document)).WithAnalyzerConfigDocuments(record.ConfigFiles.Select(Document));
    }

    // Each reference holds the whole file, and the compiler shares what it reads of one among all projects.
    private PortableExecutableReference? Assembly(string path)
    {
        if (!assemblies.TryGetValue(path, out var known)) assemblies.Add(path, known = File.Exists(path) ? MetadataReference.CreateFromFile(path) : null);
        return known;
    }

    private AnalyzerFileReference Generator(string path, GeneratorLoader loader)
    {
        if (!generators.TryGetValue(path, out var known)) generators.Add(path, known = new AnalyzerFileReference(path, loader));
        return known;
    }

    /// <summary>Loads generators, those of each folder apart, with the compiler that this tool has.</summary>
    private sealed class GeneratorLoader : IAnalyzerAssemblyLoader
    {
        private readonly Dictionary<string, AssemblyLoadContext> folders = new(StringComparer.Ordinal);

        public void AddDependencyLocation(string fullPath)
        {
        }

        public System.Reflection.Assembly LoadFromPath(string fullPath)
        {
            var folder = Path.GetDirectoryName(fullPath)!;
            lock (folders)
            {
                if (!folders.TryGetValue(folder, out var context)) folders.Add(folder, context = new Folder(folder));
                return context.LoadFromAssemblyPath(fullPath);
            }
        }

        private sealed class Folder(string path) : AssemblyLoadContext("generators of " + path)
        {
            protected override System.Reflection.Assembly? Load(System.Reflection.AssemblyName name)
            {
                if (name.Name is null || name.Name.StartsWith("Microsoft.CodeAnalysis", StringComparison.Ordinal) || name.Name.StartsWith("System.", StringComparison.Ordinal)) return null;
                var file = Path.Combine(path, name.Name + ".dll");
                return File.Exists(file) ? LoadFromAssemblyPath(file) : null;
            }
        }
    }
}
