using ScaleLint.Topology.Aspire;
using ScaleLint.Topology.Text;

namespace ScaleLint.Topology.Sources;

/// <summary>The input, indexed, and the problems met while reading it.</summary>
internal sealed class SourceContext
{
    private readonly Dictionary<string, TopologyFile> files = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<TopologyFile>> sources = new(StringComparer.Ordinal);

    public SourceContext(TopologyInput input)
    {
        foreach (var file in input.Files)
        {
            files[Paths.Normalised(file.Path)] = file with { Path = Paths.Normalised(file.Path) };
        }

        Files = [.. files.Values.OrderBy(file => file.Path, StringComparer.Ordinal)];
        var folders = input.Projects.Select(project => Paths.Folder(Paths.Normalised(project.Path))).ToHashSet(StringComparer.Ordinal);
        foreach (var file in Files.Where(file => file.Path.EndsWith(".cs", StringComparison.OrdinalIgnoreCase)))
        {
            var folder = Paths.Folder(file.Path);
            while (folder.Length > 0 && !folders.Contains(folder))
            {
                folder = Paths.Folder(folder);
            }

            if (!sources.TryGetValue(folder, out var own))
            {
                sources.Add(folder, own = []);
            }

            own.Add(file);
        }

        Projects = [.. input.Projects.Select(project => project with { Path = Paths.Normalised(project.Path) }).Select(Recognised).OrderBy(project => project.Path, StringComparer.Ordinal)];
    }

    // A caller that knows projects by what they compile to cannot tell an AppHost from any other program.
    private TopologyProject Recognised(TopologyProject project) =>
        project.Output is ProjectOutput.Executable && SourcesOf(Paths.Folder(project.Path)).Any(file => AppHostSyntax.MakesBuilder(file.Content))
            ? project with { Output = ProjectOutput.AppHost }
            : project;

    /// <summary>C# files of the project in a folder, those of projects below it left out.</summary>
    public IReadOnlyList<TopologyFile> SourcesOf(string projectFolder) => sources.GetValueOrDefault(projectFolder, []);

    public IReadOnlyList<TopologyFile> Files { get; }

    public IReadOnlyList<TopologyProject> Projects { get; }

    public List<TopologyProblem> Problems { get; } = [];

    public TopologyFile? Find(string path) => files.GetValueOrDefault(path);

    public void Report(string file, int line, string message) => Problems.Add(new TopologyProblem(file, line, message));

    /// <summary>The document of a JSON file, or of a text that starts after a line of another one.</summary>
    public TextNode? Json(TopologyFile file, int linesBefore = 0)
    {
        if (string.IsNullOrWhiteSpace(file.Content))
        {
            return null;
        }

        try
        {
            return JsonText.Parse(file.Content);
        }
        catch (TextFormatException exception)
        {
            Report(file.Path, exception.Line + linesBefore, exception.Message);
            return null;
        }
    }

    public List<TextNode> Yaml(TopologyFile file) => YamlText.ParseAll(file.Content, (line, message) => Report(file.Path, line, message));
}
